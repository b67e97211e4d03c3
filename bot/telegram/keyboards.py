"""Inline keyboards; pure. A label is a plain word that a merchant may look for, an emoji before."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from aiogram.filters.callback_data import CallbackData
from aiogram.types import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

from bot.domain import Register
from bot.telegram.callbacks import ALL_REGISTERS, Action, AuditPress, BalancePress, LanguagePress
from bot.translations import Language, Languages

NARROW_LABEL = 10
"""Names up to this long stand three in a row on a phone, longer ones two."""

Rows = list[list[InlineKeyboardButton]]


@lru_cache(maxsize=256)
def balance_keyboard(
    here: BalancePress,
    pages: int,
    empties: int,
    others: tuple[Register, ...],
    way_back: bool,
    t: Language,
) -> InlineKeyboardMarkup:
    """The buttons below a balance screen; the same ones stand below the next one nearly always.

    `others`: registers to look at alone; `way_back`: there is more to see under «All».
    """
    first = [button("🔄 " + t.gettext("Refresh"), _to(here, action=Action.REFRESH))]
    if empties:
        first.append(_empties_button(here, empties, t))
    rows = [first, _page_buttons(here, pages)]
    names = [button(r.name, _look(here, register_id=r.id)) for r in others]
    if way_back:
        names.insert(0, button("📋 " + t.gettext("All"), _look(here, register_id=ALL_REGISTERS)))
    return keyboard([*rows, *in_rows(names)])


def language_keyboard(languages: Languages, fixed: str | None, t: Language) -> InlineKeyboardMarkup:
    """One button a language and one for none; the one that holds is ticked."""
    names = {language.code: language.own_name for language in languages}
    names[""] = t.gettext("As the one who asks")
    buttons = [
        button(f"{'✓ ' if code == (fixed or '') else ''}{name}", LanguagePress(code=code))
        for code, name in names.items()
    ]
    return keyboard([[each] for each in buttons])


def audit_keyboard(number: int, pages: int) -> InlineKeyboardMarkup:
    """To the pages around the one of this number."""
    row = []
    if number > 0:
        row.append(button(f"‹ {number}", AuditPress(page=number - 1)))
    if number + 1 < pages:
        row.append(button(f"{number + 2} ›", AuditPress(page=number + 1)))
    return keyboard([row])


def copy_keyboard(labelled: Iterable[tuple[str, str]]) -> InlineKeyboardMarkup:
    """Buttons that copy a text at a press, without asking the bot."""
    return keyboard(
        [
            [InlineKeyboardButton(text=f"📋 {label}", copy_text=CopyTextButton(text=text))]
            for label, text in labelled
        ]
    )


def _empties_button(here: BalancePress, empties: int, t: Language) -> InlineKeyboardButton:
    if here.hide_empty:
        label = "👁 " + t.gettext("Show empty ({count})").format(count=empties)
    else:
        label = "🙈 " + t.gettext("Hide empty")
    press = _to(here, action=Action.TOGGLE, hide_empty=not here.hide_empty, page=0)
    return button(label, press)


def _page_buttons(here: BalancePress, pages: int) -> list[InlineKeyboardButton]:
    buttons = []
    if here.page > 0:
        buttons.append(button(f"‹ {here.page}", _look(here, page=here.page - 1)))
    if here.page + 1 < pages:
        buttons.append(button(f"{here.page + 2} ›", _look(here, page=here.page + 1)))
    return buttons


def in_rows(buttons: Sequence[InlineKeyboardButton]) -> Rows:
    """Two or three across, as their labels allow on a phone."""
    across = 3 if all(len(button.text) <= NARROW_LABEL for button in buttons) else 2
    return [list(buttons[at : at + across]) for at in range(0, len(buttons), across)]


def _to(press: BalancePress, **state: object) -> BalancePress:
    return press.model_copy(update=state)


def _look(here: BalancePress, *, register_id: int | None = None, page: int = 0) -> BalancePress:
    shown = here.register_id if register_id is None else register_id
    return _to(here, action=Action.LOOK, register_id=shown, page=page)


def button(label: str, press: CallbackData, style: str | None = None) -> InlineKeyboardButton:
    """A button that leads to `press`; `style`: a colour of Telegram's, like «danger»."""
    return InlineKeyboardButton(text=label, callback_data=press.pack(), style=style)


def keyboard(rows: Iterable[list[InlineKeyboardButton]]) -> InlineKeyboardMarkup:
    """The rows that have buttons."""
    return InlineKeyboardMarkup(inline_keyboard=[row for row in rows if row])
