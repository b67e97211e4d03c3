"""The table of chats: titles, languages and settings. A row here gives no rights."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.domain.registers import Register
from bot.storage.database import Database
from bot.storage.timestamps import from_ms, now_ms, to_ms


@dataclass(frozen=True, slots=True)
class ChatAccessRow:
    """All that an update needs to know about its chat, read in one query.

    `language`: the one chosen for the chat; `user_language`: that of a private chat's user, as the
    user's client last reported it, or empty; `timezone`: the IANA name chosen for the chat;
    `viewed_at`: when it last asked for all its balances (UTC); `is_admin`: the user joined by an
    admin link; `granted`: there is a grant that has not ended; `sees_all`: one of them is for all
    registers; `registers`: those of its other grants, in the order in which they were added.
    """

    title: str
    language: str | None
    user_language: str
    hide_empty: bool
    timezone: str | None
    show_changes: bool
    dark_charts: bool
    viewed_at: datetime | None
    is_admin: bool
    granted: bool
    sees_all: bool
    registers: tuple[Register, ...]


_ACCESS_ROW = """
    SELECT
        chats.title, chats.language, chats.user_language, chats.hide_empty, chats.timezone,
        chats.show_changes, chats.dark_charts, chats.viewed_at,
        EXISTS (SELECT 1 FROM admins WHERE user_id = ?1) AS is_admin,
        grants.chat_id IS NOT NULL AS granted, grants.register_id AS granted_id,
        registers.id AS register_id, registers.name, registers.secret_version
    FROM (SELECT 1)
    LEFT JOIN chats ON chats.id = ?1
    LEFT JOIN grants ON grants.chat_id = ?1 AND (ends_at IS NULL OR ends_at > ?2)
    LEFT JOIN registers ON registers.id = grants.register_id
    ORDER BY registers.id
    """
"""One row per grant; a chat without grants has one row. `granted_id` NULL: for all registers.

