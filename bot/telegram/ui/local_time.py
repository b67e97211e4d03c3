"""Times of the past in the chat's zone, as short as they are clear; plain text, pure."""

from datetime import UTC, datetime

from babel.dates import format_skeleton, format_time

from bot.translations import Localization


def local_time(moment: datetime, t: Localization, now: datetime | None = None) -> str:
    """«14:02» today, «Nov 12, 14:02» before, with the year if it was another one."""
    clock = local_clock(moment, t)
    today = (now or datetime.now(UTC)).astimezone(t.timezone).date()
    if moment.astimezone(t.timezone).date() == today:
        return clock
    return f"{local_day(moment, t, now)}, {clock}"


def local_day(moment: datetime, t: Localization, now: datetime | None = None) -> str:
    """«Nov 12», with the year if it is another one than today."""
    local = moment.astimezone(t.timezone)
    this_year = (now or datetime.now(UTC)).astimezone(t.timezone).year == local.year
    return format_skeleton("MMMd" if this_year else "yMMMd", local, locale=t.locale)


def local_clock(moment: datetime, t: Localization) -> str:
    """«14:02», as the language writes it."""
    return format_time(moment.astimezone(t.timezone), "short", locale=t.locale)


def local_span(began: datetime, ended: datetime, t: Localization, now: datetime) -> str:
    """«02:10–02:40»; the day of the end only if it is another one."""
    same_day = began.astimezone(t.timezone).date() == ended.astimezone(t.timezone).date()
    end = local_clock(ended, t) if same_day else local_time(ended, t, now)
    return (
        f"{local_time(began, t, now)}–{end}" if same_day else f"{local_time(began, t, now)} – {end}"
    )


def zone_name(moment: datetime, t: Localization) -> str:
    """«UTC», «MSK»."""
    return moment.astimezone(t.timezone).tzname() or ""
