"""Times as they are stored: integers, milliseconds since 1970 in UTC; `_ms` marks such numbers.

Other modules pass and get datetime and timedelta; only SQL sees milliseconds.
"""

from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def to_ms(moment: datetime) -> int:
    """Rounded down. The moment must have a time zone."""
    return (moment - EPOCH) // _MILLISECOND


def from_ms(milliseconds: int) -> datetime:
    """In UTC. Raises OverflowError for what no calendar has."""
    return EPOCH + timedelta(milliseconds=milliseconds)


def duration_ms(duration: timedelta) -> int:
    """Rounded down."""
    return duration // _MILLISECOND


def now_ms() -> int:
    return to_ms(datetime.now(UTC))
