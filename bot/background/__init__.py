"""Background tasks and their supervisor; knows no Telegram and no SQL."""

from bot.background.supervisor import Restarts, Supervisor

__all__ = ["Restarts", "Supervisor"]
