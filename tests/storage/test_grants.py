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


@pytest.fixture
def seen_by(database):
    """The names of a chat's own grants, or «all»; None for a chat that has no grant."""

    async def seen_by(chat_id):
        access_row = await ChatTable(database).access_row(chat_id)
        own = [register.name for register in access_row.registers]
        assert access_row.granted == bool(own or access_row.sees_all)
        return ["all", *own] if access_row.sees_all else own or None

    return seen_by


async def test_a_chat_without_a_grant_sees_nothing(seen_by, shop):
    assert await seen_by(5) is None


async def test_a_grant_shows_one_register_to_one_chat(grants, seen_by, shop, market):
    await grants.add(5, [market.id])
    assert await seen_by(5) == ["Market"]
    assert await seen_by(6) is None


async def test_a_grant_for_all_names_no_register(grants, seen_by, shop):
    await grants.add(-100123, [None])
    assert await seen_by(-100123) == ["all"]
    (grant,) = await grants.all()
    assert (grant.chat_id, grant.register_id, grant.register_name) == (-100123, None, None)


async def test_grants_add_up_and_the_order_stays_that_of_the_registers(
    grants, seen_by, shop, market
):
    for register in (market, shop, market):
        await grants.add(5, [register.id])
    await grants.add(5, [None])
    assert await seen_by(5) == ["all", "Shop", "Market"]


async def test_granting_twice_is_granting_once(database, grants, shop):
    for _ in range(2):
        await grants.add(5, [None])
        await grants.add(5, [shop.id])
    assert (await database.row("SELECT count(*) FROM grants"))[0] == 2


async def test_taking_one_leaves_the_others(grants, seen_by, shop, market):
    await grants.add(5, [shop.id, market.id])
    await grants.delete(5, [shop.id])
    assert await seen_by(5) == ["Market"]


async def test_taking_everything_leaves_nothing_of_this_chat_only(grants, seen_by, shop):
    await grants.add(5, [None])
    await grants.add(6, [shop.id])
    await grants.delete_all(5)
    assert await seen_by(5) is None
    assert await seen_by(6) == ["Shop"]


async def test_a_removed_register_takes_its_grants_along(grants, registers, seen_by, shop, market):
    await grants.add(5, [shop.id, market.id])
    await registers.remove(shop.id)
    assert await seen_by(5) == ["Market"]
    await registers.add("Shop", "", "")
    assert await seen_by(5) == ["Market"]


async def test_a_chat_whose_only_register_is_removed_is_a_stranger(
    grants, registers, seen_by, shop
):
    await grants.add(5, [shop.id])
    await registers.remove(shop.id)
    assert await seen_by(5) is None
    assert await grants.all() == ()


async def test_an_upgraded_group_takes_its_grants_and_choices_along_once(
    database, grants, seen_by, shop
):
    chats = ChatTable(database)
    await grants.add(-5, [shop.id])
    await chats.set_language(-5, "ru")
    for _ in range(2):
        await grants.move(-5, -1005)
        assert await seen_by(-1005) == ["Shop"]
        assert (await chats.access_row(-1005)).language == "ru"
    assert await seen_by(-5) is None
    assert (await chats.access_row(-5)).language is None


async def test_an_upgrade_into_a_chat_that_has_grants_doubles_none(grants, seen_by, shop, market):
    await grants.add(-5, [shop.id, market.id])
    await grants.add(-1005, [shop.id])
    await grants.move(-5, -1005)
    assert await seen_by(-1005) == ["Shop", "Market"]
    assert len(await grants.all()) == 2


async def test_chats_are_listed_from_one_on_without_grants_that_have_ended(
    database, grants, shop, market
):
    for chat_id in (-3, -2, -1, 5):
        await grants.add(chat_id, [shop.id, market.id])
    await database.write("UPDATE grants SET ends_at = 1 WHERE chat_id = -2")
    await database.write("UPDATE grants SET ends_at = 1 WHERE chat_id = 5 AND register_id = 1")
    listed = [(g.chat_id, g.register_name) for g in await grants.of_chats(-2, 2)]
    assert listed == [(-1, "Shop"), (-1, "Market"), (5, "Market")]
    assert await grants.chats_before(5, 2) == (-1, -3)
    assert await grants.chats_before(-3, 2) == ()


async def test_a_grant_whose_register_is_gone_shows_nothing_least_of_all_everything(
    database, grants, shop, market
):
    """Other programs need not keep SQLite's foreign keys."""
    await grants.add(5, [shop.id])
    await grants.add(6, [shop.id, market.id])
    await database.write("PRAGMA foreign_keys = OFF")
    await database.write("DELETE FROM registers WHERE id = ?", shop.id)
    await database.write("PRAGMA foreign_keys = ON")
    for chat_id, seen in ((5, []), (6, ["Market"])):
        access_row = await ChatTable(database).access_row(chat_id)
        assert not access_row.sees_all
        assert [register.name for register in access_row.registers] == seen


async def test_a_move_says_whether_there_was_anything_to_move(grants):
    await grants.add(-5, [None])
    assert await grants.move(-5, -1005)
    assert not await grants.move(-5, -1005)


async def test_a_chat_that_was_moved_gets_its_menu_anew(database, grants):
    chats = ChatTable(database)
    await grants.add(-5, [None])
    await chats.set_menu(-5, "viewer")
    await grants.move(-5, -1005)
    assert await chats.wrong_menus([], "admin", "viewer") == {-1005: "viewer"}


@pytest.mark.parametrize(("before", "after"), [(None, 9**13), (9**13, None), (2 * 9**13, 9**13)])
async def test_of_two_grants_the_longer_one_survives_a_move(database, grants, before, after):
    for chat_id, ends_at in ((-5, before), (-1005, after)):
        await grants.add(chat_id, [None])
        await database.write("UPDATE grants SET ends_at = ? WHERE chat_id = ?", ends_at, chat_id)
    await grants.move(-5, -1005)
    (row,) = await database.rows("SELECT chat_id, ends_at FROM grants")
    longer = None if None in (before, after) else max(before, after)
    assert (row["chat_id"], row["ends_at"]) == (-1005, longer)
