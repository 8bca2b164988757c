"""`/help`: what there is to do, for whoever asks, made from the commands that exist."""

import inspect
from collections.abc import Collection, Iterable, Mapping
from itertools import groupby
from typing import Final

import discord
from discord import app_commands

from bot.ui.audience import AnyCommand, Audience, audiences_of, root_of
from bot.ui.pages import paginate
from bot.ui.polls import LATEST_COUNTS
from bot.ui.speech import N_, _

_FOR_MEMBERS = N_(
    "We read an article together, a section at a time. Each section comes as a message "
    "with a thread under it to talk in, and its open questions come as polls. To vote, "
    "react with an option’s emoji; to change your mind, react with another; to take a "
    "vote back, take the reaction back. Votes are public."
)
_FOR_MODERATORS = N_(
    "You may manage messages in this channel. Should a section do harm, open the menu of its "
    "message or of one of its polls (right-click, or press and hold), then *Apps*. Where somebody "
    "votes against your rules, `/poll exclude` has their votes not count. If Discord does not "
    "show you `/poll`, ask whoever manages the server to allow it to you under Server Settings ▸ "
    "Integrations."
)
_FOR_ORGANIZERS = N_(
    "You organize here. First `/doctor`, then `/article add` with a "
    "text (.txt) or Markdown (.md) of up to 2 MB, a web page (.html) of up to 5 MB, the "
    "address of a page, or alone for a form to paste into; `/article edit` puts "
    "right how it was read. `/discussion start` shows every section with its date before "
    "anything is public, and `/tally` shows what your community thinks."
)
_FOR_ADMINS = N_(
    "You manage this server. `/server setup` comes before everything else: it asks for the time "
    "zone, the channel, who may organize, and the language."
)
# In the order in which they are read, each with its title.
_CHAPTERS: Final = {
    Audience.MEMBER: (N_("Reading together with Colloquy"), _FOR_MEMBERS),
    Audience.MODERATOR: (N_("For moderators"), _FOR_MODERATORS),
    Audience.ADMIN: (N_("For who manages the server"), _FOR_ADMINS),
    Audience.ORGANIZER: (N_("For organizers"), _FOR_ORGANIZERS),
}


def help_embeds(
    commands: Iterable[AnyCommand], ids: Mapping[str, int], asking: Collection[Audience]
) -> tuple[discord.Embed, ...]:
    """Show the commands somebody can use who is all of that, each once, those of a group together.

    `ids` are the commands' ids by name, which make them clickable; without one a command is text.
    """
    chapters: dict[Audience, list[AnyCommand]] = {each: [] for each in asking}
    for command in sorted(commands, key=lambda one: one.qualified_name):
        mine = audiences_of(command) & chapters.keys()
        if mine:
            chapters[max(mine)].append(command)
    return tuple(
        embed
        for audience, (title, opening) in _CHAPTERS.items()
        if chapters.get(audience)
        for embed in paginate(
            [_opening(audience, opening), *_listed(chapters[audience], ids)], title=_(title)
        )
    )


def _opening(audience: Audience, opening: str) -> str:
    rule = [_(LATEST_COUNTS)] if audience is Audience.MEMBER else []
    return " ".join([_(opening), *rule])


def _listed(commands: Iterable[AnyCommand], ids: Mapping[str, int]) -> list[str]:
    """Give a block for each group; what stands alone, and what stands in menus, comes together."""
    groups = groupby(sorted(commands, key=_group_of), key=_group_of)
    return ["\n".join(_line(one, ids) for one in group) for _name, group in groups]


def _group_of(command: AnyCommand) -> tuple[bool, str]:
    in_menu = isinstance(command, app_commands.ContextMenu)
    root = root_of(command)
    return in_menu, root.name if isinstance(root, app_commands.Group) else ""


def _line(command: AnyCommand, ids: Mapping[str, int]) -> str:
    if isinstance(command, app_commands.ContextMenu):
        # Discord shows no description of it; we keep it where every other command has its own.
        said = " ".join((inspect.getdoc(command.callback) or "").split())
        return _("**{name}**, in a message’s menu – {what}", name=command.name, what=_(said))
    command_id = ids.get(root_of(command).name)
    name = command.qualified_name
    mention = f"</{name}:{command_id}>" if command_id else f"`/{name}`"
    return f"{mention} – {_(command.description)}"
