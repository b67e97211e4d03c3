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
    """«02:10–02:40» today; the day of the end only if it is another one."""
    if _same_day(began, ended, t):
        return f"{local_time(began, t, now)}–{local_clock(ended, t)}"
    return f"{local_time(began, t, now)} – {local_time(ended, t, now)}"


def local_period(since: datetime, until: datetime, t: Localization) -> str:
    """«Nov 11, 14:02 – Nov 12, 14:02», seen from its end; today is said too."""
    first, last = (f"{local_day(at, t, until)}, {local_clock(at, t)}" for at in (since, until))
    if _same_day(since, until, t):
        return f"{first}–{local_clock(until, t)}"
    return f"{first} – {last}"


def _same_day(moment: datetime, other: datetime, t: Localization) -> bool:
    return moment.astimezone(t.timezone).date() == other.astimezone(t.timezone).date()
