"""Chats in which the bot is not, no longer, or under another id."""

from __future__ import annotations

import pytest


async def test_a_bot_cannot_write_first(api, telegram):
    boris = telegram.user("Boris")
    assert await api.refused("sendMessage", chat_id=boris.id, text="a") == (
        "Forbidden: bot can't initiate conversation with a user"
    )


async def test_a_bot_that_is_not_in_a_chat_cannot_write_there(api, telegram, anna):
    async def refusal(chat):
        return await api.refused("sendMessage", chat_id=chat.id, text="a")

    anna.blocks_bot()
    assert await refusal(anna.chat) == "Forbidden: bot was blocked by the user"
    with pytest.raises(ValueError, match="unblock"):
        anna.posts("hello?")
    anna.unblocks_bot()
    await api.ok("sendMessage", chat_id=anna.id, text="a")
    team = telegram.supergroup("Team")
    telegram.removes_bot(team, by=anna)
    assert await refusal(team) == "Forbidden: bot was kicked from the supergroup chat"
    group = telegram.group("Team")
    telegram.removes_bot(group)
    assert await refusal(group) == "Forbidden: bot was kicked from the group chat"
    news = telegram.channel("News", bot_member=False, username="the_news")
    assert await refusal(news) == "Forbidden: bot is not a member of the channel chat"
    assert await refusal(telegram.group("Other", bot_member=False)) == "Bad Request: chat not found"
    telegram.adds_bot(news, by=anna, admin=True)
    await api.ok("sendMessage", chat_id="@The_News", text="a")


async def test_an_upgraded_group_tells_its_new_id(api, telegram):
    group = telegram.group("Team")
    new = telegram.migrate(group)
    answer = await api.call("sendMessage", chat_id=group.id, text="a")
    assert answer == {
        "ok": False,
        "error_code": 400,
        "description": "Bad Request: group chat was upgraded to a supergroup chat",
        "parameters": {"migrate_to_chat_id": new.id},
    }
    await api.ok("sendMessage", chat_id=new.id, text="a")
