"""Message components: which types there are, and what belongs to each."""

from collections.abc import Iterator
from itertools import count
from typing import Any, Final

from bot.sandbox.errors import invalid
from bot.sandbox.jsontypes import Json
from bot.sandbox.shapes import (
    REQUIRED,
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
SECTION: Final = 9
TEXT_DISPLAY: Final = 10
THUMBNAIL: Final = 11
MEDIA_GALLERY: Final = 12
FILE: Final = 13
SEPARATOR: Final = 14
CONTAINER: Final = 17
MOST_SHOWN: Final = 4000
MOST_ROWS: Final = 5
MOST_BUTTONS: Final = 5
MOST_COMPONENTS: Final = 40
LINK_STYLE: Final = 5
PREMIUM_STYLE: Final = 6
MOST_OPTIONS: Final = 25

_emoji = nullable(
    record({"id": nullable(snowflake), "name": nullable(text(32)), "animated": nullable(boolean)})
)
OPTION: Final = record(
    {
        "label": text(100, 1),
        "value": text(100, 1),
        "description": nullable(text(100)),
        "emoji": _emoji,
        "default": nullable(boolean),
    },
    required=("label", "value"),
)
_custom_id = text(100, 1)
_media = record({"url": url("http", "https", "attachment")}, required=("url",))
SELECT: Final[dict[str, Shape]] = {
    "custom_id": _custom_id,
    "placeholder": nullable(text(150)),
    "min_values": nullable(integer(0, MOST_OPTIONS)),
    "max_values": nullable(integer(1, MOST_OPTIONS)),
    "disabled": nullable(boolean),
    "required": nullable(boolean),
}
ENTITY_SELECT: Final[dict[str, Shape]] = {
    **SELECT,
    "default_values": nullable(
        array(
            record({"id": snowflake, "type": one_of("user", "role", "channel")}, ("id", "type")),
            MOST_OPTIONS,
        )
    ),
}


def _among(*kinds: int) -> Shape:
    """Accept a component of one of these types."""

    def shape(value: Any, path: Path, problems: Problems) -> None:
        kind = value.get("type") if isinstance(value, dict) else None
        if not isinstance(kind, int) or kind not in kinds:
            words = f'Value of field "type" must be one of {kinds}.'
            problems.note((*path, "type"), "UNION_TYPE_CHOICES", words)
            return
        fields = {"type": integer(), "id": nullable(integer(0)), **_FIELDS[kind]}
        record(fields, _REQUIRED.get(kind, ()))(value, path, problems)

    return shape


# What may stand in which: in a message, a container, an action row and a section.
_IN_CONTAINER: Final = (ACTION_ROW, SECTION, TEXT_DISPLAY, MEDIA_GALLERY, FILE, SEPARATOR)
_IN_MESSAGE: Final = (*_IN_CONTAINER, CONTAINER)
_IN_ROW: Final = (BUTTON, *sorted(SELECTS))
_ACCESSORIES: Final = (BUTTON, THUMBNAIL)

_ITEM: Final = record(
    {"media": _media, "description": nullable(text(1024)), "spoiler": nullable(boolean)},
    required=("media",),
)
_FIELDS: Final[dict[int, dict[str, Shape]]] = {
    ACTION_ROW: {"components": array(_among(*_IN_ROW), 5, 1)},
    BUTTON: {
        "style": integer(1, 6),
        "label": nullable(text(80)),
        "emoji": _emoji,
        "custom_id": nullable(_custom_id),
        "url": nullable(url("http", "https", "discord", most=512)),
        "sku_id": nullable(snowflake),
        "disabled": nullable(boolean),
    },
    STRING_SELECT: {**SELECT, "options": array(OPTION, 25, 1)},
    5: ENTITY_SELECT,
    6: ENTITY_SELECT,
    7: ENTITY_SELECT,
    8: {**ENTITY_SELECT, "channel_types": nullable(array(integer(0, 16)))},
    SECTION: {"components": array(_among(TEXT_DISPLAY), 3, 1), "accessory": _among(*_ACCESSORIES)},
    TEXT_DISPLAY: {"content": text(4000, 1)},
    THUMBNAIL: {
        "media": _media,
        "description": nullable(text(1024)),
        "spoiler": nullable(boolean),
    },
    MEDIA_GALLERY: {"items": array(_ITEM, 10, 1)},
    FILE: {"file": _media, "spoiler": nullable(boolean), "name": anything, "size": anything},
    SEPARATOR: {"divider": nullable(boolean), "spacing": nullable(integer(1, 2))},
    CONTAINER: {
        "components": array(_among(*_IN_CONTAINER), least=1),
        "accent_color": nullable(integer(0, 0xFFFFFF)),
        "spoiler": nullable(boolean),
    },
}
_REQUIRED: Final[dict[int, tuple[str, ...]]] = {
    ACTION_ROW: ("components",),
    BUTTON: ("style",),
    STRING_SELECT: ("custom_id", "options"),
    5: ("custom_id",),
    6: ("custom_id",),
    7: ("custom_id",),
    8: ("custom_id",),
    SECTION: ("components", "accessory"),
    TEXT_DISPLAY: ("content",),
    THUMBNAIL: ("media",),
    MEDIA_GALLERY: ("items",),
    FILE: ("file",),
    CONTAINER: ("components",),
}
# What is always shown, also where the bot left it out.
_USUAL: Final[dict[int, Json]] = {
    THUMBNAIL: {"description": None, "spoiler": False},
    FILE: {"spoiler": False},
    SEPARATOR: {"divider": True, "spacing": 1},
    CONTAINER: {"accent_color": None, "spoiler": False},
}
COMPONENTS: Final = nullable(array(_among(*_IN_MESSAGE), MOST_COMPONENTS))


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
        if each["type"] == BUTTON:
            _refuse_wrong_button(each)
        elif each["type"] in SELECTS:
            refuse_wrong_select(each)


def _refuse_outside_rows(components: list[Json]) -> None:
    if len(components) > MOST_ROWS:
        words = f"Must be between 1 and {MOST_ROWS} in length."
        raise invalid("components", "BASE_TYPE_BAD_LENGTH", words)
    for position, each in enumerate(components):
        if each["type"] != ACTION_ROW:
            words = 'Value of field "type" must be one of (1,).'
            raise invalid(f"components.{position}.type", "UNION_TYPE_CHOICES", words)


def _refuse_wrong_button(button: Json) -> None:
    """Refuse a button that cannot be read or pressed, or does two things at once."""
    style = button["style"]
    owned = {LINK_STYLE: "url", PREMIUM_STYLE: "sku_id"}.get(style, "custom_id")
    if button.get(owned) is None:
        raise invalid(f"components.{owned}", *REQUIRED)
    for name in {"custom_id", "url", "sku_id"} - {owned}:
        if button.get(name) is not None:
            words = f"A button of this style has no {name}."
            raise invalid(f"components.{name}", "BUTTON_COMPONENT_INVALID_FIELD", words)
    shown = bool((button.get("label") or "").strip() or button.get("emoji"))
    if shown is (style == PREMIUM_STYLE):
        words = "A button has a label or an emoji, unless it sells something."
        raise invalid("components.label", "BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED", words)


def refuse_wrong_select(select: Json) -> None:
    """Refuse options of the same value, bounds that cross, and more or less than they allow."""
    options = select.get("options") or []
    values = [each["value"] for each in options]
    if len(set(values)) != len(values):
        words = "The specified option value is already used"
        raise invalid("components.options", "COMPONENT_OPTION_VALUE_DUPLICATED", words)
    low, high = _bounds(select)
    if low > high:
        words = "min_values must be less than or equal to max_values."
        raise invalid("components.min_values", "BASE_TYPE_BAD_BOUNDS", words)
    if select["type"] == STRING_SELECT and high > len(options):
        words = f"Must be between {high} and {MOST_OPTIONS} in length."
        raise invalid("components.options", "BASE_TYPE_BAD_LENGTH", words)
    chosen = [each for each in options if each.get("default")] or select.get("default_values") or []
    if len(chosen) > high:
        words = f"At most {high} can be chosen from the start."
        raise invalid("components.options", "COMPONENT_SELECT_TOO_MANY_DEFAULTS", words)


def _bounds(select: Json) -> tuple[int, int]:
    low, high = select.get("min_values"), select.get("max_values")
    return 1 if low is None else low, 1 if high is None else high


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

    A select that names no bounds has one and one; nulls go.
    """
    taken = {each["id"] for each in walk(components) if each.get("id")}
    free = (each for each in count(1) if each not in taken)
    return [_numbered(each, free) for each in components]


def _numbered(component: Json, free: Iterator[int]) -> Json:
    given = {name: value for name, value in component.items() if value is not None}
    given = {**_USUAL.get(component["type"], {}), **given}
    done = {**given, "id": component.get("id") or next(free)}
    if component["type"] in SELECTS:
        low, high = _bounds(component)
        done |= {"min_values": low, "max_values": high}
    if "components" in given:
        done["components"] = [_numbered(each, free) for each in component["components"]]
    for name in ("accessory", "component"):
        if name in given:
            done[name] = _numbered(given[name], free)
    return done


def refuse_repeated_ids(components: list[Json]) -> None:
    """Refuse a custom id, or a number, that occurs twice; 0 is no number."""
    named = [each["custom_id"] for each in walk(components) if each.get("custom_id") is not None]
    if len(set(named)) != len(named):
        words = "Component custom id cannot be duplicated"
        raise invalid("components", "COMPONENT_CUSTOM_ID_DUPLICATED", words)
    numbers = [each["id"] for each in walk(components) if each.get("id")]
    if len(set(numbers)) != len(numbers):
        words = "Component id cannot be duplicated"
        raise invalid("components", "COMPONENT_ID_DUPLICATED", words)
