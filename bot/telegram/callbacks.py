"""What buttons carry: ids and the wanted state, never a right and never a secret."""

from enum import StrEnum
from typing import Annotated, Self

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

ALL_REGISTERS = 0

Number = Annotated[int, Field(ge=-(2**53), le=2**53)]
"""An id of a chat, a person or a row, or a page. A number beyond what any of them can be makes a
press that is none of ours, as junk does: it would not fit into SQLite."""
Page = Annotated[int, Field(ge=0, le=99_999)]
"""A page of a list, from 0. So that it fits in a button that carries it on, it has an end."""


class GrownPress(CallbackData, prefix="-"):
    """A press that has got more fields at its end: buttons from before still lead somewhere."""

    @classmethod
    def unpack(cls, value: str) -> Self:
        given = value.count(cls.__separator__)
        newer = [f for f in list(cls.model_fields.values())[given:] if not f.is_required()]
        return super().unpack(cls.__separator__.join([value, *(str(f.default) for f in newer)]))


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


class PickPress(CallbackData, prefix="pick"):
    """Choosing one of many registers: a page of them, and the balance screen to go back to.

    `pick` None: the page that the shown register is on.
    """

    register_id: Number
    hide_empty: bool
    page: Page
    pick: Page | None = None

    @classmethod
    def from_screen(cls, here: BalancePress) -> Self:
        return cls(register_id=here.register_id, hide_empty=here.hide_empty, page=here.page)


class LanguagePress(CallbackData, prefix="lang"):
    """The language to fix for the chat; an empty code: everyone is answered in their own."""

    code: str


class RegisterPress(GrownPress, prefix="reg"):
    """The buttons of /registers: list, open, add, rename, secret, ask (to remove), remove.

    `register_id` 0 where the action is about none. `page`: of the list to go back to; `chats`: of
    the chats that would lose the register.
    """

    action: str
    register_id: Number = 0
    page: Page = 0
    chats: Page = 0


class DialoguePress(CallbackData, prefix="dlg"):
    """Answers a question: gives it up (cancel), keeps the name (keep), asks for another login
    (login). `number`: of the question, so that a button of one that is over does nothing.
    """

    action: str
    number: Number


class AccessPress(GrownPress, prefix="acc"):
    """The buttons of /access. `action`: list, open, give, take, ask (to remove), remove.

    `register_id` 0: all registers. A page of the list begins `skip` chats before the chat
    `chat_id` (0: with the first one) and is called `page`; each of its chats knows the way back
    to it. `registers`: the page of registers that a chat shows.
    """

    action: str
    chat_id: Number = 0
    register_id: Number = 0
    page: Page = 0
    skip: Page = 0
    registers: Page = 0


class InvitePress(GrownPress, prefix="inv"):
    """Making an invite: registers are picked first (`pick`), then how long (`make`).

    `chosen`: ids parted by dots; empty: all registers. `lasts`: a key of invites.DURATIONS.
    """

    action: str
    chosen: str = ""
    lasts: str = ""
    page: Page = 0


class NamesPress(CallbackData, prefix="names"):
    """A page of the registers' names: in the help, or (`missing`) for want of the one asked for."""

    missing: bool
    page: Page


class AskPress(CallbackData, prefix="ask"):
    """A stranger asks for access. It carries nothing: who asks is who presses."""


class DecisionPress(CallbackData, prefix="dec"):
    """An admin's answer to a request. `verdict`: grant (register 0: all), deny, never.

    `page` is none: it shows another page of the registers, whose number is the register's id.
    """

    request_id: Number
    verdict: str
    register_id: Number = 0


class WaitingPress(CallbackData, prefix="wait"):
    """The list of requests. `action`: list, show (the list as a new message), open, or a verdict.

    Verdicts are those of DecisionPress, `page` among them; `page`: that of the list, from 0.
    """

    action: str
    request_id: Number = 0
    register_id: Number = 0
    page: Page = 0


class LinkPress(CallbackData, prefix="lnk"):
    """The lists of links that nobody has used. `action`: list, revoke; `kind`: invite, admin."""

    action: str
    kind: str
    link_id: Number = 0
    page: Page = 0


class AdminPress(GrownPress, prefix="adm"):
    """The buttons of /admins. `action`: list, link, ask (to remove), remove."""

    action: str
    user_id: Number = 0
    page: Page = 0


class AuditPress(CallbackData, prefix="aud"):
    """A page of /audit; `page` counts from 0, the newest."""

    page: Number = 0
