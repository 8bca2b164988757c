"""REST: channels of every kind."""

from bot.sandbox.bodies import channels as bodies
from bot.sandbox.bodies.guilds import OVERWRITE
from bot.sandbox.errors import Reason, Refusal
from bot.sandbox.rest.call import NOTHING, Call, Endpoints, Reply, ok
from bot.sandbox.rules import access, archiving, channels, guilds, private
from bot.sandbox.state.channels import Channel
from bot.sandbox.wire.channels import render_any, render_private

ENDPOINTS = Endpoints()
_CHANNEL = "/channels/{channel_id}"


def _find(call: Call) -> Channel:
    return access.get_channel(call.world, call.actor, call.id("channel_id"))


@ENDPOINTS.on("GET", _CHANNEL)
def get_channel(call: Call) -> Reply:
    """Look a channel or thread up."""
    return ok(render_any(_find(call), call.actor.id))


@ENDPOINTS.on("PATCH", _CHANNEL, body=bodies.EDIT_CHANNEL)
def edit_channel(call: Call) -> Reply:
    """Change a channel or thread."""
    channel = _find(call)
    if channel.thread:
        archiving.edit(call.world, call.actor, channel, call.body)
    else:
        channels.edit(call.world, call.actor, channel, call.body)
    return ok(render_any(channel, call.actor.id))


@ENDPOINTS.on("DELETE", _CHANNEL)
def delete_channel(call: Call) -> Reply:
    """Delete a channel or thread."""
    channel = _find(call)
    shown = render_any(channel, call.actor.id)
    guilds.delete_channel(call.world, call.actor, channel)
    return ok(shown)


@ENDPOINTS.on("GET", "/guilds/{guild_id}/channels")
def list_channels(call: Call) -> Reply:
    """List the channels of a server that the bot sees, without threads."""
    guild = access.get_guild(call.world, call.actor, call.id("guild_id"))
    me = call.actor.id
    seen = [each for each in guild.channels.values() if call.world.sees(me, each)]
    return ok([render_any(each, me) for each in seen])


@ENDPOINTS.on("POST", "/guilds/{guild_id}/channels", body=bodies.NEW_CHANNEL)
def create_channel(call: Call) -> Reply:
    """Make a channel."""
    guild = access.get_guild(call.world, call.actor, call.id("guild_id"))
    channel = channels.create(call.world, call.actor, guild, call.body)
    return Reply(201, render_any(channel, call.actor.id))


@ENDPOINTS.on("PATCH", "/guilds/{guild_id}/channels", body=bodies.CHANNEL_PLACES)
def arrange_channels(call: Call) -> Reply:
    """Put channels at other places."""
    guild = access.get_guild(call.world, call.actor, call.id("guild_id"))
    channels.arrange(call.world, call.actor, guild, call.body)
    return NOTHING


@ENDPOINTS.on("PUT", _CHANNEL + "/permissions/{target_id}", body=OVERWRITE)
def set_overwrite(call: Call) -> Reply:
    """Allow and deny a role or member something in a channel."""
    channels.set_overwrite(call.world, call.actor, _find(call), call.id("target_id"), call.body)
    return NOTHING


@ENDPOINTS.on("DELETE", _CHANNEL + "/permissions/{target_id}")
def delete_overwrite(call: Call) -> Reply:
    """Take a role's or member's exceptions away."""
    channels.delete_overwrite(call.world, call.actor, _find(call), call.id("target_id"))
    return NOTHING


@ENDPOINTS.on("POST", "/users/@me/channels", body=bodies.PRIVATE_CHANNEL)
def open_private(call: Call) -> Reply:
    """Open the direct-message channel to a person."""
    user = call.world.users.get(int(call.body["recipient_id"]))
    if user is None:
        raise Refusal(Reason.UNKNOWN_USER)
    channel = private.open_channel(call.world, user)
    return ok(render_private(channel, call.actor.id))
