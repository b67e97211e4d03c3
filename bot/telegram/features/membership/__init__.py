"""The bot is added to chats, removed from them, and chats get new ids."""
