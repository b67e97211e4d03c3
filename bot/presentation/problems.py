"""Words for people about why a register could not be read; pure."""

from gettext import NullTranslations

from bot.domain.readings import Problem, ProblemKind


def describe(problem: Problem, t: NullTranslations) -> str:
    """A sentence or two: what is wrong and, where there is something, what to do. Not escaped."""
    match problem.kind:
        case ProblemKind.KEYS_REFUSED:
            return t.gettext("CrystalPAY refuses the login or the secret of this register.")
        case ProblemKind.REFUSED if problem.detail:
            return t.gettext("CrystalPAY refuses: {words}").format(words=problem.detail)
        case ProblemKind.REFUSED:
            return t.gettext("CrystalPAY refuses and does not say why.")
        case ProblemKind.SLOW_DOWN:
            return t.gettext("CrystalPAY asks to slow down. Try again in a few seconds.")
        case ProblemKind.TIMED_OUT:
            return t.gettext("CrystalPAY is not answering.")
        case ProblemKind.UNREACHABLE:
            return t.gettext("There is no connection to CrystalPAY.")
        case ProblemKind.SERVER_ERROR:
            return t.gettext("CrystalPAY is out of order ({status}).").format(status=problem.detail)
        case ProblemKind.UNREADABLE:
            return t.gettext("CrystalPAY's answer makes no sense.")
        case ProblemKind.SECRET_LOST:
            return t.gettext("The secret of this register cannot be read. Set it anew.")
        case ProblemKind.KEY_UNREADABLE:
            return t.gettext(
                "The encryption key cannot be read right now. Nothing is lost; try again later."
            )
