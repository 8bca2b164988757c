"""What a request body may look like: small checks that compose, with Discord's field errors.

A field that no shape names is not Discord's refusal but the sandbox's ignorance: NotEmulated.
"""

import re
from collections.abc import Callable, Collection, Mapping
from typing import Any
from urllib.parse import urlsplit

from bot.sandbox.errors import NotEmulated, Reason, Refusal
from bot.sandbox.jsontypes import Json
from bot.sandbox.snowflakes import is_id, read_instant

Path = tuple[str | int, ...]
REQUIRED = ("BASE_TYPE_REQUIRED", "This field is required")


class Problems:
    """Collects what is wrong with a body, field by field."""

    def __init__(self) -> None:
        self.found: list[tuple[Path, str, str]] = []

    def note(self, path: Path, code: str, text: str) -> None:
        """Remember one wrong field."""
        self.found.append((path, code, text))

    def raise_if_any(self) -> None:
        """Refuse with all of them, nested as Discord nests them."""
        if not self.found:
            return
        tree = Json()
        for path, code, text in self.found:
            node = tree
            for part in path:
                node = node.setdefault(str(part), {})
            node.setdefault("_errors", []).append({"code": code, "message": text})
        raise Refusal(Reason.INVALID_FORM, tree)


Shape = Callable[[Any, Path, Problems], None]


def check(shape: Shape, value: Any) -> None:
    """Refuse a value that does not have the shape."""
    problems = Problems()
    shape(value, (), problems)
    problems.raise_if_any()


def anything(value: Any, path: Path, problems: Problems) -> None:
    """Accept whatever comes; only for fields that carry no meaning here."""
    del value, path, problems


def text(most: int | None = None, least: int = 0, *, strip: bool = True) -> Shape:
    """Accept text of `least` to `most` characters, counted after trimming."""

    def shape(value: Any, path: Path, problems: Problems) -> None:
        if not isinstance(value, str):
            problems.note(path, "BASE_TYPE_STRING", "Could not interpret as string.")
            return
        length = len(value.strip()) if strip else len(value)
        if length < least:
            code, words = ("BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length.")
            problems.note(path, *(REQUIRED if length == 0 else (code, words)))
        if most is not None and length > most:
            words = f"Must be {most} or fewer in length."
            problems.note(path, "BASE_TYPE_MAX_LENGTH", words)

    return shape


def integer(low: int | None = None, high: int | None = None) -> Shape:
    """Accept a whole number within bounds, both inclusive; a bool is none."""

    def shape(value: Any, path: Path, problems: Problems) -> None:
        if isinstance(value, bool) or not isinstance(value, int):
            problems.note(path, "NUMBER_TYPE_COERCE", f'Value "{value}" is not int.')
        else:
            _note_bounds(value, low, high, path, problems)

    return shape


def number(low: float | None = None, high: float | None = None) -> Shape:
    """Accept any number within bounds, both inclusive."""

    def shape(value: Any, path: Path, problems: Problems) -> None:
        if isinstance(value, bool) or not isinstance(value, int | float):
            problems.note(path, "FLOAT_TYPE_COERCE", f'Value "{value}" is not float.')
        else:
            _note_bounds(value, low, high, path, problems)

    return shape


def _note_bounds(
    value: float, low: float | None, high: float | None, path: Path, problems: Problems
) -> None:
    if low is not None and value < low:
        words = f"int value should be greater than or equal to {low}."
        problems.note(path, "NUMBER_TYPE_MIN", words)
    if high is not None and value > high:
        words = f"int value should be less than or equal to {high}."
        problems.note(path, "NUMBER_TYPE_MAX", words)


def boolean(value: Any, path: Path, problems: Problems) -> None:
    """Accept true or false."""
    if not isinstance(value, bool):
        problems.note(path, "BOOLEAN_TYPE_CONVERT", "Must be either true or false.")


def snowflake(value: Any, path: Path, problems: Problems) -> None:
    """Accept an id, as text or number."""
    if not is_id(value):
        problems.note(path, "NUMBER_TYPE_COERCE", f'Value "{value}" is not snowflake.')


