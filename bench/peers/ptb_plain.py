"""The plainest bot on python-telegram-bot that answers /balance; updates side by side."""

import httpx
import screen
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import Application, CallbackQueryHandler, CommandHandler

crystalpay = httpx.AsyncClient()


async def read(chat_id: int, hide_empty: bool) -> tuple[str, InlineKeyboardMarkup]:
    response = await crystalpay.post(screen.CRYSTALPAY, json=screen.keys(chat_id))
    label, data = screen.button(hide_empty)
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=data)]])
    return screen.text(response.content, hide_empty), keyboard


async def balance(update: Update, _: object) -> None:
    text, keyboard = await read(update.effective_chat.id, hide_empty=True)
    await update.message.reply_text(text, reply_markup=keyboard, parse_mode="HTML")


async def toggle(update: Update, _: object) -> None:
    query = update.callback_query
    text, keyboard = await read(update.effective_chat.id, hide_empty=query.data == "hide")
    await query.edit_message_text(text, reply_markup=keyboard, parse_mode="HTML")
    await query.answer()


application = (
    Application.builder()
    .token(screen.TOKEN)
    .base_url(f"{screen.TELEGRAM}/bot")
    .concurrent_updates(True)
    .build()
)
application.add_handler(CommandHandler("balance", balance))
application.add_handler(CallbackQueryHandler(toggle))
application.run_polling()
