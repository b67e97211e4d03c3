"""The sandbox to the library the bot is written with: what it sends is read, what it reads sent."""

from __future__ import annotations

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramConflictError,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.types import (
    BotCommand,
    BotCommandScopeChat,
    BufferedInputFile,
    CopyTextButton,
    InaccessibleMessage,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Update,
)
from pictures import png

from sandbox.telegram import flood


@pytest.fixture
async def bot(telegram):
    session = AiohttpSession(api=TelegramAPIServer.from_base(telegram.url))
    bot = Bot(telegram.token, session=session)
    yield bot
    await session.close()


def everything_that_happens(telegram):
    """One of each kind of update."""
    anna = telegram.user("Anna", language="ru", username="anna_a")
    yield anna.posts("/start deep-link")
    group = telegram.group("Team")
    yield anna.posts(f"/balance@{telegram.bot.username} 🏟 https://a.bc", to=group)
    forum = telegram.supergroup("Forum", forum=True, bot_admin=True, admins=[anna])
    topic = forum.topic("Money")
    yield anna.posts("hello", topic=topic, reply_to=None)
    channel = telegram.channel("News", username="the_news")
    yield channel.posted("/balance")
    markup = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}
    message = telegram.world.add(forum, telegram.bot, markup=markup, thread_id=topic.thread_id)
    yield anna.pressed("Go", on=message).update
    post = telegram.world.add(channel, telegram.bot, markup=markup)
    yield anna.pressed("Go", on=post).update
    message.deleted = True
    yield telegram.world.press(anna, message, "go").update
    yield anna.blocks_bot()
    yield anna.unblocks_bot()
    yield telegram.removes_bot(group, by=anna)
    yield telegram.adds_bot(group, by=anna, admin=True)
    telegram.migrate(group)
    yield from telegram.world.updates.pending[-2:]


async def test_aiogram_reads_every_update(telegram):
    for update in everything_that_happens(telegram):
        read = Update.model_validate(update.body)
        assert read.event_type in update.body
        assert read.model_extra in (None, {})


async def test_a_press_on_a_deleted_message_cannot_reach_it(telegram, anna):
    message = telegram.world.add(anna.chat, telegram.bot)
    message.deleted = True
    press = Update.model_validate(telegram.world.press(anna, message, "go").update.body)
    assert press.callback_query
    assert isinstance(press.callback_query.message, InaccessibleMessage)


async def test_aiogram_reads_updates_as_they_were_meant(telegram, bot):
    anna = telegram.user("Anna", language="ru")
    anna.posts("🏟 /balance")
    [update] = await bot.get_updates(timeout=5)
    message = update.message
    assert message.from_user.language_code == "ru"
    assert [entity.extract_from(message.text) for entity in message.entities] == ["/balance"]


async def test_aiogram_gets_what_it_asks_for(telegram, bot, anna):
    me = await bot.get_me()
    assert (me.id, me.username) == (telegram.bot.id, "crystalpay_sandbox_bot")
    assert (await bot.get_chat(anna.id)).first_name == "Anna"
    group = telegram.supergroup("Team", admins=[anna])
    assert (await bot.get_chat_member(group.id, anna.id)).status == "administrator"
    assert (await bot.get_chat_member(group.id, me.id)).status == "member"
    assert [member.user.id for member in await bot.get_chat_administrators(group.id)] == [anna.id]
    stranger = telegram.user("Boris")
    assert (await bot.get_chat_member(group.id, stranger.id)).status == "left"
    assert await bot.send_chat_action(anna.id, "typing")
    assert await bot.set_my_description("what it does")
    assert await bot.set_my_short_description("what it is")
    assert (await bot.get_webhook_info()).url == ""
    assert await bot.leave_chat(group.id)
    assert group.bot == "left"


async def test_aiogram_sends_edits_and_deletes(bot, anna):
    keyboard = InlineKeyboardMarkup(
        inline_keyboard=[
            [
                InlineKeyboardButton(text="Go", callback_data="go"),
                InlineKeyboardButton(text="Copy", copy_text=CopyTextButton(text="100.1")),
            ]
        ]
    )
    when = '<tg-time unix="1700000000" format="r">then</tg-time>'
    sent = await bot.send_message(anna.id, when, parse_mode="HTML", reply_markup=keyboard)
    [entity] = sent.entities
    assert (entity.type, entity.unix_time, entity.date_time_format) == (
        "date_time",
        1700000000,
        "r",
    )
    assert anna.chat.last.html == when
    await sent.edit_text("now")
    assert anna.chat.last.text == "now"
    await bot.pin_chat_message(anna.id, sent.message_id)
    assert (await bot.get_chat(anna.id)).pinned_message.message_id == sent.message_id
    await bot.unpin_chat_message(anna.id)
    await sent.delete()
    assert anna.chat.last_if_any is None


