"""/balance: what registers hold."""
