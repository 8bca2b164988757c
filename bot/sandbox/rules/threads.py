"""Threads and forum posts: making, archiving, locking, joining."""

from datetime import timedelta
from typing import Final

from bot.sandbox import permissions
from bot.sandbox.errors import Reason, Refusal, invalid
from bot.sandbox.happenings import (
    Change,
    MessageChanged,
    ThreadChanged,
    ThreadMembersChanged,
)
from bot.sandbox.jsontypes import Json
from bot.sandbox.rules import access
from bot.sandbox.state.channels import FORUMS, Channel, ChannelType, Thread
from bot.sandbox.state.messages import HAS_THREAD, Message
from bot.sandbox.state.users import User
from bot.sandbox.state.world import World

STARTER_MESSAGE: Final = 21
THREAD_CREATED: Final = 18
DAY_MINUTES: Final = 1440
MOST_PARTICIPANTS: Final = 1000
MOST_ACTIVE: Final = 1000
REQUIRE_TAG: Final = 1 << 4
PINNED: Final = 1 << 1
_HOLDS_THREADS: Final = frozenset({ChannelType.TEXT, ChannelType.ANNOUNCEMENT})


def open_from_message(
    world: World, actor: User, channel: Channel, message: Message, body: Json
) -> Channel:
    """Make the thread of a message; it has the message's id, so there is only one."""
    needed = permissions.CREATE_PUBLIC_THREADS | permissions.READ_MESSAGE_HISTORY
    access.require(world, actor, channel, needed)
    if channel.type not in _HOLDS_THREADS:
        raise Refusal(Reason.WRONG_CHANNEL_TYPE)
    access.require_written(message)
    if message.id in world.channels or message.flags & HAS_THREAD:
        raise Refusal(Reason.THREAD_EXISTS)
    announcement = channel.type is ChannelType.ANNOUNCEMENT
    kind = ChannelType.ANNOUNCEMENT_THREAD if announcement else ChannelType.PUBLIC_THREAD
    thread = _open(world, actor, channel, kind, body, message.id)
    message.flags |= HAS_THREAD
    world.publish(MessageChanged(message, Change.UPDATED))
    _post_starter(world, actor, thread, message)
    return thread


def open_alone(world: World, actor: User, channel: Channel, body: Json) -> Channel:
    """Make a thread without a message; private unless the body says otherwise."""
    kind = ChannelType(body.get("type") or ChannelType.PRIVATE_THREAD)
    private = kind is ChannelType.PRIVATE_THREAD
    needed = permissions.CREATE_PRIVATE_THREADS if private else permissions.CREATE_PUBLIC_THREADS
    access.require(world, actor, channel, needed)
    if channel.type not in _HOLDS_THREADS:
        raise Refusal(Reason.WRONG_CHANNEL_TYPE)
    thread = _open(world, actor, channel, kind, body, world.ids.draw())
    if not private:
        _post_created(world, actor, channel, thread)
    return thread


def open_post(world: World, actor: User, channel: Channel, body: Json) -> Channel:
    """Make a forum post without its first message; the caller sends that into it."""
    access.require(world, actor, channel, permissions.SEND_MESSAGES)
    if channel.type not in FORUMS:
        raise Refusal(Reason.WRONG_CHANNEL_TYPE)
    tags = [int(each) for each in body.get("applied_tags") or []]
    _check_tags(world, actor, channel, tags, left=bool(tags))
    kind = ChannelType.PUBLIC_THREAD
    return _open(world, actor, channel, kind, body, world.ids.draw(), tags)


def _check_tags(
    world: World, actor: User, channel: Channel, tags: list[int], *, left: bool
) -> None:
    """Check tags that come or go; `left` is whether the post has any afterwards."""
    if channel.flags & REQUIRE_TAG and not left:
        raise Refusal(Reason.TAG_REQUIRED)
    known = {tag.id: tag for tag in channel.tags}
    for each in tags:
        if each not in known:
            raise invalid("applied_tags", "INVALID_TAG", "Unknown tag")
        if known[each].moderated:
            access.require(world, actor, channel, permissions.MANAGE_THREADS)


