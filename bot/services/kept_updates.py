"""Updates that are confirmed to Telegram before they are answered: sealed, kept, found again.

It neither fetches nor answers them, and raises nothing: what cannot be kept is not confirmed.
"""

import json
import logging
from collections.abc import Mapping, Sequence
from typing import Any

from bot.services.delayed_writer import DelayedWriter
from bot.storage import DatabaseError, UpdateTable
from bot.vault import KeyProblem, KeyUnreadable, SecretLost, Vault

log = logging.getLogger(__name__)

Json = dict[str, Any]


class KeptUpdates:
    def __init__(self, table: UpdateTable, vault: Vault) -> None:
        self._table = table
        self._vault = vault
        self._answered: set[int] = set()  # their rows are still to be deleted
        self._deleting = DelayedWriter("answered updates", self._delete)
        self._failing = False

    async def keep(self, updates: Mapping[int, Json]) -> bool:
        """Whether they are on the disk now, all of them; by number, each exactly as it came."""
        try:
            sealed = {n: self._vault.seal(json.dumps(update)) for n, update in updates.items()}
            await self._table.keep(sealed)
        except (DatabaseError, KeyProblem) as error:
            if not self._failing:
                log.error("Updates cannot be kept, so they wait at Telegram: %s", error)
            self._failing = True
            return False
        self._answered -= updates.keys()
        self._failing = False
        return True

    def answered(self, number: int) -> None:
        """Delete the row in a moment, together with others. Killed before: answered once more."""
        self._answered.add(number)
        self._deleting.schedule()

    async def left(self) -> Sequence[Json]:
        """What was kept and not answered when the process before ended, the oldest first."""
        try:
            kept = await self._table.left()
        except DatabaseError as error:
            log.error("Updates of before could not be read; the next start will try: %s", error)
            return ()
        try:
            opened = {number: self._opened(sealed) for number, sealed in kept.items()}
        except KeyUnreadable as error:
            log.error("Updates of before could not be opened; the next start will try: %s", error)
            return ()
        for number, update in opened.items():
            if update is None:
                log.error("An update of before is dropped: no key that we have opens it")
                self.answered(number)
        return [update for update in opened.values() if update is not None]

    async def close(self) -> None:
        await self._deleting.close()

    def _opened(self, sealed: str) -> Json | None:
        try:
            update: Json = json.loads(self._vault.open(sealed))
        except SecretLost:
            return None
        return update

    async def _delete(self) -> None:
        while self._answered:
            numbers = frozenset(self._answered)
            await self._table.forget(numbers)
            self._answered -= numbers
