"""A server governed by those who may: what stands above oneself cannot be touched."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from bot.sandbox import permissions
from bot.sandbox.errors import Reason, Refusal, invalid
from bot.sandbox.happenings import Change, GuildChanged, MemberChanged, RoleChanged
from bot.sandbox.jsontypes import Json
from bot.sandbox.rules import access, guilds
from bot.sandbox.snowflakes import read_instant
from bot.sandbox.state.guilds import Guild, Member, Role
from bot.sandbox.state.users import User
from bot.sandbox.state.world import World

MOST_ROLES: Final = 250
LONGEST_TIMEOUT: Final = timedelta(days=28)
# What null stands for, where it is not nothing.
_USUAL: Final[Json] = {
    "verification_level": 0,
    "default_message_notifications": 0,
    "explicit_content_filter": 0,
    "preferred_locale": "en-US",
    "afk_timeout": 300,
    "system_channel_flags": 0,
    "premium_progress_bar_enabled": False,
}


def edit_guild(world: World, actor: User, guild: Guild, body: Json) -> None:
    """Change a server's name and settings."""
    access.require_in_guild(guild, actor, permissions.MANAGE_GUILD)
    settings = {name: value for name, value in body.items() if name != "name"}
    for name, value in settings.items():
        if value is None:
            settings[name] = _USUAL.get(name)
        elif name.endswith("_channel_id"):
            settings[name] = _known_channel(guild, name, value)
    guild.name = body.get("name", guild.name).strip()
    guild.settings |= settings
    world.publish(GuildChanged(guild))


def _known_channel(guild: Guild, name: str, channel_id: str | int) -> str:
    if int(channel_id) not in guild.channels:
        raise invalid(name, "CHANNEL_INVALID", "The server has no such channel.")
    return str(channel_id)


def give_away(world: World, actor: User, guild: Guild, member: Member) -> None:
    """Make another member the owner, as only the owner can."""
    if guild.owner_id != actor.id or member.user.bot:
        raise Refusal(Reason.MISSING_PERMISSIONS)
    guild.owner_id = member.user.id
    world.publish(GuildChanged(guild))


def find_role(guild: Guild, role_id: int) -> Role:
    """Find a role of a server."""
    if role_id not in guild.roles:
        raise Refusal(Reason.UNKNOWN_ROLE)
    return guild.roles[role_id]


def find_member(guild: Guild, user_id: int) -> Member:
    """Find a member of a server."""
    if user_id not in guild.members:
        raise Refusal(Reason.UNKNOWN_MEMBER)
    return guild.members[user_id]


def add_role(world: World, actor: User, guild: Guild, body: Json) -> Role:
    """Make a role right above the one of everyone."""
    access.require_in_guild(guild, actor, permissions.MANAGE_ROLES)
    if len(guild.roles) >= MOST_ROLES:
        raise Refusal(Reason.TOO_MANY_ROLES)
    everyone = guild.roles[guild.id].permissions
    bits = everyone if body.get("permissions") is None else int(body["permissions"])
    refuse_unheld(guild, actor, bits)
    for other in guild.roles.values():
        if other.id != guild.id:
            other.position += 1
    role = Role(world.ids.draw(), body.get("name") or "new role", bits, position=1)
    _look(role, body)
    guild.roles[role.id] = role
    world.publish(RoleChanged(guild, role, Change.CREATED))
    return role


def edit_role(world: World, actor: User, guild: Guild, role: Role, body: Json) -> None:
    """Change a role below one's own."""
    _require_above(guild, actor, role)
    if body.get("permissions") is not None:
        bits = int(body["permissions"])
        refuse_unheld(guild, actor, bits & ~role.permissions)
        role.permissions = bits
    role.name = body.get("name") or role.name
    _look(role, body)
    world.publish(RoleChanged(guild, role, Change.UPDATED))


def _look(role: Role, body: Json) -> None:
    given = body.get("colors") or {}
    colour = given.get("primary_color") if given else body.get("color")
    role.colour = role.colour if colour is None else colour
    role.hoist = role.hoist if body.get("hoist") is None else body["hoist"]
    role.mentionable = role.mentionable if body.get("mentionable") is None else body["mentionable"]


def move_roles(world: World, actor: User, guild: Guild, wanted: Sequence[Json]) -> None:
    """Put roles below one's own at other places."""
    moved = [(find_role(guild, int(each["id"])), each.get("position")) for each in wanted]
    for role, position in moved:
        _require_above(guild, actor, role)
        if position is not None and position >= _height(guild, actor):
            raise Refusal(Reason.MISSING_PERMISSIONS)
    for role, position in moved:
        if position is not None and position != role.position:
            role.position = position
            world.publish(RoleChanged(guild, role, Change.UPDATED))


def delete_role(world: World, actor: User, guild: Guild, role: Role) -> None:
    """Delete a role below one's own; whoever had it has it no more."""
    if role.id == guild.id or role.bot_id is not None:
        raise Refusal(Reason.INVALID_ROLE)
    _require_above(guild, actor, role)
    del guild.roles[role.id]
    for member in guild.members.values():
        if role.id in member.roles:
            member.roles.remove(role.id)
    for channel in guild.channels.values():
        channel.overwrites.pop(role.id, None)
    world.publish(RoleChanged(guild, role, Change.DELETED))


