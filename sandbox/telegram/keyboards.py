"""What an inline keyboard must be for Telegram to take it; it draws nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sandbox.telegram.html_mode import checked_url
from sandbox.telegram.refusals import Refusal, bad
from sandbox.telegram.text import check_encoding, units

Json = dict[str, Any]

MOST_BUTTONS, MOST_IN_A_ROW = 100, 8
MOST_DATA_BYTES, MOST_COPIED = 64, 256
STYLES = ("danger", "success", "primary")


def checked_markup(markup: Any, only_inline: bool = False) -> Json | None:
    """The inline keyboard to keep with the message; None without one. Refuses what is wrong."""
    if markup in (None, "", {}):
        return None
    if not isinstance(markup, dict):
        raise bad("object expected as reply markup")
    rows = markup.get("inline_keyboard")
    if rows is None:
        if only_inline:
            raise bad("inline keyboard expected")
        return None
    _check_shape(rows)
    for button in (button for row in rows for button in row):
        _check_button(button)
    kept = [row for row in rows if row]
    return {"inline_keyboard": kept} if kept else None


def _check_shape(rows: Any) -> None:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')
    if sum(len(row) for row in rows) > MOST_BUTTONS:
        raise bad("reply markup is too long")
    if any(len(row) > MOST_IN_A_ROW for row in rows):
        raise bad(f"too many buttons in a row: no more than {MOST_IN_A_ROW} are shown")


def _check_button(button: Any) -> None:
    if not isinstance(button, dict) or not isinstance(button.get("text"), str):
        raise bad("can't parse inline keyboard button: Can't find field \"text\"")
    check_encoding(button["text"])
    if not button["text"].strip():
        raise bad("inline keyboard button text must be non-empty")
    if button.get("style", "primary") not in STYLES:
        raise bad("can't parse inline keyboard button: invalid button style specified")
    actions = [name for name in ACTIONS if name in button]
    if not actions:
        raise _unfit("Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise _unfit(f"Exactly one action is expected, got {', '.join(actions)}")
    ACTIONS[actions[0]](button[actions[0]])


def _unfit(reason: str) -> Refusal:
    return bad(f"can't parse inline keyboard button: {reason}")


def _check_data(data: Any) -> None:
    if not isinstance(data, str) or not 1 <= len(data.encode()) <= MOST_DATA_BYTES:
        raise bad("BUTTON_DATA_INVALID")


def _check_copied(copied: Any) -> None:
    text = copied.get("text") if isinstance(copied, dict) else None
    if not isinstance(text, str) or not 1 <= units(text) <= MOST_COPIED:
        raise bad("BUTTON_COPY_TEXT_INVALID")


def _check_url(url: Any) -> None:
    if not isinstance(url, str) or not checked_url(url):
        raise bad(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")


def _take(anything: Any) -> None:
    """Actions the sandbox does not act out."""


ACTIONS: Mapping[str, Callable[[Any], None]] = {
    "callback_data": _check_data,
    "copy_text": _check_copied,
    "url": _check_url,
    "web_app": _take,
    "login_url": _take,
    "switch_inline_query": _take,
    "switch_inline_query_current_chat": _take,
    "switch_inline_query_chosen_chat": _take,
    "callback_game": _take,
    "pay": _take,
    "disabled": _take,
}
