"""Pictures and files on their way to Telegram: retries, limits, memory, and screens with them."""

from __future__ import annotations

import tracemalloc
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from aiogram import Bot
from aiogram.enums import ChatAction
from aiogram.exceptions import TelegramEntityTooLarge, TelegramNetworkError
from aiogram.types import CallbackQuery, Message, Update
from aiohttp import web
from pictures import png

from bot.telegram.application import open_bot
from bot.telegram.transport.methods import EditCaption
from bot.telegram.transport.send_limits import SendLimits
from bot.telegram.ui.keyboards import keyboard
from bot.telegram.ui.screen import (
    MAX_DOCUMENT_BYTES,
    Screen,
    edit,
    post,
    replace,
    send_document,
)
from bot.telegram.ui.typing import typing
from sandbox.faults import Fault
from sandbox.loopback import Loopback
from sandbox.telegram import TelegramSandbox, User
from sandbox.telegram.refusals import Refusal, fault_of

NOON = '<tg-time unix="1700000000" format="t">12:00</tg-time>'
GO = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}
FILE_BYTES, MEMORY = 20 * 1024**2, 3 * 1024**2


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramSandbox]:
    async with TelegramSandbox() as telegram:
        yield telegram


@pytest.fixture
def anna(telegram: TelegramSandbox) -> User:
    anna = telegram.user("Anna")
    anna.posts("/start")
    return anna


@pytest.fixture
async def bot(telegram: TelegramSandbox) -> AsyncIterator[Bot]:
    bot = open_bot(telegram.token, telegram.url)
    yield bot
    await bot.session.close()


def written(anna: User, bot: Bot) -> Message:
    """What Anna wrote, as the bot reads it."""
    [message] = [m for m in anna.chat.screen if not m.from_bot]
    return Message.model_validate(message.as_json(), context={"bot": bot})


async def screen(bot: Bot, anna: User, picture: bytes | None = None) -> Screen:
    """One with a button, that stands in Anna's chat."""
    shown = Screen("<b>Shop</b>", keyboard([]), picture)
    await post(bot, anna.id, shown)
    return shown


def pressed(anna: User, bot: Bot) -> CallbackQuery:
    message = anna.chat.last
    message.markup = GO
    press = Update.model_validate(anna.pressed("Go", on=message).update.body, context={"bot": bot})
    assert press.callback_query
    return press.callback_query


async def test_a_screen_with_a_picture_is_sent_and_edited(bot: Bot, anna: User) -> None:
    await screen(bot, anna, png())
    message = anna.chat.last
    assert (message.photo, message.html) == (png(), "<b>Shop</b>")
    query = pressed(anna, bot)
    assert await replace(bot, query, Screen("Market", picture=png(shade=1))) == message.id
    assert (message.photo, message.text, message.labels) == (png(shade=1), "Market", [])
    assert await replace(bot, query, Screen("Market", picture=png(shade=1))) == message.id
    assert anna.chat.last is message
    await bot(EditCaption(chat_id=anna.id, message_id=message.id, caption="<i>Both</i>"))
    assert (message.photo, message.html) == (png(shade=1), "<i>Both</i>")


async def test_a_picture_takes_the_place_of_a_text(bot: Bot, anna: User) -> None:
    await screen(bot, anna)
    message = anna.chat.last
    await replace(bot, pressed(anna, bot), Screen("Shop", picture=png()))
    assert anna.chat.last is message
    assert message.photo == png()


async def test_a_text_follows_a_picture_which_keeps_no_buttons(bot: Bot, anna: User) -> None:
    await screen(bot, anna, png())
    picture = anna.chat.last
    shown_in = await replace(bot, pressed(anna, bot), Screen("A list"))
    assert anna.chat.messages[shown_in or 0].text == "A list"
    assert anna.chat.screen[-2:] == [picture, anna.chat.messages[shown_in or 0]]
    assert (picture.photo, picture.labels) == (png(), [])


async def test_what_failed_is_sent_again_with_its_file(
    telegram: TelegramSandbox, bot: Bot, anna: User, tmp_path: Path
) -> None:
    telegram.fault(Fault(status=502, times=1), "sendPhoto")
    await post(bot, anna.id, Screen("Shop", picture=png()))
    assert [call.ok for call in telegram.calls] == [False, True]
    assert anna.chat.last.photo == png()
    (tmp_path / "file").write_bytes(b"a,b\r\n" * 9)
    telegram.fault(Fault(drop=True, times=1), "sendDocument")
    await send_document(written(anna, bot), tmp_path / "file", 'Касса "1".csv', "<b>all</b>")
    assert anna.chat.last.document == ('Касса "1".csv', b"a,b\r\n" * 9)
    assert anna.chat.last.html == "<b>all</b>"


