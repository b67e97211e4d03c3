"""Times on a screen, which each reader's Telegram shows as «5 minutes ago»; pure."""

from datetime import datetime, tzinfo
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, format_datetime

from bot.telegram.ui.html import escape
from bot.telegram.ui.local_time import local_time
from bot.translations import Localization


def relative_time(moment: datetime, t: Localization) -> str:
    """«2 minutes ago» in clients that can show it, else the absolute time with its zone."""
    unix = int(moment.timestamp())
    return f'<tg-time unix="{unix}" format="r">{_absolute(unix, t.locale, t.timezone)}</tg-time>'


def day(moment: datetime, t: Localization) -> str:
    """«Nov 12, 2026», in the reader's time zone; HTML."""
    return escape(format_date(moment.astimezone(t.timezone), "medium", locale=t.locale))


def clock_time(moment: datetime, t: Localization) -> str:
    """«14:02», with the date if it is not today; in the reader's own time zone. HTML."""
    today = datetime.now(t.timezone).date() == moment.astimezone(t.timezone).date()
    written = "t" if today else "dt"
    shown = escape(local_time(moment, t))
    return f'<tg-time unix="{int(moment.timestamp())}" format="{written}">{shown}</tg-time>'


@lru_cache(maxsize=100)
def _absolute(unix: int, locale: Locale, timezone: tzinfo) -> str:
    """Cached, because registers read together share their second: a tenth of a screen's time."""
    local = datetime.fromtimestamp(unix, timezone)
    return escape(f"{format_datetime(local, 'medium', locale=locale)} {local.tzname()}")
