"""What «/history Shop USDT» asks for: a register and a balance of it, or one of them; pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.registers import Register


@dataclass(frozen=True, slots=True)
class HistoryRequest:
    """`register` None: it has to be chosen; `balance`: what was typed for it, perhaps nothing.

    With a balance and no register, what was typed names no register.
    """

    register: Register | None
    balance: str


def parse_request(text: str | None, registers: Sequence[Register]) -> HistoryRequest:
    """A register's name goes first, and the longest that fits wins; an only one goes unnamed."""
    words = (text or "").strip()
    for register in sorted(registers, key=lambda each: -len(each.name)):
        length = len(register.name)
        named, rest = words[:length], words[length:]
        if named.casefold() == register.name.casefold() and (not rest or rest[0].isspace()):
            return HistoryRequest(register, rest.strip())
    return HistoryRequest(registers[0] if len(registers) == 1 else None, words)