async def test_a_picture_whose_answer_was_lost_is_sent_again_only_once(
    telegram: TelegramSandbox, bot: Bot, anna: User
) -> None:
    telegram.fault(Fault(lost=True, times=3), "sendPhoto")
    with pytest.raises(TelegramNetworkError):
        await post(bot, anna.id, Screen("Shop", picture=png()))
    assert [m.photo for m in anna.chat.screen if m.from_bot] == [png(), png()]


async def test_what_is_too_large_is_not_sent_again(
    telegram: TelegramSandbox, bot: Bot, anna: User, tmp_path: Path
) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"a")
    telegram.fault(fault_of(Refusal(413)), "sendDocument")
    with pytest.raises(TelegramEntityTooLarge):
        await send_document(written(anna, bot), file, "file.csv")
    assert len(telegram.calls) == 1
    sparse(file, MAX_DOCUMENT_BYTES + 1)
    with pytest.raises(TelegramEntityTooLarge):
        await send_document(written(anna, bot), file, "file.csv")
    with pytest.raises(FileNotFoundError):
        await send_document(written(anna, bot), tmp_path / "none", "file.csv")
    assert len(telegram.calls) == 1  # neither was tried


async def test_times_in_captions_are_plain_on_an_old_server(
    telegram: TelegramSandbox, bot: Bot, anna: User
) -> None:
    telegram.older_than_times()
    shown = Screen(f"Shop, {NOON}", picture=png())
    number = await post(bot, anna.id, shown)
    assert anna.chat.last.html == "Shop, 12:00"
    again = Screen(f"Market, {NOON}", picture=png())
    await edit(bot, anna.id, number, again)
    assert anna.chat.last.html == "Market, 12:00"
    assert [call.ok for call in telegram.calls] == [False, True, True]


async def test_pictures_and_files_count_as_messages(bot: Bot, anna: User, tmp_path: Path) -> None:
    limits = SendLimits()
    bot.session.middleware(limits)
    (tmp_path / "file").write_bytes(b"a")
    free = limits.free_places()
    number = await post(bot, anna.id, Screen("Shop", picture=png()))
    assert limits.waiting_chats().keys() == {anna.id}
    await edit(bot, anna.id, number, Screen("Market", picture=png()))
    await bot(EditCaption(chat_id=anna.id, message_id=number, caption="Both"))
    await send_document(written(anna, bot), tmp_path / "file", "file.csv")
    assert free - limits.free_places() == 4


async def test_one_who_waits_sees_that_a_file_is_being_sent(
    telegram: TelegramSandbox, bot: Bot, anna: User
) -> None:
    async with typing(bot, written(anna, bot), ChatAction.UPLOAD_DOCUMENT):
        await telegram.shows(lambda: anna.chat.typing_left > 0)
    assert anna.chat.action == "upload_document"


def sparse(path: Path, size: int) -> None:
    with path.open("wb") as file:
        file.truncate(size)


def reading_all(sizes: list[int]) -> Callable[[web.Request], object]:
    """Answers the first request with a 502 and each later one as Telegram does."""

    async def answer(request: web.Request) -> web.Response:
        sizes.append(0)
        async for chunk in request.content.iter_any():
            sizes[-1] += len(chunk)
        if len(sizes) == 1:
            return web.Response(status=502, text="<html></html>", content_type="text/html")
        return web.json_response({"ok": True, "result": {"message_id": 5}})

    return answer


async def test_a_file_is_never_in_memory_as_a_whole(anna: User, tmp_path: Path) -> None:
    sizes: list[int] = []
    app = web.Application()
    app.router.add_post("/{tail:.*}", reading_all(sizes))  # type: ignore[arg-type]  # a handler
    server = Loopback(app, 0)
    await server.open()
    bot = open_bot("1:a-test-token", server.origin)
    sparse(tmp_path / "file", FILE_BYTES)
    tracemalloc.start()
    try:
        await send_document(written(anna, bot), tmp_path / "file", "file.csv")
        assert tracemalloc.get_traced_memory()[1] < MEMORY
    finally:
        tracemalloc.stop()
        await bot.session.close()
        await server.close()
    assert len(sizes) == 2
    assert all(FILE_BYTES < size < FILE_BYTES + 2000 for size in sizes)
