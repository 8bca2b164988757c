"""Message components: which types there are, and what belongs to each."""

from collections.abc import Iterator
from itertools import count
from typing import Any, Final

from bot.sandbox.errors import invalid
from bot.sandbox.jsontypes import Json
from bot.sandbox.shapes import (
    Path,
    Problems,
    Shape,
    anything,
    array,
    boolean,
    integer,
    nullable,
    one_of,
    record,
    snowflake,
    text,
    url,
)

ACTION_ROW: Final = 1
BUTTON: Final = 2
STRING_SELECT: Final = 3
SELECTS: Final = frozenset({3, 5, 6, 7, 8})
TEXT_DISPLAY: Final = 10
CONTAINER: Final = 17
MOST_SHOWN: Final = 4000
MOST_ROWS: Final = 5
MOST_BUTTONS: Final = 5
MOST_COMPONENTS: Final = 40
LINK_STYLE: Final = 5

_emoji = nullable(
    record({"id": nullable(snowflake), "name": nullable(text(32)), "animated": boolean})
)
OPTION: Final = record(
    {
        "label": text(100, 1),
        "value": text(100, 1),
        "description": nullable(text(100)),
        "emoji": _emoji,
        "default": boolean,
    },
    required=("label", "value"),
)
_custom_id = text(100, 1)
_media = record({"url": url("http", "https", "attachment")}, required=("url",))
SELECT: Final[dict[str, Shape]] = {
    "custom_id": _custom_id,
    "placeholder": nullable(text(150)),
    "min_values": integer(0, 25),
    "max_values": integer(1, 25),
    "disabled": boolean,
    "required": boolean,
}
ENTITY_SELECT: Final[dict[str, Shape]] = {
    **SELECT,
    "default_values": array(
        record({"id": snowflake, "type": one_of("user", "role", "channel")}), 25
    ),
}


def component(value: Any, path: Path, problems: Problems) -> None:
    """Accept a component of any type that may stand in a message."""
    kind = value.get("type") if isinstance(value, dict) else None
    fields = _FIELDS.get(kind) if isinstance(kind, int) else None
    if fields is None:
        problems.note((*path, "type"), "UNION_TYPE_CHOICES", "Unknown component type.")
        return
    record({"type": integer(), "id": integer(0), **fields}, _REQUIRED.get(value["type"], ()))(
        value, path, problems
    )


_FIELDS: Final[dict[int, dict[str, Shape]]] = {
    1: {"components": array(component, 5, 1)},
    2: {
        "style": integer(1, 6),
        "label": nullable(text(80)),
        "emoji": _emoji,
        "custom_id": _custom_id,
        "url": url("http", "https", "discord", most=512),
        "sku_id": snowflake,
        "disabled": boolean,
    },
    3: {**SELECT, "options": array(OPTION, 25, 1)},
    5: ENTITY_SELECT,
    6: ENTITY_SELECT,
    7: ENTITY_SELECT,
    8: {**ENTITY_SELECT, "channel_types": array(integer(0, 16))},
    9: {"components": array(component, 3, 1), "accessory": component},
    10: {"content": text(4000, 1)},
    11: {"media": _media, "description": nullable(text(1024)), "spoiler": boolean},
    12: {
        "items": array(
            record({"media": _media, "description": nullable(text(1024)), "spoiler": boolean}),
            10,
            1,
        )
    },
    13: {"file": _media, "spoiler": boolean, "name": anything, "size": anything},
    14: {"divider": boolean, "spacing": integer(1, 2)},
    17: {
        "components": array(component, least=1),
        "accent_color": nullable(integer(0, 0xFFFFFF)),
        "spoiler": boolean,
    },
}
_REQUIRED: Final[dict[int, tuple[str, ...]]] = {
    1: ("components",),
    2: ("style",),
    3: ("custom_id", "options"),
    5: ("custom_id",),
    6: ("custom_id",),
    7: ("custom_id",),
    8: ("custom_id",),
    9: ("components", "accessory"),
    10: ("content",),
    11: ("media",),
    12: ("items",),
    13: ("file",),
    17: ("components",),
}
COMPONENTS: Final = nullable(array(component, MOST_COMPONENTS))


