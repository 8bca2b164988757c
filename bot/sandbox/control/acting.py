"""Control: what a person does in a client, with that person's permissions."""

from bot.sandbox.bodies import channels as channel_bodies
from bot.sandbox.bodies import messages as bodies
from bot.sandbox.control.ask import ROUTES, Ask, Desk, get_actor, get_user
from bot.sandbox.jsontypes import Json
from bot.sandbox.permissions import READ_MESSAGE_HISTORY
from bot.sandbox.rules import (
    access,
    archiving,
    channels,
    deleting,
    emojis,
    guilds,
    history,
    messages,
    pins,
    polls,
    private,
    reactions,
)
from bot.sandbox.rules.drafts import Draft
from bot.sandbox.shapes import check
from bot.sandbox.state.channels import Channel
from bot.sandbox.state.messages import SUPPRESS_EMBEDS, SUPPRESS_NOTIFICATIONS, Message
from bot.sandbox.state.users import User
from bot.sandbox.wire.channels import render_any, render_private
from bot.sandbox.wire.messages import render_message
from bot.sandbox.wire.users import render_user

_MESSAGES = "/channels/{channel_id}/messages"
_MESSAGE = _MESSAGES + "/{message_id}"


def channel_of(desk: Desk, ask: Ask, needed: int = 0) -> tuple[User, Channel]:
    """Find who acts and the channel, which they must see."""
    actor = get_actor(desk, ask)
    return actor, access.get_channel(desk.world, actor, ask.integer("channel_id"), needed)


def message_of(desk: Desk, ask: Ask) -> tuple[User, Channel, Message]:
    """Find who acts, the channel and the message, which they must see."""
    actor, channel = channel_of(desk, ask, READ_MESSAGE_HISTORY)
    return actor, channel, access.get_message(channel, ask.integer("message_id"))


@ROUTES.on("POST", _MESSAGES, "user_id", "content", "poll", "reply_to", "files", "silent")
def send(desk: Desk, ask: Ask) -> Json:
    """Write a message, perhaps as a reply, perhaps with files or a poll, perhaps silently."""
    actor, channel = channel_of(desk, ask)
    body: Json = {"content": ask.text("content", ""), "poll": ask.get("poll")}
    if ask.flag("silent"):
        body["flags"] = SUPPRESS_NOTIFICATIONS
    if ask.has("reply_to"):
        body["message_reference"] = {"message_id": ask.text("reply_to")}
    check(bodies.CREATE, body)
    files = {at: ask.upload(each) for at, each in enumerate(ask.items("files"))}
    draft = Draft.from_body(body, files)
    return render_message(desk.world, messages.send(desk.world, actor, channel, draft), actor.id)


@ROUTES.on("GET", _MESSAGES, "user_id", "limit")
def read(desk: Desk, ask: Ask) -> list[Json]:
    """Read a channel as a member sees it, newest first, own ephemeral answers included."""
    actor, channel = channel_of(desk, ask)
    window = history.Window(limit=ask.integer("limit", 50, least=1))
    found = history.history(desk.world, actor, channel, window)
    return [render_message(desk.world, each, actor.id) for each in found]


@ROUTES.on("PATCH", _MESSAGE, "user_id", "content")
def edit(desk: Desk, ask: Ask) -> Json:
    """Edit one's own message."""
    actor, channel, message = message_of(desk, ask)
    body = {"content": ask.text("content")}
    check(bodies.EDIT, body)
    messages.edit(desk.world, actor, channel, message, body, {})
    return render_message(desk.world, message, actor.id)


@ROUTES.on("PUT", _MESSAGE + "/embeds", "user_id", "hidden")
def hide_embeds(desk: Desk, ask: Ask) -> None:
    """Hide the embeds of a message, one's own or as a moderator, or show them again."""
    actor, channel, message = message_of(desk, ask)
    flags = message.flags & ~SUPPRESS_EMBEDS
    if ask.flag("hidden", default=True):
        flags |= SUPPRESS_EMBEDS
    messages.edit(desk.world, actor, channel, message, {"flags": flags}, {})


@ROUTES.on("DELETE", _MESSAGE, "user_id")
def delete(desk: Desk, ask: Ask) -> None:
    """Delete a message: one's own, or as a moderator."""
    actor, channel, message = message_of(desk, ask)
    deleting.delete(desk.world, actor, channel, message)


@ROUTES.on("PUT", _MESSAGE + "/pin", "user_id")
def pin(desk: Desk, ask: Ask) -> None:
    """Pin a message."""
    pins.pin(desk.world, *message_of(desk, ask))


@ROUTES.on("DELETE", _MESSAGE + "/pin", "user_id")
def unpin(desk: Desk, ask: Ask) -> None:
    """Take a pin away."""
    pins.unpin(desk.world, *message_of(desk, ask))


