"""What the bot does in Telegram: a folder for each feature, and the order they are asked in.

Each has `handlers` (read the input, call one service, send one view), `view` (pure) and
`callbacks` (what its buttons carry: all that another feature may import of it).
"""

from aiogram import Router

from bot.telegram.features.access import handlers as access
from bot.telegram.features.access_requests import decision_handlers as access_decisions
from bot.telegram.features.access_requests import list_handlers as access_request_list
from bot.telegram.features.access_requests import request_handlers as access_requests
from bot.telegram.features.admins import handlers as admins
from bot.telegram.features.admins import link_handlers as admin_links
from bot.telegram.features.audit import handlers as audit
from bot.telegram.features.balance import handlers as balance
from bot.telegram.features.export import handlers as export
from bot.telegram.features.fallback import handlers as fallback
from bot.telegram.features.help import handlers as help_
from bot.telegram.features.history import handlers as history
from bot.telegram.features.ids import handlers as ids
from bot.telegram.features.invites import handlers as invites
from bot.telegram.features.invites import link_handlers as invite_links
from bot.telegram.features.language import handlers as language
from bot.telegram.features.membership import handlers as membership
from bot.telegram.features.no_access import handlers as no_access
from bot.telegram.features.registers import answer_handlers as register_answers
from bot.telegram.features.registers import handlers as registers
from bot.telegram.features.registers import redelivered_answers as redelivered_register_answers
from bot.telegram.features.settings import handlers as settings
from bot.telegram.features.total import handlers as total
from bot.telegram.features.unused_links import handlers as unused_links

IN_ORDER = (
    balance,  # first, because it is used most; its own filters say whom it is for
    total,  # likewise
    ids,
    membership,
    admin_links,
    invite_links,
    access_requests,
    no_access,  # takes everything else from chats without access: all that follow have it
    history,
    help_,
    language,
    settings,
    export,
    registers,
    access,
    invites,
    access_decisions,
    access_request_list,
    unused_links,
    admins,
    audit,
    redelivered_register_answers,
    register_answers,
    fallback,  # takes everything that is left
)


def register(router: Router) -> None:
    """All on one router: handing updates from router to router costs more than the filters."""
    for feature in IN_ORDER:
        feature.register(router)
