"""What the bot can ask about itself, chats and members, and what it sets for itself to show."""

from __future__ import annotations

from typing import Any

from sandbox.telegram.arguments import Arguments
from sandbox.telegram.chats import Chat
from sandbox.telegram.identities import Account
from sandbox.telegram.members import membership
from sandbox.telegram.refusals import bad
from sandbox.telegram.world import World

Json = dict[str, Any]

ABILITIES = {
    "can_join_groups": True,
    "can_read_all_group_messages": False,
    "supports_inline_queries": False,
    "can_connect_to_business": False,
    "has_main_web_app": False,
}
MAX_DESCRIPTION, MAX_SHORT_DESCRIPTION = 512, 120
GIFTS = dict.fromkeys(
    (
        "unlimited_gifts",
        "limited_gifts",
        "unique_gifts",
        "premium_subscription",
        "gifts_from_channels",
    ),
    False,
)


def get_me(world: World, given: Arguments) -> Json:
    return world.bot.account_json() | ABILITIES


def get_chat(world: World, given: Arguments) -> Json:
    chat = world.chat(given.chat_reference())
    if chat.type != "private":
        world.writable(chat.id)
    pinned = {"pinned_message": chat.pinned.as_json()} if chat.pinned else {}
    details = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": GIFTS}
    return chat.as_json() | details | pinned


def get_member(world: World, given: Arguments) -> Json:
    chat = world.writable(given.chat_reference())
    account = world.accounts.get(given.required("user_id", "invalid user_id specified"))
    if account is None:
        raise bad("user not found")
    return membership(account, _status(chat, account))


def _status(chat: Chat, account: Account) -> str:
    if account.is_bot:
        return chat.bot
    if account.id in chat.admins:
        return "administrator"
    return "member" if account.id in chat.members else "left"


def get_admins(world: World, given: Arguments) -> list[Json]:
    chat = world.writable(given.chat_reference())
    if chat.type == "private":
        raise bad("there are no administrators in the private chat")
    found = [world.accounts[identifier] for identifier in sorted(chat.admins)]
    return [membership(account, "administrator") for account in found]


def leave_chat(world: World, given: Arguments) -> bool:
    chat = world.writable(given.chat_reference())
    if chat.type == "private":
        raise bad("chat member status can't be changed in private chats")
    world.bot_becomes(chat, "left", by=world.bot)
    return True


def set_commands(world: World, given: Arguments) -> bool:
    commands = given.array("commands")
    _check_scope_chat(given.object("scope"), world)
    if commands is None:
        raise bad("commands are not specified")
    world.menus.set(commands, given.object("scope"), given.text("language_code"))
    world.changed()
    return True


def get_commands(world: World, given: Arguments) -> list[Json]:
    return world.menus.get(given.object("scope"), given.text("language_code"))


def delete_commands(world: World, given: Arguments) -> bool:
    _check_scope_chat(given.object("scope"), world)
    world.menus.delete(given.object("scope"), given.text("language_code"))
    world.changed()
    return True


def _check_scope_chat(scope: Json | None, world: World) -> None:
    """A menu can be set only for a chat that the bot has been in."""
    if scope is not None and "chat_id" in scope and world.chat(scope["chat_id"]).bot == "stranger":
        raise bad("chat not found")


def set_description(world: World, given: Arguments) -> bool:
    return _describe(world, given, "description", MAX_DESCRIPTION)


def set_short_description(world: World, given: Arguments) -> bool:
    return _describe(world, given, "short_description", MAX_SHORT_DESCRIPTION)


def _describe(world: World, given: Arguments, name: str, limit: int) -> bool:
    if len(given.text(name)) > limit:
        raise bad(f"{name} is too long")
    world.profile[(name, given.text("language_code"))] = given.text(name)
    return True


METHODS = {
    "getMe": get_me,
    "getChat": get_chat,
    "getChatMember": get_member,
    "getChatAdministrators": get_admins,
    "leaveChat": leave_chat,
    "setMyCommands": set_commands,
    "getMyCommands": get_commands,
    "deleteMyCommands": delete_commands,
    "setMyDescription": set_description,
    "setMyShortDescription": set_short_description,
}
