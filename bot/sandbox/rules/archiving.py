"""A thread after it was opened: changing, locking and archiving it, and opening it again."""

from datetime import timedelta
from typing import Final

from bot.sandbox import permissions
from bot.sandbox.errors import Reason, Refusal, invalid
from bot.sandbox.happenings import Change, ThreadChanged, ThreadMemberTold
from bot.sandbox.jsontypes import Json
from bot.sandbox.rules import access, membership, notices, tags
from bot.sandbox.state.channels import FORUMS, Channel
from bot.sandbox.state.guilds import Guild
from bot.sandbox.state.messages import Message
from bot.sandbox.state.users import User
from bot.sandbox.state.world import World

MOST_ACTIVE: Final = 1000
PINNED: Final = 1 << 1
# What the owner of a thread may change without Manage Threads.
_OWNED: Final = frozenset({"name", "archived", "auto_archive_duration", "applied_tags"})


def require_room(guild: Guild) -> None:
    """Refuse one open thread more than a server may have."""
    if sum(not access.state_of(each).archived for each in guild.threads.values()) >= MOST_ACTIVE:
        raise Refusal(Reason.TOO_MANY_THREADS)


def edit(world: World, actor: User, thread: Channel, body: Json) -> None:
    """Rename, archive, lock or otherwise change a thread; nulls change nothing."""
    state = access.state_of(thread)
    body = {name: value for name, value in body.items() if value is not None}
    _require_edit(world, actor, thread, body)
    if state.archived and body.get("archived", True):
        raise Refusal(Reason.THREAD_ARCHIVED)
    reopened = state.archived and "archived" in body
    if reopened:
        require_room(world.guilds[thread.guild_id or 0])
    if "flags" in body:
        _check_flags(world, thread, body["flags"])
    if "applied_tags" in body:
        tags.put_on(world, actor, thread, [int(each) for each in body["applied_tags"]])
    renamed = _apply(world, thread, body)
    world.publish(ThreadChanged(thread, Change.UPDATED))
    if reopened:
        world.publish(ThreadMemberTold(thread))
    if renamed:
        notices.post(world, thread, actor, notices.NAME_CHANGED, content=thread.name)


def _apply(world: World, thread: Channel, body: Json) -> bool:
    """Change a thread as was found allowed; tells whether it has another name now."""
    state, before = access.state_of(thread), thread.name
    thread.name = body.get("name", "").strip() or thread.name
    thread.slowmode = body.get("rate_limit_per_user", thread.slowmode)
    thread.flags = body.get("flags", thread.flags)
    if "auto_archive_duration" in body:
        state.auto_archive_minutes = body["auto_archive_duration"]
        state.changed_at = state.active_at = world.clock.now()
    state.locked = body.get("locked", state.locked)
    state.invitable = body.get("invitable", state.invitable)
    if body.get("archived", state.archived) != state.archived:
        _set_archived(world, thread, archived=body["archived"])
    return thread.name != before


def _check_flags(world: World, thread: Channel, flags: int) -> None:
    """Refuse pinning what is no forum post, or a second post beside one that is pinned."""
    parent = world.channels[thread.parent_id or 0]
    if flags & PINNED and parent.type not in FORUMS:
        raise invalid("flags", "CHANNEL_FLAGS_INVALID", "Only posts of a forum can be pinned.")
    others = world.guilds[thread.guild_id or 0].threads.values()
    pinned = any(
        each.flags & PINNED and each.parent_id == parent.id and each is not thread
        for each in others
    )
    if flags & PINNED and pinned:
        raise Refusal(Reason.TOO_MANY_PINNED_POSTS)


def _require_edit(world: World, actor: User, thread: Channel, body: Json) -> None:
    """Check rights: owners may rename and archive, members open again; the rest asks for more."""
    state = access.state_of(thread)
    access.require(world, actor, thread, 0)
    if access.has(world, actor, thread, permissions.MANAGE_THREADS):
        return
    if state.locked:
        raise Refusal(Reason.MISSING_PERMISSIONS)
    if set(body) == {"archived"} and not body["archived"]:
        access.require(world, actor, thread, permissions.SEND_MESSAGES_IN_THREADS)
        if actor.id not in state.members:
            raise Refusal(Reason.MISSING_PERMISSIONS)
        return
    if state.owner_id != actor.id or set(body) - _OWNED - {"invitable"}:
        raise Refusal(Reason.MISSING_PERMISSIONS)


def revive(world: World, actor: User, channel: Channel) -> None:
    """Unarchive a thread because somebody writes in it; a locked one only for moderators."""
    state = channel.thread
    if state is None:
        return
    access.require_unlocked(world, actor, channel)
    if state.archived:
        require_room(world.guilds[channel.guild_id or 0])
        _set_archived(world, channel, archived=False)
        world.publish(ThreadChanged(channel, Change.UPDATED))
        world.publish(ThreadMemberTold(channel))
    membership.join(world, actor, channel)


def note_activity(world: World, channel: Channel) -> None:
    """Count a message that was posted in a thread."""
    if channel.thread:
        channel.thread.active_at = world.clock.now()
        channel.thread.total_sent += 1
        channel.thread.message_count += 1


def note_deletion(channel: Channel, message: Message) -> None:
    """Count a message that was deleted from a thread; what it began with was never counted."""
    counted = message.type != notices.STARTER_MESSAGE and message.id != channel.id
    if channel.thread and counted:
        channel.thread.message_count -= 1


def archive_idle(world: World) -> None:
    """Archive the threads in which nobody wrote for their time; the clock has moved."""
    now = world.clock.now()
    for guild in world.guilds.values():
        for thread in guild.threads.values():
            state = access.state_of(thread)
            limit = timedelta(minutes=state.auto_archive_minutes)
            idle = now - state.active_at > limit and not thread.flags & PINNED
            if idle and not state.archived:
                _set_archived(world, thread, archived=True)
                world.publish(ThreadChanged(thread, Change.UPDATED))


def _set_archived(world: World, thread: Channel, *, archived: bool) -> None:
    state = access.state_of(thread)
    state.archived = archived
    state.changed_at = world.clock.now()
    if archived:
        thread.flags &= ~PINNED
    else:
        state.active_at = state.changed_at
