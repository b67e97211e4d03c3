"""A list of any length is shown whole, page by page, and Telegram takes every page."""

from __future__ import annotations

import itertools
import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.audit import Actor, AuditEntry, Event
from bot.domain.readings import Reading, RegisterOutcome
from bot.domain.registers import Register
from bot.services.access import GrantedChat, GrantedPage
from bot.services.admins import Admin
from bot.services.audit import AuditPage
from bot.services.viewers import Viewer
from bot.telegram.features.access.callbacks import AccessAction, AccessPress
from bot.telegram.features.access.view import chat, overview
from bot.telegram.features.access_requests.view import (
    decision_keyboard,
    decision_press_for,
    request,
)
from bot.telegram.features.admins import view as admins
from bot.telegram.features.admins.callbacks import AdminAction, AdminPress
from bot.telegram.features.audit import view as audit
from bot.telegram.features.balance import picker
from bot.telegram.features.balance.callbacks import PickPress
from bot.telegram.features.help import view as texts
from bot.telegram.features.invites.callbacks import Duration, InviteAction, InvitePress
from bot.telegram.features.invites.handlers import MAX_CHOICE_LENGTH
from bot.telegram.features.invites.view import join_ids, pick_registers
from bot.telegram.features.registers import view as registers
from bot.telegram.features.registers.callbacks import RegisterAction, RegisterPress
from bot.telegram.ui import pager
from bot.telegram.ui.html import escape, plain_text, utf16_length
from bot.telegram.ui.keyboards import page_row
from bot.translations import load_languages

LANGUAGES = load_languages("en")
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
HIGHEST_REGISTER, HIGHEST_CHAT = 10**10 - 1, 2**52
LONG_NAME = "💎" * 32
LONG_TITLE = "Б<&" * 85
BY = Actor(HIGHEST_CHAT, LONG_TITLE)


@given(st.lists(st.integers(), max_size=130), st.integers(1, 30))
def test_the_pages_together_are_the_list(items, size):
    pages = [pager.page_of(items, 0, size)]
    while pages[-1].number + 1 < pages[-1].pages:
        pages.append(pager.page_of(items, len(pages), size))
    assert [item for page in pages for item in page.items] == items
    assert all(len(page.items) <= size for page in pages)
    assert all(page.items for page in pages) or not items


@given(st.integers(0, 130), st.integers(1, 30), st.integers())
def test_a_page_that_is_not_there_becomes_the_nearest_one(count, size, number):
    page = pager.page_of(range(count), number, size)
    there_are = range(page.pages)
    assert page.number == min(there_are, key=lambda each: abs(each - number))


@given(st.integers(1, 50), st.integers(1, 50))
def test_the_row_leads_to_the_neighbours_and_says_where_one_is(a, b):
    number, pages = min(a, b) - 1, max(a, b)
    row = page_row(number, pages, lambda page: AdminPress(action=AdminAction.LIST, page=page))
    leads = {each.text: AdminPress.unpack(each.callback_data or "").page for each in row}
    around = {"‹": number - 1, f"{number + 1}/{pages}": number, "›": number + 1}
    expected = {label: page for label, page in around.items() if 0 <= page < pages}
    assert leads == (expected if pages > 1 else {})


letters = st.sampled_from(["x", "💎", "&", "Б", "</b>"])
lines = st.lists(
    st.builds(
        lambda letter, length, wrap: f"<b>{escape(letter * length)}</b>" * wrap,
        letters,
        st.sampled_from([0, 1, 30, 170, 900, 5000]),
        st.sampled_from([1, 1, 2, 12]),
    ),
    max_size=pager.LINES_PER_PAGE,
)


@given(lines, st.sampled_from(["\n", "\n\n"]), st.integers(0, 500))
def test_any_lines_fit_into_one_message_and_each_is_there(made, apart, above):
    html = pager.fit_lines(["<b>head</b>", "h" * above], made, apart)
    text = plain_text(html)
    assert utf16_length(text) <= 4096
    assert html.count("</") <= 100
    _, _, *shown = text.split(apart)
    assert len(shown) == len(made)
    for line, whole in zip(shown, map(plain_text, made), strict=True):
        assert whole == line or whole.startswith(line.removesuffix("…"))


