"""How requests reach Telegram and updates reach handlers; knows no feature."""
