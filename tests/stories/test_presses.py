"""What no button of ours carries is out of date, in whatever field of whatever press."""

from enum import StrEnum
from typing import Optional

import pytest
from aiogram.filters.callback_data import CallbackData
from story import Story

from bot.telegram import features
from bot.telegram.ui.callbacks import PageNumber


def presses(kind: type[CallbackData] = CallbackData) -> list[type[CallbackData]]:
    """Every class of callback data that some feature has."""
    below = [each for kind in kind.__subclasses__() for each in (kind, *presses(kind))]
    return sorted(below, key=lambda each: each.__name__)


assert features  # importing them defines the classes
PRESSES = [each for each in presses() if each.__module__.startswith("bot.telegram.")]
SAMPLES = {int: "1", bool: "0", Optional[PageNumber]: "1"}  # noqa: UP045 - as pydantic writes it
NUMBERS = [
    pytest.param(press, name, id=f"{press.__name__}.{name}")
    for press in PRESSES
    for name, field in press.model_fields.items()
    if field.annotation is int
]
ACTIONS = [
    pytest.param(press, name, id=f"{press.__name__}.{name}")
    for press in PRESSES
    for name, field in press.model_fields.items()
    if isinstance(field.annotation, type) and issubclass(field.annotation, StrEnum)
]
BEYOND = [10**30, -(10**30), 2**63, -(2**63) - 1]


def sample(annotation: object, word: str = "") -> str:
    """Something that fits into a field: `word` where it is one of its actions."""
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return word if word in list(annotation) else str(next(iter(annotation)))
    return SAMPLES.get(annotation, "")


def data_of(press: type[CallbackData], word: str = "", **written: object) -> str:
    """Callback data with `written` in its fields and something fitting in all others."""
    values = [
        str(written.get(name, sample(field.annotation, word)))
        for name, field in press.model_fields.items()
    ]
    return ":".join([press.__prefix__, *values])


def test_every_kind_of_press_is_looked_at() -> None:
    assert len(PRESSES) >= 10
    assert len(NUMBERS) >= 10
    assert len(ACTIONS) >= 8


@pytest.mark.parametrize(("press", "name"), NUMBERS)
def test_a_number_in_a_press_has_bounds(press: type[CallbackData], name: str) -> None:
    assert press.unpack(data_of(press, "", **{name: 2**16}))
    for number in BEYOND:
        with pytest.raises(ValueError, match=name):
            press.unpack(data_of(press, "", **{name: number}))


@pytest.mark.parametrize(("press", "name"), NUMBERS)
async def test_a_number_beyond_all_bounds_is_out_of_date(
    story: Story, press: type[CallbackData], name: str
) -> None:
    await story.register("Shop")
    screen = await story.admin.sends("/balance")
    before = len(story.admin.chat.screen)
    for word in ("list", "open", "give", "take", "ask", "remove", "rename", "secret", "grant"):
        data = data_of(press, word, **{name: 10**30})
        if len(data) <= 64:
            toast = await story.admin.presses_data(data, on=screen)
            assert toast.text == "This button is out of date. Send the command again.", data
    assert len(story.admin.chat.screen) == before


@pytest.mark.parametrize(("press", "name"), ACTIONS)
@pytest.mark.parametrize("word", ["", "unheard-of", "LIST"])
async def test_an_action_that_nobody_knows_is_out_of_date(
    story: Story, press: type[CallbackData], name: str, word: str
) -> None:
    screen = await story.admin.sends("/registers")
    before, text = len(story.admin.chat.screen), screen.text
    toast = await story.admin.presses_data(data_of(press, **{name: word}), on=screen)
    assert toast.text == "This button is out of date. Send the command again."
    assert (len(story.admin.chat.screen), screen.text) == (before, text)


OLD_BUTTONS = (
    *("reg:list:0:0:0", "reg:add:0:0:0", "reg:open:7:0:0", "reg:rename:7:0:0", "reg:secret:7:0:0"),
    *("reg:ask:7:0:0", "reg:remove:7:0:0", "dlg:cancel:5", "dlg:keep:5", "dlg:login:5"),
    *("acc:list:0:0:0:0:0", "acc:open:5:0:0:0:0", "acc:give:5:7:0:0:0", "acc:take:5:7:0:0:0"),
    *(
        "acc:ask:5:0:0:0:0",
        "acc:remove:5:0:0:0:0",
        "dec:1:grant:0",
        "dec:1:deny:0",
        "dec:1:never:0",
    ),
    *("dec:1:page:2", "wait:list:0:0:0", "wait:show:0:0:0", "wait:open:1:0:0", "wait:grant:1:7:0"),
    *("wait:deny:1:0:0", "wait:never:1:0:0", "wait:page:1:2:0", "adm:list:0:0", "adm:link:0:0"),
    *("adm:ask:5:0", "adm:remove:5:0", "inv:pick:1.2::0", "inv:time:1.2::0", "inv:make:1.2:24h:0"),
    *("lnk:list:invite:0:0", "lnk:revoke:admin:3:0", "lang:", "lang:ru", "aud:0", "ask"),
)


@pytest.mark.parametrize("data", OLD_BUTTONS)
def test_a_button_of_before_is_still_read_and_written_the_same(data: str) -> None:
    """What was added since stands at its end."""
    (press,) = [each for each in PRESSES if each.__prefix__ == data.partition(":")[0]]
    assert press.unpack(data).pack().startswith(data)


async def test_an_old_button_below_the_help_turns_its_pages(story: Story) -> None:
    """It says before the page where the names stood."""
    await story.register("Shop")
    screen = await story.admin.sends("/help")
    await story.admin.presses_data("names:0:0", on=screen)
    text = screen.text
    other = await story.admin.sends("/balance Shop")
    assert await story.admin.presses_data("names:1:0", on=other)
    assert other.text == text
