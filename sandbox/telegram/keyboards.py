"""Telegram's rules for inline keyboards; it draws nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sandbox.telegram.refusals import Refusal, bad
from sandbox.telegram.text import check_encoding, units
from sandbox.telegram.urls import checked_url

Json = dict[str, Any]

MAX_BUTTONS, MAX_PER_ROW = 100, 8
MAX_DATA_BYTES, MAX_COPY_UNITS = 64, 256
STYLES = ("danger", "success", "primary")


def checked_markup(markup: Any, only_inline: bool = False) -> Json | None:
    """The inline keyboard to keep with the message, or None; raises Refusal for a wrong one."""
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
    if sum(len(row) for row in rows) > MAX_BUTTONS:
        raise bad("reply markup is too long")
    if any(len(row) > MAX_PER_ROW for row in rows):
        raise bad(f"too many buttons in a row: no more than {MAX_PER_ROW} are shown")


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
        raise _invalid("Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise _invalid(f"Exactly one action is expected, got {', '.join(actions)}")
    ACTIONS[actions[0]](button[actions[0]])


def _invalid(reason: str) -> Refusal:
    return bad(f"can't parse inline keyboard button: {reason}")


def _check_data(data: Any) -> None:
    if not isinstance(data, str) or not 1 <= len(data.encode()) <= MAX_DATA_BYTES:
        raise bad("BUTTON_DATA_INVALID")


def _check_copy_text(copied: Any) -> None:
    text = copied.get("text") if isinstance(copied, dict) else None
    if not isinstance(text, str) or not 1 <= units(text) <= MAX_COPY_UNITS:
        raise bad("BUTTON_COPY_TEXT_INVALID")


def _check_url(url: Any) -> None:
    if not isinstance(url, str) or not checked_url(url):
        raise bad(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")


def _accept(anything: Any) -> None:
    """Actions that the sandbox takes but does not perform."""


ACTIONS: Mapping[str, Callable[[Any], None]] = {
    "callback_data": _check_data,
    "copy_text": _check_copy_text,
    "url": _check_url,
    "web_app": _accept,
    "login_url": _accept,
    "switch_inline_query": _accept,
    "switch_inline_query_current_chat": _accept,
    "switch_inline_query_chosen_chat": _accept,
    "callback_game": _accept,
    "pay": _accept,
    "disabled": _accept,
}
