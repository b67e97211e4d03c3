"""A messenger in the browser for the sandbox's Telegram; it talks to no real one."""

from sandbox.page.routes import ChatPage

__all__ = ["ChatPage"]
