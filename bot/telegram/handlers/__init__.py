"""Who answers what. Order matters: what everyone may do, strangers, viewers, admins, the rest."""

from aiogram import Router

from bot.telegram.handlers import (
    access,
    admins,
    audit,
    balance,
    dialogues,
    everyone,
    language,
    links,
    membership,
    registers,
    requests,
    rest,
    strangers,
    viewers,
)


def register(router: Router) -> None:
    """All on one router: to hand an update from router to router costs more than the filters."""
    for_everyone = (everyone, links)
    for_viewers = (balance, viewers, language)
    for_admins = (registers, access, requests, admins, audit, dialogues)
    membership.register(router)
    for part in for_everyone:
        part.register(router)
    requests.register_for_strangers(router)
    strangers.register(router)
    for part in (*for_viewers, *for_admins, rest):
        part.register(router)
