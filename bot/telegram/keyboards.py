"""Inline keyboards; pure. A label is a plain word that a merchant may look for, an emoji before."""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from aiogram.filters.callback_data import CallbackData
from aiogram.types import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

from bot.domain import Register
from bot.telegram.callbacks import ALL_REGISTERS, Action, BalancePress, LanguagePress, PickPress
from bot.translations import Language, Languages

NARROW_LABEL = 10
"""Names up to this long stand three in a row on a phone, longer ones two."""

Row = Sequence[InlineKeyboardButton]
Rows = Sequence[Row]


@lru_cache(maxsize=256)
def balance_keyboard(
    here: BalancePress,
    pages: int,
    empties: int,
    others: tuple[Register, ...] | None,
    way_back: bool,
    t: Language,
) -> InlineKeyboardMarkup:
    """The buttons below a balance screen; the same ones stand below the next one nearly always.

    `others`: registers to look at alone, None if they are too many for buttons here; `way_back`:
    there is more to see under «All».
    """
    first = [button("🔄 " + t.gettext("Refresh"), _to(here, action=Action.REFRESH))]
    if empties:
        first.append(_empties_button(here, empties, t))
    names = [button(r.name, look(here, register_id=r.id)) for r in others or ()]
    if way_back:
        names.insert(0, all_button(here, t))
    if others is None:
        names.append(button("🔎 " + t.gettext("Choose a register"), PickPress.from_screen(here)))
    turning = page_row(here.page, pages, lambda page: look(here, page=page))
    return keyboard([first, turning, *in_rows(names)])


def all_button(here: BalancePress, t: Language) -> InlineKeyboardButton:
    return button("📋 " + t.gettext("All"), look(here, register_id=ALL_REGISTERS))


def language_keyboard(languages: Languages, fixed: str | None, t: Language) -> InlineKeyboardMarkup:
    """One button a language and one for none; the one that holds is ticked."""
    names = {language.code: language.own_name for language in languages}
    names[""] = t.gettext("As the one who asks")
    buttons = [
        button(f"{'✓ ' if code == (fixed or '') else ''}{name}", LanguagePress(code=code))
        for code, name in names.items()
    ]
    return keyboard([[each] for each in buttons])


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


def page_row(number: int, pages: int, to: Callable[[int], CallbackData]) -> Row:
    """`‹ 2/3 ›`, nothing for a single page; `number` counts from 0, `to`: the press to a page."""
    if pages == 1:
        return []
    before = to(number - 1) if number > 0 else None
    after = to(number + 1) if number + 1 < pages else None
    return turning(f"{number + 1}/{pages}", to(number), before, after)


def turning(
    where: str, here: CallbackData, before: CallbackData | None, after: CallbackData | None
) -> Row:
    """To the page before, to this one once more, to the page after; nothing for a single page."""
    around = {"‹": before, where: here if before or after else None, "›": after}
    return [button(label, press) for label, press in around.items() if press]


def in_rows(buttons: Row) -> Rows:
    """Two or three across, as their labels allow on a phone."""
    across = 3 if all(len(button.text) <= NARROW_LABEL for button in buttons) else 2
    return [buttons[at : at + across] for at in range(0, len(buttons), across)]


def _to(press: BalancePress, **state: object) -> BalancePress:
    return press.model_copy(update=state)


def look(here: BalancePress, *, register_id: int | None = None, page: int = 0) -> BalancePress:
    """The press that only shows; what it does not name stays as it is `here`, from page 0 on."""
    shown = here.register_id if register_id is None else register_id
    return _to(here, action=Action.LOOK, register_id=shown, page=page)


def button(label: str, press: CallbackData, style: str | None = None) -> InlineKeyboardButton:
    """A button that leads to `press`; `style`: a colour of Telegram's, like «danger»."""
    return InlineKeyboardButton(text=label, callback_data=press.pack(), style=style)


def keyboard(rows: Iterable[Row]) -> InlineKeyboardMarkup:
    """The rows that have buttons."""
    return InlineKeyboardMarkup(inline_keyboard=[list(row) for row in rows if row])
