"""Stores updates that are confirmed to Telegram before they are answered, encrypted.

It neither fetches nor answers them. It raises no error: an update that cannot be stored must not be
confirmed.
"""

import json
import logging
from collections.abc import Mapping, Sequence
from typing import Any

from bot.services.delayed_writer import DelayedWriter
from bot.storage import DatabaseError, UpdateInboxTable
from bot.vault import KeyProblem, KeyUnreadable, SecretLost, Vault

log = logging.getLogger(__name__)

Json = dict[str, Any]


class UpdateInbox:
    def __init__(self, table: UpdateInboxTable, vault: Vault) -> None:
        self._table = table
        self._vault = vault
        self._answered: set[int] = set()  # whose rows are to be deleted
        self._deleter = DelayedWriter("answered updates", self._delete)
        self._failing = False

    async def store(self, updates: Mapping[int, Json]) -> bool:
        """Store updates by number. Returns whether all of them are on the disk now."""
        try:
            await self._table.add({n: self._encrypt(update) for n, update in updates.items()})
        except (DatabaseError, KeyProblem) as error:
            if not self._failing:
                log.error("Updates cannot be stored, so they wait at Telegram: %s", error)
            self._failing = True
            return False
        self._answered -= updates.keys()
        self._failing = False
        return True

    def mark_answered(self, number: int) -> None:
        """Delete it a moment later. If the process is killed before, it is answered again."""
        self._answered.add(number)
        self._deleter.schedule()

    async def unanswered(self) -> Sequence[Json]:
        """Updates that an earlier process stored and did not answer, oldest first."""
        try:
            stored = await self._table.all()
        except DatabaseError as error:
            log.error("Stored updates could not be read; the next start will retry: %s", error)
            return ()
        try:
            updates = {number: self._decrypt(text) for number, text in stored.items()}
        except KeyUnreadable as error:
            log.error("Stored updates could not be decrypted; the next start will retry: %s", error)
            return ()
        for number, update in updates.items():
            if update is None:
                log.error("A stored update is dropped: no key that we have decrypts it")
                self.mark_answered(number)
        return [update for update in updates.values() if update is not None]

    async def close(self) -> None:
        """Delete what is answered and not deleted yet."""
        await self._deleter.close()

    def _encrypt(self, update: Json) -> str:
        return self._vault.encrypt(json.dumps(update))

    def _decrypt(self, encrypted: str) -> Json | None:
        try:
            update: Json = json.loads(self._vault.decrypt(encrypted))
        except SecretLost:
            return None
        return update

    async def _delete(self) -> None:
        while self._answered:
            numbers = frozenset(self._answered)
            await self._table.delete(numbers)
            self._answered -= numbers
