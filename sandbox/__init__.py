"""A CrystalPAY and a Telegram to try a bot with, without accounts; it knows no particular bot."""
