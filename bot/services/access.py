"""Who may see what: decided anew from the database each time it is asked, remembered never."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.domain import Register
from bot.storage import ChatTable, GrantTable, RegisterTable


@dataclass(frozen=True, slots=True)
class Viewer:
    """What a chat may see now and what it has chosen.

    `language` is the one the chat fixed, if any. A chat that is not `allowed` is a stranger; one
    that is may still see no register, as long as there is none.
    """

    chat_id: int
    allowed: bool
    registers: tuple[Register, ...]
    language: str | None
    hide_empty: bool

    def register_named(self, name: str) -> Register | None:
        """Names compare without case."""
        wanted = name.strip().casefold()
        return next((r for r in self.registers if r.name.casefold() == wanted), None)

    def register_with(self, register_id: int) -> Register | None:
        return next((r for r in self.registers if r.id == register_id), None)


class GrantedAll(Exception):
    """The chat has one grant for all registers; single registers cannot be taken out of it."""


class Access:
    """Grants and the choices of chats. Admins see every register in their private chats."""

    def __init__(
        self,
        registers: RegisterTable,
        grants: GrantTable,
        chats: ChatTable,
        admin_ids: Iterable[int],
    ) -> None:
        self._registers = registers
        self._grants = grants
        self._chats = chats
        self._admin_ids = frozenset(admin_ids)

    async def viewer(self, chat_id: int) -> Viewer:
        """A private chat has its user's id, so an admin's private chat is known by its id."""
        is_admin = chat_id in self._admin_ids
        registers = await (
            self._registers.all() if is_admin else self._registers.visible_to(chat_id)
        )
        allowed = is_admin or bool(registers) or await self._grants.exist_for(chat_id)
        language, hide_empty = await self._chats.choices(chat_id)
        return Viewer(chat_id, allowed, registers, language, hide_empty)

    async def allow(self, chat_id: int, registers: Sequence[Register] = ()) -> None:
        """Add to what the chat may see; no registers: all of them, also later ones."""
        await self._grants.add(chat_id, [register.id for register in registers] or [None])

    async def deny(self, chat_id: int, registers: Sequence[Register] = ()) -> None:
        """Take grants back; no registers: everything. Raises GrantedAll, having changed nothing."""
        if not registers:
            await self._grants.take_all(chat_id)
        elif None in (await self._grants.all()).get(chat_id, ()):
            raise GrantedAll
        else:
            await self._grants.take(chat_id, [register.id for register in registers])

    async def granted(self) -> dict[int, tuple[str | None, ...]]:
        """By chat id, the names of its registers; None stands for all of them."""
        return await self._grants.all()

    async def move(self, old_chat_id: int, new_chat_id: int) -> None:
        """A group became a supergroup: its grants and choices go along."""
        await self._grants.move(old_chat_id, new_chat_id)

    async def choose_language(self, chat_id: int, language: str | None) -> None:
        await self._chats.choose_language(chat_id, language)

    async def choose_hide_empty(self, chat_id: int, hide_empty: bool) -> None:
        await self._chats.choose_hide_empty(chat_id, hide_empty)
