"""Three hundred registers and four hundred chats: every list is turned to its end by pressing."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from story import Story, figures, labels, new_story

from bot.domain.audit import Actor
from bot.domain.registers import Register
from sandbox.crystalpay import SandboxBalance
from sandbox.telegram.messages import Message
from sandbox.telegram.people import User

REGISTERS, CHATS, THAT_LOSE = 300, 400, 150
BALANCE = {"BITCOIN": SandboxBalance("Bitcoin", "0.0005", "BTC", 8)}
FIRST_CHAT = -(2**52)


@pytest.fixture(scope="module")
async def crowd(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Story]:
    async with new_story(tmp_path_factory.mktemp("crowd")) as story:
        for number in range(REGISTERS):
            await story.register(f"Shop {number:03}", BALANCE)
        for number in range(CHATS):
            await story.services.access.allow(FIRST_CHAT + number)
        yield story


@pytest.fixture
async def story(crowd: Story) -> AsyncIterator[Story]:
    crowd.admin.speaks("en")
    yield replace(crowd, told_before=len(crowd.telegram.calls))
    crowd.keeps_secrets()


async def named(story: Story, number: int) -> Register:
    return await story.services.registers.named(f"Shop {number:03}")


def shops(screen: Message) -> list[str]:
    """The numbers of the registers on the buttons."""
    return [match[1] for label in labels(screen) if (match := re.search(r"Shop (\d+)", label))]


def place(screen: Message) -> str:
    (where,) = [label for label in labels(screen) if re.fullmatch(r"\d+(/\d+)?", label)]
    return where


async def latest_press(user: User, times: int, on: Message, label: str = "›") -> None:
    """Press one of the arrows, which other labels have in them too."""
    for _ in range(times):
        (data,) = [b.data for row in on.keyboard for b in row if b.data and b.label == label]
        await user.presses_data(data, on=on)


async def test_the_registers_are_turned_to_the_last_one(story: Story) -> None:
    screen = await story.admin.sends("/registers")
    seen = shops(screen)
    for page in range(2, 39):
        await latest_press(story.admin, 1, screen)
        assert place(screen) == f"{page}/38"
        seen += shops(screen)
    assert seen == [f"{number:03}" for number in range(REGISTERS)]
    assert "Shop 299 · OK" in screen.text


async def test_only_the_registers_on_the_page_are_read(story: Story) -> None:
    asked = {number: story.asked(await named(story, number)) for number in (16, 24, 299)}
    screen = await story.admin.sends("/registers")
    await latest_press(story.admin, 2, screen)
    assert shops(screen)[0] == "016"
    assert story.asked(await named(story, 24)) == asked[24]
    assert story.asked(await named(story, 299)) == asked[299]


async def test_back_leads_to_the_page_that_one_came_from(story: Story) -> None:
    screen = await story.admin.sends("/registers")
    await latest_press(story.admin, 3, screen)
    await story.admin.clicks("Shop 030")
    await story.admin.clicks("Remove")
    await story.admin.clicks("Back")
    assert screen.text.startswith("💎 Shop 030")
    await story.admin.clicks("Back")
    assert (place(screen), shops(screen)[0]) == ("4/38", "024")


async def test_a_register_is_removed_and_its_page_stays(story: Story) -> None:
    await story.register("Shop 999")
    screen = await story.admin.sends("/registers")
    await latest_press(story.admin, 37, screen)
    await story.admin.clicks("Shop 999")
    await story.admin.clicks("Remove")
    await story.admin.clicks("Remove")
    assert (place(screen), shops(screen)[-1]) == ("38/38", "299")


async def test_a_page_that_is_gone_becomes_the_nearest_one(story: Story) -> None:
    screen = await story.admin.sends("/registers")
    await story.admin.presses_data("reg:list:0:99:0", on=screen)
    assert (place(screen), shops(screen)[-1]) == ("38/38", "299")
    toast = await story.admin.presses_data("reg:list:0:1000000:0", on=screen)
    assert toast.text == "This button is out of date. Send the command again."


async def test_the_middle_of_the_row_stays_where_one_is(story: Story) -> None:
    screen = await story.admin.sends("/registers")
    await latest_press(story.admin, 1, screen)
    before = labels(screen)
    await latest_press(story.admin, 1, screen, "2/38")
    assert labels(screen) == before
    assert len([m for m in story.admin.chat.screen if m.id > screen.id]) == 0


async def test_a_register_that_many_chats_see_can_be_removed(story: Story) -> None:
    popular = await story.register("Shop 300")
    for number in range(THAT_LOSE):
        await story.services.access.allow(FIRST_CHAT + number, [popular])
    screen = await story.admin.sends("/registers")
    await latest_press(story.admin, 37, screen)
    await story.admin.clicks("Shop 300")
    await story.admin.clicks("Remove")
    losing = re.findall(r"• (-\d+)", screen.text)
    while place(screen) != "7/7":
        await latest_press(story.admin, 1, screen)
        losing += re.findall(r"• (-\d+)", screen.text)
    assert losing == [str(FIRST_CHAT + number) for number in range(THAT_LOSE)]
    await story.admin.clicks("Remove")
    assert shops(screen)[-1] == "299"
    assert len(await story.services.access.all_registers()) == REGISTERS


async def test_all_chats_are_turned_and_each_shows_all_registers(story: Story) -> None:
    screen = await story.admin.sends("/access")
    ids = [label for label in labels(screen) if label.startswith("-")]
    for page in range(2, 51):
        await latest_press(story.admin, 1, screen)
        assert place(screen) == str(page)
        ids += [label for label in labels(screen) if label.startswith("-")]
    assert ids == [str(FIRST_CHAT + number) for number in range(CHATS)]


async def test_a_press_in_a_chats_screen_stays_on_its_page_and_back_on_the_list_too(
    story: Story,
) -> None:
    screen = await story.admin.sends("/access")
    await latest_press(story.admin, 20, screen)
    listed = labels(screen)
    chat = listed[5]
    await story.admin.clicks(chat)
    await latest_press(story.admin, 3, screen)
    assert (place(screen), shops(screen)[0]) == ("4/25", "036")
    await story.admin.clicks("Shop 040")
    assert place(screen) == "4/25"
    assert "✓ Shop 040" in labels(screen)
    assert screen.text == f"{chat}\n{chat}\n\n✓ All\n✓ Shop 040"
    await latest_press(story.admin, 1, screen)
    assert "\n\nAll, Shop 040\n\n✓ All" in screen.text
    await latest_press(story.admin, 1, screen, "‹")
    await story.admin.clicks("✓ Shop 040")
    assert place(screen) == "4/25"
    await story.admin.clicks("Remove")
    await story.admin.clicks("Back")
    assert place(screen) == "4/25"
    await story.admin.clicks("Back")
    assert labels(screen) == listed


async def test_a_chat_that_loses_everything_leaves_its_page_where_it_was(story: Story) -> None:
    screen = await story.admin.sends("/access")
    await latest_press(story.admin, 2, screen)
    listed = [label for label in labels(screen) if label.startswith("-")]
    await story.admin.clicks(listed[3])
    await story.admin.clicks("Remove")
    await story.admin.clicks("Remove")
    left = [label for label in labels(screen) if label.startswith("-")]
    assert left[:7] == [*listed[:3], *listed[4:]]
    assert place(screen) == "3"
    await story.services.access.allow(int(listed[3]))


async def test_the_last_chat_of_the_last_page_leaves_the_page_before_it(story: Story) -> None:
    last = 2**50
    await story.services.access.allow(last)
    screen = await story.admin.sends("/access")
    await latest_press(story.admin, 50, screen)
    await story.admin.clicks(str(last))
    await story.admin.clicks("Remove")
    await story.admin.clicks("Remove")
    assert place(screen) == "50"
    assert len([label for label in labels(screen) if label.startswith("-")]) == 8


async def test_registers_of_an_invite_are_picked_on_many_pages(story: Story) -> None:
    screen = await story.admin.sends("/access")
    await story.admin.clicks("Invite")
    await story.admin.clicks("Shop 003")
    await latest_press(story.admin, 24, screen)
    await story.admin.clicks("Shop 299")
    assert place(screen) == "25/25"
    assert screen.text.endswith("\n\n✓ Shop 003, Shop 299")
    await story.admin.clicks("Next")
    await story.admin.clicks("Back")
    assert (place(screen), "✓ Shop 299" in labels(screen)) == ("25/25", True)
    await story.admin.clicks("Next")
    await story.admin.clicks("1 hour")
    token = re.findall(r"start=invite-([\w-]+)", screen.text)[0]
    guest = story.telegram.user("Guest")
    await story.services.invites.use(token, guest.id, "Guest", Actor(guest.id, "Guest"))
    assert figures(await guest.sends("/balance"))[0] == "💎 Shop 003"
    await story.services.access.deny(guest.id)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Too many registers. Choose fewer, or none to include them all."),
        ("ru", "Слишком много. Выберите меньше касс или ни одной, чтобы открыть все."),
    ],
)
async def test_more_registers_than_an_invite_holds_are_refused_in_words(
    story: Story, language: str, words: str
) -> None:
    story.admin.speaks(language)
    screen = await story.admin.sends("/access")
    await story.admin.presses_data("inv:pick::", on=screen)
    for number in range(12):
        toast = await story.admin.clicks(f"Shop {number:03}")
        assert toast.text == ""  # ids of one to two digits: twelve have room
    await latest_press(story.admin, 24, screen)
    for number in range(288, 300):
        toast = await story.admin.clicks(f"Shop {number}")
    assert (toast.text, toast.alert) == (words, True)
    await story.admin.presses_data(on_button(screen, ("Next ›", "Далее ›")), on=screen)
    assert len(labels(screen)) == 5
    story.admin.speaks("en")


def on_button(screen: Message, names: tuple[str, ...]) -> str:
    (data,) = [b.data for row in screen.keyboard for b in row if b.data and b.label in names]
    return data


async def test_balance_has_one_button_to_choose_from_many_registers(story: Story) -> None:
    screen = await story.admin.sends("/balance")
    offered = ["🔄 Refresh", "📄 Copy", "Σ Total", "1/10", "›", "🔎 Choose a register"]
    assert labels(screen) == offered
    await latest_press(story.admin, 2, screen)
    await story.admin.clicks("Choose a register")
    assert screen.text == "Which register?"
    assert (place(screen), len(shops(screen))) == ("1/25", 12)
    await latest_press(story.admin, 9, screen)
    await story.admin.clicks("Shop 111")
    assert figures(screen) == ["💎 Shop 111", "0.00050000 BTC · Bitcoin"]
    assert labels(screen) == [
        "🔄 Refresh",
        "📄 Copy",
        "📈 History",
        "📋 All",
        "🔎 Choose a register",
    ]
    await story.admin.clicks("Choose a register")
    assert (place(screen), "111" in shops(screen)) == ("10/25", True)
    await latest_press(story.admin, 3, screen, "‹")
    await story.admin.clicks("Back")
    assert figures(screen)[0] == "💎 Shop 111"
    await story.admin.clicks("Choose a register")
    await story.admin.clicks("All")
    assert place(screen) == "1/10"
    assert len([m for m in story.admin.chat.screen if m.id > screen.id]) == 0


async def test_back_from_the_choice_leads_to_the_page_of_balances(story: Story) -> None:
    screen = await story.admin.sends("/balance")
    await latest_press(story.admin, 2, screen)
    text = figures(screen)
    await story.admin.clicks("Choose a register")
    await latest_press(story.admin, 1, screen)
    await story.admin.clicks("Back")
    assert (place(screen), figures(screen)) == ("3/10", text)


async def test_a_refresh_that_ends_late_does_not_take_the_choice_away(story: Story) -> None:
    shop = await named(story, 20)
    screen = await story.admin.sends("/balance Shop 020")
    with story.crystalpay.hold(story.login(shop)) as hold:
        refreshing = story.admin.pressed("Refresh", on=screen)
        await hold.arrived(1)
        await story.admin.presses_data(on_button(screen, ("🔎 Choose a register",)), on=screen)
        assert screen.text == "Which register?"
    await story.telegram.confirmed(refreshing.update)
    assert refreshing.answer.text == ""
    assert screen.text == "Which register?"


async def test_twelve_registers_still_have_a_button_each(story: Story) -> None:
    some = [await named(story, number) for number in range(20, 33)]
    viewer = await story.viewer(*some[:12])
    screen = await viewer.sends("/balance")
    assert shops(screen) == [f"{number:03}" for number in range(20, 32)]
    await story.services.access.allow(viewer.id, some[12:])
    assert shops(await viewer.sends("/balance")) == []
    await story.services.access.deny(viewer.id)


async def test_a_choice_offers_only_what_the_chat_may_see(story: Story) -> None:
    some = [await named(story, number) for number in range(20, 34)]
    viewer = await story.viewer(*some)
    screen = await viewer.sends("/balance")
    await viewer.clicks("Choose a register")
    await latest_press(viewer, 1, screen)
    assert shops(screen) == ["032", "033"]
    await story.services.access.deny(viewer.id)
    toast = await viewer.clicks("Shop 033")
    assert toast.text.startswith("This chat has no access.")


async def test_the_names_of_many_registers_are_turned(story: Story) -> None:
    screen = await story.admin.sends("/help")
    first = screen.text.split("•")[0]
    seen = re.findall(r"• Shop (\d+)", screen.text)
    while place(screen) != "13/13":
        await latest_press(story.admin, 1, screen)
        assert screen.text.startswith(first)
        seen += re.findall(r"• Shop (\d+)", screen.text)
    assert seen == [f"{number:03}" for number in range(REGISTERS)]


async def test_any_register_can_be_granted_on_the_message_of_a_request(story: Story) -> None:
    await story.admin.sends("/start")
    stranger = story.telegram.user("Stranger")
    await stranger.sends("/start")
    await stranger.clicks("🔔")
    question = story.admin.chat.last
    asked = question.html
    await latest_press(story.admin, 24, question)
    assert (place(question), shops(question)[-1], question.html) == ("25/25", "299", asked)
    await story.admin.clicks("Shop 299", on=question)
    assert question.text == "✅ Stranger was given access by Admin: Shop 299"
    assert figures(await stranger.sends("/balance"))[0] == "💎 Shop 299"
    await story.services.access.deny(stranger.id)


async def test_one_of_a_hundred_admins_is_removed_and_the_page_stays(story: Story) -> None:
    for number in range(100):
        token = (await story.services.admins.new_link()).token
        await story.services.admins.join(token, Actor(5_000_000 + number, f"Boss {number:02}"))
    screen = await story.admin.sends("/admins")
    await latest_press(story.admin, 4, screen)
    assert place(screen) == "5/13"
    await story.admin.clicks("🗑 Boss 33")
    await story.admin.clicks("Back")
    assert place(screen) == "5/13"
    await story.admin.clicks("🗑 Boss 33")
    await story.admin.clicks("Remove")
    assert place(screen) == "5/13"
    assert "Boss 33" not in screen.text
    by = Actor(story.admin.id, "Admin")
    for number in set(range(100)) - {33}:
        await story.services.admins.remove(5_000_000 + number, by)


async def test_where_a_name_was_not_found_there_are_buttons_of_all_registers(story: Story) -> None:
    screen = await story.admin.sends("/balance nothing")
    assert screen.text == "There's no such register here. Choose one:"
    seen = shops(screen)
    while place(screen) != "25/25":
        await latest_press(story.admin, 1, screen)
        seen += shops(screen)
    assert seen == [f"{number:03}" for number in range(REGISTERS)]
    await story.admin.clicks("Shop 299")
    assert figures(screen)[0] == "💎 Shop 299"
