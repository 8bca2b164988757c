"""REST: native polls."""

from bot.sandbox import permissions
from bot.sandbox.rest.call import Call, Endpoints, Reply, ok
from bot.sandbox.rest.messages import find, show
from bot.sandbox.rules import polls
from bot.sandbox.wire.users import render_user

ENDPOINTS = Endpoints()
_POLL = "/channels/{channel_id}/polls/{message_id}"


@ENDPOINTS.on("GET", _POLL + "/answers/{answer_id}", query=("after", "limit"))
def list_voters(call: Call) -> Reply:
    """List who voted for an answer, ascending by id."""
    _, message = find(call, permissions.READ_MESSAGE_HISTORY)
    after = call.query_id("after") or 0
    limit = call.query_int("limit", 25, 1, 100)
    found = polls.voters(call.world, message, call.id("answer_id"), after, limit)
    return ok({"users": [render_user(each) for each in found]})


@ENDPOINTS.on("POST", _POLL + "/expire")
def end_poll(call: Call) -> Reply:
    """End one of the bot's polls before its time."""
    channel, message = find(call)
    polls.end(call.world, call.actor, channel, message)
    return ok(show(call, message))
