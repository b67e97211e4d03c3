"""What stands beside an amount says currency and name once, and never the same of two balances."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.readings import Balance
from bot.presentation.labels import labels


def of(*named):
    made = [Balance(str(at), name, Decimal(1), code, 2) for at, (name, code) in enumerate(named)]
    return [label.replace("\u2011", "-") for label in labels(made)]


@pytest.mark.parametrize(
    ("name", "currency", "label"),
    [
        ("USDT TRC-20", "USDT", "USDT TRC-20"),
        ("usdt (TRC-20)", "USDT", "usdt (TRC-20)"),
        ("DASH", "DASH", "DASH"),
        ("Dash", "DASH", "DASH"),
        ("Bitcoin", "BTC", "BTC · Bitcoin"),
        ("TUSD TRC-20", "USD", "USD · TUSD TRC-20"),
        ("Tonkeeper", "TON", "TON · Tonkeeper"),
        ("Crypto Bot (USDT)", "USDT", "USDT · Crypto Bot"),
        ("Tether (ERC-20)", "USDT", "USDT · Tether (ERC-20)"),
        ("Crypto Bot (Bitcoin)", "BTC", "BTC · Crypto Bot (Bitcoin)"),
        ("(USDT)", "USDT", "USDT · (USDT)"),
    ],
)
def test_a_balance_by_itself(name, currency, label):
    assert of((name, currency)) == [label]


def test_a_parenthesis_with_the_name_of_the_plain_balance_is_left_out():
    named = [("Bitcoin", "BTC"), ("Crypto Bot (Bitcoin)", "BTC"), ("Crypto Bot (Toncoin)", "TON")]
    assert of(*named) == ["BTC · Bitcoin", "BTC · Crypto Bot", "TON · Crypto Bot (Toncoin)"]


def test_the_plain_balance_of_another_currency_explains_no_parenthesis():
    assert of(("Bitcoin", "BTC"), ("Wallet (Bitcoin)", "USDT"))[1] == "USDT · Wallet (Bitcoin)"


def test_labels_that_would_be_the_same_are_whole():
    named = [("Crypto Bot", "BTC"), ("Crypto Bot (BTC)", "BTC"), ("USDT A", "USDT")]
    assert of(*named) == ["BTC · Crypto Bot", "BTC · Crypto Bot (BTC)", "USDT A"]
    assert of(("usdt a", "USDT"), ("USDT A", "USDT")) == ["USDT · usdt a", "USDT · USDT A"]


words = st.sampled_from(["Bitcoin", "BTC", "Crypto Bot", "(BTC)", "(Bitcoin)", "TRC-20", "btc"])
names = st.lists(words, min_size=1, max_size=3).map(" ".join)


@given(st.lists(st.tuples(names, st.sampled_from(["BTC", "USDT"])), max_size=8, unique=True))
def test_different_balances_never_read_the_same(named):
    assert len(set(of(*named))) == len(named)


@given(st.lists(st.tuples(names, st.sampled_from(["BTC", "USDT"])), max_size=8))
def test_a_label_says_the_currency_and_has_no_hyphen_to_break_at(named):
    made = [Balance("K", name, Decimal(1), code, 2) for name, code in named]
    for balance, label in zip(made, labels(made), strict=True):
        assert label.casefold().startswith(balance.currency.casefold())
        assert "-" not in label
