"""Invites and admin links that nobody has used: seen by every admin, revoked with one press."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from story import Story, labels, new_story

from bot.domain.audit import Actor, Event
from bot.domain.links import LinkKind

GONE = "The registers in this invite have been removed. Ask for a new invite."
TOO_MUCH = "⏳ Too fast. Please wait a minute."


@pytest.fixture
async def own(tmp_path: Path):
    """A world without the links of other stories."""
    async with new_story(tmp_path) as story:
        yield story


def acting(story: Story, request: str | None = None) -> Actor:
    return Actor(story.admin.id, "Admin", request)


async def invite(story: Story, *names: str, seconds: int | None = None) -> str:
    registers = [await story.services.registers.named(name) for name in names]
    return "invite-" + (await story.services.invites.make(registers, seconds, acting(story))).token


async def trail(story: Story) -> list[Event]:
    return [entry.event for entry in (await story.services.audit.page(0, 50)).entries]


async def test_open_invites_are_listed_with_what_they_are_for_and_revoked(own: Story) -> None:
    await own.register("Shop")
    await own.register("Bazaar")
    first = await invite(own, "Shop", "Bazaar", seconds=24 * 3600)
    second = await invite(own)
    screen = await own.admin.sends("/access")
    await own.admin.clicks("Unused invites (2)")
    lines = screen.text.splitlines()
    assert lines[0] == "Unused invites"
    assert lines[2] == "1. Shop, Bazaar · 1 day"
    assert lines[3].startswith("    Admin · ⌛ ")
    assert lines[4] == "2. All · Forever"
    assert labels(screen) == ["🗑 Revoke 1", "🗑 Revoke 2", "‹ Back"]
    toast = await own.admin.clicks("Revoke 1")
    assert toast.text == "The link no longer works."
    assert labels(screen) == ["🗑 Revoke 1", "‹ Back"]
    guest = own.telegram.user("Guest")
    assert "has approved" in (await guest.sends(f"/start {first}")).text
    assert (await guest.sends(f"/start {second}")).text.startswith("✅")
    toast = await own.admin.clicks("Revoke 1")
    assert toast.text == "Too late: this link has expired or was used."
    assert screen.text == "Unused invites\n\nNone at the moment."
    await own.admin.clicks("Back")
    assert "🔗" not in "".join(labels(screen))
    assert (await trail(own)).count(Event.LINK_REVOKED) == 1


async def test_open_admin_links_are_listed_and_revoked(own: Story) -> None:
    screen = await own.admin.sends("/admins")
    await own.admin.clicks("Add by link")
    link = screen.text.partition("start=")[2]
    screen = await own.admin.sends("/admins")
    await own.admin.clicks("Unused admin links (1)")
    assert screen.text.splitlines()[2] == "1. Adds one admin"
    assert screen.text.splitlines()[3].startswith("    Admin · ⌛ ")
    await own.admin.clicks("Revoke 1")
    await own.admin.clicks("Back")
    assert labels(screen) == ["+ Add by link"]
    other = own.telegram.user("Other")
    assert "has approved" in (await other.sends(f"/start {link}")).text
    assert {Event.LINK_REVOKED, Event.ADMIN_LINK_MADE} <= set(await trail(own))


async def test_a_revoked_link_answers_like_one_that_has_expired(own: Story) -> None:
    viewer = await own.viewer(await own.register("Shop"))
    answers = []
    for ending in ("revoked", "expired"):
        link = await invite(own)
        if ending == "revoked":
            (open_one,) = await own.services.unused_links.listed(LinkKind.INVITE)
            assert await own.services.unused_links.revoke(open_one.id, acting(own))
        else:
            with closing(sqlite3.connect(own.settings.database_path)) as connection:
                connection.execute("UPDATE links SET expires_at = 1")
                connection.commit()
        stranger = own.telegram.user("Stranger")
        seen = [await who.sends(f"/start {link}") for who in (viewer, stranger)]
        answers.append([m.text.replace(str(stranger.id), "ID") for m in seen])
    assert answers[0] == answers[1]
    assert "has approved" in answers[0][1]


async def test_a_press_that_is_delivered_again_revokes_and_makes_once(own: Story) -> None:
    await invite(own)
    (link,) = await own.services.unused_links.listed(LinkKind.INVITE)
    for _ in range(2):
        assert await own.services.unused_links.revoke(link.id, acting(own, "press:1"))
    assert not await own.services.unused_links.revoke(link.id, acting(own, "press:2"))
    for _ in range(2):
        await own.services.admins.new_link(acting(own, "press:3"))
    assert len(await own.services.unused_links.listed(LinkKind.ADMIN)) == 1
    events = await trail(own)
    assert events.count(Event.LINK_REVOKED) == events.count(Event.ADMIN_LINK_MADE) == 1


async def test_many_links_are_listed_in_pages(own: Story) -> None:
    for _ in range(9):
        await invite(own)
    screen = await own.admin.sends("/access")
    await own.admin.clicks("Unused invites (9)")
    await own.admin.clicks("›")
    assert labels(screen) == ["🗑 Revoke 9", "‹", "2/2", "‹ Back"]
    await own.admin.clicks("Revoke 9")
    assert labels(screen)[0] == "🗑 Revoke 1"


@pytest.mark.parametrize(
    ("data", "begins"),
    [("inv:pick::", "What should"), ("inv:time::", "How long should"), ("adm:list:0", "Admins")],
)
async def test_buttons_of_before_still_lead_somewhere(own: Story, data: str, begins: str) -> None:
    screen = await own.admin.sends("/access")
    await own.admin.presses_data(data, on=screen)
    assert screen.text.startswith(begins)


async def test_an_invite_whose_registers_are_gone_says_so_and_is_kept(own: Story) -> None:
    shop = await own.register("Shop")
    link = await invite(own, "Shop")
    screen = await own.admin.sends("/access")
    await own.services.registers.remove(shop.id)
    guest = own.telegram.user("Guest")
    assert (await guest.sends(f"/start {link}")).text == GONE
    assert not (await own.services.viewers.get(guest.id)).allowed
    assert len(await own.services.unused_links.listed(LinkKind.INVITE)) == 1
    await own.admin.clicks("Unused invites", on=screen)
    assert screen.text.splitlines()[2] == "1. its registers have been removed · Forever"


async def test_an_invite_of_which_one_register_is_left_opens_that_one(own: Story) -> None:
    shop, _ = await own.register("Shop"), await own.register("Bazaar")
    link = await invite(own, "Shop", "Bazaar")
    await own.services.registers.remove(shop.id)
    guest = own.telegram.user("Guest")
    assert (await guest.sends(f"/start {link}")).text.startswith("✅")
    assert [r.name for r in (await own.services.viewers.get(guest.id)).registers] == ["Bazaar"]


async def test_a_stranger_who_has_written_enough_may_still_open_an_invite(tmp_path: Path) -> None:
    async with new_story(tmp_path, flood_stranger_per_minute=2) as story:
        await story.register("Shop")
        guest = story.telegram.user("Guest")
        for _ in range(2):
            await guest.sends("/balance")
        assert (await guest.sends("/balance")).text == TOO_MUCH
        assert (await guest.sends(f"/start {await invite(story)}")).text.startswith("✅")


async def test_opening_an_invite_uses_up_nothing_of_a_groups_limit(tmp_path: Path) -> None:
    async with new_story(tmp_path, flood_stranger_per_minute=2) as story:
        shop = await story.register("Shop")
        link = await invite(story, "Shop")
        await story.services.registers.remove(shop.id)
        guest = story.telegram.user("Guest")
        for _ in range(5):
            assert (await guest.sends(f"/start {link}")).text == GONE
        for _ in range(2):
            assert "has approved" in (await guest.sends("/balance")).text


async def test_to_guess_invites_is_not_free(tmp_path: Path) -> None:
    async with new_story(tmp_path, flood_stranger_per_minute=2) as story:
        await story.register("Shop")
        guesser = story.telegram.user("Guesser")
        for number in range(2):
            answer = await guesser.sends(f"/start invite-{number:022}")
            assert "has approved" in answer.text
        assert (await guesser.sends(f"/start invite-{3:022}")).text == TOO_MUCH
        await guesser.sends_unanswered(f"/start {await invite(story)}")
        await guesser.sends_unanswered("/balance")
