"""The languages in which the bot speaks in public; private replies follow the reader's own."""

from enum import StrEnum

from bot.domain.folding import folded
from bot.errors import UnknownLanguage


class Language(StrEnum):
    """A language with a catalogue, by its ISO 639-1 code."""

    ENGLISH = "en"
    SPANISH = "es"
    FRENCH = "fr"
    GERMAN = "de"
    PORTUGUESE = "pt"
    ITALIAN = "it"


# Each language by its own name: whoever looks for it reads that.
OWN_NAMES = {
    Language.ENGLISH: "English",
    Language.SPANISH: "Español",
    Language.FRENCH: "Français",
    Language.GERMAN: "Deutsch",
    Language.PORTUGUESE: "Português",
    Language.ITALIAN: "Italiano",
}


def find_languages(typed: str) -> list[Language]:
    """List the languages that what was typed may be the beginning of, by name or code."""
    given = folded(typed)
    return [
        one
        for one, name in OWN_NAMES.items()
        if any(folded(known).startswith(given) for known in (name, one.name, one.value))
    ]


def parse_language(given: str) -> Language:
    """Read a language by its code or its name, its own or the English; raise `UnknownLanguage`."""
    for one, name in OWN_NAMES.items():
        if folded(given) in {folded(name), one.name.lower(), one.value}:
            return one
    raise UnknownLanguage(given=given)


def language_of(locale: str | None) -> Language:
    """Give the language of a locale such as `pt-BR`; English where there is no catalogue."""
    code = (locale or "").replace("_", "-").partition("-")[0].lower()
    return Language(code) if code in set(Language) else Language.ENGLISH