A missing register does not mean that: it may have been removed.
"""

_WRONG_MENUS = """
    SELECT value AS id, ?2 AS wanted FROM json_each(?1)
    WHERE NOT EXISTS (SELECT 1 FROM chats WHERE id = value AND menu = ?2)
    UNION ALL
    SELECT DISTINCT chat_id, ?3 FROM grants
    WHERE (ends_at IS NULL OR ends_at > ?4)
        AND chat_id NOT IN (SELECT value FROM json_each(?1))
        AND NOT EXISTS (SELECT 1 FROM chats WHERE id = chat_id AND menu = ?3)
    UNION ALL
    SELECT id, '' FROM chats
    WHERE menu != ''
        AND id NOT IN (SELECT value FROM json_each(?1))
        AND NOT EXISTS (
            SELECT 1 FROM grants WHERE chat_id = id AND (ends_at IS NULL OR ends_at > ?4)
        )
    """


class ChatTable:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def access_row(self, chat_id: int) -> ChatAccessRow:
        rows = list(await self._database.rows(_ACCESS_ROW, chat_id, now_ms()))
        first = rows[0]
        return ChatAccessRow(
            title=first["title"] or "",
            language=first["language"],
            user_language=first["user_language"] or "",
            hide_empty=first["hide_empty"] != 0,  # NULL for an unknown chat: the default is yes
            timezone=first["timezone"],
            show_changes=first["show_changes"] != 0,
            dark_charts=bool(first["dark_charts"]),
            viewed_at=None if first["viewed_at"] is None else from_ms(first["viewed_at"]),
            is_admin=bool(first["is_admin"]),
            granted=bool(first["granted"]),
            sees_all=any(row["granted"] and row["granted_id"] is None for row in rows),
            registers=tuple(
                Register(row["register_id"], row["name"], row["secret_version"])
                for row in rows
                if row["register_id"] is not None
            ),
        )

    async def titles(self) -> dict[int, str]:
        rows = await self._database.rows("SELECT id, title FROM chats WHERE title != ''")
        return {row["id"]: row["title"] for row in rows}

    async def titles_of(self, chat_ids: Iterable[int]) -> dict[int, str]:
        rows = await self._database.rows(
            "SELECT id, title FROM chats WHERE id IN (SELECT value FROM json_each(?))",
            json.dumps(list(chat_ids)),
        )
        return {row["id"]: row["title"] for row in rows}

    async def title(self, chat_id: int) -> str:
        row = await self._database.row("SELECT title FROM chats WHERE id = ?", chat_id)
        return row["title"] if row else ""

    async def is_denied_for_good(self, chat_id: int) -> bool:
        row = await self._database.row("SELECT denied_for_good FROM chats WHERE id = ?", chat_id)
        return bool(row and row["denied_for_good"])

    async def clear_denial(self, chat_id: int) -> bool:
        """Let the chat ask for access again. Returns whether it had been denied for good."""
        was_denied = await self.is_denied_for_good(chat_id)
        if was_denied:
            await self._set(chat_id, "denied_for_good", 0)
        return was_denied

    async def set_title(self, chat_id: int, title: str, user_language: str) -> None:
        """`user_language`: of a private chat's user; empty for any other chat."""
        await self._set(chat_id, "title", title)
        await self._set(chat_id, "user_language", user_language)

    async def set_language(self, chat_id: int, language: str | None) -> None:
        """None: as each user's Telegram."""
        await self._set(chat_id, "language", language)

    async def set_hide_empty(self, chat_id: int, hide_empty: bool) -> None:
        await self._set(chat_id, "hide_empty", hide_empty)

    async def set_timezone(self, chat_id: int, timezone: str | None) -> None:
        """An IANA name; None: that of the settings."""
        await self._set(chat_id, "timezone", timezone)

    async def set_show_changes(self, chat_id: int, show_changes: bool) -> None:
        await self._set(chat_id, "show_changes", show_changes)

    async def set_dark_charts(self, chat_id: int, dark_charts: bool) -> None:
        await self._set(chat_id, "dark_charts", dark_charts)

    async def set_viewed_at(self, chat_id: int, viewed_at: datetime) -> None:
        await self._set(chat_id, "viewed_at", to_ms(viewed_at))

    async def set_menu(self, chat_id: int, role: str) -> None:
        """Store whose command menu Telegram shows in the chat; '' for the default one."""
        await self._set(chat_id, "menu", role)

    async def wrong_menus(
        self, admins: Iterable[int], admin: str, viewer: str
    ) -> Mapping[int, str]:
        """The chats that show the wrong menu: the role that each should have, by chat id.

        `admins`: their ids; `admin`, `viewer`: the names of these roles. SQL compares, because
        there may be a hundred thousand chats.
        """
        ids = json.dumps(list(admins))
        rows = await self._database.rows(_WRONG_MENUS, ids, admin, viewer, now_ms())
        return {row["id"]: row["wanted"] for row in rows}

    async def delete_unused(self) -> None:
        """Delete chats with no grant, no setting and no request that no other table refers to."""
        await self._database.write(
            """
            DELETE FROM chats
            WHERE language IS NULL AND hide_empty = 1 AND denied_for_good = 0 AND menu = ''
                AND timezone IS NULL AND show_changes = 1 AND dark_charts = 0
                AND NOT EXISTS (SELECT 1 FROM grants WHERE chat_id = chats.id)
                AND NOT EXISTS (SELECT 1 FROM requests WHERE chat_id = chats.id)
                AND NOT EXISTS (SELECT 1 FROM admins WHERE user_id = chats.id)
                AND id NOT IN (SELECT chat_id FROM audit WHERE chat_id IS NOT NULL)
                AND id NOT IN (SELECT chat_id FROM looks)
            """
        )

    async def _set(self, chat_id: int, column: str, value: str | int | None) -> None:
        await self._database.write(
            f"INSERT INTO chats (id, {column}) VALUES (?, ?)"
            f" ON CONFLICT (id) DO UPDATE SET {column} = excluded.{column}",
            chat_id,
            value,
        )
