"""Times are stored in milliseconds, and nobody but the storage ever sees these numbers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from shape.repository import PACKAGE, modules

from bot.storage.timestamps import duration_ms, from_ms, to_ms

NOON = datetime(2026, 11, 22, 12, 0, 0, 123_456, tzinfo=UTC)


def test_a_moment_keeps_its_milliseconds_and_its_time_zone_does_not_matter():
    assert from_ms(to_ms(NOON)) == NOON.replace(microsecond=123_000)
    assert to_ms(NOON.astimezone(timezone(timedelta(hours=3)))) == to_ms(NOON)
    assert to_ms(NOON + timedelta(minutes=1)) - to_ms(NOON) == duration_ms(timedelta(minutes=1))


def test_a_moment_without_a_time_zone_is_refused():
    with pytest.raises(TypeError):
        to_ms(NOON.replace(tzinfo=None))


def test_only_the_storage_counts_in_milliseconds():
    outside = [path for path in modules() if PACKAGE / "storage" not in path.parents]
    assert outside
    found = [path.name for path in outside if "timestamps" in path.read_text(encoding="utf-8")]
    assert found == []
