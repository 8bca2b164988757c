"""Pinned messages."""

from typing import Final

from bot.sandbox import permissions
from bot.sandbox.errors import Reason, Refusal
from bot.sandbox.happenings import Change, MessageChanged, PinsChanged
from bot.sandbox.rules import access, notices
from bot.sandbox.state.channels import Channel
from bot.sandbox.state.messages import Message
from bot.sandbox.state.users import User
from bot.sandbox.state.world import World

MOST_PINS: Final = 250


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
    notices.post(world, channel, actor, notices.PINNED, about=message)


def unpin(world: World, actor: User, channel: Channel, message: Message) -> None:
    """Take a pin away."""
    access.require(world, actor, channel, permissions.PIN_MESSAGES)
    access.require_unarchived(channel)
    if channel.pins.pop(message.id, None):
        world.publish(PinsChanged(channel))
        world.publish(MessageChanged(message, Change.UPDATED))
