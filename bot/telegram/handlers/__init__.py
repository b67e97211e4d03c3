"""Who answers what. Order matters: what everyone may do, strangers, viewers, admins, the rest.

/balance stands before them all and says itself whom it is for.
"""

from aiogram import Router

from bot.telegram.handlers import (
    access,
    admins,
    audit,
    balance,
    dialogues,
    everyone,
    language,
    link_list,
    links,
    membership,
    redelivered,
    registers,
    request_list,
    requests,
    rest,
    strangers,
    viewers,
)


def register(router: Router) -> None:
    """All on one router: to hand an update from router to router costs more than the filters."""
    balance.register(router)  # first, because it is what people ask for
    for part in (everyone, links, membership):
        part.register(router)
    requests.register_for_strangers(router)
    strangers.register(router)
    for part in (
        viewers,
        language,
        registers,
        access,
        requests,
        admins,
        audit,
        redelivered,
        dialogues,
    ):
        part.register(router)
    for lists in (request_list, link_list):
        lists.register(router)
    rest.register(router)
