"""Making an invite: a link by which a chat gets access."""

from collections.abc import Mapping
from typing import Any

from aiogram import Bot, F, Router
from aiogram.types import CallbackQuery

from bot.domain.registers import Register
from bot.services.invites import Invites
from bot.services.viewers import Viewer
from bot.telegram.features.invites import view as views
from bot.telegram.features.invites.callbacks import Duration, InviteAction, InvitePress
from bot.telegram.filters import is_admin_chat
from bot.telegram.identities import actor_of
from bot.telegram.ui.press_answer import show
from bot.telegram.ui.toasts import toast
from bot.translations import Localization

SECONDS: Mapping[Duration, int | None] = {
    Duration.HOUR: 3600,
    Duration.DAY: 24 * 3600,
    Duration.WEEK: 7 * 24 * 3600,
    Duration.FOREVER: None,
}
"""For how long an invited chat may see what it was invited to."""

MAX_CHOICE_LENGTH = 36
"""Characters of ids that a button holds beside one id more; who wants more takes all."""


def register(router: Router) -> None:
    router.callback_query.register(
        reject_long_choice, InvitePress.filter(F.chosen.len() > MAX_CHOICE_LENGTH), is_admin_chat
    )
    router.callback_query.register(
        on_pick_registers_button,
        InvitePress.filter(F.action == InviteAction.PICK_REGISTERS),
        is_admin_chat,
    )
    router.callback_query.register(
        on_pick_duration_button,
        InvitePress.filter(F.action == InviteAction.PICK_DURATION),
        is_admin_chat,
        chosen_exist,
    )
    router.callback_query.register(
        on_make_button,
        InvitePress.filter((F.action == InviteAction.MAKE) & F.lasts),
        is_admin_chat,
        chosen_exist,
    )


async def chosen_exist(
    _: CallbackQuery, callback_data: InvitePress, viewer: Viewer
) -> bool | dict[str, Any]:
    """Gives `chosen`: the chosen registers, none for all. If all that were chosen are gone, the
    button is out of date: nobody meant «all».
    """
    chosen = _chosen(callback_data, viewer)
    if callback_data.chosen and not chosen:
        return False
    return {"chosen": chosen}


async def reject_long_choice(query: CallbackQuery, t: Localization) -> None:
    await toast(query, views.too_many(t), alert=True)


async def on_pick_registers_button(
    query: CallbackQuery, callback_data: InvitePress, viewer: Viewer, t: Localization
) -> None:
    ids = [each.id for each in _chosen(callback_data, viewer)]
    await show(query, views.pick_registers(viewer.registers, ids, t, callback_data.page))


async def on_pick_duration_button(
    query: CallbackQuery,
    callback_data: InvitePress,
    chosen: list[Register],
    t: Localization,
) -> None:
    ids = views.join_ids([each.id for each in chosen])
    await show(query, views.pick_duration(ids, t, callback_data.page))


async def on_make_button(
    query: CallbackQuery,
    callback_data: InvitePress,
    bot: Bot,
    chosen: list[Register],
    invites: Invites,
    t: Localization,
) -> None:
    assert callback_data.lasts  # its filter lets nothing else through
    made = await invites.make(chosen, SECONDS[callback_data.lasts], actor_of(query))
    await show(query, views.invite((await bot.me()).username or "", made, t))


def _chosen(press: InvitePress, viewer: Viewer) -> list[Register]:
    ids = set(press.chosen.split("."))
    return [register for register in viewer.registers if str(register.id) in ids]
