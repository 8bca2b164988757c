"""Who may use the bot's commands, as Server Settings ▸ Integrations say."""

from collections.abc import Sequence
from enum import IntEnum
from typing import Final

from bot.sandbox import permissions
from bot.sandbox.errors import ClientRefusal, Reason, Refusal
from bot.sandbox.happenings import CommandAllowed
from bot.sandbox.jsontypes import Json
from bot.sandbox.rules import access
from bot.sandbox.state.channels import Channel
from bot.sandbox.state.guilds import CommandPermission, Guild, Member
from bot.sandbox.state.interactions import Command
from bot.sandbox.state.users import User
from bot.sandbox.state.world import World

MOST_ENTRIES: Final = 100


class Target(IntEnum):
    """What an entry is for."""

    ROLE = 1
    USER = 2
    CHANNEL = 3


def set_entries(
    world: World, actor: User, guild: Guild, command: Command | None, wanted: Sequence[Json]
) -> None:
    """Replace the entries of one command, or of all that have none of their own (None)."""
    needed = permissions.MANAGE_GUILD | permissions.MANAGE_ROLES
    access.require_in_guild(guild, actor, needed)
    entries = [
        CommandPermission(int(each["id"]), int(each["type"]), bool(each["permission"]))
        for each in wanted
    ]
    if len(entries) > MOST_ENTRIES or len({(e.id, e.type) for e in entries}) != len(entries):
        raise ClientRefusal(f"A command has at most {MOST_ENTRIES} entries, each for another.")
    for each in entries:
        if each.id not in _known(guild, each.type):
            raise ClientRefusal(f"The server has nothing with id {each.id}.")
    target_id = world.bot.id if command is None else command.id
    guild.command_permissions[target_id] = entries
    world.publish(CommandAllowed(guild, target_id))


def _known(guild: Guild, kind: int) -> set[int]:
    known = {
        Target.ROLE: set(guild.roles),
        Target.USER: set(guild.members),
        Target.CHANNEL: {*guild.channels, all_channels(guild)},
    }
    return known[Target(kind)]


def all_channels(guild: Guild) -> int:
    """Give the id that stands for all channels of a server."""
    return guild.id - 1


def targets(world: World, guild: Guild) -> set[int]:
    """Give what entries can be about: the commands there are, and the application."""
    return {*world.commands.get(None, {}), *world.commands.get(guild.id, {}), world.bot.id}


def find_entries(world: World, guild: Guild, target_id: int) -> list[CommandPermission]:
    """Find the entries of a command, or of all commands under the application's id."""
    if target_id not in targets(world, guild):
        raise Refusal(Reason.UNKNOWN_COMMAND)
    if not guild.command_permissions.get(target_id):
        raise Refusal(Reason.UNKNOWN_COMMAND_PERMISSIONS)
    return guild.command_permissions[target_id]


def is_allowed(
    world: World, guild: Guild, member: Member, channel: Channel, command: Command
) -> bool:
    """Tell whether a member is shown a command in a channel; administrators are shown all."""
    held = permissions.in_guild(guild, member)
    if held == permissions.ALL:
        return True
    own = guild.command_permissions.get(command.id)
    entries = own or guild.command_permissions.get(world.bot.id) or []
    found = {(each.type, each.id): each.allowed for each in entries}
    if not _in_channel(found, guild, channel):
        return False
    answer = _for_member(found, guild, member)
    wanted = command.body["default_member_permissions"]
    if answer is False or (answer and own):
        return bool(answer)
    # "0" is for administrators only, unless an entry says otherwise.
    return wanted is None or (wanted != "0" and held & int(wanted) == int(wanted))


def _in_channel(found: dict[tuple[int, int], bool], guild: Guild, channel: Channel) -> bool:
    """Tell whether a channel, a thread's parent, has the command; by itself before all."""
    here = channel.parent_id if channel.thread else channel.id
    everywhere = found.get((Target.CHANNEL, all_channels(guild)), True)
    return found.get((Target.CHANNEL, here or 0), everywhere)


def _for_member(found: dict[tuple[int, int], bool], guild: Guild, member: Member) -> bool | None:
    """Tell what is said of a member: by name, then by role (allowing wins), then of everyone."""
    if (named := found.get((Target.USER, member.user.id))) is not None:
        return named
    by_role = [found[Target.ROLE, each] for each in member.roles if (Target.ROLE, each) in found]
    return any(by_role) if by_role else found.get((Target.ROLE, guild.id))