def _open(
    world: World,
    actor: User,
    parent: Channel,
    kind: ChannelType,
    body: Json,
    thread_id: int,
    tags: list[int] | None = None,
) -> Channel:
    guild = world.guilds[parent.guild_id or 0]
    if sum(1 for each in guild.threads.values() if not _state(each).archived) >= MOST_ACTIVE:
        raise Refusal(Reason.TOO_MANY_THREADS)
    now = world.clock.now()
    thread = Channel(
        id=thread_id,
        type=kind,
        name=body["name"].strip(),
        guild_id=parent.guild_id,
        parent_id=parent.id,
        slowmode=body.get("rate_limit_per_user") or 0,
        thread=Thread(
            owner_id=actor.id,
            auto_archive_minutes=body.get("auto_archive_duration")
            or parent.default_archive_minutes
            or DAY_MINUTES,
            changed_at=now,
            active_at=now,
            invitable=body.get("invitable") is not False,
            tags=tags or [],
            members={actor.id: now},
        ),
    )
    world.channels[thread.id] = thread
    guild.threads[thread.id] = thread
    world.publish(ThreadChanged(thread, Change.CREATED))
    world.publish(ThreadMembersChanged(thread, added=(actor.id,)))
    return thread


def _post_starter(world: World, actor: User, thread: Channel, origin: Message) -> None:
    starter = Message(
        id=world.ids.draw(),
        channel_id=thread.id,
        guild_id=thread.guild_id,
        author=actor,
        type=STARTER_MESSAGE,
        reference={
            "type": 0,
            "channel_id": str(origin.channel_id),
            "message_id": str(origin.id),
            "guild_id": str(origin.guild_id),
        },
        replied_to=origin,
    )
    _place(world, thread, starter)


def _post_created(world: World, actor: User, channel: Channel, thread: Channel) -> None:
    notice = Message(
        id=world.ids.draw(),
        channel_id=channel.id,
        guild_id=channel.guild_id,
        author=actor,
        type=THREAD_CREATED,
        content=thread.name,
        flags=HAS_THREAD,
        reference={
            "type": 0,
            "channel_id": str(thread.id),
            "guild_id": str(thread.guild_id),
        },
    )
    _place(world, channel, notice)


def _place(world: World, channel: Channel, message: Message) -> None:
    channel.messages.add(message)
    channel.last_message_id = message.id
    world.publish(MessageChanged(message, Change.CREATED))


def edit(world: World, actor: User, thread: Channel, body: Json) -> None:
    """Rename, archive, lock or otherwise change a thread; nulls change nothing."""
    state = _state(thread)
    body = {name: value for name, value in body.items() if value is not None}
    _require_edit(world, actor, thread, body)
    if state.archived and body.get("archived", True):
        raise Refusal(Reason.THREAD_ARCHIVED)
    if "applied_tags" in body:
        _retag(world, actor, thread, [int(each) for each in body["applied_tags"]])
    if "name" in body:
        thread.name = body["name"].strip()
    if "rate_limit_per_user" in body:
        thread.slowmode = body["rate_limit_per_user"]
    if "flags" in body:
        thread.flags = body["flags"]
    state.auto_archive_minutes = body.get("auto_archive_duration", state.auto_archive_minutes)
    state.locked = body.get("locked", state.locked)
    state.invitable = body.get("invitable", state.invitable)
    if "archived" in body and body["archived"] != state.archived:
        _set_archived(world, thread, archived=body["archived"])
    world.publish(ThreadChanged(thread, Change.UPDATED))


def _retag(world: World, actor: User, thread: Channel, wanted: list[int]) -> None:
    state, parent = _state(thread), world.channels[thread.parent_id or 0]
    changed = set(wanted) ^ set(state.tags)
    _check_tags(world, actor, parent, sorted(changed), left=bool(wanted))
    state.tags = wanted


def _require_edit(world: World, actor: User, thread: Channel, body: Json) -> None:
    """Check rights: owners may rename and archive, opening again asks less, the rest more."""
    state = _state(thread)
    access.require(world, actor, thread, 0)
    if access.has(world, actor, thread, permissions.MANAGE_THREADS):
        return
    reopening = set(body) == {"archived"} and not body["archived"]
    if reopening and not state.locked:
        access.require(world, actor, thread, permissions.SEND_MESSAGES_IN_THREADS)
        return
    owned = {"name", "archived", "auto_archive_duration", "applied_tags", "invitable"}
    if state.owner_id != actor.id or set(body) - owned or state.locked:
        raise Refusal(Reason.MISSING_PERMISSIONS)


