"""Control: what moderators and owners do in a client, with their permissions."""

from datetime import timedelta
from typing import Final

from bot.sandbox.bodies import channels as channel_bodies
from bot.sandbox.bodies import guilds as bodies
from bot.sandbox.control.ask import ROUTES, Ask, Desk, get_actor, get_user
from bot.sandbox.jsontypes import Json
from bot.sandbox.rules import access, allowing, bans, channels, commands, governing, guilds, invites
from bot.sandbox.shapes import check
from bot.sandbox.state.guilds import Guild, Member
from bot.sandbox.state.users import User

_GUILD: Final = "/as/{user_id}/guilds/{guild_id}"
_MEMBER: Final = _GUILD + "/members/{target_id}"
_BAN: Final = _GUILD + "/bans/{target_id}"


def _guild(desk: Desk, ask: Ask) -> tuple[User, Guild]:
    actor = get_actor(desk, ask)
    return actor, access.get_guild(desk.world, actor, ask.integer("guild_id"))


def _member(desk: Desk, ask: Ask) -> tuple[User, Guild, Member]:
    actor, guild = _guild(desk, ask)
    return actor, guild, governing.find_member(guild, ask.integer("target_id"))


@ROUTES.on("PATCH", _GUILD, "changes")
def edit_guild(desk: Desk, ask: Ask) -> None:
    """Rename a server, or change its settings."""
    actor, guild = _guild(desk, ask)
    body = ask.get("changes", {})
    check(bodies.GUILD, body)
    governing.edit_guild(desk.world, actor, guild, body)


@ROUTES.on("DELETE", _GUILD)
def delete_guild(desk: Desk, ask: Ask) -> None:
    """Delete one's server with all that is in it."""
    guilds.delete_guild(desk.world, *_guild(desk, ask))


@ROUTES.on("PUT", _GUILD + "/owner/{target_id}")
def give_away(desk: Desk, ask: Ask) -> None:
    """Give one's server to another member."""
    governing.give_away(desk.world, *_member(desk, ask))


@ROUTES.on("PATCH", _MEMBER, "changes")
def edit_member(desk: Desk, ask: Ask) -> None:
    """Change a member's nickname, roles or timeout."""
    actor, guild, member = _member(desk, ask)
    body = ask.get("changes", {})
    check(bodies.MEMBER, body)
    governing.edit_member(desk.world, actor, guild, member, body)


@ROUTES.on("PUT", _MEMBER + "/timeout", "seconds")
def time_out(desk: Desk, ask: Ask) -> None:
    """Silence a member for so many seconds of virtual time; none lets them speak again."""
    actor, guild, member = _member(desk, ask)
    span = ask.span("seconds", timedelta())
    until = desk.world.clock.now() + span if span else None
    governing.time_out(desk.world, actor, guild, member, until)


@ROUTES.on("DELETE", _MEMBER)
def kick(desk: Desk, ask: Ask) -> None:
    """Throw a member, or the bot, out."""
    governing.kick(desk.world, *_member(desk, ask))


@ROUTES.on("PUT", _BAN, "delete_seconds", "reason")
def ban(desk: Desk, ask: Ask) -> None:
    """Ban somebody, and delete what they wrote in the last `delete_seconds`."""
    actor, guild = _guild(desk, ask)
    body = {"delete_message_seconds": ask.integer("delete_seconds", 0)}
    check(bodies.BAN, body)
    bans.ban(
        desk.world,
        actor,
        guild,
        get_user(desk, ask.integer("target_id")),
        deleting_back=timedelta(seconds=body["delete_message_seconds"]),
        reason=ask.text("reason") if ask.has("reason") else None,
    )


@ROUTES.on("DELETE", _BAN)
def unban(desk: Desk, ask: Ask) -> None:
    """Let somebody in again."""
    actor, guild = _guild(desk, ask)
    bans.unban(desk.world, actor, guild, ask.integer("target_id"))


@ROUTES.on("POST", "/as/{user_id}/channels/{channel_id}/invites", "max_age", "max_uses")
def create_invite(desk: Desk, ask: Ask) -> Json:
    """Make an invite."""
    actor = get_actor(desk, ask)
    channel = access.get_channel(desk.world, actor, ask.integer("channel_id"))
    body = {"max_age": ask.get("max_age"), "max_uses": ask.get("max_uses"), "unique": True}
    check(bodies.INVITE, body)
    return {"code": invites.create(desk.world, actor, channel, body).code}


@ROUTES.on("PUT", "/as/{user_id}/invites/{code}")
def accept_invite(desk: Desk, ask: Ask) -> Json:
    """Join by an invite."""
    found = invites.find(desk.world, ask.text("code"))
    return {"id": str(invites.accept(desk.world, get_actor(desk, ask), found).id)}


@ROUTES.on("PUT", _GUILD + "/commands", "entries", "command")
def allow_command(desk: Desk, ask: Ask) -> None:
    """Say who may use a command of the bot's, or without its name all that say nothing."""
    actor, guild = _guild(desk, ask)
    entries = ask.get("entries", [])
    check(bodies.COMMAND_PERMISSIONS, entries)
    command = None
    if ask.has("command"):
        command = commands.find_named(desk.world, guild.id, ask.text("command"))
    allowing.set_entries(desk.world, actor, guild, command, entries)


@ROUTES.on("POST", _GUILD + "/channels", "channel")
def create_channel(desk: Desk, ask: Ask) -> Json:
    """Make a channel."""
    actor, guild = _guild(desk, ask)
    body = ask.get("channel", {})
    check(channel_bodies.NEW_CHANNEL, body)
    return {"id": str(channels.create(desk.world, actor, guild, body).id)}


@ROUTES.on("POST", _GUILD + "/roles", "role")
def create_role(desk: Desk, ask: Ask) -> Json:
    """Make a role."""
    actor, guild = _guild(desk, ask)
    body = ask.get("role", {})
    check(bodies.ROLE, body)
    return {"id": str(governing.add_role(desk.world, actor, guild, body).id)}


@ROUTES.on("PATCH", _GUILD + "/roles/{role_id}", "changes")
def edit_role(desk: Desk, ask: Ask) -> None:
    """Change a role."""
    actor, guild = _guild(desk, ask)
    body = ask.get("changes", {})
    check(bodies.ROLE, body)
    role = governing.find_role(guild, ask.integer("role_id"))
    governing.edit_role(desk.world, actor, guild, role, body)


@ROUTES.on("DELETE", _GUILD + "/roles/{role_id}")
def delete_role(desk: Desk, ask: Ask) -> None:
    """Delete a role."""
    actor, guild = _guild(desk, ask)
    role = governing.find_role(guild, ask.integer("role_id"))
    governing.delete_role(desk.world, actor, guild, role)
