"""The table of messages to be sent, each stored until Telegram has it. Sends nothing itself."""

import json
import sqlite3
from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.domain.notifications import Notification, NotificationKind, OwedMessage
from bot.storage.database import Database
from bot.storage.timestamps import duration_ms, from_ms, now_ms

MAX_LOST_ANSWERS = 2
"""Telegram's answer got lost so often: the message stays uncertain and is not sent again."""

_STAYS = """
    (state IN ('undeliverable', 'sending') OR (state = 'uncertain' AND due_at IS NULL))
    """
"""A revised message in such a state is not sent at once."""

_EXPIRE_LEASES = f"""
    UPDATE outbox SET state = 'uncertain', lost = lost + 1,
        due_at = iif(lost + 1 < {MAX_LOST_ANSWERS}, ?1, NULL), changed_at = ?1
    WHERE due_at <= ?1 AND state = 'sending' AND message_id IS NULL
    """
"""The process that was sending a new message is gone, and Telegram's answer is lost; ?1: now."""

_TAKE = """
    UPDATE outbox SET state = 'sending', attempts = attempts + 1, due_at = ?1 + ?4
    WHERE id IN (
        SELECT id FROM outbox AS one
        WHERE due_at <= ?1 AND chat_id NOT IN (SELECT value FROM json_each(?3))
            AND NOT EXISTS (
                SELECT 1 FROM outbox AS before
                WHERE before.chat_id = one.chat_id AND before.due_at IS NOT NULL
                    AND before.id < one.id
            )
        ORDER BY due_at, id LIMIT ?2
    )
    RETURNING *
    """
"""?1: now, ?2: how many, ?3: chats to skip, ?4: the lease in milliseconds."""


