"""The bot as it is in Telegram: the only place with aiogram. Holds no rule of money or access."""
