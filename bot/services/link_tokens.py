"""Tokens of one-time links: 128 random bits, of which only a hash is stored."""

import hashlib
import secrets

TOKEN_BYTES = 16


def new_token() -> str:
    """A token that a Telegram deep link may contain: letters, digits, «-» and «_»."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def hash_token(token: str) -> str:
    """A plain hash is enough, because a random token of 128 bits cannot be guessed."""
    return hashlib.sha256(token.encode()).hexdigest()
