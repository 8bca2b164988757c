"""Speech: every sentence of the bot's, in the language of whom it speaks to.

English stands in the code and is the key to the catalogues in `resources/locales/`. Who speaks to
whom is known at the edge: a command's reply to its reader, a message to its discussion. There
`speaking` sets the language, for the task that it is set in alone; what is rendered asks `_`.
"""

import gettext as catalogues
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import cache
from importlib.resources import files
from io import BytesIO

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from bot.domain.language import Language

_spoken: ContextVar[Language] = ContextVar("spoken", default=Language.ENGLISH)


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Speak a language from here on to the end of the block, in this task."""
    token = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(token)


def speak(language: Language) -> None:
    """Speak a language to the end of this task."""
    _spoken.set(language)


def spoken() -> Language:
    """Give the language that is spoken now."""
    return _spoken.get()


def N_(message: str, /) -> str:  # noqa: N802 - gettext's own name for it
    """Mark a sentence that is said elsewhere, so that the catalogues have it."""
    return message


def _(message: str, /, **data: object) -> str:
    """Give a sentence in the language spoken, with what goes into its `{places}`."""
    said = _catalogue(_spoken.get()).gettext(message)
    return said.format(**data) if data else said


def ngettext(one: str, many: str, count: int, /, **data: object) -> str:
    """Give a sentence with a number in it; `{count}` is that number as the language writes it."""
    said = _catalogue(_spoken.get()).ngettext(one, many, count)
    return said.format(count=number(count), **data)


def number(value: int) -> str:
    """Write a whole number, with the language's marks between thousands."""
    return str(format_decimal(value, locale=_locale()))


def decimal(value: float) -> str:
    """Write a number with one digit after the language's decimal mark."""
    return str(format_decimal(value, format="#,##0.0", locale=_locale()))


def day(value: date) -> str:
    """Write a day of the calendar with its day of the week."""
    return format_date(value, format="full", locale=_locale())


def weekday(number: int, *, short: bool = False) -> str:
    """Name a day of the week, 0 = Monday."""
    return str(_locale().days["format"]["abbreviated" if short else "wide"][number])


def listing(things: list[str]) -> str:
    """Join things with commas and the language's "and"."""
    return format_list(things, style="standard", locale=_locale())


def _locale() -> Locale:
    return _parsed(_spoken.get())


@cache
def _parsed(language: Language) -> Locale:
    return Locale.parse(language.value)


@cache
def _catalogue(language: Language) -> catalogues.NullTranslations:
    if language is Language.ENGLISH:
        return catalogues.NullTranslations()
    place = files("bot.resources") / "locales" / language.value / "LC_MESSAGES" / "colloquy.po"
    # Kept as text and compiled here: nothing has to be built before the bot can run.
    compiled = BytesIO()
    write_mo(compiled, read_po(BytesIO(place.read_bytes()), locale=language.value))
    compiled.seek(0)
    return catalogues.GNUTranslations(compiled)
