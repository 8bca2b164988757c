"""Application commands as the bot registers them."""

import unicodedata
from typing import Any, Final

from bot.sandbox.errors import invalid
from bot.sandbox.jsontypes import Json
from bot.sandbox.shapes import (
    Path,
    Problems,
    Shape,
    array,
    boolean,
    either,
    integer,
    mapping,
    nullable,
    number,
    record,
    snowflake,
    text,
)

SUBCOMMAND: Final = 1
GROUP: Final = 2
STRING: Final = 3
CHAT_INPUT: Final = 1
MOST_CHARACTERS: Final = 8000
MOST_OF_TYPE: Final = {1: 100, 2: 15, 3: 15}

# As the application's languages are listed in Discord's description of its API.
LOCALES: Final = frozenset(
    {"ar", "bg", "cs", "da", "de", "el", "en-GB", "en-US", "es-419", "es-ES", "fi", "fr", "he"}
    | {"hi", "hr", "hu", "id", "it", "ja", "ko", "lt", "nl", "no", "pl", "pt-BR", "ro", "ru"}
    | {"sv-SE", "th", "tr", "uk", "vi", "zh-CN", "zh-TW"}
)
# Scripts whose marks may stand in a name, beside letters and numbers of any script.
_SCRIPTS: Final = ("DEVANAGARI ", "THAI ")
# What a choice may be worth, by the type of its option: text, a whole number, any number.
VALUES: Final[dict[int, type | tuple[type, ...]]] = {3: str, 4: int, 10: (int, float)}


def _localized(most: int) -> Shape:
    """Accept texts by language."""

    def shape(value: Any, path: Path, problems: Problems) -> None:
        mapping(text(most, 1))(value, path, problems)
        for locale in value.keys() - LOCALES if isinstance(value, dict) else ():
            words = f"Value must be one of {sorted(LOCALES)}."
            problems.note((*path, locale), "ENUM_TYPE_COERCE", words)

    return nullable(shape)


def _option(value: Any, path: Path, problems: Problems) -> None:
    _OPTION(value, path, problems)


_CHOICE = record(
    {
        "name": text(100, 1),
        "name_localizations": _localized(100),
        "value": either(number(), text(100)),
    },
    required=("name", "value"),
)
_OPTION: Final = record(
    {
        "type": integer(1, 11),
        "name": text(32, 1),
        "name_localizations": _localized(32),
        "description": text(100, 1),
        "description_localizations": _localized(100),
        "required": nullable(boolean),
        "choices": nullable(array(_CHOICE, 25)),
        "options": nullable(array(_option, 25)),
        "channel_types": nullable(array(integer(0, 16))),
        "min_value": nullable(number()),
        "max_value": nullable(number()),
        "min_length": nullable(integer(0, 6000)),
        "max_length": nullable(integer(1, 6000)),
        "autocomplete": nullable(boolean),
    },
    required=("type", "name", "description"),
)
_COMMAND_FIELDS: Final[dict[str, Shape]] = {
    "id": snowflake,
    "type": nullable(integer(1, 3)),
    "name": text(32, 1),
    "name_localizations": _localized(32),
    "description": nullable(text(100)),
    "description_localizations": _localized(100),
    "options": nullable(array(_option, 25)),
    "default_member_permissions": nullable(snowflake),
    "dm_permission": nullable(boolean),
    "default_permission": nullable(boolean),
    "contexts": nullable(array(integer(0, 2))),
    "integration_types": nullable(array(integer(0, 1))),
    "nsfw": nullable(boolean),
}
COMMAND: Final = record(_COMMAND_FIELDS, required=("name",))
COMMANDS: Final = array(COMMAND)


def refuse_wrong_commands(commands: list[Json]) -> None:
    """Refuse what only the whole list tells: repeated names, too many, bad names, bad order."""
    seen: set[tuple[int, str]] = set()
    for position, each in enumerate(commands):
        kind = each.get("type") or CHAT_INPUT
        if (kind, each["name"]) in seen:
            words = "Application command names must be unique"
            raise invalid(str(position), "APPLICATION_COMMANDS_DUPLICATE_NAME", words)
        seen.add((kind, each["name"]))
        _refuse_wrong_command(each, str(position))
    for kind, most in MOST_OF_TYPE.items():
        if sum(1 for seen_kind, _ in seen if seen_kind == kind) > most:
            words = f"Maximum number of application commands reached ({most})."
            raise invalid("_", "APPLICATION_COMMAND_TOO_MANY", words)


