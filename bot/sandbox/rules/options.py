"""The options a member fills in: checked as a client checks them, resolved as Discord does."""

from typing import Any, Final

from bot.sandbox.errors import ClientRefusal
from bot.sandbox.jsontypes import Json
from bot.sandbox.rules.files import Upload
from bot.sandbox.rules.resolving import Resolver
from bot.sandbox.snowflakes import is_id
from bot.sandbox.state.channels import Channel
from bot.sandbox.state.users import User
from bot.sandbox.state.world import World

_STRING: Final = 3
_INTEGER: Final = 4
_BOOLEAN: Final = 5
_USER: Final = 6
_ROLE: Final = 8
_MENTIONABLE: Final = 9
_NUMBER: Final = 10
_ATTACHMENT: Final = 11
_MOST_STRING: Final = 6000


class Filling:
    """Fills in the options of one command for one member."""

    def __init__(
        self, world: World, actor: User, channel: Channel, files: dict[str, Upload]
    ) -> None:
        self._resolver = Resolver(world, actor, channel)
        self._files = files

    @property
    def resolved(self) -> Json:
        """What the options name by id."""
        return self._resolver.resolved

    def fill(self, declared: list[Json], given: Json) -> list[Json]:
        """Build typed options in the order declared; raises ClientRefusal like a client."""
        values = {**given, **dict.fromkeys(self._files)}
        unknown = values.keys() - {each["name"] for each in declared}
        if unknown:
            raise ClientRefusal(f"The command has no option {sorted(unknown)}.")
        filled = []
        for each in declared:
            if each["name"] in values:
                value = self._value(each, values[each["name"]])
                filled.append({"name": each["name"], "type": each["type"], "value": value})
            elif each.get("required"):
                raise ClientRefusal(f"The option {each['name']!r} is required.")
        return filled

    def fill_partly(
        self, declared: list[Json], given: Json, focused: str, typed: str
    ) -> list[Json]:
        """Build the options of an autocomplete request: nothing is required or resolved yet."""
        option = next((each for each in declared if each["name"] == focused), None)
        if option is None or not option.get("autocomplete"):
            raise ClientRefusal(f"The option {focused!r} has no autocomplete.")
        filled = []
        for each in declared:
            if each["name"] == focused:
                part = {"name": focused, "type": each["type"], "value": typed, "focused": True}
                filled.append(part)
            elif each["name"] in given:
                value = given[each["name"]]
                filled.append({"name": each["name"], "type": each["type"], "value": value})
        return filled

    def _value(self, option: Json, value: Any) -> Any:
        kind = option["type"]
        if kind == _STRING:
            return _text(option, value)
        if kind in {_INTEGER, _NUMBER}:
            return _amount(option, value)
        if kind == _BOOLEAN:
            return _flag(option, value)
        if kind == _ATTACHMENT:
            return self._attachment(option)
        return self._entity(option, value)

    def _attachment(self, option: Json) -> str:
        if option["name"] not in self._files:
            raise ClientRefusal(f"The option {option['name']!r} is a file.")
        return self._resolver.file(self._files[option["name"]])

    def _entity(self, option: Json, value: Any) -> str:
        if not is_id(value):
            raise ClientRefusal(f"The option {option['name']!r} is an id.")
        if not self._resolve(option, int(value)):
            raise ClientRefusal(f"The option {option['name']!r} takes nothing with id {value}.")
        return str(value)

    def _resolve(self, option: Json, entity_id: int) -> bool:
        kind = option["type"]
        if kind == _USER:
            return self._resolver.user(entity_id)
        if kind == _ROLE:
            return self._resolver.role(entity_id)
        if kind == _MENTIONABLE:
            return self._resolver.role(entity_id) or self._resolver.user(entity_id)
        return self._resolver.channel(entity_id, option.get("channel_types"))


def _text(option: Json, value: Any) -> str:
    if not isinstance(value, str):
        raise ClientRefusal(f"The option {option['name']!r} is text.")
    least, most = option.get("min_length") or 0, option.get("max_length") or _MOST_STRING
    if not least <= len(value) <= most:
        raise ClientRefusal(f"The option {option['name']!r} takes {least} to {most} characters.")
    if not value and option.get("required"):
        raise ClientRefusal(f"The option {option['name']!r} is required.")
    _require_choice(option, value)
    return value


def _amount(option: Json, value: Any) -> float:
    whole = option["type"] == _INTEGER
    if isinstance(value, bool) or not isinstance(value, int if whole else int | float):
        raise ClientRefusal(f"The option {option['name']!r} is a number.")
    low, high = option.get("min_value"), option.get("max_value")
    if (low is not None and value < low) or (high is not None and value > high):
        raise ClientRefusal(f"The option {option['name']!r} lies between {low} and {high}.")
    _require_choice(option, value)
    return float(value) if not whole else value


def _flag(option: Json, value: Any) -> bool:
    if not isinstance(value, bool):
        raise ClientRefusal(f"The option {option['name']!r} is true or false.")
    return value


def _require_choice(option: Json, value: Any) -> None:
    choices = option.get("choices")
    if choices and value not in [each["value"] for each in choices]:
        raise ClientRefusal(f"The option {option['name']!r} has no choice {value!r}.")
