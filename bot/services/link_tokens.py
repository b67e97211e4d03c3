"""One-time links: 128 random bits that only the link itself knows."""

import hashlib
import secrets
from dataclasses import dataclass, field

TOKEN_BYTES = 16


@dataclass(frozen=True, slots=True)
class NewLink:
    """A link that was just made. Its token is stored nowhere; by its id it can be revoked."""

    token: str = field(repr=False)
    link_id: int


def new_token() -> str:
    """A token fit for a Telegram deep link: letters, digits, «-» and «_»."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def hashed(token: str) -> str:
    """What is kept. A plain hash will do: a random token of 128 bits cannot be guessed."""
    return hashlib.sha256(token.encode()).hexdigest()