def walk(components: list[Json]) -> Iterator[Json]:
    """Visit every component, nested ones included, in the order shown."""
    for each in components:
        yield each
        yield from walk(each.get("components") or [])
        yield from (each[name] for name in ("accessory", "component") if each.get(name))


def refuse_misplaced(components: list[Json], *, modern: bool) -> None:
    """Refuse what only the whole tells: too many, repeated custom ids, wrong places.

    `modern` is whether the message carries the flag for components v2.
    """
    if len(list(walk(components))) > MOST_COMPONENTS:
        words = f"Must be {MOST_COMPONENTS} or fewer components in total."
        raise invalid("components", "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", words)
    shown = sum(len(each["content"]) for each in walk(components) if each["type"] == TEXT_DISPLAY)
    if shown > MOST_SHOWN:
        words = f"Must be {MOST_SHOWN} or fewer characters in total."
        raise invalid("components", "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", words)
    if not modern:
        _refuse_outside_rows(components)
    _refuse_mixed_rows(components)
    refuse_repeated_ids(components)
    for each in walk(components):
        if each["type"] in SELECTS:
            refuse_wrong_select(each)


def _refuse_outside_rows(components: list[Json]) -> None:
    if len(components) > MOST_ROWS:
        words = f"Must be between 1 and {MOST_ROWS} in length."
        raise invalid("components", "BASE_TYPE_BAD_LENGTH", words)
    for position, each in enumerate(components):
        if each["type"] != ACTION_ROW:
            words = 'Value of field "type" must be one of (1,).'
            raise invalid(f"components.{position}.type", "UNION_TYPE_CHOICES", words)


def refuse_wrong_select(select: Json) -> None:
    """Refuse options of the same value, and bounds that cross or ask for more than there is."""
    values = [each["value"] for each in select.get("options") or []]
    if len(set(values)) != len(values):
        words = "The specified option value is already used"
        raise invalid("components.options", "COMPONENT_OPTION_VALUE_DUPLICATED", words)
    low, high = select.get("min_values"), select.get("max_values")
    if low is not None and low > (1 if high is None else high):
        words = "min_values must be less than or equal to max_values."
        raise invalid("components.min_values", "BASE_TYPE_BAD_BOUNDS", words)


def _refuse_mixed_rows(components: list[Json]) -> None:
    for row in walk(components):
        if row["type"] != ACTION_ROW:
            continue
        kinds = [each["type"] for each in row["components"]]
        only_buttons = all(kind == BUTTON for kind in kinds)
        if not only_buttons and not (len(kinds) == 1 and kinds[0] in SELECTS):
            words = "A row holds five buttons or one select."
            raise invalid("components", "COMPONENT_LAYOUT_WIDTH_EXCEEDED", words)


def number(components: list[Json]) -> list[Json]:
    """Give every component without an `id` the next free one, as Discord returns them.

    A select that names no bounds has one and one.
    """
    taken = {each["id"] for each in walk(components) if each.get("id")}
    free = (each for each in count(1) if each not in taken)
    return [_numbered(each, free) for each in components]


def _numbered(component: Json, free: Iterator[int]) -> Json:
    done = {**component, "id": component.get("id") or next(free)}
    if component["type"] in SELECTS:
        done = {"min_values": 1, "max_values": 1, **done}
    if "components" in component:
        done["components"] = [_numbered(each, free) for each in component["components"]]
    for name in ("accessory", "component"):
        if name in component:
            done[name] = _numbered(component[name], free)
    return done


def refuse_repeated_ids(components: list[Json]) -> None:
    """Refuse a custom id that occurs twice, and buttons that lack one."""
    seen: set[str] = set()
    for each in walk(components):
        custom_id = each.get("custom_id")
        if custom_id in seen:
            words = "Component custom id cannot be duplicated"
            raise invalid("components", "COMPONENT_CUSTOM_ID_DUPLICATED", words)
        if custom_id is not None:
            seen.add(custom_id)
        elif each["type"] == BUTTON and each["style"] < LINK_STYLE:
            raise invalid("components", "BASE_TYPE_REQUIRED", "A custom_id is required.")
