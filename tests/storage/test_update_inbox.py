"""Updates are stored encrypted, exactly as they came, and given back once."""

from __future__ import annotations

import pytest

from bot.services.update_inbox import UpdateInbox
from bot.storage import UpdateInboxTable
from bot.vault import open_vault

UPDATE = {
    "update_id": 7,
    "message": {"text": "half a pair: \ud83d, Касса 👍", "unknown": [1.5, None]},
}


@pytest.fixture
def inbox(database, path):
    return UpdateInbox(UpdateInboxTable(database), open_vault(None, path.parent))


async def rows(database):
    return [row["number"] for row in await database.rows("SELECT number FROM updates_in_hand")]


async def test_an_update_comes_back_exactly_as_it_was(inbox):
    assert await inbox.store({7: UPDATE, 8: {"update_id": 8}})
    assert await inbox.unanswered() == [UPDATE, {"update_id": 8}]


async def test_what_is_on_the_disk_is_sealed(inbox, database):
    await inbox.store({7: {"update_id": 7, "message": {"text": "words-in-clear"}}})
    (row,) = await database.rows("SELECT sealed FROM updates_in_hand")
    assert "words" not in row["sealed"]


async def test_what_was_answered_is_deleted_at_the_latest_at_the_end(inbox, database):
    await inbox.store({number: {"update_id": number} for number in (7, 8, 9)})
    inbox.mark_answered(7)
    inbox.mark_answered(9)
    assert await rows(database) == [7, 8, 9]  # in a moment, and together
    await inbox.close()
    assert await rows(database) == [8]


async def test_a_number_that_is_kept_anew_is_not_deleted_for_the_old_one(inbox, database):
    await inbox.store({7: {"update_id": 7}})
    inbox.mark_answered(7)
    await inbox.store({7: UPDATE})
    await inbox.close()
    assert await inbox.unanswered() == [UPDATE]


async def test_what_is_older_than_a_day_is_deleted_unanswered(inbox, database):
    await inbox.store({7: {"update_id": 7}, 8: {"update_id": 8}})
    await database.write("UPDATE updates_in_hand SET came_at = came_at - 86400000 WHERE number = 7")
    assert await inbox.unanswered() == [{"update_id": 8}]
    assert await rows(database) == [8]


async def test_what_no_key_opens_is_dropped_and_told_of(inbox, database, path, caplog):
    await inbox.store({7: {"update_id": 7}})
    path.with_name("bot.key").unlink()
    await inbox.store({8: {"update_id": 8}})
    assert await inbox.unanswered() == [{"update_id": 8}]
    assert "A stored update is dropped: no key that we have decrypts it" in caplog.text
    await inbox.close()
    assert await rows(database) == [8]


async def test_what_cannot_be_sealed_or_written_is_told_of_once(inbox, database, path, caplog):
    path.with_name("bot.key").write_text("no key at all")
    assert [await inbox.store({7: UPDATE}) for _ in range(3)] == [False] * 3
    path.with_name("bot.key").unlink()
    await database.write("ALTER TABLE updates_in_hand RENAME TO elsewhere")
    assert not await inbox.store({7: UPDATE})
    assert await inbox.unanswered() == ()
    inbox.mark_answered(7)
    await inbox.close()
    assert caplog.text.count("Updates cannot be stored, so they wait at Telegram") == 1
    await database.write("ALTER TABLE elsewhere RENAME TO updates_in_hand")
    assert await inbox.store({7: UPDATE})
