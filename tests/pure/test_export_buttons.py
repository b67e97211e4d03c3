"""Every choice of /export fits on a button, and a button of any age is understood."""

from __future__ import annotations

import itertools

import pytest

from bot.domain.registers import Register
from bot.exports.formats import Format
from bot.telegram.features.export.callbacks import ExportAction, ExportPress, Period
from bot.telegram.features.export.scope import command

LARGEST = 2**53


@pytest.mark.parametrize(
    ("action", "period", "file"), list(itertools.product(ExportAction, Period, Format))
)
def test_every_choice_comes_back_from_its_button(action, period, file):
    press = ExportPress(
        action=action, register_id=LARGEST, period=period, daily=True, file=file, page=99_999
    )
    packed = press.pack()
    assert len(packed.encode()) <= 64
    assert ExportPress.unpack(packed) == press


def test_a_button_with_fewer_fields_gets_the_rest_by_default():
    assert ExportPress.unpack("exp:m:5") == ExportPress(action=ExportAction.MAKE, register_id=5)


def test_a_name_in_a_command_is_one_word_for_a_shell():
    press = ExportPress(register_id=1, period=Period.WEEK, daily=True, file=Format.CSV)
    assert command(press, [Register(1, "Bob's $shop")]) == (
        "crystalpay-bot export export.csv --register 'Bob'\"'\"'s $shop' --since 7d --daily"
    )
