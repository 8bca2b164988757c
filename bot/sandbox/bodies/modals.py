"""Modals: which components they hold, and what belongs to each."""

from collections.abc import Iterator
from typing import Any, Final

from bot.sandbox.bodies.components import (
    ENTITY_SELECT,
    OPTION,
    SELECT,
    SELECTS,
    STRING_SELECT,
    refuse_repeated_ids,
    refuse_wrong_select,
)
from bot.sandbox.errors import invalid
from bot.sandbox.jsontypes import Json
from bot.sandbox.shapes import (
    Path,
    Problems,
    Shape,
    array,
    boolean,
    integer,
    nullable,
    one_of,
    record,
    text,
)

ACTION_ROW: Final = 1
TEXT_INPUT: Final = 4
CHANNEL_SELECT: Final = 8
TEXT_DISPLAY: Final = 10
LABEL: Final = 18
FILE_UPLOAD: Final = 19
RADIO_GROUP: Final = 21
CHECKBOX_GROUP: Final = 22
CHECKBOX: Final = 23
MOST_TEXT: Final = 4000
MOST_COMPONENTS: Final = 5

_CHOICE = record(
    {
        "label": text(100, 1),
        "value": text(100, 1),
        "description": nullable(text(100)),
        "default": boolean,
    },
    required=("label", "value"),
)
_custom_id = text(100, 1)
_TEXT_INPUT: Final[dict[str, Shape]] = {
    "custom_id": _custom_id,
    "style": integer(1, 2),
    "label": nullable(text(45)),
    "min_length": nullable(integer(0, MOST_TEXT)),
    "max_length": nullable(integer(1, MOST_TEXT)),
    "required": boolean,
    "value": nullable(text(MOST_TEXT)),
    "placeholder": nullable(text(100)),
}
# What is asked for in a modal cannot be disabled.
_ENABLED: Final[dict[str, Shape]] = {"disabled": nullable(one_of(False))}  # noqa: FBT003 - a value
_ENTITIES: Final[dict[str, Shape]] = {**ENTITY_SELECT, **_ENABLED}
_FIELDS: Final[dict[int, dict[str, Shape]]] = {
    STRING_SELECT: {**SELECT, **_ENABLED, "options": array(OPTION, 25, 1)},
    TEXT_INPUT: _TEXT_INPUT,
    5: _ENTITIES,
    6: _ENTITIES,
    7: _ENTITIES,
    CHANNEL_SELECT: {**_ENTITIES, "channel_types": array(integer(0, 16))},
    FILE_UPLOAD: {
        "custom_id": _custom_id,
        "min_values": nullable(integer(0, 10)),
        "max_values": nullable(integer(1, 10)),
        "required": boolean,
        "file_types": nullable(array(text(32, 1))),
    },
    RADIO_GROUP: {
        "custom_id": _custom_id,
        "options": array(_CHOICE, 10, 2),
        "required": boolean,
    },
    CHECKBOX_GROUP: {
        "custom_id": _custom_id,
        "options": array(_CHOICE, 10, 1),
        "min_values": nullable(integer(0, 10)),
        "max_values": nullable(integer(1, 10)),
        "required": boolean,
    },
    CHECKBOX: {"custom_id": _custom_id, "default": boolean},
}
_REQUIRED: Final[dict[int, tuple[str, ...]]] = {
    STRING_SELECT: ("custom_id", "options"),
    TEXT_INPUT: ("custom_id", "style"),
    RADIO_GROUP: ("custom_id", "options"),
    CHECKBOX_GROUP: ("custom_id", "options"),
}


def _input(value: Any, path: Path, problems: Problems) -> None:
    """Accept what a label may hold: one thing that a person fills in."""
    kind = value.get("type") if isinstance(value, dict) else None
    if not isinstance(kind, int) or kind not in _FIELDS:
        _note_unknown(path, problems)
        return
    required = _REQUIRED.get(kind, ("custom_id",))
    record({"type": integer(), "id": integer(0), **_FIELDS[kind]}, required)(value, path, problems)


def _note_unknown(path: Path, problems: Problems) -> None:
    problems.note((*path, "type"), "UNION_TYPE_CHOICES", "Unknown component type.")


def _row_input(value: Any, path: Path, problems: Problems) -> None:
    """Accept what an action row of a modal may hold: a text input with a label of its own."""
    if not isinstance(value, dict) or value.get("type") != TEXT_INPUT:
        _note_unknown(path, problems)
        return
    shape = {"type": integer(), "id": integer(0), **_TEXT_INPUT, "label": text(45, 1)}
    record(shape, ("custom_id", "style", "label"))(value, path, problems)


_TOP: Final[dict[int, Shape]] = {
    ACTION_ROW: record(
        {"type": integer(), "id": integer(0), "components": array(_row_input, 1, 1)},
        required=("components",),
    ),
    TEXT_DISPLAY: record(
        {"type": integer(), "id": integer(0), "content": text(4000, 1)}, required=("content",)
    ),
    LABEL: record(
        {
            "type": integer(),
            "id": integer(0),
            "label": text(45, 1),
            "description": nullable(text(100)),
            "component": _input,
        },
        required=("label", "component"),
    ),
}


def _top(value: Any, path: Path, problems: Problems) -> None:
    kind = value.get("type") if isinstance(value, dict) else None
    shape = _TOP.get(kind) if isinstance(kind, int) else None
    if shape is None:
        _note_unknown(path, problems)
    else:
        shape(value, path, problems)


MODAL: Final = record(
    {
        "custom_id": _custom_id,
        "title": text(45, 1),
        "components": array(_top, MOST_COMPONENTS, 1),
        "flags": one_of(0),
    },
    required=("custom_id", "title", "components"),
)


def inputs(modal: Json) -> Iterator[Json]:
    """Visit what a person fills in, in the order shown."""
    for each in modal["components"]:
        if each["type"] == LABEL:
            yield each["component"]
        else:
            yield from each.get("components") or []


def refuse_inconsistent(modal: Json) -> None:
    """Refuse what only the whole tells: repeated custom ids, bounds that cross."""
    refuse_repeated_ids(modal["components"])
    for each in inputs(modal):
        _refuse_crossed(each, "min_length", "max_length")
        if each["type"] in SELECTS:
            refuse_wrong_select(each)
        elif each["type"] in {FILE_UPLOAD, CHECKBOX_GROUP}:
            _refuse_crossed(each, "min_values", "max_values")


def _refuse_crossed(field: Json, low: str, high: str) -> None:
    least, most = field.get(low), field.get(high)
    if least is not None and most is not None and least > most:
        words = f"{low} must be less than or equal to {high}."
        raise invalid(f"components.{low}", "BASE_TYPE_BAD_BOUNDS", words)
