"""Whom a command is for, told by the command itself: `/help` lists it for them alone.

By default it is whom Discord shows it to; a command whose handler lets on others is marked so.
"""

from enum import IntEnum
from typing import Final

import discord
from discord import app_commands

AnyCommand = app_commands.Command[app_commands.Group, ..., object] | app_commands.ContextMenu

_MARK: Final = "audience"


class Audience(IntEnum):
    """What somebody is in the channel they ask in; of several, the greatest says most."""

    MEMBER = 0
    MODERATOR = 1
    ORGANIZER = 2
    ADMIN = 3


def let_on(*audiences: Audience) -> dict[str, frozenset[Audience]]:
    """Give the `extras` of a command that lets on others than Discord shows it to by default."""
    return {_MARK: frozenset(audiences)}


def audiences_of(command: AnyCommand) -> frozenset[Audience]:
    """Give those whom a command lets on; being one of them is enough."""
    marked: frozenset[Audience] | None = command.extras.get(_MARK)
    if marked is not None:
        return marked
    needed = root_of(command).default_permissions
    if needed is None:
        return frozenset({Audience.MEMBER})
    managing = needed >= discord.Permissions(manage_guild=True)
    return frozenset({Audience.ORGANIZER if managing else Audience.MODERATOR})


def root_of(command: AnyCommand) -> AnyCommand | app_commands.Group:
    """Give what Discord knows a command by: the group it is in, or itself."""
    if isinstance(command, app_commands.ContextMenu):
        return command
    return command.root_parent or command
