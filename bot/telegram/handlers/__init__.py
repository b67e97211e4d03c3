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


def routers() -> list[Router]:
    """Fresh routers, in the order in which they are asked."""
    for_everyone = (everyone.router(), links.router(), requests.for_strangers())
    for_viewers = (strangers, viewers, balance, language)
    for_admins = (registers, access, requests, admins, audit, dialogues)
    return [
        *for_everyone,
        membership.router(),
        *(part.router() for part in (*for_viewers, *for_admins, rest)),
    ]
