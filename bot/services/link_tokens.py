"""Tokens of one-time links: 128 random bits, of which only a hash is stored."""

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
    """A token that a Telegram deep link may contain: letters, digits, «-» and «_»."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def hash_token(token: str) -> str:
    """A plain hash is enough, because a random token of 128 bits cannot be guessed."""
    return hashlib.sha256(token.encode()).hexdigest()
