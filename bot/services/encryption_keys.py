"""The encryption key of registers' secrets: is it the one, show it, replace it; asks nobody."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.audit import COMMAND_LINE, Actor, Event
from bot.services.audit import Audit
from bot.storage import Database, RegisterTable
from bot.vault import Vault


@dataclass(frozen=True, slots=True)
class Rotation:
    """How many secrets have the new key, and how many no key opened, so that they stayed."""

    sealed_anew: int
    lost: int


class EncryptionKeys:
    def __init__(self, database: Database, vault: Vault, audit: Audit) -> None:
        self._database = database
        self._table = RegisterTable(database)
        self._vault = vault
        self._audit = audit

    @property
    def source(self) -> str:
        """Where the keys are, for a person."""
        return self._vault.source

    async def show(self, by: Actor = COMMAND_LINE) -> Sequence[str]:
        """The keys themselves, newest first; none before the first register. Raises KeyProblem."""
        keys = self._vault.keys()
        if keys:
            await self._audit.record(Event.KEY_SHOWN, by)
        return keys

    async def diagnose(self) -> str | None:
        """One line about the secrets that cannot be read, if there are such."""
        return self._vault.diagnose(await self._table.sealed_secrets())

    async def rotate(self, by: Actor = COMMAND_LINE) -> Rotation:
        """Put a new key in front and seal every secret with it, in one transaction.

        Raises KeyProblem, having changed nothing.
        """
        # The new key is on the disk before a secret needs it; what is killed halfway has both.
        async with self._database.transaction():
            renewed = await self._table.reseal(self._vault.renew)
            rotation = Rotation(len(renewed) - renewed.count(None), renewed.count(None))
            await self._audit.record(Event.KEY_ROTATED, by, None, secrets=rotation.sealed_anew)
        return rotation
