"""What a press of Refresh brought, in the answer to the press; pure."""

from collections.abc import Sequence
from hashlib import blake2s

from bot.domain.readings import ProblemKind, RegisterOutcome
from bot.presentation.problems import describe
from bot.translations import Localization


def words_after_refresh(outcomes: Sequence[RegisterOutcome], seen: str, t: Localization) -> str:
    """What a press of Refresh brought; `seen`: the digest of the balances that stood there."""
    failed = [(each.register, each.problem) for each in outcomes if each.problem]
    if failed:
        register, problem = failed[0]
        silent = problem.kind in (ProblemKind.TIMED_OUT, ProblemKind.UNREACHABLE)
        words = t.gettext("CrystalPAY is not answering") if silent else describe(problem, t)
        return words if len(outcomes) == 1 else f"{register.name}: {words}"
    return t.gettext("Checked: no change") if digest(outcomes) == seen else t.gettext("Updated")


def digest(outcomes: Sequence[RegisterOutcome]) -> str:
    """The same for the same balances, whenever and by which process they were read."""
    amounts = (
        f"{each.register.id} {balance.key} {hash(balance.amount)}"  # 1.0 and 1.00 are equal
        for each in outcomes
        for balance in (each.reading.balances if each.reading else ())
    )
    return blake2s("\n".join(amounts).encode(), digest_size=6).hexdigest()
