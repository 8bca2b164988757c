"""Opening threads and forum posts."""

from typing import Final

from bot.sandbox import permissions
from bot.sandbox.errors import Reason, Refusal
from bot.sandbox.happenings import (
    Change,
    MessageChanged,
    ThreadChanged,
    ThreadMembersChanged,
)
from bot.sandbox.jsontypes import Json
from bot.sandbox.rules import access, archiving, notices, pacing, tags
from bot.sandbox.state.channels import FORUMS, Channel, ChannelType, Thread
from bot.sandbox.state.messages import HAS_THREAD, Message
from bot.sandbox.state.users import User
from bot.sandbox.state.world import World

DAY_MINUTES: Final = 1440
# The kinds of threads each kind of channel holds, the public one first.
_KINDS: Final = {
    ChannelType.TEXT: (ChannelType.PUBLIC_THREAD, ChannelType.PRIVATE_THREAD),
    ChannelType.ANNOUNCEMENT: (ChannelType.ANNOUNCEMENT_THREAD,),
}


def open_from_message(
    world: World, actor: User, channel: Channel, message: Message, body: Json
) -> Channel:
    """Make the thread of a message; it has the message's id, so there is only one."""
    needed = permissions.CREATE_PUBLIC_THREADS | permissions.READ_MESSAGE_HISTORY
    access.require(world, actor, channel, needed)
    if channel.type not in _KINDS:
        raise Refusal(Reason.WRONG_CHANNEL_TYPE)
    access.require_written(message)
    if message.id in world.channels or message.flags & HAS_THREAD:
        raise Refusal(Reason.THREAD_EXISTS)
    thread = _open(world, actor, channel, _KINDS[channel.type][0], body, message.id)
    message.flags |= HAS_THREAD
    world.publish(MessageChanged(message, Change.UPDATED))
    notices.post(world, thread, actor, notices.STARTER_MESSAGE, about=message)
    return thread


def open_alone(world: World, actor: User, channel: Channel, body: Json) -> Channel:
    """Make a thread without a message; private unless the body says otherwise."""
    kind = ChannelType(body.get("type") or ChannelType.PRIVATE_THREAD)
    private = kind is ChannelType.PRIVATE_THREAD
    needed = permissions.CREATE_PRIVATE_THREADS if private else permissions.CREATE_PUBLIC_THREADS
    access.require(world, actor, channel, needed)
    if kind not in _KINDS.get(channel.type, ()):
        raise Refusal(Reason.WRONG_CHANNEL_TYPE)
    thread = _open(world, actor, channel, kind, body, world.ids.draw())
    if not private:
        told = notices.THREAD_CREATED
        notices.post(world, channel, actor, told, content=thread.name, about=thread)
    return thread


def open_post(world: World, actor: User, channel: Channel, body: Json) -> Channel:
    """Make a forum post without its first message; the caller sends that into it."""
    access.require(world, actor, channel, permissions.SEND_MESSAGES)
    if channel.type not in FORUMS:
        raise Refusal(Reason.WRONG_CHANNEL_TYPE)
    wanted = [int(each) for each in body.get("applied_tags") or []]
    tags.check(world, actor, channel, wanted, left=bool(wanted))
    kind = ChannelType.PUBLIC_THREAD
    return _open(world, actor, channel, kind, body, world.ids.draw(), wanted)


def _open(
    world: World,
    actor: User,
    parent: Channel,
    kind: ChannelType,
    body: Json,
    thread_id: int,
    wanted: list[int] | None = None,
) -> Channel:
    guild = world.guilds[parent.guild_id or 0]
    archiving.require_room(guild)
    pacing.keep_slow(world, actor, parent, parent.opened)
    now = world.clock.now()
    slowmode = body.get("rate_limit_per_user")
    thread = Channel(
        id=thread_id,
        type=kind,
        name=body["name"].strip(),
        guild_id=parent.guild_id,
        parent_id=parent.id,
        slowmode=parent.thread_slowmode if slowmode is None else slowmode,
        thread=Thread(
            owner_id=actor.id,
            auto_archive_minutes=body.get("auto_archive_duration") or DAY_MINUTES,
            changed_at=now,
            active_at=now,
            invitable=body.get("invitable") is not False,
            tags=wanted or [],
            members={actor.id: now},
        ),
    )
    world.channels[thread.id] = thread
    guild.threads[thread.id] = thread
    if parent.type in FORUMS:
        parent.last_message_id = thread.id
    world.publish(ThreadChanged(thread, Change.CREATED))
    world.publish(ThreadMembersChanged(thread, added=(actor.id,)))
    return thread