def _refuse_wrong_command(command: Json, path: str) -> None:
    if (command.get("type") or CHAT_INPUT) != CHAT_INPUT:
        for name in ("description", "options"):
            if command.get(name):
                words = "Context menu commands cannot have this."
                raise invalid(f"{path}.{name}", "APPLICATION_COMMAND_CONTEXT_MENU", words)
        return
    if not command.get("description"):
        raise invalid(f"{path}.description", "BASE_TYPE_REQUIRED", "This field is required")
    if _characters(command) > MOST_CHARACTERS:
        words = f"Command exceeds maximum size ({MOST_CHARACTERS})"
        raise invalid(path, "APPLICATION_COMMAND_TOO_LARGE", words)
    _refuse_wrong_names(command, path)
    _refuse_wrong_options(command.get("options") or [], f"{path}.options")


def _refuse_wrong_names(named: Json, path: str) -> None:
    """Refuse a name, or one in another language, with anything but small letters and numbers."""
    localized = named.get("name_localizations") or {}
    names = {f"{path}.name": named["name"]}
    names |= {f"{path}.name_localizations.{locale}": name for locale, name in localized.items()}
    for where, name in names.items():
        if name != name.lower() or not all(map(_may_stand_in_name, name)):
            words = "Command name is invalid"
            raise invalid(where, "APPLICATION_COMMAND_INVALID_NAME", words)


def _may_stand_in_name(character: str) -> bool:
    kind = unicodedata.category(character)[0]
    marked = kind == "M" and unicodedata.name(character).startswith(_SCRIPTS)
    return character in "-_'" or kind in "LN" or marked


def _refuse_wrong_options(options: list[Json], path: str, parent: int = 0) -> None:
    names = [each["name"] for each in options]
    if len(set(names)) != len(names):
        words = "Option names must be unique"
        raise invalid(path, "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_TAKEN", words)
    _refuse_wrong_kinds({each["type"] for each in options}, path, parent)
    optional_seen = False
    for position, each in enumerate(options):
        here = f"{path}.{position}"
        _refuse_wrong_names(each, here)
        _refuse_wrong_options(each.get("options") or [], f"{here}.options", each["type"])
        if each["type"] in {SUBCOMMAND, GROUP}:
            continue
        if each.get("required") and optional_seen:
            words = "Required options must be placed before non-required options"
            raise invalid(here, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", words)
        optional_seen = optional_seen or not each.get("required")
        _refuse_wrong_choices(each, here)


def _refuse_wrong_choices(option: Json, path: str) -> None:
    """Refuse choices of another type than the option, of one name, or beside autocomplete."""
    choices = option.get("choices") or []
    fit = VALUES.get(option["type"])
    if fit is None and (choices or option.get("autocomplete")):
        words = "Options of this type have no choices"
        raise invalid(path, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", words)
    if option.get("autocomplete") and choices:
        words = "Autocomplete options cannot have choices"
        raise invalid(path, "APPLICATION_COMMAND_OPTION_AUTOCOMPLETE_CHOICES", words)
    if len({each["name"] for each in choices}) != len(choices):
        words = "Choice names must be unique"
        raise invalid(path, "APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_ALREADY_TAKEN", words)
    for position, each in enumerate(choices):
        if isinstance(each["value"], bool) or not isinstance(each["value"], fit or ()):
            words = f'Could not interpret "{each["value"]}" as a value of the option.'
            where = f"{path}.choices.{position}.value"
            raise invalid(where, "APPLICATION_COMMAND_OPTION_CHOICE_VALUE", words)


def _refuse_wrong_kinds(kinds: set[int], path: str, parent: int) -> None:
    """Refuse subcommands beside plain options, and nesting deeper than a group's subcommands."""
    nested = kinds & {SUBCOMMAND, GROUP}
    deep = bool(nested) if parent == SUBCOMMAND else parent == GROUP and kinds - {SUBCOMMAND}
    if deep or (nested and kinds - nested):
        words = "Sub-command and sub-command group option types are mutually exclusive to others"
        raise invalid(path, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", words)


def _characters(node: Json) -> int:
    """Count as Discord does: of each text the longest of its translations, itself among them."""
    total = _longest(node, "name") + _longest(node, "description")
    total += sum(map(_characters, node.get("options") or []))
    for choice in node.get("choices") or []:
        total += _longest(choice, "name") + len(str(choice["value"]))
    return total


def _longest(node: Json, field: str) -> int:
    translations = (node.get(f"{field}_localizations") or {}).values()
    return max(map(len, [node.get(field) or "", *translations]))
