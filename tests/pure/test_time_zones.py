"""Time zones are found as people type them, and offered to those who read a language."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from bot.presentation.time_zones import abbreviation, city_of, find_zone, offset, suggested
from bot.telegram.features.settings.callbacks import ZonePress
from bot.translations import load_languages, zone_named

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
ENGLISH, RUSSIAN = Locale("en"), Locale("ru")


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Europe/Moscow", "Europe/Moscow"),
        ("europe/moscow", "Europe/Moscow"),
        ("Moscow", "Europe/Moscow"),
        (" moscow ", "Europe/Moscow"),
        ("new york", "America/New_York"),
        ("New_York", "America/New_York"),
        ("Istanbul", "Europe/Istanbul"),
        ("Kyiv", "Europe/Kyiv"),
        ("Kiev", "Europe/Kyiv"),
        ("Porto Velho", "America/Porto_Velho"),
        ("UTC", "UTC"),
        ("utc", "UTC"),
        ("UTC+3", "Etc/GMT-3"),
        ("gmt-5", "Etc/GMT+5"),
        ("+03:00", "Etc/GMT-3"),
        ("−7", "Etc/GMT+7"),
        ("UTC+0", "UTC"),
        ("Etc/GMT+3", "Etc/GMT+3"),
    ],
)
def test_a_zone_is_found_by_name_city_or_offset(typed, name):
    assert find_zone(typed, ENGLISH).name == name
    assert find_zone(typed, RUSSIAN).name == name


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Москва", "Europe/Moscow"),
        ("нью йорк", "America/New_York"),
        ("Киев", "Europe/Kyiv"),
        ("орёл", None),
    ],
)
def test_a_city_may_be_typed_in_the_language_of_the_chat(typed, name):
    assert find_zone(typed, RUSSIAN).name == name


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("Moscwo", "Europe/Moscow"),
        ("Europe/Berln", "Europe/Berlin"),
        ("Tokio", "Asia/Tokyo"),
        ("Mosc", "Europe/Moscow"),
        ("Екатеринбур", "Asia/Yekaterinburg"),
    ],
)
def test_an_unknown_name_is_answered_with_what_is_spelt_nearly_so(typed, near):
    found = find_zone(typed, RUSSIAN)
    assert found.name is None
    assert near in found.near


@given(st.text(max_size=20))
def test_any_other_text_is_no_zone_and_is_no_path(text):
    found = find_zone(text, ENGLISH)
    assert found.name is None or zone_named(found.name)
    assert find_zone(f"../../{text}", ENGLISH).name is None


@pytest.mark.parametrize("typed", ["UTC+15", "UTC-13", "+99", "localtime", "Factory"])
def test_what_is_no_place_on_earth_is_refused(typed):
    assert find_zone(typed, ENGLISH).name is None


def test_those_near_the_readers_come_first():
    assert suggested("ru")[:3] == ["UTC", "Europe/Kaliningrad", "Europe/Moscow"]
    assert suggested("en")[:2] == ["UTC", "Europe/London"]
    assert set(suggested("ru")) == set(suggested("en")) == set(suggested("de"))
    assert len(set(suggested("en"))) == len(suggested("en")) == 42


@pytest.mark.parametrize("code", ["en", "ru"])
def test_every_zone_that_is_offered_has_a_name_and_fits_into_a_button(code):
    cities = [city_of(name, Locale(code)) for name in suggested(code)]
    assert len(set(cities)) == len(cities)
    assert all(len(ZonePress(name=name).pack()) <= 64 for name in suggested(code))
    if code == "ru":
        assert [city for city in cities if city.isascii()] == ["UTC"]


@pytest.mark.parametrize(
    ("zone", "written", "short"),
    [
        ("UTC", "+0", "UTC"),
        ("Europe/Moscow", "+3", "MSK"),
        ("Asia/Kolkata", "+5:30", "IST"),
        ("America/St_Johns", "−3:30", "NST"),
        ("Europe/Samara", "+4", "UTC+4"),
        ("Etc/GMT+3", "−3", "UTC−3"),
    ],
)
def test_an_offset_is_written_from_utc(zone, written, short):
    assert offset(NOW, ZoneInfo(zone)) == written
    assert abbreviation(NOW, ZoneInfo(zone)) == short


def test_an_offset_is_called_by_itself():
    assert city_of("Etc/GMT-3", ENGLISH) == "UTC+3"
    assert city_of("Etc/GMT+11", RUSSIAN) == "UTC−11"


def test_words_in_a_zone_are_one_object_and_of_an_unknown_zone_those_of_the_default():
    languages = load_languages("en", timezone=ZoneInfo("Asia/Tokyo"))
    moscow = languages.pick("ru", timezone="Europe/Moscow")
    assert moscow is languages.pick("ru", timezone="Europe/Moscow")
    assert (moscow.code, str(moscow.timezone)) == ("ru", "Europe/Moscow")
    assert moscow.gettext("Refresh") == "Обновить"
    for unknown in (None, "Mars/Hidden", "../../etc/passwd", "Europe", ""):
        assert languages.pick("ru", timezone=unknown) is languages.pick("ru")
    assert str(languages.pick("ru").timezone) == "Asia/Tokyo"
