"""The bot's languages: one .po file each, read at the start; a new file is a new language."""

import copy
import gettext
import io
from collections.abc import Iterable, Iterator
from datetime import UTC, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

HERE = Path(__file__).parent

BUTTON_WORDS = (
    "Refresh",
    "Hide empty",
    "Show empty ({count})",
    "Copy",
    "Hide changes",
    "Total",
    "History",
    "All",
    "Choose a register",
)
"""The labels that stand beside registers' names on buttons, as they are in the catalogues."""


class UnknownLanguage(LookupError):
    """There is no catalogue for this language. Attributes: `code`, `known`."""

    def __init__(self, code: str, known: Iterable[str]) -> None:
        self.code, self.known = code, tuple(known)
        super().__init__(
            f"the bot does not speak “{code}”; its languages are: {', '.join(self.known)}"
        )


class Localization(gettext.GNUTranslations):
    """All that words for a reader need: the language with its `gettext`, and the time zone.

    English where a translation is missing.
    """

    code: str
    locale: Locale
    timezone: tzinfo

    @classmethod
    def from_po(cls, code: str, path: Path, timezone: tzinfo = UTC) -> "Localization":
        compiled = io.BytesIO()
        with path.open("rb") as file:
            write_mo(compiled, read_po(file, locale=code))
        compiled.seek(0)
        language = cls(compiled)
        language.code, language.locale = code, Locale.parse(code)
        language.timezone = timezone
        return language

    def in_zone(self, timezone: tzinfo) -> "Localization":
        """The same words with the times of another zone; the catalogue itself is shared."""
        moved = copy.copy(self)
        moved.timezone = timezone
        return moved

    @property
    def own_name(self) -> str:
        """What its speakers call it: «English», «Русский»."""
        name = self.locale.get_language_name(self.code) or self.code
        return name[:1].upper() + name[1:]


class Languages:
    """All catalogues there are."""

    def __init__(self, catalogues: dict[str, Localization], default: str) -> None:
        """Raises UnknownLanguage when there is no catalogue for `default`."""
        if default not in catalogues:
            raise UnknownLanguage(default, sorted(catalogues))
        self._catalogues = catalogues
        self._in_zones: dict[tuple[str, str], Localization] = {}
        self.default = catalogues[default]

    def __iter__(self) -> Iterator[Localization]:
        return iter(self._catalogues.values())

    def __contains__(self, code: str) -> bool:
        return code in self._catalogues

    def pick(self, *codes: str | None, timezone: str | None = None) -> Localization:
        """The first of the codes («ru», «pt-br») that has a catalogue, else the default.

        `timezone`: the IANA name that the chat has chosen, if any; one that this machine does not
        know (any more) counts as none. The same object each time: screens are cached by it.
        """
        for code in codes:
            language = self._catalogues.get((code or "").split("-")[0].lower())
            if language:
                return self._in_zone(language, timezone)
        return self._in_zone(self.default, timezone)

    def _in_zone(self, language: Localization, name: str | None) -> Localization:
        if name is None:
            return language
        known = self._in_zones.get((language.code, name))
        if known is None:
            zone = zone_named(name)
            known = language.in_zone(zone) if zone else language
            self._in_zones[language.code, name] = known
        return known

    def button_words(self) -> frozenset[str]:
        """The words on the buttons in every language: no register may be called by one."""
        spoken = {language.gettext(word) for language in self for word in BUTTON_WORDS}
        return frozenset(word.partition(" (")[0] for word in (*spoken, *BUTTON_WORDS))


def zone_named(name: str) -> tzinfo | None:
    """None: this machine's list of time zones has no such name."""
    if name == "UTC":
        return UTC
    try:
        return ZoneInfo(name)
    except (LookupError, ValueError, OSError):
        return None


def load_languages(default: str, folder: Path | None = None, timezone: tzinfo = UTC) -> Languages:
    """Read every `{code}/LC_MESSAGES/messages.po` below the folder (the package's own if None)."""
    files = sorted((folder or _own_folder()).glob("*/LC_MESSAGES/messages.po"))
    catalogues = {
        path.parts[-3]: Localization.from_po(path.parts[-3], path, timezone) for path in files
    }
    return Languages(catalogues, default)


def _own_folder() -> Path:
    """`locales` lies inside an installed package and beside the package in a checkout."""
    inside = HERE / "locales"
    return inside if inside.is_dir() else HERE.parent / "locales"