@given(lines)
def test_lines_that_fit_are_left_as_they_are(made):
    whole = "\n".join(["head", *made])
    if utf16_length(plain_text(whole)) <= 4096 and whole.count("</") <= 100:
        assert pager.fit_lines(["head"], made) == whole


def test_a_long_line_does_not_shorten_the_short_ones():
    short = [f"<b>line {number}</b>" for number in range(10)]
    html = pager.fit_lines(["head"], [*short, "x" * 5000])
    assert html.split("\n")[1:-1] == short


# Every list of the bot, by the number of its items and of its page, with the longest of everything.

ALL = [Register(HIGHEST_REGISTER - number, f"{number:<4}{LONG_NAME}"[:32]) for number in range(400)]
CHATS = [
    GrantedChat(-HIGHEST_CHAT + at, LONG_TITLE, {r.id: NOON for r in ALL}, (LONG_NAME,) * 400)
    for at in range(8)
]
OUTCOMES = {each: RegisterOutcome(each, Reading(NOON, ())) for each in ALL}
LOST = [f"{number} {LONG_TITLE}" for number in range(400)]
ENTRIES = [
    AuditEntry(NOON, Event.GRANTED, BY, -HIGHEST_CHAT, LONG_TITLE, {"registers": LONG_NAME * 400})
] * 8


def of_registers(count, page, t):
    shown = pager.page_of(ALL[:count], page, registers.PER_PAGE)
    return registers.overview(shown, [OUTCOMES[each] for each in shown.items], t)


def of_losses(count, page, t):
    here = RegisterPress(
        action=RegisterAction.CONFIRM_REMOVAL, register_id=HIGHEST_REGISTER, page=99_999, chats=page
    )
    return registers.ask_to_remove(ALL[0], None, LOST[:count], here, t)


def of_a_chat(count, page, t):
    here = AccessPress(
        action=AccessAction.OPEN, chat_id=-HIGHEST_CHAT, page=99_999, skip=7, registers=page
    )
    return chat(CHATS[0], ALL[:count], here, t)


def of_an_invite(count, page, t):
    chosen = [HIGHEST_REGISTER - at for at in range(3)] + [999]  # as long as it may get
    assert len(join_ids(chosen)) == MAX_CHOICE_LENGTH
    return pick_registers(ALL[:count], chosen, t, page)


def of_a_request(count, page, t):
    facts = {"request_id": HIGHEST_REGISTER, "chat_id": -HIGHEST_CHAT, "chat": LONG_TITLE}
    screen = request(facts | {"who": BY.name, "user_id": BY.user_id}, ALL[:count], t)
    decide = decision_press_for(HIGHEST_REGISTER)
    buttons = decision_keyboard(ALL[:count], t, decide, page)
    return type(screen)(screen.text, buttons)


def of_admins(count, page, t):
    listed = [Admin(HIGHEST_CHAT - at, LONG_TITLE[:129], fixed=at < 9) for at in range(count)]
    return admins.overview(listed, 3, t, page)


def of_the_picker(count, page, t):
    press = PickPress(register_id=HIGHEST_REGISTER, hide_empty=True, page=99_999, pick=page)
    return picker.pick_register(ALL[:count], press, t)


def of_the_help(count, page, t):
    registers = tuple(ALL[:count])
    admin = Viewer(1, True, True, registers, language=None, hide_empty=True)
    return texts.help_screen(admin, t, in_channel=False, page=page)


def of_missing_names(count, page, t):
    """Further pages are those of the picker, which its buttons lead to."""
    if page == 0:
        return picker.no_such_register(ALL[:count], True, t)
    press = PickPress(register_id=0, hide_empty=True, page=0, pick=page)
    return picker.pick_register(ALL[:count], press, t)


