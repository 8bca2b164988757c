"""REST: servers, roles and members, as moderating bots govern them."""

from bot.sandbox.bodies import guilds as bodies
from bot.sandbox.rest.call import NOTHING, Call, Endpoints, Reply, ok
from bot.sandbox.rules import access, governing
from bot.sandbox.state.guilds import Guild, Member
from bot.sandbox.wire.guilds import render_guild, render_member, render_role

ENDPOINTS = Endpoints()
_ROLES = "/guilds/{guild_id}/roles"
_MEMBERS = "/guilds/{guild_id}/members"


def _guild(call: Call) -> Guild:
    return access.get_guild(call.world, call.actor, call.id("guild_id"))


def _member(call: Call) -> tuple[Guild, Member]:
    guild = _guild(call)
    return guild, governing.find_member(guild, call.id("user_id"))


@ENDPOINTS.on("PATCH", "/guilds/{guild_id}", body=bodies.GUILD)
def edit_guild(call: Call) -> Reply:
    """Change a server's name and settings."""
    guild = _guild(call)
    governing.edit_guild(call.world, call.actor, guild, call.body)
    return ok(render_guild(guild))


@ENDPOINTS.on("GET", _ROLES + "/{role_id}")
def get_role(call: Call) -> Reply:
    """Look a role up."""
    return ok(render_role(governing.find_role(_guild(call), call.id("role_id"))))


@ENDPOINTS.on("POST", _ROLES, body=bodies.ROLE)
def add_role(call: Call) -> Reply:
    """Make a role."""
    return ok(render_role(governing.add_role(call.world, call.actor, _guild(call), call.body)))


@ENDPOINTS.on("PATCH", _ROLES, body=bodies.ROLE_POSITIONS)
def move_roles(call: Call) -> Reply:
    """Put roles at other places."""
    guild = _guild(call)
    governing.move_roles(call.world, call.actor, guild, call.body)
    return ok([render_role(each) for each in guild.roles.values()])


@ENDPOINTS.on("PATCH", _ROLES + "/{role_id}", body=bodies.ROLE)
def edit_role(call: Call) -> Reply:
    """Change a role."""
    guild = _guild(call)
    role = governing.find_role(guild, call.id("role_id"))
    governing.edit_role(call.world, call.actor, guild, role, call.body)
    return ok(render_role(role))


@ENDPOINTS.on("DELETE", _ROLES + "/{role_id}")
def delete_role(call: Call) -> Reply:
    """Delete a role."""
    guild = _guild(call)
    role = governing.find_role(guild, call.id("role_id"))
    governing.delete_role(call.world, call.actor, guild, role)
    return NOTHING


@ENDPOINTS.on("PATCH", _MEMBERS + "/@me", body=bodies.SELF)
def edit_self(call: Call) -> Reply:
    """Change the bot's own nickname."""
    guild = _guild(call)
    member = guild.members[call.actor.id]
    governing.set_nick(call.world, call.actor, guild, member, call.body.get("nick"))
    return ok(render_member(member))


@ENDPOINTS.on("PATCH", _MEMBERS + "/{user_id}", body=bodies.MEMBER)
def edit_member(call: Call) -> Reply:
    """Change a member's nickname, roles or timeout."""
    guild, member = _member(call)
    governing.edit_member(call.world, call.actor, guild, member, call.body)
    return ok(render_member(member))


@ENDPOINTS.on("DELETE", _MEMBERS + "/{user_id}")
def kick_member(call: Call) -> Reply:
    """Throw a member out."""
    guild, member = _member(call)
    governing.kick(call.world, call.actor, guild, member)
    return NOTHING


@ENDPOINTS.on("PUT", _MEMBERS + "/{user_id}/roles/{role_id}")
def give_role(call: Call) -> Reply:
    """Give a member one role more."""
    guild, member = _member(call)
    wanted = {*member.roles, governing.find_role(guild, call.id("role_id")).id}
    governing.set_roles(call.world, call.actor, guild, member, wanted)
    return NOTHING


@ENDPOINTS.on("DELETE", _MEMBERS + "/{user_id}/roles/{role_id}")
def take_role(call: Call) -> Reply:
    """Take one role from a member."""
    guild, member = _member(call)
    role = governing.find_role(guild, call.id("role_id"))
    wanted = [each for each in member.roles if each != role.id]
    governing.set_roles(call.world, call.actor, guild, member, wanted)
    return NOTHING
