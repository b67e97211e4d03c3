"""A number that no button of ours carries is out of date, in whatever field of whatever press."""

from typing import Optional

import pytest
from aiogram.filters.callback_data import CallbackData
from story import Story

from bot.domain.links import LinkKind
from bot.telegram import features
from bot.telegram.features.balance.callbacks import Action
from bot.telegram.ui.callbacks import Page


def presses(kind: type[CallbackData] = CallbackData) -> list[type[CallbackData]]:
    """Every class of callback data that some feature has."""
    below = [each for kind in kind.__subclasses__() for each in (kind, *presses(kind))]
    return sorted(below, key=lambda each: each.__name__)


assert features  # importing them defines the classes
PRESSES = [each for each in presses() if each.__module__.startswith("bot.telegram.")]
SAMPLES = {int: "1", bool: "0", Action: "l", LinkKind: "invite", Optional[Page]: "1"}  # noqa: UP045 - as pydantic writes it
NUMBERS = [
    pytest.param(press, name, id=f"{press.__name__}.{name}")
    for press in PRESSES
    for name, field in press.model_fields.items()
    if field.annotation is int
]
BEYOND = [10**30, -(10**30), 2**63, -(2**63) - 1]


def data_of(press: type[CallbackData], actions: str = "list", **written: object) -> str:
    """Callback data with `written` in its fields and something fitting in all others."""
    values = [
        str(written.get(name, SAMPLES.get(field.annotation, actions)))
        for name, field in press.model_fields.items()
    ]
    return ":".join([press.__prefix__, *values])


def test_every_kind_of_press_is_looked_at() -> None:
    assert len(PRESSES) >= 10
    assert len(NUMBERS) >= 10


@pytest.mark.parametrize(("press", "name"), NUMBERS)
def test_a_number_in_a_press_has_bounds(press: type[CallbackData], name: str) -> None:
    assert press.unpack(data_of(press, **{name: 2**16}))
    for number in BEYOND:
        with pytest.raises(ValueError, match=name):
            press.unpack(data_of(press, **{name: number}))


@pytest.mark.parametrize(("press", "name"), NUMBERS)
async def test_a_number_beyond_all_bounds_is_out_of_date(
    story: Story, press: type[CallbackData], name: str
) -> None:
    await story.register("Shop")
    screen = await story.admin.sends("/balance")
    before = len(story.admin.chat.screen)
    for actions in ("list", "open", "give", "take", "ask", "remove", "rename", "secret", "grant"):
        data = data_of(press, actions, **{name: 10**30})
        if len(data) <= 64:
            toast = await story.admin.presses_data(data, on=screen)
            assert toast.text == "This button is out of date.", data
    assert len(story.admin.chat.screen) == before
