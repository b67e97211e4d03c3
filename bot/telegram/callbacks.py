"""What buttons carry: ids and the wanted state, never a right and never a secret."""

from enum import StrEnum
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

ALL_REGISTERS = 0

Number = Annotated[int, Field(ge=-(2**53), le=2**53)]
"""An id of a chat, a person or a row, or a page. A number beyond what any of them can be makes a
press that is none of ours, as junk does: it would not fit into SQLite."""


class Action(StrEnum):
    """What a press of a balance button does besides showing the state that it carries."""

    LOOK = "l"
    """Turn the page or go to another register."""
    TOGGLE = "t"
    """Show or hide empty balances, and remember it."""
    REFRESH = "r"
    """Ask CrystalPAY anew."""


class BalancePress(CallbackData, prefix="b", frozen=True):
    """The screen a button of /balance leads to. `register_id` 0: all; `page` counts from 0."""

    action: Action
    register_id: Number
    hide_empty: bool
    page: Number = 0


class LanguagePress(CallbackData, prefix="lang"):
    """The language to fix for the chat; an empty code: everyone is answered in their own."""

    code: str


class RegisterPress(CallbackData, prefix="reg"):
    """The buttons of /registers: list, open, add, rename, secret, ask (to remove), remove.

    `register_id` 0 where the action is about none.
    """

    action: str
    register_id: Number = 0


class DialoguePress(CallbackData, prefix="dlg"):
    """Answers a question: gives it up (cancel), keeps the name (keep), asks for another login
    (login). `number`: of the question, so that a button of one that is over does nothing.
    """

    action: str
    number: int


class AccessPress(CallbackData, prefix="acc"):
    """The buttons of /access. `action`: list, open, give, take, ask (to remove), remove.

    `register_id` 0: all registers. A list begins with the chat `chat_id` (0: with the first one);
    `page` is what that page is called, from 0.
    """

    action: str
    chat_id: Number = 0
    register_id: Number = 0
    page: Number = 0


class InvitePress(CallbackData, prefix="inv"):
    """Making an invite: registers are picked first (`pick`), then how long (`make`).

    `chosen`: ids parted by dots; empty: all registers. `lasts`: a key of invites.DURATIONS.
    """

    action: str
    chosen: str = ""
    lasts: str = ""


class AskPress(CallbackData, prefix="ask"):
    """A stranger asks for access. It carries nothing: who asks is who presses."""


class DecisionPress(CallbackData, prefix="dec"):
    """An admin's answer to a request. `verdict`: grant (register 0: all), deny, never."""

    request_id: Number
    verdict: str
    register_id: Number = 0


class AdminPress(CallbackData, prefix="adm"):
    """The buttons of /admins. `action`: list, link, ask (to remove), remove."""

    action: str
    user_id: Number = 0


class AuditPress(CallbackData, prefix="aud"):
    """A page of /audit; `page` counts from 0, the newest."""

    page: Number = 0
