"""What the bot does in Telegram, a folder a feature; a feature may know another's buttons only.

Each has `handlers` (read the input, call one service, send one view), `view` (pure) and
`callbacks` (what its buttons carry, the address of its screens).
"""

from aiogram import Router

from bot.telegram.features.access import handlers as access
from bot.telegram.features.access_requests import asking as access_asking
from bot.telegram.features.access_requests import handlers as access_requests
from bot.telegram.features.access_requests import list_handlers as access_request_list
from bot.telegram.features.admins import handlers as admins
from bot.telegram.features.admins import link_handlers as admin_links
from bot.telegram.features.audit import handlers as audit
from bot.telegram.features.balance import handlers as balance
from bot.telegram.features.fallback import handlers as fallback
from bot.telegram.features.help import handlers as help_
from bot.telegram.features.ids import handlers as ids
from bot.telegram.features.invites import handlers as invites
from bot.telegram.features.invites import link_handlers as invite_links
from bot.telegram.features.language import handlers as language
from bot.telegram.features.membership import handlers as membership
from bot.telegram.features.no_access import handlers as no_access
from bot.telegram.features.open_links import handlers as open_links
from bot.telegram.features.registers import answer_handlers as register_answers
from bot.telegram.features.registers import handlers as registers
from bot.telegram.features.registers import redelivered as register_redelivered

IN_ORDER = (
    balance,  # first, because it is what people ask for; it says itself whom it is for
    ids,
    membership,
    admin_links,
    invite_links,
    access_asking,
    no_access,  # takes all that a chat without access may not do: what follows has access
    help_,
    language,
    registers,
    access,
    invites,
    access_requests,
    access_request_list,
    open_links,
    admins,
    audit,
    register_redelivered,
    register_answers,
    fallback,  # takes what nobody else took
)


def register(router: Router) -> None:
    """All on one router: to hand an update from router to router costs more than the filters."""
    for feature in IN_ORDER:
        feature.register(router)
