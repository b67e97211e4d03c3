"""What the bot can do, in a merchant's words. Knows no Telegram, no SQL and no HTTP."""