def instant(value: Any, path: Path, problems: Problems) -> None:
    """Accept an ISO 8601 timestamp."""
    try:
        read_instant(value)
    except (TypeError, ValueError):
        words = f'Value "{value}" is not a valid ISO8601 timestamp.'
        problems.note(path, "DATE_TIME_TYPE_PARSE", words)


def url(*schemes: str, most: int = 2048) -> Shape:
    """Accept an address of at most so many characters, with one of the schemes and a host."""

    def shape(value: Any, path: Path, problems: Problems) -> None:
        text(most)(value, path, problems)
        if not isinstance(value, str):
            return
        if not value.startswith(tuple(f"{each}://" for each in schemes)):
            words = f"Scheme must be one of {schemes}."
            problems.note(path, "URL_TYPE_INVALID_SCHEME", words)
        elif not _names_host(value):
            problems.note(path, "URL_TYPE_INVALID_URL", "Not a well formed URL.")

    return shape


def _names_host(address: str) -> bool:
    try:
        host = urlsplit(address).netloc
    except ValueError:
        return False
    return bool(host) and (address.startswith("attachment:") or not re.search(r"\s", address))


def one_of(*choices: Any) -> Shape:
    """Accept one of the given values."""

    def shape(value: Any, path: Path, problems: Problems) -> None:
        if isinstance(value, bool) != any(isinstance(c, bool) for c in choices) or (
            value not in choices
        ):
            words = f"Value must be one of {set(choices)}."
            problems.note(path, "BASE_TYPE_CHOICES", words)

    return shape


def apart_from(what: str, others: Collection[Any] | None, inner: Shape) -> Shape:
    """Accept what the inner shape accepts; of `others` Discord knows more than the sandbox.

    They raise NotEmulated; None means whatever the inner shape refuses.
    """

    def shape(value: Any, path: Path, problems: Problems) -> None:
        trial = Problems()
        inner(value, path, trial)
        if trial.found and (others is None or value in tuple(others)):
            raise NotEmulated(what)
        problems.found += trial.found

    return shape


def nullable(inner: Shape) -> Shape:
    """Accept null, or what the inner shape accepts."""

    def shape(value: Any, path: Path, problems: Problems) -> None:
        if value is not None:
            inner(value, path, problems)

    return shape


def either(*inner: Shape) -> Shape:
    """Accept what any of the shapes accepts; the last one's complaint is reported."""

    def shape(value: Any, path: Path, problems: Problems) -> None:
        for candidate in inner[:-1]:
            trial = Problems()
            candidate(value, path, trial)
            if not trial.found:
                return
        inner[-1](value, path, problems)

    return shape


def array(inner: Shape, most: int | None = None, least: int = 0) -> Shape:
    """Accept a list whose items all have the inner shape."""

    def shape(value: Any, path: Path, problems: Problems) -> None:
        if not isinstance(value, list):
            problems.note(path, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
            return
        if len(value) < least or (most is not None and len(value) > most):
            words = f"Must be between {least} and {most} in length."
            problems.note(path, "BASE_TYPE_BAD_LENGTH", words)
        for position, item in enumerate(value):
            inner(item, (*path, position), problems)

    return shape


def record(fields: Mapping[str, Shape], required: Collection[str] = ()) -> Shape:
    """Accept an object with these fields and no others."""

    def shape(value: Any, path: Path, problems: Problems) -> None:
        if not isinstance(value, dict):
            words = "Only dictionaries may be used in a DictType"
            problems.note(path, "DICT_TYPE_CONVERT", words)
            return
        for name in required:
            if name not in value:
                problems.note((*path, name), *REQUIRED)
        for name, item in value.items():
            if name not in fields:
                raise NotEmulated("body field " + ".".join(map(str, (*path, name))))
            fields[name](item, (*path, name), problems)

    return shape


def mapping(inner: Shape) -> Shape:
    """Accept an object with any keys, whose values all have the inner shape."""

    def shape(value: Any, path: Path, problems: Problems) -> None:
        if not isinstance(value, dict):
            words = "Only dictionaries may be used in a DictType"
            problems.note(path, "DICT_TYPE_CONVERT", words)
            return
        for name, item in value.items():
            inner(item, (*path, name), problems)

    return shape
