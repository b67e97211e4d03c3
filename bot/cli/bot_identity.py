"""Asks Telegram who the bot is; says for the terminal why that could not be learned."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.config import Settings
    from bot.telegram.token_check import BotIdentity


class IdentityUnknown(Exception):
    """The text says why. `not_answering`: Telegram could not be asked, which may pass."""

    def __init__(self, reason: str, *, not_answering: bool = False) -> None:
        super().__init__(reason)
        self.not_answering = not_answering


def load_aiogram(chosen: "Settings") -> None:
    """Import aiogram, which takes about a second; only the first call does."""
    from bot.telegram.transport.lazy_models import import_aiogram

    import_aiogram(defer=chosen.defer_models)


async def ask_identity(chosen: "Settings") -> "BotIdentity":
    """Raises IdentityUnknown."""
    if chosen.bot_token is None:
        raise IdentityUnknown("BOT_TOKEN is not set; get a token from @BotFather")
    load_aiogram(chosen)
    from bot.telegram import token_check

    token = chosen.bot_token.get_secret_value()
    try:
        return await token_check.fetch_bot_identity(token, chosen.telegram_api_url)
    except token_check.TokenUnknown:
        reason = "Telegram does not know this BOT_TOKEN"
    except token_check.TelegramRefuses as refusal:
        reason = f"Telegram returned an error: {refusal}"
    except token_check.TelegramUnreadable:
        reason = "the server at TELEGRAM_API_URL is not a Bot API server"
    except token_check.TelegramSilent:
        raise IdentityUnknown("Telegram is not answering", not_answering=True) from None
    raise IdentityUnknown(reason)
