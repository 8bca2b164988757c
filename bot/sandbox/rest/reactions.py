"""REST: reactions."""

from bot.sandbox import permissions
from bot.sandbox.rest.call import NOTHING, Call, Endpoints, Reply, ok
from bot.sandbox.rest.messages import find
from bot.sandbox.rules import emojis, reactions
from bot.sandbox.state.emojis import Emoji
from bot.sandbox.state.messages import Message
from bot.sandbox.wire.users import render_user

ENDPOINTS = Endpoints()
_ALL = "/channels/{channel_id}/messages/{message_id}/reactions"
_ONE = _ALL + "/{emoji}"


def _emoji(call: Call, message: Message) -> Emoji:
    return emojis.parse(call.world, call.variables["emoji"], message)


@ENDPOINTS.on("PUT", _ONE + "/@me")
def add_reaction(call: Call) -> Reply:
    """React as the bot."""
    channel, message = find(call)
    reactions.add(call.world, call.actor, channel, message, _emoji(call, message))
    return NOTHING


@ENDPOINTS.on("DELETE", _ONE + "/@me")
def remove_own_reaction(call: Call) -> Reply:
    """Take the bot's reaction back."""
    channel, message = find(call)
    reactions.take_back(call.world, call.actor, channel, message, _emoji(call, message))
    return NOTHING


@ENDPOINTS.on("DELETE", _ONE + "/{user_id}")
def remove_reaction(call: Call) -> Reply:
    """Take somebody's reaction off."""
    channel, message = find(call)
    user_id = call.id("user_id")
    reactions.take_from(call.world, call.actor, channel, message, _emoji(call, message), user_id)
    return NOTHING


@ENDPOINTS.on("DELETE", _ONE)
def clear_emoji(call: Call) -> Reply:
    """Take one emoji off for everybody."""
    channel, message = find(call)
    reactions.clear(call.world, call.actor, channel, message, _emoji(call, message))
    return NOTHING


@ENDPOINTS.on("DELETE", _ALL)
def clear_reactions(call: Call) -> Reply:
    """Take all reactions off."""
    channel, message = find(call)
    reactions.clear(call.world, call.actor, channel, message)
    return NOTHING


@ENDPOINTS.on("GET", _ONE, query=("limit", "after", "type"))
def list_reaction_users(call: Call) -> Reply:
    """List who holds an emoji, ascending by id."""
    _, message = find(call, permissions.READ_MESSAGE_HISTORY)
    found = reactions.holders(
        call.world,
        message,
        _emoji(call, message),
        burst=bool(call.query_int("type", 0, 0, 1)),
        after=call.query_id("after") or 0,
        limit=call.query_int("limit", 25, 1, 100),
    )
    return ok([render_user(each) for each in found])
