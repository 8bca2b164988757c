"""The languages in which the bot speaks in public; private replies follow the reader's own."""

from enum import StrEnum


class Language(StrEnum):
    """A language with a catalogue, by its ISO 639-1 code."""

    ENGLISH = "en"
    SPANISH = "es"
    FRENCH = "fr"
    GERMAN = "de"
    PORTUGUESE = "pt"
    ITALIAN = "it"


def language_of(locale: str | None) -> Language:
    """Give the language of a locale such as `pt-BR`; English where there is no catalogue."""
    code = (locale or "").replace("_", "-").partition("-")[0].lower()
    return Language(code) if code in set(Language) else Language.ENGLISH
