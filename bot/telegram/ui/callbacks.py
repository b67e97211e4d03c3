"""What every button's data has in common: ids and the wanted state, never a right or a secret."""

from typing import Annotated, Self

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

Number = Annotated[int, Field(ge=-(2**53), le=2**53)]
"""An id of a chat, a person or a row, or a page. A number beyond what any of them can be makes a
press that is none of ours, as junk does: it would not fit into SQLite."""

Page = Annotated[int, Field(ge=0, le=99_999)]
"""A page of a list, from 0. So that it fits in a button that carries it on, it has an end."""


class GrownPress(CallbackData, prefix="-"):
    """A press that has got more fields at its end: buttons from before still lead somewhere."""

    @classmethod
    def unpack(cls, value: str) -> Self:
        given = value.count(cls.__separator__)
        if given == len(cls.model_fields):
            return super().unpack(value)
        newer = [f for f in list(cls.model_fields.values())[given:] if not f.is_required()]
        return super().unpack(cls.__separator__.join([value, *(str(f.default) for f in newer)]))
