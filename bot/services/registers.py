"""The merchant's registers: added, renamed, given a new secret, removed."""

from collections.abc import Iterable

from bot.crystalpay import CrystalPay, RegisterInfo
from bot.domain import Credentials, Register
from bot.storage import NameTaken, RegisterTable, StoredRegister
from bot.vault import SecretLost, Vault

LONGEST_NAME = 32


class BadName(ValueError):
    """The name cannot be a register's. The text says why, for a person."""


class NoSuchRegister(LookupError):
    """No register has this name. Attributes: `name`, `known` (the names there are)."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        self.name, self.known = name, tuple(known)
        there_are = ", ".join(self.known) or "none yet"
        super().__init__(f"there is no register «{name}»; there are: {there_are}")


class Registers:
    """`reserved`: words that stand on buttons and would be mistaken for a name."""

    def __init__(
        self,
        table: RegisterTable,
        crystalpay: CrystalPay,
        vault: Vault,
        reserved: Iterable[str] = (),
    ) -> None:
        self._table = table
        self._crystalpay = crystalpay
        self._vault = vault
        self._reserved = frozenset(word.casefold() for word in reserved)

    async def listed(self) -> tuple[StoredRegister, ...]:
        return await self._table.listed()

    async def named(self, name: str) -> Register:
        """Raises NoSuchRegister."""
        register = await self._table.named(name)
        if register is None:
            raise NoSuchRegister(name, [known.name for known in await self._table.all()])
        return register

    async def check(self, credentials: Credentials) -> RegisterInfo:
        """Ask CrystalPAY who this is. Raises CrystalPayError."""
        return await self._crystalpay.read_info(credentials)

    async def check_kept(self, register: Register) -> RegisterInfo:
        """The same with the secret that is kept. Raises CrystalPayError, SecretLost."""
        return await self.check(await self._credentials(register))

    async def check_name(self, name: str) -> None:
        """Raises BadName for a name that cannot be given to a new register."""
        if not 1 <= len(name) <= LONGEST_NAME:
            raise BadName(f"a name has 1 to {LONGEST_NAME} characters")
        if name != name.strip() or not name.isprintable():
            raise BadName("a name is one line without spaces at its ends")
        if name.casefold() in self._reserved:
            raise BadName(f"«{name}» is a word on a button; choose another name")
        if await self._table.named(name):
            raise BadName(f"there is a register «{name}» already")

    async def add(self, name: str, credentials: Credentials) -> Register:
        """Keep a register; nobody is asked. Raises BadName."""
        await self.check_name(name)
        try:
            sealed = self._vault.seal(credentials.secret)
            return await self._table.add(name, credentials.login, sealed)
        except NameTaken:
            raise BadName(f"there is a register «{name}» already") from None

    async def rename(self, register: Register, name: str) -> None:
        """Raises BadName; a change of case alone is fine."""
        if name.casefold() != register.name.casefold():
            await self.check_name(name)
        await self._table.rename(register.id, name)

    async def login(self, register: Register) -> str:
        keys = await self._table.keys(register.id)
        if keys is None:
            raise NoSuchRegister(register.name, ())
        return keys[0]

    async def replace_secret(self, register: Register, secret: str) -> None:
        await self._table.replace_secret(register.id, self._vault.seal(secret))

    async def remove(self, register: Register) -> None:
        """Forget the register, its last reading and all grants for it."""
        await self._table.remove(register.id)

    async def _credentials(self, register: Register) -> Credentials:
        keys = await self._table.keys(register.id)
        if keys is None:
            raise SecretLost
        return Credentials(keys[0], self._vault.open(keys[1]))
