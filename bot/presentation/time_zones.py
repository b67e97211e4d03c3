"""Time zones as people choose them: a short list, names as they are typed, offsets; no aiogram."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from difflib import get_close_matches
from functools import lru_cache
from zoneinfo import available_timezones

from babel import Locale

from bot.translations import zone_named

MAX_NEAR = 6
"""Names that are offered for one that is unknown."""

_RUSSIA = (
    "Europe/Kaliningrad",
    "Europe/Moscow",
    "Europe/Samara",
    "Asia/Yekaterinburg",
    "Asia/Omsk",
    "Asia/Novosibirsk",
    "Asia/Krasnoyarsk",
    "Asia/Irkutsk",
    "Asia/Yakutsk",
    "Asia/Vladivostok",
    "Asia/Magadan",
    "Asia/Kamchatka",
)
_NEIGHBOURS = (
    "Europe/Minsk",
    "Europe/Kyiv",
    "Europe/Chisinau",
    "Asia/Tbilisi",
    "Asia/Yerevan",
    "Asia/Baku",
    "Asia/Almaty",
    "Asia/Tashkent",
    "Asia/Bishkek",
)
_WORLD = (
    "Europe/London",
    "Europe/Lisbon",
    "Europe/Berlin",
    "Europe/Warsaw",
    "Europe/Riga",
    "Europe/Athens",
    "Europe/Istanbul",
    "Asia/Jerusalem",
    "Asia/Dubai",
    "Asia/Kolkata",
    "Asia/Bangkok",
    "Asia/Singapore",
    "Asia/Shanghai",
    "Asia/Tokyo",
    "Australia/Sydney",
    "America/Sao_Paulo",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
)

_RENAMED = {
    "Europe/Kyiv": "Europe/Kiev",
    "Asia/Kolkata": "Asia/Calcutta",
    "Asia/Ho_Chi_Minh": "Asia/Saigon",
    "Asia/Yangon": "Asia/Rangoon",
    "Asia/Kathmandu": "Asia/Katmandu",
    "America/Argentina/Buenos_Aires": "America/Buenos_Aires",
}
"""Zones whose cities Babel knows by the name that they had before."""

_OFFSET = re.compile(r"(?:utc|gmt)?\s*([+\-\u2212])\s*0?(\d{1,2})(?::?00)?")
_MIN_OFFSET, _MAX_OFFSET = -12, 14


@dataclass(frozen=True, slots=True)
class FoundZone:
    """What a typed name means: the zone's IANA name, or None and what is spelt nearly so."""

    name: str | None
    near: tuple[str, ...] = ()


def suggested(language: str) -> Sequence[str]:
    """UTC, then those that are likely for readers of the language; only what this machine knows."""
    russian = (*_RUSSIA, *_NEIGHBOURS, *_WORLD)
    names = russian if language == "ru" else (*_WORLD, *_NEIGHBOURS, *_RUSSIA)
    return ["UTC", *(name for name in names if zone_named(name))]


def find_zone(typed: str, locale: Locale) -> FoundZone:
    """By IANA name, by its city in English or in the language, or by an offset like UTC+3.

    Case, spaces, hyphens and underscores do not matter. The first call reads the list of zones of
    this machine (50 ms), so it is not for the event loop.
    """
    wanted = typed.strip().casefold()
    if (exact := _by_name().get(wanted)) or (exact := _by_offset(wanted)):
        return FoundZone(exact)
    cities, city = _by_city(str(locale)), _loose(wanted)
    if city in cities:
        return FoundZone(cities[city])
    return FoundZone(None, tuple(_near(city.rpartition("/")[2], cities)))


def city_of(name: str, locale: Locale) -> str:
    """«Moscow» or «Москва»; for a zone that is no city its name: «UTC», «UTC+3»."""
    if match := re.fullmatch(r"Etc/GMT([+-])(\d+)", name):
        return f"UTC{'-+'[match[1] == '-']}{match[2]}".replace("-", "\u2212")
    known = locale.time_zones.get(_RENAMED.get(name, name), {}).get("city")
    return known or name.rpartition("/")[2].replace("_", " ")


def offset(moment: datetime, timezone: tzinfo) -> str:
    """From UTC at that moment: «+3», «−3:30», «+0»."""
    difference = moment.astimezone(timezone).utcoffset() or timedelta()
    sign = "\u2212" if difference < timedelta() else "+"
    hours, minutes = divmod(int(abs(difference).total_seconds()) // 60, 60)
    return f"{sign}{hours}:{minutes:02}" if minutes else f"{sign}{hours}"


def abbreviation(moment: datetime, timezone: tzinfo) -> str:
    """How the zone is called at that moment: «MSK», «CEST», or «UTC+4» if it has no letters."""
    name = moment.astimezone(timezone).tzname() or ""
    return name if name[:1].isalpha() else f"UTC{offset(moment, timezone)}"


@lru_cache(maxsize=1)
def _by_name() -> Mapping[str, str]:
    names = available_timezones() - {"localtime", "Factory"}
    return {name.casefold(): name for name in ("UTC", *sorted(names))}


def _by_offset(wanted: str) -> str | None:
    """A zone of whole hours; the names of these have the opposite sign."""
    match = _OFFSET.fullmatch(wanted)
    if match is None:
        return None
    hours = int(match[2]) if match[1] == "+" else -int(match[2])
    if not hours:
        return "UTC"
    name = f"Etc/GMT{-hours:+}"
    return name if _MIN_OFFSET <= hours <= _MAX_OFFSET and zone_named(name) else None


@lru_cache(maxsize=8)
def _by_city(locale: str) -> Mapping[str, str]:
    """Zones by city, the well-known ones last: they win where several have the same."""
    return dict(_cities(Locale.parse(locale)))


def _cities(locale: Locale) -> Iterator[tuple[str, str]]:
    known = _by_name().values()
    well_known = (*_RENAMED, *suggested(locale.language))
    for name in (*known, *well_known):
        if not name.startswith("Etc/") and name in known:
            yield _loose(name.rpartition("/")[2]), name
            yield _loose(city_of(name, locale)), name
    for name, earlier in _RENAMED.items():
        if name in known:
            yield _loose(earlier.rpartition("/")[2]), name


def _near(wanted: str, cities: Mapping[str, str]) -> Iterator[str]:
    if not wanted:
        return
    starting = [city for city in cities if len(wanted) > 2 and city.startswith(wanted)]
    alike = get_close_matches(wanted, cities, MAX_NEAR, cutoff=0.7)
    found = dict.fromkeys(cities[city] for city in (*alike, *sorted(starting)))
    yield from list(found)[:MAX_NEAR]


def _loose(name: str) -> str:
    return re.sub(r"[\s_\-]", "", name.casefold()).replace("ё", "е")
