"""The steps of `/server setup`: one decision each, saved as it is made, nothing posted.

A step is in its controls' custom ids (`setup:1:<step>:<verb>`), so it works after a restart.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, Self

import discord

from bot.domain.guild import GuildSettings
from bot.domain.language import OWN_NAMES, Language
from bot.ui.panels import Choice, Item, button, panel, select
from bot.ui.servers import show_server
from bot.ui.speech import N_, _

_FORM = re.compile(r"setup:1:(?P<step>[a-z]+):(?P<verb>[a-z]+)")
TYPED: Final = "typed"

# One for each place people are likely to look for first; any other is typed.
_ZONES = (
    *("Pacific/Auckland", "Australia/Sydney", "Asia/Tokyo", "Asia/Shanghai", "Asia/Singapore"),
    *("Asia/Dhaka", "Asia/Kolkata", "Asia/Karachi", "Asia/Dubai", "Africa/Nairobi"),
    *("Europe/Istanbul", "Europe/Athens", "Africa/Johannesburg", "Africa/Cairo", "Europe/Berlin"),
    *("Europe/Paris", "Africa/Lagos", "Europe/London", "America/Sao_Paulo", "America/New_York"),
    *("America/Chicago", "America/Mexico_City", "America/Denver", "America/Los_Angeles", "UTC"),
)


class Step(StrEnum):
    """The decisions, in the order they are asked for."""

    ZONE = "zone"
    CHANNEL = "channel"
    ORGANIZERS = "organizers"
    LOG = "log"
    LANGUAGE = "language"
    DONE = "done"

    @property
    def following(self) -> "Step":
        """The step after this one."""
        steps = list(Step)
        return steps[min(steps.index(self) + 1, len(steps) - 1)]

    @property
    def preceding(self) -> "Step":
        """The step before this one."""
        steps = list(Step)
        return steps[max(steps.index(self) - 1, 0)]


class Verb(StrEnum):
    """What a press asks for."""

    CHOOSE = "choose"
    UNSET = "unset"
    GO = "go"
    TYPE = "type"


@dataclass(frozen=True, slots=True)
class Key:
    """A press in the setup: at which step, and what for."""

    step: Step
    verb: Verb

    def __str__(self) -> str:
        return f"setup:1:{self.step}:{self.verb}"

    @classmethod
    def parse(cls, custom_id: str) -> Self | None:
        """Read a custom id; None if it is none of the setup's."""
        found = _FORM.fullmatch(custom_id)
        if found is None or found["step"] not in set(Step) or found["verb"] not in set(Verb):
            return None
        return cls(Step(found["step"]), Verb(found["verb"]))


# What a step sets, and what it asks.
SETTING: Final[Mapping[Step, str]] = {
    Step.ZONE: "time_zone",
    Step.CHANNEL: "channel_id",
    Step.ORGANIZERS: "organizer_role_id",
    Step.LOG: "log_channel_id",
    Step.LANGUAGE: "language",
}
_ASKED: Final[Mapping[Step, str]] = {
    Step.ZONE: N_(
        "In which **time zone** does this server live? Times of day are meant in it "
        "unless a discussion names another. Clock changes are seen to."
    ),
    Step.CHANNEL: (
        N_("In which **channel** are articles discussed? A discussion may still choose another.")
    ),
    Step.ORGANIZERS: N_(
        "Which **role** may organize discussions, besides members with Manage Server? "
        "You may leave it at those."
    ),
    Step.LOG: N_(
        "In which **log channel** shall I tell what was done and what went wrong? Choose "
        "one that organizers read, or leave it out."
    ),
    Step.LANGUAGE: N_("Which **language** do I speak in public: option words, headings, results?"),
}
_PLACES = [
    discord.ChannelType.text,
    discord.ChannelType.news,
    discord.ChannelType.forum,
]


