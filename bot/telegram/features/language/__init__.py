"""/language: in which language a chat is answered."""
