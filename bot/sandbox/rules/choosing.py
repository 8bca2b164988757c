"""Choosing from selects, in messages and modals, bound by what a client lets people choose."""

from collections.abc import Sequence
from typing import Final

from bot.sandbox.bodies.components import STRING_SELECT
from bot.sandbox.errors import ClientRefusal
from bot.sandbox.jsontypes import Json
from bot.sandbox.rules.resolving import Resolver
from bot.sandbox.snowflakes import is_id

USER_SELECT: Final = 5
ROLE_SELECT: Final = 6
MENTIONABLE_SELECT: Final = 7


def choose(resolver: Resolver, select: Json, values: Sequence[str], *, least: int = 1) -> None:
    """Check chosen values against a select and name what they stand for.

    `least` holds where the select does not say how many values are needed.
    """
    name = select["custom_id"]
    low = least if select.get("min_values") is None else select["min_values"]
    high = 1 if select.get("max_values") is None else select["max_values"]
    if not low <= len(values) <= high:
        raise ClientRefusal(f"{name!r} takes {low} to {high} values.")
    if len(set(values)) != len(values):
        raise ClientRefusal(f"{name!r} takes each value once.")
    for each in values:
        if not _offers(resolver, select, each):
            raise ClientRefusal(f"{name!r} does not offer {each!r}.")


def _offers(resolver: Resolver, select: Json, value: str) -> bool:
    kind = select["type"]
    if kind == STRING_SELECT:
        return value in [each["value"] for each in select["options"]]
    if not is_id(value):
        return False
    if kind == USER_SELECT:
        return resolver.user(int(value))
    if kind == ROLE_SELECT:
        return resolver.role(int(value))
    if kind == MENTIONABLE_SELECT:
        return resolver.role(int(value)) or resolver.user(int(value))
    return resolver.channel(int(value), select.get("channel_types"))
