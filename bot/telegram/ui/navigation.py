"""Buttons that lead from an answer to the next screen, labelled the same everywhere; pure."""

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton

from bot.telegram.ui.keyboards import button
from bot.translations import Localization


def back_button(press: CallbackData, t: Localization) -> InlineKeyboardButton:
    return button("‹ " + t.gettext("Back"), press)


def balance_button(press: CallbackData, t: Localization) -> InlineKeyboardButton:
    return button("💰 " + t.gettext("Balance"), press)


def total_button(press: CallbackData, t: Localization) -> InlineKeyboardButton:
    return button("Σ " + t.gettext("Total"), press)


def history_button(press: CallbackData, t: Localization) -> InlineKeyboardButton:
    return button("📈 " + t.gettext("History"), press)


def registers_button(press: CallbackData, t: Localization) -> InlineKeyboardButton:
    return button("🏪 " + t.gettext("Registers"), press)


def access_button(press: CallbackData, t: Localization) -> InlineKeyboardButton:
    return button("👥 " + t.gettext("Access"), press)


def settings_button(press: CallbackData, t: Localization) -> InlineKeyboardButton:
    return button("⚙️ " + t.gettext("Settings"), press)