def step_content(step: Step, settings: GuildSettings) -> str:
    """Say what a step asks and how it is set now; at the end, all of it and what to do next."""
    if step is Step.DONE:
        following = _(
            "Next: `/doctor` checks what I am allowed to do; then `/article add`, and "
            "`/discussion start`, which shows every date before anything is public."
        )
        return f"{_('**All set.**')}\n{show_server(settings)}\n\n{following}"
    number, of = list(Step).index(step) + 1, len(SETTING)
    head = _("**Step {number} of {of}**", number=number, of=of)
    now = _("Now: {step}", step=_now(step, settings))
    return f"{head}\n{_(_ASKED[step])}\n\n{now}"


def step_view(
    step: Step, settings: GuildSettings, zones: Sequence[str] = _ZONES
) -> discord.ui.View:
    """Give what can be chosen at a step, and the ways on and back."""
    back = None
    if step is not Step.ZONE:
        back = button(_("Back"), Key(step.preceding, Verb.GO), 1)
    if step is Step.DONE:
        return panel([back])
    is_set = bool(getattr(settings, SETTING[step]))
    on = button(
        _("Keep and go on") if is_set else _("Leave out and go on"),
        Key(step.following, Verb.GO),
        1,
        style=discord.ButtonStyle.primary,
    )
    unset = None
    if is_set and step is not Step.LANGUAGE:
        unset = button(_("Unset"), Key(step, Verb.UNSET), 1)
    typed = button(_("Search by city"), Key(step, Verb.TYPE), 1) if step is Step.ZONE else None
    return panel([_control(step, settings, zones), back, on, unset, typed])


def chosen_value(step: Step, data: Mapping[str, Any]) -> Any:
    """Give what a select's press chose, as `GuildSettings` has it; None for nothing."""
    value = str((data.get("values") or [""])[0])
    if step is Step.LANGUAGE:
        return Language(value) if value in set(Language) else None
    if step is Step.ZONE:
        return value or None
    return int(value) if value.isascii() and value.isdecimal() else None


def zone_form() -> discord.ui.Modal:
    """Give the form in which a time zone is typed."""
    modal = discord.ui.Modal(
        title=_("Time zone"), custom_id=str(Key(Step.ZONE, Verb.TYPE)), timeout=None
    )
    modal.add_item(
        discord.ui.TextInput(
            label=_("A city, such as Berlin or Kolkata"),
            custom_id=TYPED,
            max_length=64,
            required=True,
        )
    )
    modal.stop()
    return modal


def _control(step: Step, settings: GuildSettings, zones: Sequence[str]) -> Item:
    key = str(Key(step, Verb.CHOOSE))
    match step:
        case Step.CHANNEL:
            return discord.ui.ChannelSelect(
                custom_id=key, channel_types=_PLACES, placeholder=_("Choose a channel")
            )
        case Step.LOG:
            return discord.ui.ChannelSelect(
                custom_id=key,
                channel_types=[discord.ChannelType.text],
                placeholder=_("Choose a channel"),
            )
        case Step.ORGANIZERS:
            return discord.ui.RoleSelect(custom_id=key, placeholder=_("Choose a role"))
        case Step.LANGUAGE:
            choices = [
                Choice(language.value, name, chosen=language is settings.language)
                for language, name in OWN_NAMES.items()
            ]
            return select(_("Choose a language"), key, 0, choices)
        case _:
            choices = [Choice(zone, zone, chosen=zone == settings.time_zone) for zone in zones]
            return select(_("Choose a time zone"), key, 0, choices)


def _now(step: Step, settings: GuildSettings) -> str:
    value = getattr(settings, SETTING[step])
    if value is None:
        return OWN_NAMES[Language.ENGLISH] if step is Step.LANGUAGE else _("nothing set")
    match step:
        case Step.CHANNEL | Step.LOG:
            return f"<#{value}>"
        case Step.ORGANIZERS:
            return f"<@&{value}>"
        case Step.LANGUAGE:
            return OWN_NAMES[value]
        case _:
            return f"`{value}`"
