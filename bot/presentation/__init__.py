"""Words, amounts and columns that the terminal and Telegram share; pure, no aiogram."""
