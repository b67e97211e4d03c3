"""Links by which chats get access."""