def edit_member(world: World, actor: User, guild: Guild, member: Member, body: Json) -> None:
    """Change a member's nickname, roles and timeout: all that is asked for, or nothing."""
    changes: dict[str, Any] = {}
    if "nick" in body:
        _check_nick(guild, actor, member)
        changes["nick"] = body["nick"] or None
    if "roles" in body:
        wanted = {int(each) for each in body["roles"] or []}
        _check_roles(guild, actor, member, wanted)
        changes["roles"] = [each for each in guild.roles if each in wanted]
    if "communication_disabled_until" in body:
        given = body["communication_disabled_until"]
        until = None if given is None else read_instant(given)
        _check_timeout(world, actor, guild, member, until)
        changes["timed_out_until"] = until
    _alter(world, guild, member, changes)


def _alter(world: World, guild: Guild, member: Member, changes: dict[str, Any]) -> None:
    for name, value in changes.items():
        setattr(member, name, value)
    if changes:
        world.publish(MemberChanged(guild, member, Change.UPDATED))


def set_roles(
    world: World, actor: User, guild: Guild, member: Member, wanted: Collection[int]
) -> None:
    """Give a member these roles; only those below one's own can come or go."""
    _check_roles(guild, actor, member, wanted)
    if set(wanted) != set(member.roles):
        _alter(world, guild, member, {"roles": [each for each in guild.roles if each in wanted]})


def _check_roles(guild: Guild, actor: User, member: Member, wanted: Collection[int]) -> None:
    for role_id in set(wanted) ^ set(member.roles):
        role = find_role(guild, role_id)
        if role.id == guild.id or role.bot_id is not None:
            raise Refusal(Reason.INVALID_ROLE)
        _require_above(guild, actor, role)
    access.require_in_guild(guild, actor, permissions.MANAGE_ROLES)


def set_nick(world: World, actor: User, guild: Guild, member: Member, nick: str | None) -> None:
    """Call a member otherwise; oneself with less right than others."""
    _check_nick(guild, actor, member)
    _alter(world, guild, member, {"nick": nick or None})


def _check_nick(guild: Guild, actor: User, member: Member) -> None:
    if member.user is actor:
        access.require_in_guild(guild, actor, permissions.CHANGE_NICKNAME)
    else:
        access.require_in_guild(guild, actor, permissions.MANAGE_NICKNAMES)
        _require_over(guild, actor, member)


def time_out(
    world: World, actor: User, guild: Guild, member: Member, until: datetime | None
) -> None:
    """Silence a member for at most 28 days, or let them speak again."""
    _check_timeout(world, actor, guild, member, until)
    _alter(world, guild, member, {"timed_out_until": until})


def _check_timeout(
    world: World, actor: User, guild: Guild, member: Member, until: datetime | None
) -> None:
    access.require_in_guild(guild, actor, permissions.MODERATE_MEMBERS)
    _require_over(guild, actor, member)
    if permissions.in_guild(guild, member) & permissions.ADMINISTRATOR:
        raise Refusal(Reason.MISSING_PERMISSIONS)
    if until is not None and until > world.clock.now() + LONGEST_TIMEOUT:
        words = "Must be no more than 28 days in the future."
        raise invalid(
            "communication_disabled_until", "COMMUNICATION_DISABLED_UNTIL_TOO_LONG", words
        )


def kick(world: World, actor: User, guild: Guild, member: Member) -> None:
    """Throw a member out; oneself one cannot."""
    access.require_in_guild(guild, actor, permissions.KICK_MEMBERS)
    require_other(guild, actor, member)
    guilds.expel(world, guild, member.user)


def _height(guild: Guild, user: User) -> int:
    """Tell how high somebody's highest role stands; the owner's is above all."""
    if guild.owner_id == user.id:
        return 1 << 30
    return max((guild.roles[each].position for each in guild.members[user.id].roles), default=0)


def _require_above(guild: Guild, actor: User, role: Role) -> None:
    access.require_in_guild(guild, actor, permissions.MANAGE_ROLES)
    if _height(guild, actor) <= role.position:
        raise Refusal(Reason.MISSING_PERMISSIONS)


def _require_over(guild: Guild, actor: User, member: Member) -> None:
    if member.user is not actor and _height(guild, actor) <= _height(guild, member.user):
        raise Refusal(Reason.MISSING_PERMISSIONS)


def require_other(guild: Guild, actor: User, member: Member) -> None:
    """Refuse unless a member is somebody else, who stands below the actor."""
    if member.user is actor:
        raise Refusal(Reason.MISSING_PERMISSIONS)
    _require_over(guild, actor, member)


def refuse_unheld(guild: Guild, actor: User, bits: int, *, in_channel: bool = False) -> None:
    """Nobody gives away a permission they do not hold; in a channel, Manage Roles still less."""
    held = permissions.in_guild(guild, guild.members[actor.id])
    if in_channel and held != permissions.ALL:
        held &= ~permissions.MANAGE_ROLES
    if bits & permissions.ALL & ~held:
        raise Refusal(Reason.MISSING_PERMISSIONS)
