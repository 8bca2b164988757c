"""`/help`: what there is to do, for whoever asks, made from the commands that exist."""

from collections.abc import Iterable, Mapping
from itertools import groupby

import discord
from discord import app_commands

from bot.ui.pages import paginate
from bot.ui.polls import LATEST_COUNTS
from bot.ui.speech import N_, _

AnyCommand = app_commands.Command[discord.app_commands.Group, ..., object]

_FOR_MEMBERS = N_(
    "We read an article together, a section at a time. Each section comes as a message "
    "with a thread under it to talk in, and its open questions come as polls. To vote, "
    "react with an option’s emoji; to change your mind, react with another; to take a "
    "vote back, take the reaction back. Votes are public."
)
_FOR_ORGANIZERS = N_(
    "You organize here. First `/server setup` and `/doctor`, then `/article add` with a "
    "text (.txt) or Markdown (.md) of up to 2 MB, a web page (.html) of up to 5 MB, the "
    "address of a page, or alone for a form to paste into; `/article edit` puts "
    "right how it was read. `/discussion start` shows every section with its date before "
    "anything is public, and `/tally` shows what your community thinks."
)


def help_embeds(
    commands: Iterable[AnyCommand], ids: Mapping[str, int], *, organizer: bool
) -> tuple[discord.Embed, ...]:
    """Show the commands a person can use, those of a group together.

    `ids` are the commands' ids by name, which make them clickable; without one a command is text.
    """
    sorts = sorted(commands, key=lambda one: one.qualified_name)
    open_to_all = [one for one in sorts if not is_for_organizers(one)]
    embeds = paginate(
        [f"{_(_FOR_MEMBERS)} {_(LATEST_COUNTS)}", _listed(open_to_all, ids)],
        title=_("Reading together with Colloquy"),
    )
    if not organizer:
        return embeds
    groups = [
        _listed(group, ids)
        for _root_name, group in groupby(
            filter(is_for_organizers, sorts), key=lambda one: _root(one).name
        )
    ]
    return embeds + paginate([_(_FOR_ORGANIZERS), *groups], title=_("For organizers"))


def is_for_organizers(command: AnyCommand) -> bool:
    """Say whether Discord shows a command only to those who manage the server, as it is set up."""
    return _root(command).default_permissions is not None


def _listed(commands: Iterable[AnyCommand], ids: Mapping[str, int]) -> str:
    return "\n".join(f"{_mention(one, ids)} – {_(one.description)}" for one in commands)


def _mention(command: AnyCommand, ids: Mapping[str, int]) -> str:
    command_id = ids.get(_root(command).name)
    name = command.qualified_name
    return f"</{name}:{command_id}>" if command_id else f"`/{name}`"


def _root(command: AnyCommand) -> AnyCommand | app_commands.Group:
    return command.root_parent or command
