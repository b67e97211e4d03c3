"""What the buttons below requests for access carry."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from bot.telegram.ui.callbacks import ALL_REGISTERS, BoundedInt, PageNumber


class DecisionAction(StrEnum):
    """What an admin does with a request."""

    GRANT = "grant"
    DENY = "deny"
    DENY_FOR_GOOD = "never"
    TURN_PAGE = "page"
    """Not a decision: show another page of the registers that may be granted."""


class DecisionPress(CallbackData, prefix="dec"):
    """Below the message that tells an admin of a request.

    `register_id`: what to grant; for `TURN_PAGE` the number of the page.
    """

    request_id: BoundedInt
    verdict: DecisionAction
    register_id: BoundedInt = ALL_REGISTERS


class RequestListAction(StrEnum):
    LIST = "list"
    SHOW = "show"
    """The list in a new message."""
    OPEN = "open"
    GRANT = "grant"
    DENY = "deny"
    DENY_FOR_GOOD = "never"
    TURN_PAGE = "page"


class RequestListPress(CallbackData, prefix="wait"):
    """The list of requests, and one of them; like DecisionPress. `page`: of the list."""

    action: RequestListAction
    request_id: BoundedInt = 0
    register_id: BoundedInt = ALL_REGISTERS
    page: PageNumber = 0
