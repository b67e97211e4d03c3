"""/id: ids of chats, people and topics."""
