"""Deleting messages: one by one, in bulk, and all that somebody wrote lately."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from bot.sandbox import permissions
from bot.sandbox.errors import Reason, Refusal
from bot.sandbox.happenings import Change, MessageChanged, MessagesPurged
from bot.sandbox.rules import access, archiving
from bot.sandbox.snowflakes import created_at
from bot.sandbox.state.channels import Channel
from bot.sandbox.state.guilds import Guild
from bot.sandbox.state.messages import EPHEMERAL, Message
from bot.sandbox.state.users import User
from bot.sandbox.state.world import World

BULK_AGE: Final = timedelta(days=14)
MOST_AT_ONCE: Final = 100
BULK_COUNT: Final = range(2, MOST_AT_ONCE + 1)


def delete(world: World, actor: User, channel: Channel, message: Message) -> None:
    """Delete one's own message, or another's with MANAGE_MESSAGES."""
    if message.author is not actor:
        access.require(world, actor, channel, permissions.MANAGE_MESSAGES)
    if channel.thread and channel.thread.archived:
        access.require_unlocked(world, actor, channel)
    remove(world, channel, message)


def remove(world: World, channel: Channel, message: Message) -> None:
    """Take a message out of the world and tell everybody; nothing is checked."""
    _take_out(channel, message)
    world.publish(MessageChanged(message, Change.DELETED))


def _take_out(channel: Channel, message: Message) -> None:
    channel.messages.remove(message.id)
    channel.pins.pop(message.id, None)
    message.deleted = True
    archiving.note_deletion(channel, message)


def purge(world: World, actor: User, channel: Channel, message_ids: Iterable[int]) -> None:
    """Delete 2 to 100 messages at once, none older than 14 days; unknown ids are passed over."""
    access.require_in_server(channel)
    access.require(world, actor, channel, permissions.MANAGE_MESSAGES)
    wanted = list(message_ids)
    if len(wanted) not in BULK_COUNT or len(set(wanted)) != len(wanted):
        raise Refusal(Reason.BULK_DELETE_COUNT)
    oldest = world.clock.now() - BULK_AGE
    if any(created_at(each) < oldest for each in wanted):
        raise Refusal(Reason.BULK_DELETE_AGE)
    gone = [found for each in wanted if (found := channel.messages.get(each))]
    for message in gone:
        _take_out(channel, message)
    world.publish(MessagesPurged(channel, tuple(gone)))


def purge_author(world: World, guild: Guild, author: User, span: timedelta) -> None:
    """Delete everywhere in a server what somebody wrote within a span until now."""
    since = world.clock.now() - span
    for channel in (*guild.channels.values(), *guild.threads.values()):
        gone = [
            each
            for each in channel.messages
            if each.author is author and created_at(each.id) >= since and not each.flags & EPHEMERAL
        ]
        for start in range(0, len(gone), MOST_AT_ONCE):
            _tell(world, channel, gone[start : start + MOST_AT_ONCE])


def _tell(world: World, channel: Channel, gone: list[Message]) -> None:
    for message in gone:
        _take_out(channel, message)
    if len(gone) == 1:
        world.publish(MessageChanged(gone[0], Change.DELETED))
    else:
        world.publish(MessagesPurged(channel, tuple(gone)))
