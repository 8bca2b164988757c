"""Who is in a thread: joining and leaving, being added and taken out."""

from typing import Final

from bot.sandbox import permissions
from bot.sandbox.errors import Reason, Refusal
from bot.sandbox.happenings import ThreadEntered, ThreadMembersChanged
from bot.sandbox.rules import access, notices
from bot.sandbox.state.channels import Channel, ChannelType
from bot.sandbox.state.users import User
from bot.sandbox.state.world import World

MOST_PARTICIPANTS: Final = 1000


def join(world: World, actor: User, thread: Channel) -> None:
    """Become a member of a thread."""
    access.require_unarchived(thread)
    state = access.state_of(thread)
    if actor.id in state.members:
        return
    if len(state.members) >= MOST_PARTICIPANTS:
        raise Refusal(Reason.TOO_MANY_PARTICIPANTS)
    state.members[actor.id] = world.clock.now()
    if actor is world.bot:
        world.publish(ThreadEntered(thread))
    world.publish(ThreadMembersChanged(thread, added=(actor.id,)))


def add(world: World, actor: User, thread: Channel, user: User) -> None:
    """Add somebody who can see the parent; in a closed private thread only moderators may."""
    access.require(world, actor, thread, permissions.SEND_MESSAGES_IN_THREADS)
    state = access.state_of(thread)
    private = thread.type is ChannelType.PRIVATE_THREAD
    if private and not state.invitable and state.owner_id != actor.id:
        access.require(world, actor, thread, permissions.MANAGE_THREADS)
    parent = world.channels[thread.parent_id or 0]
    if not access.has(world, user, parent, permissions.VIEW_CHANNEL):
        raise Refusal(Reason.MISSING_ACCESS)
    known = user.id in state.members
    join(world, user, thread)
    if not known and user is not actor:
        notices.post(world, thread, actor, notices.RECIPIENT_ADDED, mentions=[user])


def remove(world: World, actor: User, thread: Channel, user: User) -> None:
    """Take somebody out: moderators may, and the owner of a private thread."""
    state = access.state_of(thread)
    private = thread.type is ChannelType.PRIVATE_THREAD
    if not private or state.owner_id != actor.id:
        access.require(world, actor, thread, permissions.MANAGE_THREADS)
    if user.id not in state.members:
        raise Refusal(Reason.UNKNOWN_MEMBER)
    leave(world, user, thread)
    if user is not actor:
        notices.post(world, thread, actor, notices.RECIPIENT_REMOVED, mentions=[user])


def leave(world: World, actor: User, thread: Channel) -> None:
    """Stop being a member of a thread."""
    access.require_unarchived(thread)
    if access.state_of(thread).members.pop(actor.id, None):
        world.publish(ThreadMembersChanged(thread, removed=(actor.id,)))
