"""The table of messages that are owed: rows until Telegram has them. Sends nothing itself."""

import json
import sqlite3
from collections.abc import Iterable

from bot.domain.notifications import Notification, NotificationKind, OwedMessage
from bot.storage.database import Database
from bot.storage.timestamps import now

MAX_LOST = 2
"""Lost answers to a new message after which it is left as uncertain: it was sent twice at most."""

_STAYS = """
    (state IN ('undeliverable', 'sending') OR (state = 'uncertain' AND due_at IS NULL))
    """
"""What is not sent at once although there is something else to say."""


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
        """One message a subject and chat; what is owed already stays as it is."""
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
            now(),
            thread_id,
        )

    async def revise(self, subject: str, notification: Notification, shown_in: int | None) -> None:
        """Let every message about the subject say something else.

        One that is in its chat already is edited, one that is being sent is edited after that.
        That of the chat `shown_in` counts as told: its reader sees the answer to a press of his
        own. Where nothing could be delivered, it waits for the chat to write; what may stand in
        its chat twice is not sent once more.
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
            now(),
            shown_in,
        )

    async def follow(self, old_chat_id: int, new_chat_id: int) -> None:
        """What is about a chat, not for it, names its new id."""
        await self._database.write(
            """
            UPDATE outbox SET facts = json_set(facts, '$.chat_id', ?2), revision = revision + 1,
                state = iif(state = 'sent', 'pending', state),
                due_at = iif(state = 'sent', ?3, due_at), changed_at = ?3
            WHERE kind = 'bot_added' AND json_extract(facts, '$.chat_id') = ?1
            """,
            old_chat_id,
            new_chat_id,
            now(),
        )

    async def next_due(self) -> int | None:
        """When the next message may be sent, in milliseconds; None when nothing is owed."""
        row = await self._database.row(
            "SELECT min(due_at) AS due_at FROM outbox WHERE due_at IS NOT NULL"
        )
        return row["due_at"] if row else None

    async def take(self, most: int, without: Iterable[int], lease: int) -> tuple[OwedMessage, ...]:
        """Mark so many messages that are due as being sent, of each chat only its oldest.

        `without`: chats that have to wait. `lease`: milliseconds for the try; what is still
        being sent after them was taken by a process that is gone, and its answer is lost.
        """
        moment = now()
        async with self._database.transaction() as connection:
            await connection.execute(
                f"""
                UPDATE outbox SET state = 'uncertain', lost = lost + 1,
                    due_at = iif(lost + 1 < {MAX_LOST}, ?1, NULL), changed_at = ?1
                WHERE due_at <= ?1 AND state = 'sending' AND message_id IS NULL
                """,
                (moment,),
            )
            rows = await connection.execute_fetchall(
                """
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
                """,
                (moment, most, json.dumps(list(without)), lease),
            )
        return tuple(_owed(row) for row in rows)

    async def sent(self, owed: OwedMessage, message_id: int) -> None:
        """It stands in its chat. What is to be said since then is still owed, as an edit."""
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
            now(),
        )

    async def try_again(self, owed: OwedMessage, delay: float) -> None:
        """It surely never left: after `delay` seconds it is sent as if for the first time."""
        await self._database.write(
            "UPDATE outbox SET state = 'pending', due_at = ?2, message_id = ?3 WHERE id = ?1",
            owed.id,
            now() + int(delay * 1000),
            owed.message_id,
        )

    async def answer_lost(self, owed: OwedMessage, delay: float) -> None:
        """A new message may stand in its chat or not: sent once more at the most."""
        await self._database.write(
            f"""
            UPDATE outbox SET state = 'uncertain', lost = lost + 1, changed_at = ?2,
                due_at = iif(lost + 1 < {MAX_LOST}, ?3, NULL)
            WHERE id = ?1
            """,
            owed.id,
            now(),
            now() + int(delay * 1000),
        )

    async def undeliverable(self, owed: OwedMessage, *, whole_chat: bool) -> None:
        """Not tried again; `whole_chat`: nor is anything else that its chat is owed."""
        await self._database.write(
            """
            UPDATE outbox SET state = 'undeliverable', due_at = NULL, changed_at = ?4
            WHERE id = ?1 OR (?3 AND chat_id = ?2 AND due_at IS NOT NULL)
            """,
            owed.id,
            owed.chat_id,
            whole_chat,
            now(),
        )

    async def unreachable_chats(self) -> frozenset[int]:
        rows = await self._database.rows(
            "SELECT DISTINCT chat_id FROM outbox WHERE state = 'undeliverable'"
        )
        return frozenset(row["chat_id"] for row in rows)

    async def chat_is_back(self, chat_id: int) -> None:
        """What could not be delivered to the chat is owed again."""
        await self._database.write(
            """
            UPDATE outbox SET state = 'pending', due_at = ?2, attempts = 0
            WHERE chat_id = ?1 AND state = 'undeliverable'
            """,
            chat_id,
            now(),
        )

    async def forget(self, older_than: float) -> None:
        """Rows that nothing has happened to for so many seconds."""
        await self._database.write(
            "DELETE FROM outbox WHERE changed_at < ?", now() - int(older_than * 1000)
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
