"""Reactions: who holds which emoji on which message."""

from typing import Final

from bot.sandbox import permissions
from bot.sandbox.errors import Reason, Refusal
from bot.sandbox.happenings import ReactionAdded, ReactionRemoved, ReactionsCleared
from bot.sandbox.rules import access, emojis
from bot.sandbox.state.channels import Channel
from bot.sandbox.state.emojis import Emoji
from bot.sandbox.state.messages import Message, Reaction
from bot.sandbox.state.users import User
from bot.sandbox.state.world import World

MOST_DISTINCT: Final = 20


def add(
    world: World,
    actor: User,
    channel: Channel,
    message: Message,
    emoji: Emoji,
    *,
    burst: bool = False,
) -> None:
    """Put an emoji on a message; holding it already changes nothing."""
    access.require(world, actor, channel, permissions.READ_MESSAGE_HISTORY)
    access.refuse_silenced(world, actor, channel)
    access.require_unarchived(channel)
    if actor.id in message.author.blocked:
        raise Refusal(Reason.REACTION_BLOCKED)
    reaction = message.reactions.get(emoji.key)
    if reaction is None:
        emojis.require_usable(world, actor, emoji)
        access.require(world, actor, channel, permissions.ADD_REACTIONS)
        if emoji.id and not _is_of(world, channel, emoji.id):
            access.require(world, actor, channel, permissions.USE_EXTERNAL_EMOJIS)
        if len(message.reactions) >= MOST_DISTINCT:
            raise Refusal(Reason.TOO_MANY_REACTIONS)
        reaction = message.reactions[emoji.key] = Reaction(emoji)
    elif emoji.id and not emoji.name:
        raise Refusal(Reason.UNKNOWN_EMOJI)
    if burst and actor.bot:
        raise Refusal(Reason.NO_BURST_REACTION)
    if reaction.held_by(actor.id):
        return
    held = reaction.burst if burst else reaction.normal
    held[actor.id] = world.next_order()
    world.publish(ReactionAdded(message, actor, reaction.emoji, burst))


def _is_of(world: World, channel: Channel, emoji_id: int) -> bool:
    return channel.guild_id is not None and emoji_id in world.guilds[channel.guild_id].emojis


def take_back(world: World, actor: User, channel: Channel, message: Message, emoji: Emoji) -> None:
    """Take one's own emoji off a message."""
    access.require(world, actor, channel, permissions.READ_MESSAGE_HISTORY)
    access.require_unarchived(channel)
    _release(world, message, emoji, actor.id)


def take_from(
    world: World, actor: User, channel: Channel, message: Message, emoji: Emoji, user_id: int
) -> None:
    """Take somebody else's emoji off a message, as a moderator."""
    access.require(world, actor, channel, permissions.MANAGE_MESSAGES)
    access.require_unarchived(channel)
    _release(world, message, emoji, user_id)


def _release(world: World, message: Message, emoji: Emoji, user_id: int) -> None:
    reaction = message.reactions.get(emoji.key)
    if reaction is None:
        raise Refusal(Reason.UNKNOWN_EMOJI)
    burst = user_id in reaction.burst
    held = reaction.burst if burst else reaction.normal
    if held.pop(user_id, None) is None:
        return
    if not reaction.count:
        del message.reactions[emoji.key]
    world.publish(ReactionRemoved(message, user_id, reaction.emoji, burst))


def clear(
    world: World, actor: User, channel: Channel, message: Message, emoji: Emoji | None = None
) -> None:
    """Take all reactions off a message, or all of one emoji, as a moderator."""
    access.require(world, actor, channel, permissions.MANAGE_MESSAGES)
    access.require_unarchived(channel)
    if emoji is None:
        gone = tuple(message.reactions.values())
        message.reactions.clear()
    else:
        reaction = message.reactions.pop(emoji.key, None)
        if reaction is None:
            raise Refusal(Reason.UNKNOWN_EMOJI)
        gone = (reaction,)
    world.publish(ReactionsCleared(message, emoji, gone))


def holders(
    world: World, message: Message, emoji: Emoji, *, burst: bool, after: int, limit: int
) -> list[User]:
    """List who holds an emoji, ascending by user id from just after `after`."""
    reaction = message.reactions.get(emoji.key)
    if reaction is None:
        return []
    held = reaction.burst if burst else reaction.normal
    return [world.users[each] for each in sorted(held) if each > after][:limit]
