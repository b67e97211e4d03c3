"""A grant that is over counts for nothing and is told once; a wrong clock costs nobody a grant."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.links import LinkKind
from bot.storage import AccessRequestTable, ChatTable, GrantTable, LinkTable, RegisterTable
from bot.storage.timestamps import now_ms

HOUR = 3600 * 1000  # milliseconds


@pytest.fixture
def grants(database):
    return GrantTable(database)


@pytest.fixture
async def shop(database):
    return await RegisterTable(database).add("Shop", "", "")


@pytest.fixture
def ends(database, grants):
    """Give chat 5 a grant that ends so many milliseconds from now."""

    async def ends(register_id, delay):
        await grants.add(5, [register_id])
        await database.write(
            "UPDATE grants SET ends_at = ? WHERE chat_id = 5 AND register_id IS ?",
            now_ms() + delay,
            register_id,
        )

    return ends


@pytest.fixture
def counts(database):
    async def counts(chat_id=5):
        return (await ChatTable(database).access_row(chat_id)).granted

    return counts


@pytest.fixture
def clock_goes(database):
    """As if the clock were set forward by so much: all that is kept is that much older."""

    async def clock_goes(forward):
        await database.write("UPDATE grants SET ends_at = ends_at - ?", forward)
        await database.write("UPDATE grants SET end_told_at = end_told_at - ?", forward)

    return clock_goes


async def test_an_end_is_told_once_and_the_row_stays(grants, ends, counts, shop, database):
    await ends(shop.id, -1)
    (ended,) = await grants.mark_ended()
    assert (ended.chat_id, ended.register_name) == (5, "Shop")
    assert await grants.mark_ended() == ()
    assert await grants.next_end() is None
    assert not await counts()
    assert (await database.row("SELECT count(*) FROM grants"))[0] == 1


async def test_a_clock_that_jumped_and_was_set_right_takes_no_access_for_good(
    grants, ends, counts, shop, clock_goes
):
    await ends(shop.id, HOUR)
    await clock_goes(365 * 24 * HOUR)
    assert len(await grants.mark_ended()) == 1
    assert not await counts()
    await clock_goes(-365 * 24 * HOUR)
    assert await counts()
    assert await grants.mark_ended() == ()
    assert await grants.next_end() is not None
    await clock_goes(2 * HOUR)  # the real end, which nobody was told of
    assert len(await grants.mark_ended()) == 1
    assert await grants.mark_ended() == ()


async def test_a_clock_that_is_set_back_a_little_tells_nothing_twice(
    grants, ends, shop, clock_goes
):
    await ends(shop.id, -5000)
    assert len(await grants.mark_ended()) == 1
    await clock_goes(-2000)
    assert await grants.mark_ended() == ()


async def by_an_admin(database, shop):
    await GrantTable(database).add(5, [shop.id])


async def by_an_invite(database, shop):
    links = LinkTable(database)
    await links.add(
        "hash", LinkKind.INVITE, timedelta(minutes=1), registers=[shop.id], grant_seconds=60
    )
    assert await links.use_for_chat("hash", 5)


async def by_an_answer(database, shop):
    requests = AccessRequestTable(database)
    request_id = await requests.open(5, "Anna", 5, None)
    assert await requests.decide(request_id, (shop.id,))


@pytest.mark.parametrize("again", [by_an_admin, by_an_invite, by_an_answer])
async def test_what_is_granted_again_counts_and_its_next_end_is_told(
    database, grants, ends, counts, shop, again, clock_goes
):
    await ends(shop.id, -1)
    await grants.mark_ended()
    await again(database, shop)
    assert await counts()
    assert await grants.mark_ended() == ()
    (grant,) = await grants.of_chat(5)
    assert (grant.ends_at is None) == (again is not by_an_invite)
    assert (await database.row("SELECT end_told_at FROM grants"))[0] is None
    await clock_goes(HOUR)
    assert len(await grants.mark_ended()) == (again is by_an_invite)


async def test_approving_after_a_timed_invite_makes_the_grant_permanent(
    database, grants, ends, shop
):
    await ends(shop.id, HOUR)
    await by_an_answer(database, shop)
    assert [grant.ends_at for grant in await grants.of_chat(5)] == [None]


async def test_what_is_over_is_in_no_list(grants, ends, shop):
    await ends(shop.id, -1)
    assert await grants.all() == ()
    assert await grants.of_chats(-100, 10) == ()
    assert await grants.chats_before(100, 10) == ()
    assert await grants.of_chat(5) == ()
    assert await grants.of_register(shop.id) == ()
    assert await grants.delete_all(5) is False


async def test_what_is_over_for_a_groups_new_id_does_not_cost_it_what_counts(
    grants, ends, counts, shop
):
    await ends(shop.id, -1)
    await grants.add(-5, [shop.id])
    await grants.move(-5, 5)
    assert await counts()


async def test_only_the_grants_that_ended_last_are_kept(database, grants, shop):
    moment = now_ms()
    for chat_id in range(1, 7):
        await grants.add(chat_id, [shop.id])
        if chat_id < 6:
            await database.write(
                "UPDATE grants SET ends_at = ? WHERE chat_id = ?", moment - chat_id, chat_id
            )
    await grants.delete_ended(2)  # nobody was told yet
    assert len(await grants.mark_ended()) == 5
    await grants.delete_ended(2)
    rows = await database.rows("SELECT chat_id FROM grants ORDER BY chat_id")
    assert [row["chat_id"] for row in rows] == [1, 2, 6]
