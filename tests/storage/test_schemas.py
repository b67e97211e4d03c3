"""Files that people have: recorded databases are upgraded whole, and what is recorded stays so."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from storage.schemas.record import fingerprints, schema_of, schema_of_a_new_file

from bot.domain.audit import Event
from bot.domain.links import LinkKind
from bot.storage import (
    AccessRequestTable,
    AuditTable,
    ChatTable,
    LinkTable,
    ReadingTable,
    RegisterTable,
    open_database,
)
from bot.storage.integrity import fault_of, normalize
from bot.vault import Vault
from bot.vault.key_sources import ConfiguredKeys

SCHEMAS = Path(__file__).with_name("schemas")
RECORDED = sorted(SCHEMAS.glob("0*.sql"))
KEY = "VEVTVC1rZXktdGhhdC1vcGVucy1ub3RoaW5nLTEyMyE="
"""Of the secrets in the recorded databases, which are none."""

ANNA, VERA, BORIS, GROUP = 5000000001, 5000000002, 5000000003, -1002000000001
GONE = {"request_messages"}
"""Tables of old schemas whose rows went elsewhere; a test of its own looks for them."""

RENEW = (
    "A changed schema needs a migration of its own: a new file in bot/storage/migrations. With it, "
    "run `make .venv/installed && .venv/bin/python -P tests/storage/schemas/record.py`."
)


@pytest.fixture(params=RECORDED, ids=lambda file: file.stem)
def old(request, path):
    """A file as an earlier version left it; its rows by table are `rows_of(path)`."""
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as plain:
        plain.executescript(request.param.read_text(encoding="utf-8"))
    return rows_of(path)


def rows_of(path):
    with closing(sqlite3.connect(path)) as plain:
        plain.row_factory = sqlite3.Row
        tables = plain.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        ).fetchall()
        return {
            name: [dict(row) for row in plain.execute(f'SELECT * FROM "{name}"')]
            for (name,) in tables
        }


async def opened(path):
    async with open_database(path):
        pass


def test_there_are_rows_in_every_table_that_was_recorded(old):
    assert [table for table, rows in old.items() if not rows] == []  # to be added by hand
    assert {"registers", "grants", "links", "requests", "audit"} <= old.keys()


async def test_every_row_of_before_is_there_after_the_upgrade(path, old):
    await opened(path)
    now = rows_of(path)
    for table in old.keys() - GONE:
        found = [{name: row[name] for name in old[table][0]} for row in now[table]]
        assert sorted(found, key=repr) == sorted(old[table], key=repr), table
    assert fault_of(path) is None


async def test_an_id_that_was_given_before_is_not_given_again(path, old):
    async with open_database(path) as database:
        assert (await RegisterTable(database).add("New", "login", "sealed")).id == 6


async def test_the_code_of_today_reads_what_was_written_then(path, old):
    vault = Vault(ConfiguredKeys(KEY))
    async with open_database(path) as database:
        registers = RegisterTable(database)
        one, three = sorted(await registers.all(), key=lambda each: each.id)
        assert (one.name, three.name) == ("Магазин", "O'Brien; «Bar»")
        async with database.transaction() as connection:
            sealed = await connection.execute_fetchall("SELECT secret FROM registers ORDER BY id")
        assert [vault.decrypt(row[0]) for row in sealed] == [
            "test-secret-of-one",
            "test-secret-of-three",
        ]
        chats = ChatTable(database)
        assert (await chats.access_row(ANNA)).sees_all
        assert [each.id for each in (await chats.access_row(GROUP)).registers] == [1, 3]
        assert (await chats.access_row(VERA)).registers == ()
        reading = await ReadingTable(database).last(1)
        assert reading
        assert [f"{each.amount}" for each in reading.balances] == ["0.0005", "100.1"]
        (invite,) = await LinkTable(database).all_open(LinkKind.INVITE)
        assert (len(invite.names), invite.grant_seconds) == (2, 86400)
        (request,) = await AccessRequestTable(database).all_open()
        assert (request.id, request.chat_id) == (2, BORIS)
        entries = await AuditTable(database).newest(0, 10)
        assert [each.event for each in entries] == [Event.GRANTED, Event.REGISTER_ADDED]


async def test_what_told_an_admin_of_an_open_request_is_known(path, old):
    await opened(path)
    (told,) = [row for row in rows_of(path)["outbox"] if row["subject"] == "request:2"]
    assert (told["chat_id"], told["message_id"], told["state"]) == (ANNA, 17, "sent")


async def test_the_schema_is_the_recorded_one():
    recorded = (SCHEMAS / "current.sql").read_text(encoding="utf-8")
    made = "\n".join(await schema_of_a_new_file())
    assert normalize(made) == normalize(recorded), RENEW


async def test_an_upgraded_file_has_the_recorded_schema(path, old):
    await opened(path)
    recorded = (SCHEMAS / "current.sql").read_text(encoding="utf-8")
    assert normalize("\n".join(schema_of(path))) == normalize(recorded)


def test_no_migration_that_was_recorded_has_changed():
    recorded = (SCHEMAS / "migrations.sha256").read_text(encoding="utf-8").splitlines()
    assert fingerprints() == recorded, (
        f"People's files have run the recorded ones and will not run them again. {RENEW}"
    )


def test_the_newest_recorded_database_is_of_the_newest_schema():
    """It is the one that the next version will have to upgrade."""
    newest = (SCHEMAS / "migrations.sha256").read_text(encoding="utf-8").split()[-1]
    assert RECORDED[-1].stem == newest[:4], RENEW