class OutboxTable:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def owe(
        self,
        subject: str,
        chat_ids: Iterable[int],
        notification: Notification,
        thread_id: int | None = None,
    ) -> None:
        """Add one message per subject and chat; existing ones stay as they are."""
        await self._database.write(
            """
            INSERT INTO outbox (subject, chat_id, kind, facts, due_at, changed_at, thread_id)
            SELECT ?1, value, ?3, ?4, ?5, ?5, ?6 FROM json_each(?2) WHERE true
            ON CONFLICT DO NOTHING
            """,
            subject,
            json.dumps(list(chat_ids)),
            notification.kind,
            json.dumps(notification.facts, ensure_ascii=False),
            now_ms(),
            thread_id,
        )

    async def revise(self, subject: str, notification: Notification, shown_in: int | None) -> None:
        """Change the text of every message about the subject.

        A message that was sent will be edited; one that is being sent, after that. The message of
        the chat `shown_in` counts as sent, because its reader already sees the answer to a button
        press. An undeliverable message waits until its chat writes; one that may already be in its
        chat twice is not sent again.
        """
        await self._database.write(
            f"""
            UPDATE outbox SET kind = ?2, facts = ?3, revision = revision + 1,
                state = CASE WHEN chat_id = ?5 THEN 'sent' WHEN {_STAYS} THEN state
                    ELSE 'pending' END,
                due_at = CASE WHEN chat_id = ?5 THEN NULL WHEN {_STAYS} THEN due_at ELSE ?4 END,
                attempts = 0, lost = iif(message_id IS NULL, lost, 0), changed_at = ?4
            WHERE subject = ?1
            """,
            subject,
            notification.kind,
            json.dumps(notification.facts, ensure_ascii=False),
            now_ms(),
            shown_in,
        )

    async def move(self, old_chat_id: int, new_chat_id: int) -> None:
        """Messages about a chat (not to it) get its new id."""
        await self._database.write(
            """
            UPDATE outbox SET facts = json_set(facts, '$.chat_id', ?2), revision = revision + 1,
                state = iif(state = 'sent', 'pending', state),
                due_at = iif(state = 'sent', ?3, due_at), changed_at = ?3
            WHERE kind = 'bot_added' AND json_extract(facts, '$.chat_id') = ?1
            """,
            old_chat_id,
            new_chat_id,
            now_ms(),
        )

    async def next_due(self) -> datetime | None:
        """When the next message is due (UTC); None if none is."""
        row = await self._database.row(
            "SELECT min(due_at) AS due_at FROM outbox WHERE due_at IS NOT NULL"
        )
        return from_ms(row["due_at"]) if row and row["due_at"] is not None else None

    async def take(
        self, limit: int, excluded_chats: Iterable[int], lease: timedelta
    ) -> tuple[OwedMessage, ...]:
        """Mark due messages as being sent, at most `limit`, and only the oldest of each chat.

        A message that is still being sent when the `lease` is over was taken by a process that is
        gone: Telegram's answer to it is lost.
        """
        now, excluded = now_ms(), json.dumps(list(excluded_chats))
        async with self._database.transaction() as connection:
            await connection.execute(_EXPIRE_LEASES, (now,))
            rows = await connection.execute_fetchall(
                _TAKE, (now, limit, excluded, duration_ms(lease))
            )
        return tuple(_owed(row) for row in rows)

    async def mark_sent(self, owed: OwedMessage, message_id: int) -> None:
        """The message is in its chat. If its text was revised meanwhile, it will be edited."""
        await self._database.write(
            """
            UPDATE outbox SET message_id = ?3, attempts = 0, changed_at = ?4,
                state = iif(revision = ?2, 'sent', 'pending'),
                due_at = iif(revision = ?2, NULL, ?4)
            WHERE id = ?1
            """,
            owed.id,
            owed.revision,
            message_id,
            now_ms(),
        )

    async def retry(self, owed: OwedMessage, delay: timedelta) -> None:
        """It was certainly not sent: send it after the delay, as if for the first time."""
        await self._database.write(
            "UPDATE outbox SET state = 'pending', due_at = ?2, message_id = ?3 WHERE id = ?1",
            owed.id,
            now_ms() + duration_ms(delay),
            owed.message_id,
        )

    async def mark_uncertain(self, owed: OwedMessage, delay: timedelta) -> None:
        """A new message may or may not be in its chat: send it at most once more."""
        await self._database.write(
            f"""
            UPDATE outbox SET state = 'uncertain', lost = lost + 1, changed_at = ?2,
                due_at = iif(lost + 1 < {MAX_LOST_ANSWERS}, ?3, NULL)
            WHERE id = ?1
            """,
            owed.id,
            now_ms(),
            now_ms() + duration_ms(delay),
        )

    async def mark_undeliverable(self, owed: OwedMessage, *, whole_chat: bool) -> None:
        """Do not retry it; `whole_chat`: nor any other message to its chat."""
        await self._database.write(
            """
            UPDATE outbox SET state = 'undeliverable', due_at = NULL, changed_at = ?4
            WHERE id = ?1 OR (?3 AND chat_id = ?2 AND due_at IS NOT NULL)
            """,
            owed.id,
            owed.chat_id,
            whole_chat,
            now_ms(),
        )

    async def unreachable_chats(self) -> frozenset[int]:
        """Chats with messages that could not be delivered."""
        rows = await self._database.rows(
            "SELECT DISTINCT chat_id FROM outbox WHERE state = 'undeliverable'"
        )
        return frozenset(row["chat_id"] for row in rows)

    async def retry_undeliverable(self, chat_id: int) -> None:
        """Send what could not be delivered to the chat before."""
        await self._database.write(
            """
            UPDATE outbox SET state = 'pending', due_at = ?2, attempts = 0
            WHERE chat_id = ?1 AND state = 'undeliverable'
            """,
            chat_id,
            now_ms(),
        )

    async def delete_unchanged(self, older_than: timedelta) -> None:
        """Delete rows that have not changed for so long."""
        await self._database.write(
            "DELETE FROM outbox WHERE changed_at < ?", now_ms() - duration_ms(older_than)
        )


def _owed(row: sqlite3.Row) -> OwedMessage:
    return OwedMessage(
        id=row["id"],
        revision=row["revision"],
        chat_id=row["chat_id"],
        thread_id=row["thread_id"],
        message_id=row["message_id"],
        attempts=row["attempts"],
        notification=Notification(NotificationKind(row["kind"]), json.loads(row["facts"])),
    )
