"""What buttons carry: ids and the wanted state, never a right and never a secret."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

ALL_REGISTERS = 0


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
    register_id: int
    hide_empty: bool
    page: int = 0


class LanguagePress(CallbackData, prefix="lang"):
    """The language to fix for the chat; an empty code: everyone is answered in their own."""

    code: str


class RegisterPress(CallbackData, prefix="reg"):
    """The buttons of /registers: list, open, add, rename, secret, ask (to remove), remove.

    `register_id` 0 where the action is about none.
    """

    action: str
    register_id: int = 0


class DialoguePress(CallbackData, prefix="dlg"):
    """Ends a dialogue: by giving it up (cancel), or by keeping the name that was offered (keep)."""

    action: str


class AccessPress(CallbackData, prefix="acc"):
    """The buttons of /access. `action`: list, open, give, take, ask (to remove), remove.

    `register_id` 0: all registers. A list begins with the chat `chat_id` (0: with the first one);
    `page` is what that page is called, from 0.
    """

    action: str
    chat_id: int = 0
    register_id: int = 0
    page: int = 0


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

    request_id: int
    verdict: str
    register_id: int = 0


class WaitingPress(CallbackData, prefix="wait"):
    """The list of requests. `action`: list, show (the list as a new message), open, or a verdict.

    Verdicts are those of DecisionPress; `page` is that of the list, from 0.
    """

    action: str
    request_id: int = 0
    register_id: int = 0
    page: int = 0


class LinkPress(CallbackData, prefix="lnk"):
    """The lists of links that nobody has used. `action`: list, revoke; `kind`: invite, admin."""

    action: str
    kind: str
    link_id: int = 0
    page: int = 0


class AdminPress(CallbackData, prefix="adm"):
    """The buttons of /admins. `action`: list, link, ask (to remove), remove."""

    action: str
    user_id: int = 0


class AuditPress(CallbackData, prefix="aud"):
    """A page of /audit; `page` counts from 0, the newest."""

    page: int = 0