@ROUTES.on("POST", _MESSAGE + "/publish", "user_id")
def publish(desk: Desk, ask: Ask) -> None:
    """Publish an announcement to those who follow the channel."""
    messages.crosspost(desk.world, *message_of(desk, ask))


@ROUTES.on("PUT", _MESSAGE + "/votes", "user_id", "answers")
def vote(desk: Desk, ask: Ask) -> None:
    """Vote in a poll for these answers and no others."""
    wanted = ask.integers("answers")
    polls.vote(desk.world, *message_of(desk, ask), wanted)


@ROUTES.on("POST", _MESSAGE + "/poll-end", "user_id")
def end_poll(desk: Desk, ask: Ask) -> None:
    """End one's own poll before its time."""
    polls.end(desk.world, *message_of(desk, ask))


@ROUTES.on("PUT", _MESSAGE + "/reactions/{emoji}", "user_id", "burst")
def react(desk: Desk, ask: Ask) -> None:
    """Put an emoji on a message, perhaps as a super reaction."""
    actor, channel, message = message_of(desk, ask)
    emoji = emojis.parse(desk.world, ask.text("emoji"), message)
    reactions.add(desk.world, actor, channel, message, emoji, burst=ask.flag("burst"))


@ROUTES.on("DELETE", _MESSAGE + "/reactions/{emoji}", "user_id", "of")
def unreact(desk: Desk, ask: Ask) -> None:
    """Take an emoji back; `of` names another member, for moderators."""
    actor, channel, message = message_of(desk, ask)
    emoji = emojis.parse(desk.world, ask.text("emoji"), message)
    if ask.has("of"):
        reactions.take_from(desk.world, actor, channel, message, emoji, ask.integer("of"))
    else:
        reactions.take_back(desk.world, actor, channel, message, emoji)


@ROUTES.on("GET", _MESSAGE + "/reactions/{emoji}", "user_id", "burst")
def list_reactors(desk: Desk, ask: Ask) -> list[Json]:
    """List who holds an emoji on a message, as its list shows them."""
    _, _, message = message_of(desk, ask)
    emoji = emojis.parse(desk.world, ask.text("emoji"), message)
    burst, everybody = ask.flag("burst"), len(desk.world.users)
    found = reactions.holders(desk.world, message, emoji, burst=burst, after=0, limit=everybody)
    return [render_user(each) for each in found]


@ROUTES.on("DELETE", _MESSAGE + "/reactions", "user_id", "emoji")
def clear_reactions(desk: Desk, ask: Ask) -> None:
    """Clear all reactions, or one emoji, as a moderator."""
    actor, channel, message = message_of(desk, ask)
    emoji = emojis.parse(desk.world, ask.text("emoji"), message) if ask.has("emoji") else None
    reactions.clear(desk.world, actor, channel, message, emoji)


@ROUTES.on("PUT", "/users/{user_id}/blocked/{target_id}", "blocked")
def block(desk: Desk, ask: Ask) -> None:
    """Block somebody, who can then neither react to one's messages nor write to one; or unblock."""
    actor, target = get_actor(desk, ask), get_user(desk, ask.integer("target_id"))
    if ask.flag("blocked", default=True):
        actor.blocked.add(target.id)
    else:
        actor.blocked.discard(target.id)


@ROUTES.on("PUT", "/users/{user_id}/closed", "closed")
def close_messages(desk: Desk, ask: Ask) -> None:
    """Take no direct messages any more; or take them again."""
    get_actor(desk, ask).closed = ask.flag("closed", default=True)


@ROUTES.on("POST", "/users/{user_id}/private")
def open_private(desk: Desk, ask: Ask) -> Json:
    """Open one's direct messages with the bot."""
    actor = get_actor(desk, ask)
    return render_private(private.open_channel(desk.world, actor), actor.id)


@ROUTES.on("GET", "/channels/{channel_id}", "user_id")
def look_at(desk: Desk, ask: Ask) -> Json:
    """Look at a channel or thread."""
    actor, channel = channel_of(desk, ask)
    return render_any(channel, actor.id)


@ROUTES.on("PATCH", "/channels/{channel_id}", "user_id", "changes")
def edit_channel(desk: Desk, ask: Ask) -> Json:
    """Change a channel, or rename, archive, lock or otherwise change a thread."""
    actor, channel = channel_of(desk, ask)
    body = ask.get("changes", {})
    check(channel_bodies.EDIT_CHANNEL, body)
    if channel.thread:
        archiving.edit(desk.world, actor, channel, body)
    else:
        channels.edit(desk.world, actor, channel, body)
    return render_any(channel, actor.id)


@ROUTES.on("DELETE", "/channels/{channel_id}", "user_id")
def delete_channel(desk: Desk, ask: Ask) -> None:
    """Delete a channel or thread."""
    actor, channel = channel_of(desk, ask)
    guilds.delete_channel(desk.world, actor, channel)
