"""Names that people chose, made safe to print in a terminal and to show in a list; pure."""

from bot.domain.visible_names import replace_hidden


def plain(name: str, longest: int | None = None) -> str:
    """The name with � for what would control a terminal; cut to `longest` characters and «…»."""
    printable = replace_hidden(name, "�")
    cut = longest is not None and len(printable) > longest
    return printable[:longest] + "…" if cut else printable


def chat(chat_id: int, title: str, longest: int | None = None) -> str:
    """«Team» (-1001234), or the id alone."""
    return f"«{plain(title, longest)}» ({chat_id})" if title else str(chat_id)
