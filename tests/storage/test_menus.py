"""Whose command menu a chat should show: the database compares and names the wrong ones only."""

from __future__ import annotations

import pytest

from bot.storage import ChatTable, GrantTable, RegisterTable

CASES = {
    # chat: its grant (None, "lasts", "ended"), an admin's, the menu it shows, the one it should
    1: (None, False, "", None),
    2: ("lasts", False, "", "viewer"),
    3: ("lasts", False, "viewer", None),
    4: ("ended", False, "viewer", ""),
    5: ("ended", False, "", None),
    6: (None, True, "", "admin"),
    7: (None, True, "admin", None),
    8: ("lasts", True, "admin", None),
    9: ("lasts", True, "viewer", "admin"),
    10: ("lasts", False, "admin", "viewer"),
    11: (None, False, "admin", ""),
    12: (None, True, "viewer", "admin"),
}


@pytest.fixture
async def chats(database):
    register = await RegisterTable(database).add("Shop", "", "")
    table, grants = ChatTable(database), GrantTable(database)
    for chat_id, (grant, _, shown, _) in CASES.items():
        if grant:
            await grants.add(chat_id, [register.id, None])
        if grant == "ended":
            await database.write("UPDATE grants SET ends_at = ? WHERE chat_id = ?", 1, chat_id)
        await table.set_menu(chat_id, shown)
    return table


async def test_each_chat_whose_menu_is_wrong_is_named_with_the_right_one(chats):
    admins = [chat_id for chat_id, (_, admin, *_) in CASES.items() if admin]
    wrong = await chats.wrong_menus(admins, "admin", "viewer")
    assert wrong == {chat: should for chat, (*_, should) in CASES.items() if should is not None}


async def test_an_admin_who_never_wrote_is_named(database):
    assert await ChatTable(database).wrong_menus([77], "admin", "viewer") == {77: "admin"}
