"""The names of threads: a template in which an organizer says what of a section they bear."""

import re
from typing import Final

from bot.errors import UnknownThreadName

FIELDS: Final = ("number", "of", "heading", "title")
LONGEST_TEMPLATE: Final = 100

_FIELD = re.compile(r"\{([a-z]+)\}")


def parse_thread_name(given: str) -> str:
    """Read a template on one line; raise `UnknownThreadName` where it names what there is not.

    A template without any field would give every section the same name, and is refused too.
    """
    template = " ".join(given.split())
    named = _FIELD.findall(template)
    rest = _FIELD.sub("", template)
    known = set(named) <= set(FIELDS)
    if not named or not known or "{" in rest or "}" in rest or len(template) > LONGEST_TEMPLATE:
        raise UnknownThreadName(given=given)
    return template


def fill(template: str, values: dict[str, str]) -> str:
    """Put each field's value in its place; values are not read as templates in turn."""
    return _FIELD.sub(lambda found: values[found[1]], template)