async def test_aiogram_sends_files(telegram, bot, anna):
    file = BufferedInputFile(b"key,amount\n", "balances.csv")
    sent = await bot.send_document(anna.id, file, caption="<b>CSV</b>", parse_mode="HTML")
    assert sent.document.file_name == "balances.csv"
    assert anna.chat.last.document == ("balances.csv", b"key,amount\n")
    assert anna.chat.last.html == "<b>CSV</b>"
    assert telegram.calls[-1].contains("key,amount")
    again = await bot.send_document(anna.id, sent.document.file_id)
    assert again.document.file_unique_id == sent.document.file_unique_id
    [size] = (await bot.send_photo(anna.id, BufferedInputFile(png(40, 30), "a.png"))).photo
    assert (size.width, size.height) == (40, 30)
    await bot.edit_message_caption(chat_id=anna.id, message_id=sent.message_id, caption="new")
    with pytest.raises(TelegramBadRequest, match="no text in the message to edit"):
        await bot.edit_message_text("a", chat_id=anna.id, message_id=sent.message_id)
    with pytest.raises(TelegramBadRequest, match="caption is too long"):
        await bot.send_document(anna.id, file, caption="a" * 1025)
    with pytest.raises(TelegramBadRequest, match="wrong file identifier"):
        await bot.send_document(anna.id, "nothing")
    with pytest.raises(TelegramBadRequest, match="non-empty"):
        await bot.send_document(anna.id, BufferedInputFile(b"", "empty.csv"))


async def test_menus_are_kept_by_scope_and_language(telegram, bot, anna):
    await bot.set_my_commands([BotCommand(command="balance", description="Balances")])
    russian = [BotCommand(command="balance", description="Балансы")]
    await bot.set_my_commands(russian, language_code="ru")
    scope = BotCommandScopeChat(chat_id=anna.id)
    own = [BotCommand(command="registers", description="Registers")]
    await bot.set_my_commands(own, scope=scope)
    assert telegram.commands(language="ru") == [{"command": "balance", "description": "Балансы"}]
    assert telegram.commands({"type": "chat", "chat_id": anna.id})[0]["command"] == "registers"
    assert [c.command for c in await bot.get_my_commands(scope=scope)] == ["registers"]
    await bot.delete_my_commands(scope=scope)
    assert await bot.get_my_commands(scope=scope) == []
    assert telegram.world.menus.shown(anna.id, "ru")[0]["description"] == "Балансы"
    assert telegram.world.menus.shown(anna.id, "de")[0]["description"] == "Balances"
    with pytest.raises(TelegramBadRequest, match="BOT_COMMAND_INVALID"):
        await bot.set_my_commands([BotCommand(command="Balance", description="a")])
    with pytest.raises(TelegramBadRequest, match="DESCRIPTION_INVALID"):
        await bot.set_my_commands([BotCommand(command="balance", description="")])
    with pytest.raises(TelegramBadRequest, match="language code"):
        await bot.set_my_commands(russian, language_code="rus")


async def test_aiogram_knows_the_refusals(telegram, bot, anna):
    group = telegram.group("Team")
    new = telegram.migrate(group)
    with pytest.raises(TelegramMigrateToChat) as moved:
        await bot.send_message(group.id, "a")
    assert moved.value.migrate_to_chat_id == new.id
    telegram.fault(flood(3), "sendMessage")
    with pytest.raises(TelegramRetryAfter) as later:
        await bot.send_message(anna.id, "a")
    assert later.value.retry_after == 3
    anna.blocks_bot()
    with pytest.raises(TelegramForbiddenError):
        await bot.send_message(anna.id, "a")
    await bot.set_webhook("https://example.org/")
    with pytest.raises(TelegramConflictError):
        await bot.get_updates()
    async with Bot("1:a-wrong-one", session=bot.session).context(auto_close=False) as wrong:
        with pytest.raises(TelegramUnauthorizedError):
            await wrong.get_me()
