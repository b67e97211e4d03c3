"""/access: who may see what, given and taken by buttons, by invites, and by the clock."""

import asyncio
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from story import Story, as_of, figures, labels, new_world, running_bot

from bot.domain.audit import Actor, Event
from sandbox.telegram.messages import Message

INVITE = re.compile(r"https://t\.me/\w+\?(start|startgroup)=(invite-[\w-]{22})")
NOBODY = "No chat has access yet. Admins see everything in a private chat with the bot."
WELCOME = "✅ Access granted. See balances: /balance"
SPENT = "This link has expired or was used. Ask for a new one."


def payload(screen: Message) -> str:
    first: str
    (person, first), (group, second) = INVITE.findall(screen.text)
    assert (person, group, first) == ("start", "startgroup", second)
    return first


async def invite(story: Story, *registers: str, lasts: str = "Forever") -> str:
    """Make an invite by pressing buttons; the payload of its link."""
    screen = await story.admin.sends("/access")
    await story.admin.clicks("Invite")
    for name in registers:
        await story.admin.clicks(name)
    await story.admin.clicks("Next")
    await story.admin.clicks(lasts)
    return payload(screen)


async def test_access_is_given_and_taken_by_presses_and_the_chat_is_told(story: Story) -> None:
    shop, _ = await story.register("Shop"), await story.register("Bazaar")
    viewer = await story.viewer(shop)
    await viewer.sends("/help")
    screen = await story.admin.sends("/access")
    assert f"• {viewer.first_name}: Shop" in screen.text
    await story.admin.clicks("Viewer")
    assert labels(screen) == ["✓ Shop", "Bazaar", "All", "🗑 Remove access", "‹ Back"]
    await story.admin.clicks("Bazaar")
    assert labels(screen)[:2] == ["✓ Shop", "✓ Bazaar"]
    await story.admin.clicks("✓ Shop")
    assert figures(await viewer.sends("/balance"))[0] == "💎 Bazaar"
    await story.admin.clicks("✓ Bazaar")
    assert "This chat has no access. Choose what it can see." in screen.text
    assert "has approved" in (await viewer.sends("/balance")).text
    await story.admin.clicks("All")
    assert viewer.chat.last.text == WELCOME


async def test_everything_is_taken_from_a_chat_after_one_more_question(story: Story) -> None:
    viewer = await story.viewer(await story.register("Shop"))
    await viewer.sends("/help")
    screen = await story.admin.sends("/access")
    await story.admin.clicks("Viewer")
    await story.admin.clicks("Remove")
    assert screen.text == "Remove all access for Viewer?"
    assert (await viewer.sends("/balance")).text.startswith("💎")
    await story.admin.clicks("Remove")
    assert "• Viewer" not in screen.text
    assert "has approved" in (await viewer.sends("/balance")).text


async def test_a_remove_that_is_delivered_again_takes_nothing_that_was_given_since(
    story: Story,
) -> None:
    press = Actor(story.admin.id, "Admin", "press:1")
    chat = story.telegram.user("Viewer")
    for _ in range(2):
        await story.services.access.allow(chat.id)
        await story.services.access.deny(chat.id, by=press)
    assert (await story.services.viewers.get(chat.id)).allowed


async def test_many_chats_are_paged(story: Story) -> None:
    ids = [-100_200_300 - number for number in range(19)]
    for chat_id in ids:
        await story.services.access.allow(chat_id)

    def shown() -> list[str]:
        return [label for label in labels(screen) if label[0] not in "+🔔🔗"]

    in_order = [str(chat_id) for chat_id in sorted(ids)]
    screen = await story.admin.sends("/access")
    assert shown() == [*in_order[:8], "1", "›"]
    await story.admin.clicks("›")
    assert shown() == [*in_order[8:16], "‹", "2", "›"]
    await story.admin.clicks("›")
    assert shown() == [*in_order[16:], "‹", "3"]
    await story.admin.clicks("‹")
    assert shown() == [*in_order[8:16], "‹", "2", "›"]
    for chat_id in sorted(ids)[8:]:
        await story.services.access.deny(chat_id)
    await story.admin.clicks("›")  # nothing stands there any more: the page before it is shown
    assert shown()[:8] == in_order[:8]
    for chat_id in ids:
        await story.services.access.deny(chat_id)


async def test_a_chat_of_many_registers_does_not_fill_the_list(story: Story) -> None:
    registers = [await story.register(f"Shop {number}") for number in range(11)]
    await story.services.access.allow(-100_200_300, registers)
    screen = await story.admin.sends("/access")
    assert "• -100200300: Shop 0, Shop 1," in screen.text
    assert "Shop 7, … +3" in screen.text


async def test_an_invite_for_chosen_registers_opens_them_once(story: Story) -> None:
    await story.register("Shop")
    await story.register("Bazaar")
    link = await invite(story, "Shop")
    guest, late = story.telegram.user("Guest"), story.telegram.user("Late")
    assert (await guest.sends(f"/start {link}")).text == WELCOME
    assert "✅ Guest used an invite (Guest)." in story.admin.chat.last.text
    assert [f for f in figures(await guest.sends("/balance")) if "💎" in f] == ["💎 Shop"]
    assert "has approved" in (await late.sends(f"/start {link}")).text
    assert (await guest.sends(f"/start {link}")).text == SPENT


async def test_an_invite_without_a_choice_is_for_all_registers(story: Story) -> None:
    await story.register("Shop")
    link = await invite(story)
    group = story.telegram.group("Team")
    member = story.telegram.user("Member")
    name = story.telegram.bot.username
    assert (await member.sends(f"/start@{name} {link}", to=group)).text == WELCOME
    await story.register("Later")
    screen = await member.sends("/balance", to=group)
    assert [f for f in figures(screen) if "💎" in f] == ["💎 Shop", "💎 Later"]


