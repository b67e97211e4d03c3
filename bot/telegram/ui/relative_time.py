"""Moments on a screen: they age by themselves, and the exact time stands behind them; pure."""

from datetime import datetime, tzinfo
from functools import lru_cache

from babel import Locale
from babel.dates import format_datetime

from bot.telegram.ui.html import escape
from bot.translations import Localization


def relative_time(moment: datetime, t: Localization) -> str:
    """«2 minutes ago» where the client can, the absolute time with its zone where it cannot."""
    unix = int(moment.timestamp())
    return f'<tg-time unix="{unix}" format="r">{_absolute(unix, t.locale, t.timezone)}</tg-time>'


@lru_cache(maxsize=100)
def _absolute(unix: int, locale: Locale, timezone: tzinfo) -> str:
    """Kept for the readings of these seconds: a tenth of the time that a screen takes."""
    local = datetime.fromtimestamp(unix, timezone)
    return escape(f"{format_datetime(local, 'medium', locale=locale)} {local.tzname()}")
