"""Pinned messages."""

from typing import Final

from bot.sandbox import permissions
from bot.sandbox.errors import Reason, Refusal
from bot.sandbox.happenings import Change, MessageChanged, PinsChanged
from bot.sandbox.rules import access
from bot.sandbox.state.channels import Channel
from bot.sandbox.state.messages import Message
from bot.sandbox.state.users import User
from bot.sandbox.state.world import World

MOST_PINS: Final = 250
PIN_NOTICE: Final = 6


def pin(world: World, actor: User, channel: Channel, message: Message) -> None:
    """Pin a message; a notice about it is posted by the actor."""
    access.require(world, actor, channel, permissions.PIN_MESSAGES)
    access.require_unarchived(channel)
    access.require_written(message)
    if message.id in channel.pins:
        return
    if len(channel.pins) >= MOST_PINS:
        raise Refusal(Reason.TOO_MANY_PINS)
    channel.pins[message.id] = world.clock.now()
    world.publish(PinsChanged(channel))
    world.publish(MessageChanged(message, Change.UPDATED))
    _post_notice(world, actor, channel, message)


def unpin(world: World, actor: User, channel: Channel, message: Message) -> None:
    """Take a pin away."""
    access.require(world, actor, channel, permissions.PIN_MESSAGES)
    access.require_unarchived(channel)
    if channel.pins.pop(message.id, None):
        world.publish(PinsChanged(channel))
        world.publish(MessageChanged(message, Change.UPDATED))


def _post_notice(world: World, actor: User, channel: Channel, pinned: Message) -> None:
    reference = {"type": 0, "channel_id": str(channel.id), "message_id": str(pinned.id)}
    if channel.guild_id:
        reference["guild_id"] = str(channel.guild_id)
    notice = Message(
        id=world.ids.draw(),
        channel_id=channel.id,
        guild_id=channel.guild_id,
        author=actor,
        type=PIN_NOTICE,
        reference=reference,
    )
    channel.messages.add(notice)
    channel.last_message_id = notice.id
    world.publish(MessageChanged(notice, Change.CREATED))
