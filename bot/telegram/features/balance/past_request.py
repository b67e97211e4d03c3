"""What «/balance Shop yesterday» asks for: a register, a moment or both; pure."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

from bot.domain.registers import Register
from bot.presentation.moments import BadMoment, ParsedMoment, parse_moment
from bot.services.viewers import Viewer


@dataclass(frozen=True, slots=True)
class PastRequest:
    """`register` None: all of them."""

    register: Register | None
    moment: ParsedMoment | BadMoment


def parse_request(text: str, viewer: Viewer, now: datetime, timezone: tzinfo) -> PastRequest | None:
    """None: it names no moment. A register's name goes before a date, and the longest name wins."""
    if viewer.register_named(text):
        return None
    register, rest = _longest_name(text, viewer)
    moment = parse_moment(rest, now, timezone)
    return PastRequest(register, moment) if moment else None


def _longest_name(text: str, viewer: Viewer) -> tuple[Register | None, str]:
    """The register that the text begins with, and what follows its name."""
    for register in sorted(viewer.registers, key=lambda each: -len(each.name)):
        length = len(register.name)
        begins = text[:length].casefold() == register.name.casefold()
        if begins and text[length : length + 1].isspace():
            return register, text[length:]
    return None, text
