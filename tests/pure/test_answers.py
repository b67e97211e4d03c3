"""Any answer of CrystalPAY's is a reading or one of our own errors, and never a wrong number."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pure.amounts_made import written_amounts

from bot.crystalpay import CrystalPayError, Refused, Unreachable, Unreadable
from bot.crystalpay.models import read_answer, read_balance, read_balances, read_info
from bot.domain.readings import Balance

DOCUMENTED = b"""{"error": false, "errors": [], "items": {
  "BITCOIN": {"name": "Bitcoin",     "amount": "0.0005", "currency": "BTC",  "amount_accuracy": 8},
  "USDTTRC": {"name": "USDT TRC-20", "amount": "100.1",  "currency": "USDT", "amount_accuracy": 6}}}
"""

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)
statuses = st.one_of(st.just(200), st.integers(100, 599))


def read(status, body):
    return read_balances(read_answer(status, body))


def row(**fields):
    return {"name": "Bitcoin", "amount": "1", "currency": "BTC", "amount_accuracy": 8, **fields}


def answer(items, **fields):
    return json.dumps({"error": False, "errors": [], "items": items, **fields}).encode()


def only(**fields):
    (balance,) = read(200, answer({"BITCOIN": row(**fields)}))
    return balance


def test_the_documented_example_is_read_exactly():
    assert read(200, DOCUMENTED) == (
        Balance("BITCOIN", "Bitcoin", Decimal("0.0005"), "BTC", 8),
        Balance("USDTTRC", "USDT TRC-20", Decimal("100.1"), "USDT", 6),
    )


@pytest.mark.parametrize("items", [[], {}])
def test_nothing_left_may_be_a_list_or_an_object(items):
    assert read(200, answer(items)) == ()


@pytest.mark.parametrize("items", [None, "", 0, False, [1], [{}], "BTC"])
def test_items_of_another_kind_are_not_taken_for_nothing(items):
    with pytest.raises(Unreadable, match="items"):
        read(200, answer(items))


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        (b"4.0e-6", "0.000004"),
        (b"0.1", "0.1"),
        (b"0.30000000000000004", "0.30000000000000004"),
        (b"123456789012345678901234.5", "123456789012345678901234.5"),
        (b"12", "12"),
        (b"-0.5", "-0.5"),
        (b'"1E-6"', "0.000001"),
        (b'"100.10"', "100.10"),
    ],
)
def test_a_number_is_read_as_its_digits_and_not_as_a_float(written, amount):
    body = answer({"BITCOIN": row(amount="HERE")}).replace(b'"HERE"', written)
    (balance,) = read(200, body)
    assert balance.amount == Decimal(amount)


@pytest.mark.parametrize("accuracy", [8, 8.0, "8", "8.0", "08"])
def test_an_accuracy_may_be_written_in_several_ways(accuracy):
    assert only(amount_accuracy=accuracy).accuracy == 8


@pytest.mark.parametrize(
    "accuracy", [None, True, -1, 8.5, "8,0", "", [], {}, 31, 10**9, 1e300, "NaN"]
)
def test_an_accuracy_that_is_no_number_of_digits_is_refused(accuracy):
    with pytest.raises(Unreadable, match="BITCOIN"):
        only(amount_accuracy=accuracy)


@pytest.mark.parametrize("number", [b"NaN", b"Infinity", b"-Infinity", b"1e999", b"true", b"null"])
@pytest.mark.parametrize("quote", [b"", b'"'])
def test_an_amount_that_is_no_number_makes_no_sense(number, quote):
    body = answer({"BITCOIN": row(amount="HERE")}).replace(b'"HERE"', quote + number + quote)
    with pytest.raises(Unreadable, match="BITCOIN"):
        read(200, body)


@pytest.mark.parametrize("field", ["amount", "currency", "amount_accuracy"])
def test_a_row_without_what_a_screen_needs_makes_no_sense(field):
    fields = row()
    del fields[field]
    with pytest.raises(Unreadable, match=f"BITCOIN has no readable {field}"):
        read(200, answer({"BITCOIN": fields}))


def test_one_bad_row_is_not_left_out_silently():
    with pytest.raises(Unreadable):
        read(200, answer({"GOOD": row(), "BAD": row(amount="many")}))


def test_unknown_fields_and_keys_are_passed_over():
    body = answer({"NEW_COIN": row(hold="5", nested={"a": [1e400]})}, version=4, more=[{}])
    assert read(200, body)[0].key == "NEW_COIN"


@pytest.mark.parametrize(
    ("body", "key"),
    [
        (b'{"error": false, "error": false, "items": []}', "error"),
        (b'{"error": true, "errors": [], "error": false, "items": []}', "error"),
        (b'{"error": false, "items": {"A": {}, "B": {}, "A": {}}}', "A"),
        (b'{"error": false, "items": {"A": {"amount": "1", "amount": "2"}}}', "amount"),
        (b'{"error": false, "items": [], "else": [{"a": 1, "\\u0061": 1}]}', "a"),
    ],
)
def test_of_two_values_with_one_key_neither_is_believed(body, key):
    with pytest.raises(Unreadable, match=f"“{key}” is there twice"):
        read(200, body)


def test_more_values_than_any_register_has_are_not_read():
    with pytest.raises(Unreadable, match="more than 20000 values"):
        read(200, answer([1] * 20_000))


def test_commas_in_a_short_text_are_no_values():
    assert read(200, answer([], more=",[{" * 6000)) == ()


def test_an_answer_may_begin_with_a_mark_of_its_encoding():
    assert len(read(200, b"\xef\xbb\xbf" + DOCUMENTED)) == 2


def test_a_row_without_a_name_is_shown_by_its_key():
    assert only(name=None).name == only(name="\n").name == "BITCOIN"


def test_a_register_may_have_no_name_but_has_an_id():
    assert read_info({"id": 7}).name == ""
    for number in (None, "7", True, 7.0):
        with pytest.raises(Unreadable, match="id"):
            read_info({"id": number})


@pytest.mark.parametrize("status", [500, 502, 503, 520, 599])
@pytest.mark.parametrize(
    "body", [b"", b"<html>", b'{"error": true, "errors": ["auth"]}', DOCUMENTED]
)
def test_5xx_is_no_answer_whatever_the_body(status, body):
    with pytest.raises(Unreachable, match=str(status)) as caught:
        read(status, body)
    assert caught.value.status == status
    assert not caught.value.timed_out


@pytest.mark.parametrize("body", [b"", b"<html>429</html>", b"[]", b'{"errors": "slower"}'])
def test_429_asks_to_slow_down_whatever_the_body(body):
    with pytest.raises(Refused) as caught:
        read(429, body)
    assert caught.value.asks_to_slow_down


@pytest.mark.parametrize("status", [200, 400, 401, 403])
def test_an_error_carries_the_words_of_the_api(status):
    with pytest.raises(Refused, match=r"^`amount` field is required; no$") as caught:
        read(status, b'{"error": true, "errors": ["`amount` field is required", "no"]}')
    assert caught.value.words == ("`amount` field is required", "no")
    assert not caught.value.keys_are_wrong


@pytest.mark.parametrize("errors", ["[]", "null", "0", "[null, 5]", '[""]', "{}"])
def test_an_error_may_come_without_words(errors):
    with pytest.raises(Refused) as caught:
        read(200, b'{"error": true, "errors": %s}' % errors.encode())
    assert caught.value.words == ()
    assert str(caught.value)


@pytest.mark.parametrize("words", ["Invalid auth credentials", "AUTH FAILED", "bad auth_login"])
def test_words_about_auth_mean_wrong_keys(words):
    assert Refused((words,)).keys_are_wrong


def test_a_refusal_is_bounded_however_much_is_said():
    with pytest.raises(Refused) as caught:
        read(200, json.dumps({"error": True, "errors": ["no " * 500] * 500}).encode())
    assert len(str(caught.value)) < 2500


@pytest.mark.parametrize("body", [b"{}", b'{"items": {}}', b'{"error": 0}', b'{"error": "false"}'])
def test_an_answer_that_does_not_say_it_succeeded_is_no_success(body):
    with pytest.raises(Unreadable, match="error"):
        read(200, body)


def test_a_page_with_another_status_is_no_reading():
    with pytest.raises(Unreadable, match="404"):
        read(404, DOCUMENTED)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("USDT\nTRC-20", "USDT TRC-20"),
        ("a\u2028b\tc\r\n", "a b c"),
        ("zero\x00width\u200b\u202eevil", "zerowidthevil"),
        ("half \ud800 letter", "half  letter"),
        ("N" * 1000, "N" * 63 + "…"),
        ("Биткойн 💎", "Биткойн 💎"),
    ],
)
def test_a_name_becomes_one_printable_line(text, label):
    assert only(name=text).name == label
    assert read_balance(text, row()).key == label


@given(json_values, json_values, json_values)
@example("\ud800", "\udfff\ud800", "B\udc00")
@example("💎" * 100, "\n\n", "\x00")
def test_whatever_a_label_holds_it_can_be_written_as_utf_8(key, name, currency):
    try:
        balance = read_balance(str(key), row(name=name, currency=currency))
    except Unreadable as error:
        str(error).encode()
        return
    for label in (balance.key, balance.name, balance.currency):
        label.encode()
        assert len(label) <= 64
        assert label.isprintable()


@given(written_amounts(), st.integers(0, 30))
def test_an_amount_is_the_same_as_text_and_as_a_number(written, accuracy):
    as_text = only(amount=written, amount_accuracy=accuracy)
    assert (as_text.amount, as_text.accuracy) == (Decimal(written), accuracy)


@given(statuses, st.binary())
@example(200, b"\xff\xfe")
@example(200, b"[" * 100_000)
@example(200, b"1" * 5000)
@example(200, b'{"error": false, "items": {"A": {"amount": ' + b"1" * 5000 + b"}}}")
@example(200, b'{"error": false, "items": {"A": {"amount": 1e99999999999999999999}}}')
@example(200, b"\xef\xbb\xbf" + DOCUMENTED)
@example(429, b"[" * 100_000)
def test_any_bytes_are_a_reading_or_our_error(status, body):
    try:
        balances = read(status, body)
    except CrystalPayError as error:
        str(error).encode()
    else:
        assert all(balance.amount.is_finite() for balance in balances)


@given(statuses, json_values)
def test_any_json_is_a_reading_or_our_error(status, value):
    try:
        read(status, json.dumps(value).encode())
    except CrystalPayError as error:
        str(error).encode()


@given(
    st.dictionaries(
        st.text(max_size=10),
        st.fixed_dictionaries(
            {},
            optional={
                "name": json_values,
                "amount": json_values | written_amounts(),
                "currency": st.just("BTC") | json_values,
                "amount_accuracy": st.just(8) | json_values,
                "else": json_values,
            },
        ),
        max_size=4,
    )
)
def test_any_rows_are_read_to_the_last_one_or_refused(items):
    try:
        balances = read(200, answer(items))
    except CrystalPayError as error:
        str(error).encode()
    else:
        assert len(balances) == len(items)
