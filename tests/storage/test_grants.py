"""Who may see what, as it is kept: all or some, taken back, moved, gone with a register."""

from __future__ import annotations

import pytest

from bot.storage import ChatTable, GrantTable, RegisterTable


@pytest.fixture
def grants(database):
    return GrantTable(database)


@pytest.fixture
def registers(database):
    return RegisterTable(database)


@pytest.fixture
async def shop(registers):
    return await registers.add("Shop", "", "")


@pytest.fixture
async def market(registers, shop):
    return await registers.add("Market", "", "")


async def test_a_chat_without_a_grant_sees_nothing(grants, registers, shop):
    assert await registers.visible_to(5) == ()
    assert not await grants.exist_for(5)


async def test_a_grant_shows_one_register_to_one_chat(grants, registers, shop, market):
    await grants.add(5, [market.id])
    assert await registers.visible_to(5) == (market,)
    assert await registers.visible_to(6) == ()
    assert await grants.all() == {5: ("Market",)}


async def test_a_grant_for_all_shows_later_registers_too(grants, registers, shop):
    await grants.add(-100123, [None])
    later = await registers.add("Later", "", "")
    assert await registers.visible_to(-100123) == (shop, later)
    assert await grants.all() == {-100123: (None,)}


async def test_grants_add_up_and_the_order_stays_that_of_the_registers(
    grants, registers, shop, market
):
    for register in (market, shop, market):
        await grants.add(5, [register.id])
    await grants.add(5, [None])
    assert await registers.visible_to(5) == (shop, market)
    assert sorted(name or "" for name in (await grants.all())[5]) == ["", "Market", "Shop"]


async def test_granting_twice_is_granting_once(database, grants, shop):
    for _ in range(2):
        await grants.add(5, [None])
        await grants.add(5, [shop.id])
    assert (await database.row("SELECT count(*) FROM grants"))[0] == 2


async def test_taking_one_leaves_the_others(grants, registers, shop, market):
    await grants.add(5, [shop.id, market.id])
    await grants.take(5, [shop.id])
    assert await registers.visible_to(5) == (market,)


async def test_taking_all_leaves_nothing_of_this_chat_only(grants, registers, shop):
    await grants.add(5, [None])
    await grants.add(6, [shop.id])
    await grants.take_all(5)
    assert not await grants.exist_for(5)
    assert await registers.visible_to(6) == (shop,)


async def test_a_removed_register_takes_its_grants_along(grants, registers, shop, market):
    await grants.add(5, [shop.id, market.id])
    await registers.remove(shop.id)
    assert await grants.all() == {5: ("Market",)}
    again = await registers.add("Shop", "", "")
    assert again not in await registers.visible_to(5)


async def test_an_upgraded_group_takes_its_grants_and_choices_along_once(
    database, grants, registers, shop
):
    chats = ChatTable(database)
    await grants.add(-5, [shop.id])
    await chats.choose_language(-5, "ru")
    for _ in range(2):
        await grants.move(-5, -1005)
        assert await grants.all() == {-1005: ("Shop",)}
        assert await chats.choices(-1005) == ("ru", True)
    assert await chats.choices(-5) == (None, True)


async def test_an_upgrade_into_a_chat_that_has_grants_doubles_none(grants, shop, market):
    await grants.add(-5, [shop.id, market.id])
    await grants.add(-1005, [shop.id])
    await grants.move(-5, -1005)
    assert await grants.all() == {-1005: ("Shop", "Market")}
