"""REST: invites."""

from bot.sandbox import permissions
from bot.sandbox.bodies.guilds import INVITE
from bot.sandbox.rest.call import Call, Endpoints, Reply, ok
from bot.sandbox.rules import access, invites
from bot.sandbox.wire.invites import render_details, render_invite

ENDPOINTS = Endpoints()
_OF_CHANNEL = "/channels/{channel_id}/invites"
_ONE = "/invites/{code}"


@ENDPOINTS.on("POST", _OF_CHANNEL, body=INVITE)
def create_invite(call: Call) -> Reply:
    """Make an invite."""
    channel = access.get_channel(call.world, call.actor, call.id("channel_id"))
    found = invites.create(call.world, call.actor, channel, call.body)
    return ok(render_details(call.world, found))


@ENDPOINTS.on("GET", _OF_CHANNEL)
def list_of_channel(call: Call) -> Reply:
    """List the invites of a channel."""
    needed = permissions.MANAGE_CHANNELS
    channel = access.get_channel(call.world, call.actor, call.id("channel_id"), needed)
    found = invites.list_all(call.world, channel.guild_id or 0, channel)
    return ok([render_details(call.world, each) for each in found])


@ENDPOINTS.on("GET", "/guilds/{guild_id}/invites")
def list_of_guild(call: Call) -> Reply:
    """List the invites of a server."""
    guild = access.get_guild(call.world, call.actor, call.id("guild_id"))
    access.require_in_guild(guild, call.actor, permissions.MANAGE_GUILD)
    found = invites.list_all(call.world, guild.id)
    return ok([render_details(call.world, each) for each in found])


@ENDPOINTS.on("GET", _ONE, query=("with_counts",))
def get_invite(call: Call) -> Reply:
    """Look an invite up, as anybody may who has its code."""
    found = invites.find(call.world, call.variables["code"])
    shown = render_invite(call.world, found)
    if call.query.get("with_counts") in {"1", "true", "True"}:
        count = len(invites.guild_of(call.world, found).members)
        shown |= {"approximate_member_count": count, "approximate_presence_count": count}
    return ok(shown)


@ENDPOINTS.on("DELETE", _ONE)
def delete_invite(call: Call) -> Reply:
    """Take an invite back."""
    found = invites.find(call.world, call.variables["code"])
    invites.revoke(call.world, call.actor, found)
    return ok(render_invite(call.world, found))
