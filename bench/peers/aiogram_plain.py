"""The plainest aiogram 3 bot that answers /balance: one POST, one message, nothing else."""

import asyncio

import httpx
import screen
from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import Command
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

dispatcher = Dispatcher()
crystalpay = httpx.AsyncClient()


async def read(chat_id: int, hide_empty: bool) -> tuple[str, InlineKeyboardMarkup]:
    response = await crystalpay.post(screen.CRYSTALPAY, json=screen.keys(chat_id))
    label, data = screen.button(hide_empty)
    button = InlineKeyboardButton(text=label, callback_data=data)
    keyboard = InlineKeyboardMarkup(inline_keyboard=[[button]])
    return screen.text(response.content, hide_empty), keyboard


@dispatcher.message(Command("balance"))
async def balance(message: Message) -> None:
    text, keyboard = await read(message.chat.id, hide_empty=True)
    await message.answer(text, reply_markup=keyboard, parse_mode="HTML")


@dispatcher.callback_query()
async def toggle(query: CallbackQuery) -> None:
    message = query.message
    assert isinstance(message, Message)
    text, keyboard = await read(message.chat.id, hide_empty=query.data == "hide")
    await message.edit_text(text, reply_markup=keyboard, parse_mode="HTML")
    await query.answer()


async def main() -> None:
    session = AiohttpSession(api=TelegramAPIServer.from_base(screen.TELEGRAM))
    await dispatcher.start_polling(Bot(screen.TOKEN, session=session))


asyncio.run(main())
