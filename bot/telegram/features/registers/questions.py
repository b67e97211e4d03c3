"""The questions that an admin is asked about a register; they never hold a secret."""

from dataclasses import dataclass

from bot.telegram.features.registers.typed_answer import looks_like_secret


@dataclass(frozen=True, slots=True)
class LoginQuestion:
    """Which login does the new register have?"""

    def may_hold_secret(self, answer: str) -> bool:
        return len(answer.split()) > 1 or looks_like_secret(answer)


@dataclass(frozen=True, slots=True)
class SecretQuestion:
    """Which secret belongs to the login? `register_id`: of the register that gets a new one."""

    login: str
    register_id: int | None = None

    def may_hold_secret(self, _: str) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class ReplaceSecretQuestion:
    """A register has this login already: replace its secret? Buttons answer that."""

    register_id: int

    def may_hold_secret(self, _: str) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class NameQuestion:
    """What is the register to be called?"""

    register_id: int

    def may_hold_secret(self, answer: str) -> bool:
        return looks_like_secret(answer)
