"""Filling in and submitting the modal that the bot opened, bound by what a client allows."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.sandbox.bodies.components import SELECTS
from bot.sandbox.bodies.modals import (
    CHECKBOX,
    FILE_UPLOAD,
    LABEL,
    MOST_TEXT,
    RADIO_GROUP,
    TEXT_DISPLAY,
    TEXT_INPUT,
    inputs,
)
from bot.sandbox.errors import ClientRefusal
from bot.sandbox.jsontypes import Json
from bot.sandbox.rules import access, choosing
from bot.sandbox.rules.files import Upload
from bot.sandbox.rules.interactions import begin, draw_up
from bot.sandbox.rules.resolving import Resolver
from bot.sandbox.state.interactions import Interaction, InteractionType
from bot.sandbox.state.world import World


def submit(
    world: World, opener: Interaction, given: Json, files: Mapping[str, Sequence[Upload]]
) -> Interaction:
    """Submit the modal that `opener` was answered with; it closes once the bot has answered.

    `given` is by custom id: text, a list of values, one value, or true and false, as the field is.
    What is not given keeps the default that the bot set.
    """
    modal = opener.modal
    if modal is None or opener.modal_closed:
        raise ClientRefusal("No modal is open.")
    access.refuse_silenced(world, opener.user, opener.channel)
    unknown = (given.keys() | files.keys()) - {each["custom_id"] for each in inputs(modal)}
    if unknown:
        raise ClientRefusal(f"The modal has no field {sorted(unknown)}.")
    form = _Form(Resolver(world, opener.user, opener.channel), given, files)
    data: Json = {
        "custom_id": modal["custom_id"],
        "components": [form.fill_part(each) for each in modal["components"]],
    }
    if form.resolver.resolved:
        data["resolved"] = form.resolver.resolved
    interaction = draw_up(
        world, opener.user, opener.channel, InteractionType.MODAL, data, modal["custom_id"]
    )
    interaction.message = opener.message
    interaction.opener = opener
    return begin(world, interaction)


class _Form:
    """One person's filling of one modal."""

    def __init__(
        self, resolver: Resolver, given: Json, files: Mapping[str, Sequence[Upload]]
    ) -> None:
        self.resolver = resolver
        self._given = given
        self._files = files

    def fill_part(self, part: Json) -> Json:
        """Fill in what stands at the modal's top level."""
        shown: Json = {"type": part["type"], "id": part["id"]}
        if part["type"] == LABEL:
            return {**shown, "component": self._fill(part["component"])}
        if part["type"] == TEXT_DISPLAY:
            return shown
        return {**shown, "components": [self._fill(each) for each in part["components"]]}

    def _fill(self, field: Json) -> Json:
        kind = field["type"]
        shown: Json = {"type": kind, "id": field["id"], "custom_id": field["custom_id"]}
        if kind == TEXT_INPUT:
            return {**shown, "value": self._text(field)}
        if kind == RADIO_GROUP:
            return {**shown, "value": self._one(field)}
        if kind == CHECKBOX:
            return {**shown, "value": self._flag(field)}
        if kind == FILE_UPLOAD:
            return {**shown, "values": self._uploads(field)}
        return {**shown, "values": self._several(field)}

    def _text(self, field: Json) -> str:
        value = self._given.get(field["custom_id"], field.get("value") or "")
        if not isinstance(value, str):
            raise ClientRefusal(f"{field['custom_id']!r} is text.")
        if not value and not _required(field):
            return value
        least = max(field.get("min_length") or 0, 1)
        most = field.get("max_length") or MOST_TEXT
        if not least <= len(value) <= most:
            raise ClientRefusal(f"{field['custom_id']!r} takes {least} to {most} characters.")
        return value

    def _one(self, field: Json) -> str | None:
        chosen = self._values(field)
        if len(chosen) > 1 or (not chosen and _required(field)):
            raise ClientRefusal(f"{field['custom_id']!r} takes one value.")
        _require_offered(field, chosen)
        return chosen[0] if chosen else None

    def _several(self, field: Json) -> list[str]:
        chosen = self._values(field)
        if not chosen and not _required(field):
            return chosen
        if field["type"] in SELECTS:
            choosing.choose(self.resolver, field, chosen)
            return chosen
        _require_count(field, len(chosen), most=len(field["options"]))
        _require_offered(field, chosen)
        return chosen

    def _values(self, field: Json) -> list[str]:
        """Read the values given, or the defaults."""
        if field["custom_id"] not in self._given:
            marked = [each["value"] for each in field.get("options") or [] if each.get("default")]
            return marked + [each["id"] for each in field.get("default_values") or []]
        given: Any = self._given[field["custom_id"]]
        return [str(each) for each in (given if isinstance(given, list) else [given])]

    def _flag(self, field: Json) -> bool:
        value = self._given.get(field["custom_id"], field.get("default", False))
        if not isinstance(value, bool):
            raise ClientRefusal(f"{field['custom_id']!r} is true or false.")
        return value

    def _uploads(self, field: Json) -> list[str]:
        uploads = self._files.get(field["custom_id"], ())
        if uploads or _required(field):
            _require_count(field, len(uploads), most=1)
        kinds = tuple(field.get("file_types") or ())
        if kinds and not all(each.filename.lower().endswith(kinds) for each in uploads):
            raise ClientRefusal(f"{field['custom_id']!r} takes files ending in {kinds}.")
        return [self.resolver.file(each) for each in uploads]


def _required(field: Json) -> bool:
    return bool(field.get("required", True))


def _require_count(field: Json, count: int, *, most: int) -> None:
    low = 1 if field.get("min_values") is None else field["min_values"]
    high = field.get("max_values") or most
    if not low <= count <= high:
        raise ClientRefusal(f"{field['custom_id']!r} takes {low} to {high} values.")


def _require_offered(field: Json, chosen: Sequence[str]) -> None:
    offered = [each["value"] for each in field["options"]]
    if not set(chosen) <= set(offered) or len(set(chosen)) != len(chosen):
        raise ClientRefusal(f"{field['custom_id']!r} offers {offered}, each once.")
