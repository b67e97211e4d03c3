"""When a chart may be drawn: few at once, and no chat keeps a processor busy; draws nothing."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

AT_ONCE = 2
"""Charts in the whole process: each takes memory, and all share one interpreter."""

REST = 3
"""After a chart, its chat waits so many times as long as that took: a quarter of a processor at
most. Nobody notices that after a usual chart; with millions of changes one takes seconds."""


@dataclass(slots=True)
class _Chat:
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    waiting: int = 0
    rested_at: float = 0.0  # on the event loop's clock


class DrawingTurns:
    """Remembers a chat only until it has rested."""

    def __init__(self, rest: float = REST) -> None:
        self._rest = rest
        self._free = asyncio.Semaphore(AT_ONCE)
        self._chats: dict[int, _Chat] = {}

    @asynccontextmanager
    async def turn(self, chat_id: int) -> AsyncIterator[None]:
        """Waits until it is this chat's turn; the time within it counts."""
        clock = asyncio.get_running_loop().time
        chat = self._chats.setdefault(chat_id, _Chat())
        chat.waiting += 1
        try:
            async with chat.turn:
                await asyncio.sleep(max(chat.rested_at - clock(), 0))
                async with self._free:
                    began = clock()
                    try:
                        yield
                    finally:
                        ended = clock()
                        chat.rested_at = ended + self._rest * (ended - began)
        finally:
            chat.waiting -= 1
            asyncio.get_running_loop().call_at(chat.rested_at, self._forget, chat_id)

    def __len__(self) -> int:
        """How many chats are remembered."""
        return len(self._chats)

    def _forget(self, chat_id: int) -> None:
        chat = self._chats.get(chat_id)
        if chat and not chat.waiting and chat.rested_at <= asyncio.get_running_loop().time():
            del self._chats[chat_id]
