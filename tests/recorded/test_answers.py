"""What CrystalPAY was seen to answer is read as it is meant; new shapes come as new files."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from bot.crystalpay import Refused
from bot.crystalpay.models import read_answer, read_balances
from bot.domain.readings import Balance

FILES = sorted(Path(__file__).with_name("answers").glob("*.json"))


@pytest.fixture(params=FILES, ids=lambda file: file.stem)
def recorded(request):
    return json.loads(request.param.read_text(encoding="utf-8")) | {"name": request.param.stem}


def meaning(recorded):
    """The balances, or the words of a refusal, in the form in which the files have them."""
    try:
        fields = read_answer(recorded["status"], recorded["body"].encode())
    except Refused as refused:
        return {"refused": list(refused.words)}
    return {"balances": [row(each) for each in read_balances(fields)]}


def row(balance: Balance):
    assert isinstance(balance.amount, Decimal)
    return [balance.key, balance.name, str(balance.amount), balance.currency, balance.accuracy]


def test_a_recorded_answer_is_read_as_it_is_meant(recorded):
    assert meaning(recorded) == recorded["means"]


def test_a_recorded_answer_says_when_and_where_it_was_seen(recorded):
    assert date.fromisoformat(recorded["noted"]).isoformat() == recorded["name"][:10]
    assert recorded["seen"] in ("register", "documentation", "working clients")
    assert all(recorded[name] for name in ("source", "complete", "path", "body"))


def test_no_recorded_answer_holds_what_opens_a_register(recorded):
    assert "auth_" not in recorded["body"]


def test_there_are_readings_and_refusals():
    kinds = [kind for file in FILES for kind in json.loads(file.read_text("utf-8"))["means"]]
    assert set(kinds) == {"balances", "refused"}