def of_the_audit(count, page, t):
    return audit.render(AuditPage(ENTRIES, page, -(-count // 8)), 10**6, t)


def of_access(count, page, t):
    most = -(-count // 8)
    before = -HIGHEST_CHAT if page else None
    after = -HIGHEST_CHAT if page + 1 < most else None
    return overview(GrantedPage(tuple(CHATS), before, after, access_requests=9, invites=9), page, t)


COUNTED = [
    of_registers,
    of_losses,
    of_a_chat,
    of_an_invite,
    of_a_request,
    of_admins,
    of_the_picker,
    of_the_help,
    of_missing_names,
    of_the_audit,
]
counts = pytest.mark.parametrize("count", [1, 8, 9, 24, 25, 100, 101, 400])
languages = pytest.mark.parametrize("t", list(LANGUAGES), ids=lambda t: t.code)


def buttons(screen):
    return [each for row in screen.keyboard.inline_keyboard for each in row]


def pages_of(view, count, t):
    """All pages of a list, as one who presses › sees them."""
    for page in itertools.count():
        screen = view(count, page, t)
        yield screen
        if "›" not in [each.text for each in buttons(screen)]:
            return


def names_in(screen):
    """The numbers at the beginning of the names on the buttons, else in the lines."""
    on_buttons = [each.text for each in buttons(screen)]
    found = [re.match(r"(?:✓ )?(\d+) +\S*💎", label) for label in on_buttons]
    in_lines = re.findall(r"• (\d+) ", plain_text(screen.text))
    return [int(match[1]) for match in found if match] or [int(number) for number in in_lines]


@languages
@counts
@pytest.mark.parametrize("view", [*COUNTED, of_access], ids=lambda view: view.__name__)
def test_telegram_takes_every_page_of_every_list(view, count, t):
    for screen in pages_of(view, count, t):
        assert 0 < utf16_length(plain_text(screen.text)) <= 4096
        assert screen.text.count("</") <= 100
        assert len(buttons(screen)) <= 100
        assert all(len(row) <= 3 for row in screen.keyboard.inline_keyboard)
        data = [each.callback_data for each in buttons(screen)]
        assert all(1 <= len(each.encode()) <= 64 for each in data)
        assert all(each.text.strip() for each in buttons(screen))


@counts
@pytest.mark.parametrize(
    "view",
    [
        *(of_registers, of_losses, of_a_chat, of_an_invite, of_a_request, of_the_picker),
        *(of_the_help, of_missing_names),
    ],
    ids=lambda view: view.__name__,
)
def test_every_item_of_a_list_stands_on_one_of_its_pages(view, count):
    shown = [n for screen in pages_of(view, count, LANGUAGES.pick("en")) for n in names_in(screen)]
    assert shown == list(range(count))


@pytest.mark.parametrize(
    ("kind", "data", "new"),
    [
        (RegisterPress, "reg:open:7", RegisterPress(action=RegisterAction.OPEN, register_id=7)),
        (
            AccessPress,
            "acc:give:-5:7:0",
            AccessPress(action=AccessAction.GIVE, chat_id=-5, register_id=7),
        ),
        (AccessPress, "acc:list:-5:0:2", AccessPress(action=AccessAction.LIST, chat_id=-5, page=2)),
        (
            InvitePress,
            "inv:make:1.2:1h",
            InvitePress(action=InviteAction.MAKE, chosen="1.2", lasts=Duration.HOUR),
        ),
        (AdminPress, "adm:ask:5", AdminPress(action=AdminAction.CONFIRM_REMOVAL, user_id=5)),
    ],
)
def test_a_button_of_a_list_before_it_was_paged_still_leads_there(kind, data, new):
    assert kind.unpack(data) == new


def test_the_way_back_from_the_choice_to_a_register_that_is_gone_leads_to_all():
    press = PickPress(register_id=2**52, hide_empty=True, page=0)
    screen = picker.pick_register(ALL[:30], press, LANGUAGES.pick("en"))
    labels = [each.text for each in buttons(screen)]
    (back,) = [each.callback_data for each in buttons(screen) if each.text == "‹ Back"]
    assert back == "b:l:0:1:0:0::"
    assert "📋 All" not in labels


@pytest.mark.parametrize(
    "data",
    ["acc", "acc:give:x:0:0", "acc:gives:1:0:0", "reg:open:1:-1", "reg:list:0:100000", "reg::1"],
)
def test_a_forged_button_leads_nowhere(data):
    kind = AccessPress if data.startswith("acc") else RegisterPress
    with pytest.raises((TypeError, ValueError)):
        kind.unpack(data)
