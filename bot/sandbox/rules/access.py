"""Finding things as somebody: what they may see, and the permissions an action needs."""

from bot.sandbox import permissions
from bot.sandbox.errors import Reason, Refusal
from bot.sandbox.state.channels import Channel, Thread
from bot.sandbox.state.guilds import Guild
from bot.sandbox.state.messages import EPHEMERAL, WRITTEN, Message
from bot.sandbox.state.users import User
from bot.sandbox.state.world import World


def get_channel(world: World, actor: User, channel_id: int, needed: int = 0) -> Channel:
    """Find a channel or thread that the actor can see and has `needed` in."""
    channel = world.channels.get(channel_id)
    if channel is None:
        raise Refusal(Reason.UNKNOWN_CHANNEL)
    if channel.guild_id and world.guilds[channel.guild_id].unavailable:
        raise Refusal(Reason.UNAVAILABLE)
    require(world, actor, channel, needed)
    return channel


def require(world: World, actor: User, channel: Channel, needed: int) -> None:
    """Refuse unless the actor sees the channel and has all of `needed`."""
    held = world.permissions_of(actor.id, channel)
    if not held & permissions.VIEW_CHANNEL:
        raise Refusal(Reason.MISSING_ACCESS)
    if held & needed != needed:
        raise Refusal(Reason.MISSING_PERMISSIONS)


def has(world: World, actor: User, channel: Channel, needed: int) -> bool:
    """Tell whether the actor has all of `needed` in a channel."""
    return world.permissions_of(actor.id, channel) & needed == needed


def get_message(channel: Channel, message_id: int) -> Message:
    """Find a message; ephemeral ones exist only for their interaction."""
    message = channel.messages.get(message_id)
    if message is None or message.flags & EPHEMERAL:
        raise Refusal(Reason.UNKNOWN_MESSAGE)
    return message


def require_written(message: Message) -> None:
    """Refuse what Discord itself posted: it is not edited, pinned or given a thread."""
    if message.type not in WRITTEN:
        raise Refusal(Reason.SYSTEM_MESSAGE)


def refuse_silenced(world: World, actor: User, channel: Channel) -> None:
    """Refuse somebody who is timed out, also where no permission is asked for."""
    if channel.guild_id is None:
        return
    guild = world.guilds[channel.guild_id]
    member = guild.members.get(actor.id)
    if member is not None and permissions.is_silenced(guild, member, world.clock.now()):
        raise Refusal(Reason.MISSING_PERMISSIONS)


def require_unarchived(channel: Channel) -> None:
    """Refuse in an archived thread."""
    if channel.thread and channel.thread.archived:
        raise Refusal(Reason.THREAD_ARCHIVED)


def require_unlocked(world: World, actor: User, channel: Channel) -> None:
    """Refuse in a locked thread whoever does not manage threads."""
    locked = channel.thread is not None and channel.thread.locked
    if locked and not has(world, actor, channel, permissions.MANAGE_THREADS):
        raise Refusal(Reason.THREAD_LOCKED)


def require_in_server(channel: Channel) -> None:
    """Refuse what cannot be done in a direct-message channel."""
    if channel.guild_id is None:
        raise Refusal(Reason.PRIVATE_CHANNEL)


def state_of(channel: Channel) -> Thread:
    """Give what a thread has besides being a channel; other channels are refused."""
    if channel.thread is None:
        raise Refusal(Reason.WRONG_CHANNEL_TYPE)
    return channel.thread


def get_guild(world: World, actor: User, guild_id: int) -> Guild:
    """Find a server the actor is a member of."""
    guild = world.guilds.get(guild_id)
    if guild is None or actor.id not in guild.members:
        raise Refusal(Reason.UNKNOWN_GUILD)
    if guild.unavailable:
        raise Refusal(Reason.UNAVAILABLE)
    return guild


def require_in_guild(guild: Guild, actor: User, needed: int) -> None:
    """Refuse unless the actor's roles give all of `needed` in the server."""
    member = guild.members.get(actor.id)
    if member is None:
        raise Refusal(Reason.MISSING_ACCESS)
    if permissions.in_guild(guild, member) & needed != needed:
        raise Refusal(Reason.MISSING_PERMISSIONS)
