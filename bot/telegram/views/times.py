"""Moments on a screen: they age by themselves, and the exact time stands behind them; pure."""

from datetime import datetime, tzinfo

from babel.dates import format_datetime

from bot.telegram.views.html import escape
from bot.translations import Language


def ageing(moment: datetime, t: Language, timezone: tzinfo) -> str:
    """«2 minutes ago» where the client can, the absolute time with its zone where it cannot."""
    local = moment.astimezone(timezone)
    absolute = f"{format_datetime(local, 'medium', locale=t.locale)} {local.tzname()}"
    return f'<tg-time unix="{int(moment.timestamp())}" format="r">{escape(absolute)}</tg-time>'
