"""The plainest bot on pyTelegramBotAPI (async) that answers /balance."""

import asyncio

import httpx
import screen
from telebot import asyncio_helper
from telebot.async_telebot import AsyncTeleBot
from telebot.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

asyncio_helper.API_URL = screen.TELEGRAM + "/bot{0}/{1}"
bot = AsyncTeleBot(screen.TOKEN)
crystalpay = httpx.AsyncClient()


async def read(chat_id: int, hide_empty: bool) -> tuple[str, InlineKeyboardMarkup]:
    response = await crystalpay.post(screen.CRYSTALPAY, json=screen.keys(chat_id))
    label, data = screen.button(hide_empty)
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=data)]])
    return screen.text(response.content, hide_empty), keyboard


@bot.message_handler(commands=["balance"])
async def balance(message: Message) -> None:
    text, keyboard = await read(message.chat.id, hide_empty=True)
    await bot.send_message(message.chat.id, text, reply_markup=keyboard, parse_mode="HTML")


@bot.callback_query_handler(func=lambda query: True)
async def toggle(query: CallbackQuery) -> None:
    message = query.message
    text, keyboard = await read(message.chat.id, hide_empty=query.data == "hide")
    await bot.edit_message_text(
        text, message.chat.id, message.message_id, reply_markup=keyboard, parse_mode="HTML"
    )
    await bot.answer_callback_query(query.id)


asyncio.run(bot.polling(non_stop=True, timeout=30, request_timeout=45))
