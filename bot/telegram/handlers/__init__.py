"""Who answers what. Order matters: what everyone may ask, strangers, viewers, then the rest."""

from aiogram import Router

from bot.telegram.handlers import balance, everyone, language, rest, strangers, viewers


def routers() -> list[Router]:
    """Fresh routers, in the order in which they are asked."""
    parts = (everyone, strangers, viewers, balance, language, rest)
    return [part.router() for part in parts]
