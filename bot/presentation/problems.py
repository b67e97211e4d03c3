"""Words for people about why a register could not be read; pure."""

from gettext import NullTranslations

from bot.domain.readings import Problem, ProblemKind


def describe(problem: Problem, t: NullTranslations) -> str:
    """A sentence or two: what is wrong and, where there is something, what to do. Not escaped."""
    match problem.kind:
        case ProblemKind.KEYS_REFUSED:
            return t.gettext("CrystalPAY rejected this register's login or secret.")
        case ProblemKind.REFUSED if problem.detail:
            return t.gettext("CrystalPAY error: {words}").format(words=problem.detail)
        case ProblemKind.REFUSED:
            return t.gettext("CrystalPAY returned an error without saying why.")
        case ProblemKind.SLOW_DOWN:
            return t.gettext("Too many requests to CrystalPAY. Try again in a few seconds.")
        case ProblemKind.TIMED_OUT:
            return t.gettext("CrystalPAY is not answering.")
        case ProblemKind.UNREACHABLE:
            return t.gettext("Can't connect to CrystalPAY.")
        case ProblemKind.SERVER_ERROR:
            return t.gettext("CrystalPAY has a problem ({status}). Try again later.").format(
                status=problem.detail
            )
        case ProblemKind.UNREADABLE:
            return t.gettext("CrystalPAY sent an answer I can't read.")
        case ProblemKind.SECRET_LOST:
            return t.gettext("This register's secret can't be read. Set it again.")
        case ProblemKind.KEY_UNREADABLE:
            return t.gettext(
                "The encryption key can't be read right now. Nothing is lost, try again later."
            )
