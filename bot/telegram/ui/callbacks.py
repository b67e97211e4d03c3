"""What all callback data has in common: ids and the wanted state, never a right or a secret."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Annotated, Self

from aiogram.filters.callback_data import CallbackData
from pydantic import Field
from pydantic.fields import FieldInfo

BoundedInt = Annotated[int, Field(ge=-(2**53), le=2**53)]
"""The id of a chat, a person or a row. A number outside these bounds belongs to no button of ours
and would not fit into SQLite: the press is answered like any other unknown one."""

PageNumber = Annotated[int, Field(ge=0, le=99_999)]
"""A page of a list, counted from 0; bounded, because buttons of at most 64 bytes carry it on."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(milliseconds=1)
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"

ALL_REGISTERS = 0
"""Stands for all registers where a button carries the id of one."""


def pack_moment(moment: datetime | None) -> str:
    """To the millisecond, in eight characters; empty for None."""
    number, packed = (moment - _EPOCH) // _TICK if moment else 0, ""
    while number > 0:
        number, digit = divmod(number, len(_DIGITS))
        packed = _DIGITS[digit] + packed
    return packed


def unpack_moment(packed: str) -> datetime | None:
    """UTC; None for what is empty or no moment."""
    with suppress(ValueError, OverflowError):
        return _EPOCH + int(packed, len(_DIGITS)) * _TICK
    return None


class ExtensiblePress(CallbackData, prefix="-"):
    """Callback data that was given more fields at its end: older buttons get their defaults."""

    @classmethod
    def unpack(cls, value: str) -> Self:
        given = value.count(cls.__separator__)
        if given == len(cls.model_fields):
            return super().unpack(value)
        missing = [f for f in list(cls.model_fields.values())[given:] if not f.is_required()]
        return super().unpack(cls.__separator__.join([value, *map(_written, missing)]))


def _written(field: FieldInfo) -> str:
    """A field's default as callback data has it."""
    return "" if field.default is None else str(field.default)
