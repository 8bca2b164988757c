"""REST: messages, their history, and pins."""

from bot.sandbox import permissions
from bot.sandbox.bodies import messages as bodies
from bot.sandbox.errors import Reason, Refusal
from bot.sandbox.jsontypes import Json
from bot.sandbox.rest.call import NOTHING, Call, Endpoints, Reply, ok
from bot.sandbox.rules import access, deleting, history, messages, pins
from bot.sandbox.rules.drafts import Draft
from bot.sandbox.snowflakes import stamp
from bot.sandbox.state.channels import Channel
from bot.sandbox.state.messages import Message
from bot.sandbox.wire.messages import render_for_bot, with_nonce

ENDPOINTS = Endpoints()
_MESSAGES = "/channels/{channel_id}/messages"
_MESSAGE = _MESSAGES + "/{message_id}"


def show(call: Call, message: Message) -> Json:
    """Render a message to the bot; without the content intent others' words are withheld."""
    return render_for_bot(call.world, message)


def find(call: Call, needed: int = 0) -> tuple[Channel, Message]:
    """Find the channel and message that the path names."""
    channel = access.get_channel(call.world, call.actor, call.id("channel_id"), needed)
    return channel, access.get_message(channel, call.id("message_id"))


@ENDPOINTS.on("POST", _MESSAGES, body=bodies.CREATE, files=True)
def create_message(call: Call) -> Reply:
    """Send a message."""
    channel = access.get_channel(call.world, call.actor, call.id("channel_id"))
    draft = Draft.from_body(call.body, call.files)
    message = messages.send(call.world, call.actor, channel, draft)
    return ok(with_nonce(message, show(call, message)))


@ENDPOINTS.on("GET", _MESSAGES, query=("limit", "before", "after", "around"))
def list_messages(call: Call) -> Reply:
    """Read a channel's history."""
    channel = access.get_channel(call.world, call.actor, call.id("channel_id"))
    window = history.Window(
        limit=call.query_int("limit", 50, 1, 100),
        before=call.query_id("before"),
        after=call.query_id("after"),
        around=call.query_id("around"),
    )
    found = history.history(call.world, call.actor, channel, window)
    return ok([show(call, each) for each in found])


@ENDPOINTS.on("GET", _MESSAGE)
def get_message(call: Call) -> Reply:
    """Read one message."""
    _, message = find(call, permissions.READ_MESSAGE_HISTORY)
    return ok(show(call, message))


@ENDPOINTS.on("PATCH", _MESSAGE, body=bodies.EDIT, files=True)
def edit_message(call: Call) -> Reply:
    """Edit a message."""
    channel, message = find(call)
    messages.edit(call.world, call.actor, channel, message, call.body, call.files)
    return ok(show(call, message))


@ENDPOINTS.on("DELETE", _MESSAGE)
def delete_message(call: Call) -> Reply:
    """Delete a message."""
    channel, message = find(call)
    deleting.delete(call.world, call.actor, channel, message)
    return NOTHING


@ENDPOINTS.on("POST", _MESSAGES + "/bulk-delete", body=bodies.BULK_DELETE)
def bulk_delete(call: Call) -> Reply:
    """Delete several messages at once."""
    channel = access.get_channel(call.world, call.actor, call.id("channel_id"))
    deleting.purge(call.world, call.actor, channel, map(int, call.body["messages"]))
    return NOTHING


@ENDPOINTS.on("POST", _MESSAGE + "/crosspost")
def crosspost(call: Call) -> Reply:
    """Publish an announcement."""
    channel, message = find(call)
    messages.crosspost(call.world, call.actor, channel, message)
    return ok(show(call, message))


@ENDPOINTS.on("GET", _MESSAGES + "/pins", query=("limit", "before"))
def list_pins(call: Call) -> Reply:
    """Read a channel's pins, the latest first."""
    channel = access.get_channel(call.world, call.actor, call.id("channel_id"))
    if not access.has(call.world, call.actor, channel, permissions.READ_MESSAGE_HISTORY):
        return ok({"items": [], "has_more": False})
    limit = call.query_int("limit", 50, 1, 50)
    before = call.query_instant("before")
    pinned = [
        {"pinned_at": stamp(at), "message": show(call, message)}
        for message_id, at in reversed(channel.pins.items())
        if (message := channel.messages.get(message_id)) and (before is None or at < before)
    ]
    return ok({"items": pinned[:limit], "has_more": len(pinned) > limit})


@ENDPOINTS.on("PUT", _MESSAGES + "/pins/{message_id}")
def pin(call: Call) -> Reply:
    """Pin a message."""
    channel, message = find(call)
    pins.pin(call.world, call.actor, channel, message)
    return NOTHING


@ENDPOINTS.on("DELETE", _MESSAGES + "/pins/{message_id}")
def unpin(call: Call) -> Reply:
    """Unpin a message."""
    channel, message = find(call)
    pins.unpin(call.world, call.actor, channel, message)
    return NOTHING


@ENDPOINTS.on("POST", "/channels/{channel_id}/typing")
def type_in(call: Call) -> Reply:
    """Show that the bot types; nobody is told."""
    channel = access.get_channel(call.world, call.actor, call.id("channel_id"))
    writing = permissions.SEND_MESSAGES
    if channel.thread:
        writing = permissions.SEND_MESSAGES_IN_THREADS
    if not access.has(call.world, call.actor, channel, writing):
        raise Refusal(Reason.MISSING_PERMISSIONS)
    return NOTHING
