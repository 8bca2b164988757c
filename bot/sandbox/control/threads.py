"""Control: opening threads and forum posts, and being in them."""

from bot.sandbox.bodies import channels as bodies
from bot.sandbox.control.acting import channel_of, message_of
from bot.sandbox.control.ask import ROUTES, Ask, Desk, get_user
from bot.sandbox.jsontypes import Json
from bot.sandbox.rules import membership, messages, threads
from bot.sandbox.rules.drafts import Draft
from bot.sandbox.shapes import check
from bot.sandbox.state.channels import Channel, ChannelType
from bot.sandbox.wire.channels import render_thread
from bot.sandbox.wire.messages import render_message

_MEMBER = "/channels/{channel_id}/members/{target_id}"


def _body(ask: Ask, channel: Channel) -> Json:
    """Write what a client sends: the channel's usual time until a thread is archived, too."""
    return {"name": ask.text("name"), "auto_archive_duration": channel.default_archive_minutes}


@ROUTES.on("POST", "/channels/{channel_id}/messages/{message_id}/threads", "user_id", "name")
def open_thread(desk: Desk, ask: Ask) -> Json:
    """Open a thread under a message."""
    actor, channel, message = message_of(desk, ask)
    body = _body(ask, channel)
    check(bodies.THREAD_FROM_MESSAGE, body)
    thread = threads.open_from_message(desk.world, actor, channel, message, body)
    return render_thread(thread, actor.id)


@ROUTES.on("POST", "/channels/{channel_id}/threads", "user_id", "name", "private")
def open_alone(desk: Desk, ask: Ask) -> Json:
    """Open a thread without a message, public or private."""
    actor, channel = channel_of(desk, ask)
    news = channel.type is ChannelType.ANNOUNCEMENT
    public = ChannelType.ANNOUNCEMENT_THREAD if news else ChannelType.PUBLIC_THREAD
    kind = ChannelType.PRIVATE_THREAD if ask.flag("private") else public
    body = {**_body(ask, channel), "type": int(kind)}
    check(bodies.THREAD, body)
    return render_thread(threads.open_alone(desk.world, actor, channel, body), actor.id)


@ROUTES.on("POST", "/channels/{channel_id}/posts", "user_id", "name", "content", "tags", "files")
def open_post(desk: Desk, ask: Ask) -> Json:
    """Open a forum post with its first message, perhaps with tags and files."""
    actor, channel = channel_of(desk, ask)
    first = {"content": ask.text("content", "")}
    wanted = [str(each) for each in ask.integers("tags")]
    body = {**_body(ask, channel), "applied_tags": wanted, "message": first}
    check(bodies.THREAD, body)
    files = {at: ask.upload(each) for at, each in enumerate(ask.items("files"))}
    draft = Draft.from_body(first, files)
    thread, message = messages.send_post(desk.world, actor, channel, body, draft)
    shown = render_message(desk.world, message, actor.id)
    return {**render_thread(thread, actor.id), "message": shown}


@ROUTES.on("PUT", _MEMBER, "user_id")
def add_to_thread(desk: Desk, ask: Ask) -> None:
    """Join a thread, or add another to it."""
    actor, thread = channel_of(desk, ask)
    target = get_user(desk, ask.integer("target_id"))
    if target is actor:
        membership.join(desk.world, actor, thread)
    else:
        membership.add(desk.world, actor, thread, target)


@ROUTES.on("DELETE", _MEMBER, "user_id")
def remove_from_thread(desk: Desk, ask: Ask) -> None:
    """Leave a thread, or take another out of it."""
    actor, thread = channel_of(desk, ask)
    target = get_user(desk, ask.integer("target_id"))
    if target is actor:
        membership.leave(desk.world, actor, thread)
    else:
        membership.remove(desk.world, actor, thread, target)
