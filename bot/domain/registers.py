"""Registers and the credentials that CrystalPAY knows them by."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Credentials:
    """A register's login and secret, in plain text; the secret never shows in a repr."""

    login: str
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Register:
    """A register of the merchant's. `name`: the one it has in the bot.

    `secret_version` grows with every new secret, so that a reading with the old one is not reused.
    """

    id: int
    name: str
    secret_version: int = 1
