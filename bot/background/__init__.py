"""What runs by itself beside the answers, and who watches it; knows no Telegram and no SQL."""

from bot.background.supervisor import Restarts, Supervisor

__all__ = ["Restarts", "Supervisor"]
