"""What chats without access are answered."""
