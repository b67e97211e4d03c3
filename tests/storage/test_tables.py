"""What is kept comes back as it was: registers, choices, and the last reading of each register."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pure.amounts_made import amounts, labels

from bot.domain.readings import Balance, Reading
from bot.storage import ChatTable, NameTaken, ReadingTable, RegisterTable
from bot.storage.readings import _to_json, decode_reading
from bot.storage.timestamps import from_ms, to_ms

NOON = datetime(2026, 11, 22, 12, 0, 0, 123000, tzinfo=UTC)
ROWS = (
    Balance("BITCOIN", "Bitcoin", Decimal("0.00050000"), "BTC", 8),
    Balance("ODD", "«Имя» 💎 'quoted'; --", Decimal("-1E+5"), "RUB", 0),
    Balance("BIG", "Big", Decimal("123456789012345678901234567890.123456789012345678"), "X", 18),
)


@pytest.fixture
def registers(database):
    return RegisterTable(database)


@pytest.fixture
def readings(database):
    return ReadingTable(database)


async def test_registers_come_in_the_order_they_were_added(registers):
    for name in ("Zoo", "shop", "Аптека"):
        await registers.add(name, f"login of {name}", "sealed")
    assert [register.name for register in await registers.all()] == ["Zoo", "shop", "Аптека"]
    assert [each.login for each in await registers.listed()][2] == "login of Аптека"


@pytest.mark.parametrize("asked", ["Straße", "STRASSE", "straße", "strasse"])
async def test_a_register_is_found_without_case(registers, asked):
    added = await registers.add("Straße", "", "")
    assert await registers.named(asked) == added


@pytest.mark.parametrize(("name", "other"), [("Shop", "sHOP"), ("Касса", "КАССА")])
async def test_a_name_is_taken_without_case(registers, name, other):
    await registers.add(name, "", "")
    with pytest.raises(NameTaken):
        await registers.add(other, "", "")
    second = await registers.add("Second", "", "")
    with pytest.raises(NameTaken):
        await registers.rename(second.id, other)
    assert [register.name for register in await registers.all()] == [name, "Second"]


async def test_a_register_may_change_the_case_of_its_own_name(registers):
    register = await registers.add("shop", "", "")
    await registers.rename(register.id, "SHOP")
    assert (await registers.named("shop")).name == "SHOP"


async def test_an_id_is_never_given_again(registers):
    first = await registers.add("Shop", "", "")
    await registers.remove(first.id)
    second = await registers.add("Shop", "", "")
    assert second.id > first.id


async def test_a_new_secret_is_known_by_its_version(registers):
    register = await registers.add("Shop", "login", "old")
    await registers.replace_secret(register.id, "new")
    assert (await registers.named("Shop")).secret_version == register.secret_version + 1
    assert await registers.credentials(register.id) == ("login", "new")
    assert await registers.encrypted_secrets() == ("new",)


async def test_a_register_that_is_gone_has_no_keys(registers):
    assert await registers.credentials(404) is None
    assert await registers.named("none") is None


async def test_the_last_reading_comes_back_digit_for_digit(registers, readings):
    register = await registers.add("Shop", "", "")
    assert await readings.last(register.id) is None
    await readings.save(register.id, Reading(NOON, ROWS))
    last = await readings.last(register.id)
    assert last == Reading(NOON, ROWS)
    assert [str(balance.amount) for balance in last.balances] == [str(b.amount) for b in ROWS]


async def test_only_the_last_reading_is_kept(database, registers, readings):
    register = await registers.add("Shop", "", "")
    await readings.save(register.id, Reading(NOON, ROWS))
    await readings.save(register.id, Reading(NOON, ()))
    assert await readings.last(register.id) == Reading(NOON, ())
    assert (await database.row("SELECT count(*) FROM readings"))[0] == 1


async def test_the_reading_of_a_removed_register_is_gone_and_not_kept_again(registers, readings):
    register = await registers.add("Shop", "", "")
    await readings.save(register.id, Reading(NOON, ROWS))
    await registers.remove(register.id)
    assert await readings.last(register.id) is None
    await readings.save(register.id, Reading(NOON, ROWS))
    assert await readings.last(register.id) is None


async def test_a_chat_hides_empties_and_fixes_no_language_until_it_chooses(database):
    chats = ChatTable(database)

    async def choices():
        access_row = await chats.access_row(5)
        return access_row.language, access_row.hide_empty

    assert await choices() == (None, True)
    await chats.set_hide_empty(5, False)
    assert await choices() == (None, False)
    await chats.set_language(5, "ru")
    assert await choices() == ("ru", False)
    await chats.set_language(5, None)
    assert await choices() == (None, False)
    assert not (await chats.access_row(5)).granted


@given(
    st.lists(
        st.builds(Balance, labels, labels, amounts, labels, st.integers(0, 30)), max_size=5
    ).map(tuple)
)
def test_any_balances_come_back_as_they_were(balances):
    assert decode_reading(0, _to_json(balances)).balances == balances
    _to_json(balances).encode()


@given(st.integers(-(10**13), 10**14))
def test_a_moment_comes_back_to_the_millisecond(milliseconds):
    assert to_ms(from_ms(milliseconds)) == milliseconds