def revive(world: World, actor: User, channel: Channel) -> None:
    """Unarchive a thread because somebody writes in it; a locked one only for moderators."""
    state = channel.thread
    if state is None:
        return
    moderator = access.has(world, actor, channel, permissions.MANAGE_THREADS)
    if state.locked and not moderator:
        raise Refusal(Reason.THREAD_LOCKED)
    if state.archived:
        _set_archived(world, channel, archived=False)
        world.publish(ThreadChanged(channel, Change.UPDATED))
    if actor.id not in state.members:
        join(world, actor, channel)


def join(world: World, actor: User, thread: Channel) -> None:
    """Become a member of a thread."""
    access.require_unarchived(thread)
    state = _state(thread)
    if actor.id not in state.members:
        if len(state.members) >= MOST_PARTICIPANTS:
            raise Refusal(Reason.TOO_MANY_PARTICIPANTS)
        state.members[actor.id] = world.clock.now()
        world.publish(ThreadMembersChanged(thread, added=(actor.id,)))


def add_member(world: World, actor: User, thread: Channel, user: User) -> None:
    """Add somebody who can see the parent; in a closed private thread only moderators may."""
    access.require(world, actor, thread, permissions.SEND_MESSAGES_IN_THREADS)
    state = _state(thread)
    private = thread.type is ChannelType.PRIVATE_THREAD
    if private and not state.invitable and state.owner_id != actor.id:
        access.require(world, actor, thread, permissions.MANAGE_THREADS)
    parent = world.channels[thread.parent_id or 0]
    if not access.has(world, user, parent, permissions.VIEW_CHANNEL):
        raise Refusal(Reason.MISSING_ACCESS)
    join(world, user, thread)


def remove_member(world: World, actor: User, thread: Channel, user: User) -> None:
    """Take somebody out: moderators may, and the owner of a private thread."""
    private = thread.type is ChannelType.PRIVATE_THREAD
    if not private or _state(thread).owner_id != actor.id:
        access.require(world, actor, thread, permissions.MANAGE_THREADS)
    if user.id not in _state(thread).members:
        raise Refusal(Reason.UNKNOWN_MEMBER)
    leave(world, user, thread)


def leave(world: World, actor: User, thread: Channel) -> None:
    """Stop being a member of a thread."""
    access.require_unarchived(thread)
    if _state(thread).members.pop(actor.id, None):
        world.publish(ThreadMembersChanged(thread, removed=(actor.id,)))


def note_activity(world: World, channel: Channel) -> None:
    """Count a message that was posted in a thread."""
    if channel.thread:
        channel.thread.active_at = world.clock.now()
        channel.thread.total_sent += 1
        channel.thread.message_count += 1


def note_deletion(channel: Channel, message: Message) -> None:
    """Count a message that was deleted from a thread."""
    if channel.thread and message.type != STARTER_MESSAGE:
        channel.thread.message_count -= 1


def archive_idle(world: World) -> None:
    """Archive the threads in which nobody wrote for their time; the clock has moved."""
    now = world.clock.now()
    for guild in world.guilds.values():
        for thread in guild.threads.values():
            state = _state(thread)
            limit = timedelta(minutes=state.auto_archive_minutes)
            idle = now - state.active_at > limit and not thread.flags & PINNED
            if idle and not state.archived:
                _set_archived(world, thread, archived=True)
                world.publish(ThreadChanged(thread, Change.UPDATED))


def _set_archived(world: World, thread: Channel, *, archived: bool) -> None:
    state = _state(thread)
    state.archived = archived
    state.changed_at = world.clock.now()
    if not archived:
        state.active_at = state.changed_at


def _state(thread: Channel) -> Thread:
    if thread.thread is None:
        raise Refusal(Reason.WRONG_CHANNEL_TYPE)
    return thread.thread