async def test_two_who_open_an_invite_at_once_find_one_winner(story: Story) -> None:
    await story.register("Shop")
    link = await invite(story)
    guests = [story.telegram.user(f"Guest {number}") for number in range(5)]
    answers = await asyncio.gather(*(guest.sends(f"/start {link}") for guest in guests))
    assert sum(answer.text == WELCOME for answer in answers) == 1


async def test_a_grant_with_an_end_shows_it_and_stops_by_itself_and_both_sides_are_told(
    story: Story,
) -> None:
    shop = await story.register("Shop")
    by = Actor(story.admin.id, "Admin")
    token = (await story.services.invites.make([shop], 2, by)).token
    guest = story.telegram.user("Guest")
    await guest.sends(f"/start invite-{token}")
    screen = await story.admin.sends("/access")
    await story.admin.clicks("Guest")
    assert "✓ Shop · ⌛" in screen.text
    assert len(as_of(screen)) == 1
    before = await guest.sends("/balance")
    assert figures(before)[0] == "💎 Shop"
    asked = story.asked(shop)
    async with asyncio.timeout(10):
        while "has ended" not in guest.chat.last.text:
            await asyncio.sleep(0.05)
        while "has ended" not in story.admin.chat.last.text:
            await asyncio.sleep(0.05)
    assert guest.chat.last.text == "⌛ This chat's access has ended: Shop"
    assert story.admin.chat.last.text == "⌛ Access has ended for Guest: Shop"
    assert "no access" in (await guest.clicks("Refresh", on=before)).text
    assert story.asked(shop) == asked


async def test_a_database_that_is_locked_for_long_does_not_end_the_watch_over_grants(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with new_world(tmp_path) as story, running_bot(story):
        shop = await story.register("Shop")
        guest = story.telegram.user("Guest")
        by = Actor(story.admin.id, "Admin")
        token = (await story.services.invites.make([shop], 1, by)).token
        await guest.sends(f"/start invite-{token}")
        with closing(sqlite3.connect(story.settings.database_path)) as locking:
            locking.execute("BEGIN IMMEDIATE")
            async with asyncio.timeout(20):
                while "“ends of grants” failed and is started again" not in caplog.text:
                    await asyncio.sleep(0.05)
            locking.rollback()
        async with asyncio.timeout(10):
            while "has ended" not in guest.chat.last.text:
                await asyncio.sleep(0.05)


async def test_an_hours_grant_does_not_shorten_one_without_an_end(story: Story) -> None:
    shop = await story.register("Shop")
    viewer = await story.viewer(shop)
    await viewer.sends(f"/start {await invite(story, 'Shop', lasts='1 hour')}")
    (chat,) = [c for c in await story.services.access.granted() if c.chat_id == viewer.id]
    assert chat.ends == {shop.id: None}


async def test_an_admin_who_adds_the_bot_to_a_group_chooses_its_registers_at_once(
    story: Story,
) -> None:
    await story.register("Shop")
    await story.admin.sends("/start")
    group = story.telegram.group("Team", bot_member=False)
    await story.telegram.confirmed(story.telegram.adds_bot(group, by=story.admin))
    offer = story.admin.chat.last
    assert offer.text.startswith(f"Team\n{group.id}")
    await story.admin.clicks("Shop", on=offer)
    assert group.last.text == WELCOME
    member = story.telegram.user("Member")
    assert figures(await member.sends("/balance", to=group))[0] == "💎 Shop"


async def test_anyone_else_who_adds_the_bot_gets_nothing(story: Story) -> None:
    await story.admin.sends("/start")
    before = len(story.admin.chat.screen)
    group = story.telegram.group("Elsewhere", bot_member=False)
    stranger = story.telegram.user("Stranger")
    await story.telegram.confirmed(story.telegram.adds_bot(group, by=stranger))
    assert group.last_if_any is None
    assert len(story.admin.chat.screen) == before


async def test_a_bot_that_is_removed_loses_the_chats_grants_and_admins_are_told(
    story: Story,
) -> None:
    shop = await story.register("Shop")
    await story.admin.sends("/start")
    group = story.telegram.group("Team")
    await story.services.access.allow(group.id, [shop])
    member = story.telegram.user("Member")
    await member.sends("/balance", to=group)
    await story.telegram.confirmed(story.telegram.removes_bot(group, by=member))
    assert story.admin.chat.last.text == "🚪 I was removed from Team, so its access has ended."
    await story.telegram.confirmed(story.telegram.adds_bot(group, by=member))
    assert "has approved" in (await member.sends("/balance", to=group)).text


@pytest.mark.parametrize("data", ["inv:make:999:1h", "inv:make::century", "inv:nothing::"])
async def test_a_forged_invite_makes_no_link(story: Story, data: str) -> None:
    await story.register("Shop")
    screen = await story.admin.sends("/access")
    toast = await story.admin.presses_data(data, on=screen)
    assert toast.text == "This button is out of date. Send the command again."
    assert "t.me" not in screen.text


async def test_that_a_chat_may_ask_again_is_recorded(story: Story) -> None:
    stranger = story.telegram.user("Stranger")
    await stranger.sends("/start")
    await stranger.clicks("Request access")
    await story.told(story.admin.chat, "Stranger")
    (request,) = await story.services.access_requests.all_open()
    by = Actor(story.admin.id, "Admin", "press:1")
    await story.services.access_requests.deny(request.id, by, for_good=True)
    for entries in (1, 1):
        assert not await story.services.access.deny(stranger.id)
        page = await story.services.audit.page(0, 100)
        taken = [each for each in page.entries if each.event is Event.GRANT_TAKEN]
        assert len([each for each in taken if each.chat_id == stranger.id]) == entries
