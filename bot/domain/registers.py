"""Registers and what they hold."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Credentials:
    """A register's login and secret, in clear; the secret never shows in a repr."""

    login: str
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Register:
    """A register of the merchant's, by the name it has in the bot.

    `secret_version` grows with every new secret, so that an answer to the old one is not reused.
    """

    id: int
    name: str
    secret_version: int = 1
