"""A CrystalPAY and a Telegram to try the bot with, no account needed; it knows nothing of it."""
