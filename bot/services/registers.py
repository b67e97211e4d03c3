"""The merchant's registers: added, renamed, given a new secret, removed."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from enum import Enum
from itertools import count

from bot.crystalpay import CrystalPay, RegisterInfo
from bot.domain.audit import COMMAND_LINE, EVERY_REGISTER, Actor, Event
from bot.domain.registers import Credentials, Register
from bot.domain.visible_names import is_visible
from bot.services.audit import Audit
from bot.services.rights_changed import RightsChanged
from bot.storage import Database, NameTaken, RegisterTable, StoredRegister
from bot.vault import SecretLost, Vault

MAX_NAME_LENGTH = 32
"""Characters."""

FALLBACK_NAME = "Register"


class NameFault(Enum):
    """What is wrong with a name. The values are messages of the command line."""

    LENGTH = f"a name has 1 to {MAX_NAME_LENGTH} characters"
    NOT_A_LINE = "a name is one line without spaces at either end"
    RESERVED = "“{name}” is already used by a button; choose another name"
    MEANS_ALL = "“{name}” means all registers; choose another name"
    TAKEN = "there is already a register “{name}”"


class BadName(ValueError):
    """A register cannot have this name. `why`: the fault; the text describes it to a person."""

    def __init__(self, why: NameFault, name: str) -> None:
        self.why = why
        super().__init__(why.value.format(name=name))


class NoSuchRegister(LookupError):
    """No register has this name. `known`: the names of all registers."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        self.name, self.known = name, tuple(known)
        there_are = ", ".join(self.known) or "none yet"
        super().__init__(f"there is no register “{name}”; the registers are: {there_are}")


class Registers:
    """`reserved`: labels of buttons, which would be mistaken for the name of a register."""

    def __init__(
        self,
        database: Database,
        crystalpay: CrystalPay,
        vault: Vault,
        audit: Audit,
        rights_changed: RightsChanged,
        reserved: Iterable[str] = (),
    ) -> None:
        self._database = database
        self._table = RegisterTable(database)
        self._crystalpay = crystalpay
        self._vault = vault
        self._audit = audit
        self._rights_changed = rights_changed
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

    async def check_stored(self, register: Register) -> RegisterInfo:
        """The same with the stored secret.

        Raises CrystalPayError, SecretLost, KeyUnreadable.
        """
        return await self.check(await self._credentials(register))

    async def check_name(self, name: str) -> None:
        """Raises BadName for a name that cannot be given to a new register."""
        if not 1 <= len(name) <= MAX_NAME_LENGTH:
            raise BadName(NameFault.LENGTH, name)
        if name != name.strip() or not is_visible(name):
            raise BadName(NameFault.NOT_A_LINE, name)
        if name == EVERY_REGISTER:
            raise BadName(NameFault.MEANS_ALL, name)
        if name.casefold() in self._reserved:
            raise BadName(NameFault.RESERVED, name)
        if await self._table.named(name):
            raise BadName(NameFault.TAKEN, name)

    async def free_name(self, wanted: str) -> str:
        """A valid name that is free: the wanted one, or a similar one."""
        base = wanted[:MAX_NAME_LENGTH].strip() or FALLBACK_NAME
        for number in count(1):
            ending = f" {number}" if number > 1 else ""
            name = base[: MAX_NAME_LENGTH - len(ending)].rstrip() + ending
            try:
                await self.check_name(name)
            except BadName as bad:
                if bad.why is NameFault.NOT_A_LINE:
                    base = FALLBACK_NAME
                continue
            return name
        raise AssertionError("numbers do not end")

    async def with_login(self, login: str) -> Register | None:
        """The register that has this login, if there is one."""
        return await self._table.with_login(login)

    async def add(
        self, name: str, credentials: Credentials, *, by: Actor = COMMAND_LINE
    ) -> Register:
        """Store a register without asking CrystalPAY. Raises BadName, KeyProblem.

        A request that has already added a register gets that one.
        """
        encrypted = self._vault.encrypt(credentials.secret)
        with _taken_is_bad_name(name):
            async with self._database.transaction():
                if register := await self.added_by(by):
                    return register
                await self.check_name(name)
                register = await self._table.add(name, credentials.login, encrypted)
                await self._audit.record(
                    Event.REGISTER_ADDED, by, register=name, register_id=register.id
                )
        return register

    async def added_by(self, actor: Actor) -> Register | None:
        """The register that this same request has added before, if any."""
        entry = await self._audit.done_by(actor, Event.REGISTER_ADDED)
        return await self._table.get(int(entry.details["register_id"])) if entry else None

    async def rename(self, register: Register, name: str, *, by: Actor = COMMAND_LINE) -> None:
        """Raises BadName, NoSuchRegister. The new name may differ in case only."""
        with _taken_is_bad_name(name):
            async with self._database.transaction():
                if await self._audit.done_by(by, Event.REGISTER_RENAMED):
                    return
                await self._raise_if_gone(register)
                if name.casefold() != register.name.casefold():
                    await self.check_name(name)
                await self._table.rename(register.id, name)
                before = register.name
                await self._audit.record(Event.REGISTER_RENAMED, by, register=before, name=name)

    async def login(self, register: Register) -> str:
        """Raises NoSuchRegister."""
        stored = await self._table.credentials(register.id)
        if stored is None:
            raise NoSuchRegister(register.name, ())
        return stored[0]

    async def replace_secret(
        self, register: Register, secret: str, *, by: Actor = COMMAND_LINE
    ) -> None:
        """Raises KeyProblem, NoSuchRegister."""
        encrypted = self._vault.encrypt(secret)
        async with self._database.transaction():
            if await self._audit.done_by(by, Event.SECRET_REPLACED):
                return
            await self._raise_if_gone(register)
            await self._table.replace_secret(register.id, encrypted)
            await self._audit.record(Event.SECRET_REPLACED, by, register=register.name)

    async def remove(self, register_id: int, *, by: Actor = COMMAND_LINE) -> bool:
        """Delete the register, its last reading and all grants for it.

        Returns whether this request did it; False: it was gone before.
        """
        async with self._database.transaction():
            if await self._audit.done_by(by, Event.REGISTER_REMOVED):
                return True
            register = await self._table.get(register_id)
            if register is None:
                return False
            await self._table.remove(register_id)
            await self._audit.record(Event.REGISTER_REMOVED, by, register=register.name)
            self._rights_changed.mark()
        return True

    async def _raise_if_gone(self, register: Register) -> None:
        """Another admin may have removed it since it was looked up."""
        if await self._table.get(register.id) is None:
            raise NoSuchRegister(register.name, [known.name for known in await self._table.all()])

    async def _credentials(self, register: Register) -> Credentials:
        stored = await self._table.credentials(register.id)
        if stored is None:
            raise SecretLost
        login, encrypted = stored
        return Credentials(login, self._vault.decrypt(encrypted))


@contextmanager
def _taken_is_bad_name(name: str) -> Iterator[None]:
    """Raises BadName if the name is taken between the check and the write."""
    try:
        yield
    except NameTaken:
        raise BadName(NameFault.TAKEN, name) from None
