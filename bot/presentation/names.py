"""Names that people chose, made safe to print in a terminal and to show in a list; pure."""

from gettext import NullTranslations

from bot.domain.visible_names import replace_hidden


def plain(name: str, longest: int | None = None) -> str:
    """The name with � for what would control a terminal; cut to `longest` characters and «…»."""
    printable = replace_hidden(name, "�")
    cut = longest is not None and len(printable) > longest
    return printable[:longest] + "…" if cut else printable


ENGLISH = NullTranslations()


def chat(
    chat_id: int, title: str, longest: int | None = None, t: NullTranslations = ENGLISH
) -> str:
    """“Team” (-1001234), or the id alone."""
    if not title:
        return str(chat_id)
    words = t.gettext("“{title}” ({chat_id})")
    return words.format(title=plain(title, longest), chat_id=chat_id)
