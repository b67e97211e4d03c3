"""Shell completion: what click does not know by itself. Says nothing when it knows nothing."""

import shlex

import click
from click.shell_completion import BashComplete, CompletionItem, add_completion_class


class QuotingBashComplete(BashComplete):
    """click leaves words as they are, and bash would run what stands in a register's name."""

    def format_completion(self, item: "CompletionItem[str]") -> str:
        return f"{item.type},{shlex.quote(item.value)}"


add_completion_class(QuotingBashComplete)


def complete_register(_: click.Context, __: click.Parameter, incomplete: str) -> list[str]:
    """The names that begin like this, in any case. None when the database cannot be read."""
    from bot.cli.runner import settings
    from bot.presentation.names import plain
    from bot.storage import DatabaseError, saved_register_names

    try:
        names = saved_register_names(settings().database_path)
    except (click.ClickException, DatabaseError):
        return []
    begun = incomplete.casefold()
    return [name for name in names if name.casefold().startswith(begun) and plain(name) == name]
