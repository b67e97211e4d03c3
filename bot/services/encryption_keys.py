"""The key that encrypts registers' secrets: checked, shown, replaced."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.audit import COMMAND_LINE, Actor, Event
from bot.services.audit import Audit
from bot.storage import Database, RegisterTable
from bot.vault import Vault


@dataclass(frozen=True, slots=True)
class Rotation:
    """How many secrets have the new key, and how many no key could decrypt (they are unchanged)."""

    reencrypted: int
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
        """The keys, newest first; none before the first secret is encrypted. Raises KeyProblem."""
        keys = self._vault.keys()
        if keys:
            await self._audit.record(Event.KEY_SHOWN, by)
        return keys

    async def diagnose(self) -> str | None:
        """One line for a person about secrets that cannot be decrypted; None if all can be."""
        return self._vault.diagnose(await self._table.encrypted_secrets())

    async def rotate(self, by: Actor = COMMAND_LINE) -> Rotation:
        """Make a new key and encrypt every secret with it, in one transaction.

        Raises KeyProblem; then nothing has changed.
        """
        # The new key is on the disk before a secret needs it; if killed halfway, both keys are.
        async with self._database.transaction():
            secrets = await self._table.reencrypt_secrets(self._vault.rotate)
            lost = secrets.count(None)
            rotation = Rotation(len(secrets) - lost, lost)
            await self._audit.record(Event.KEY_ROTATED, by, None, secrets=rotation.reencrypted)
        return rotation
