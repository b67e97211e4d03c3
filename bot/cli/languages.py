"""An option that takes one of the bot's languages; an error lists them."""

import click
from click.shell_completion import CompletionItem


class LanguageCode(click.ParamType[str]):
    """The code of a language that the bot speaks, like «en»."""

    name = "code"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        codes = _codes()
        if value.lower() not in codes:
            self.fail(f"“{value}” is not a language of the bot. Choose from: {', '.join(codes)}")
        return value.lower()

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> "list[CompletionItem[str]]":
        return [CompletionItem(code) for code in _codes() if code.startswith(incomplete.lower())]


def _codes() -> list[str]:
    from bot.translations import load_languages

    return [language.code for language in load_languages("en")]
