"""Servers, roles, members and channels: building the world, and what shakes it later."""

from collections.abc import Sequence
from dataclasses import replace

from bot.sandbox import permissions
from bot.sandbox.errors import Reason, Refusal
from bot.sandbox.happenings import (
    Change,
    ChannelChanged,
    EmojisChanged,
    GuildCame,
    GuildChanged,
    GuildWent,
    MemberChanged,
    RoleChanged,
    ThreadChanged,
)
from bot.sandbox.rules import access
from bot.sandbox.state.channels import Channel, ChannelType, Overwrite, Tag
from bot.sandbox.state.emojis import Emoji
from bot.sandbox.state.guilds import Guild, Member, Role
from bot.sandbox.state.users import User
from bot.sandbox.state.world import World


def found_guild(world: World, name: str, owner: User) -> Guild:
    """Make a server with its owner and the role of everyone; the bot is not in it yet."""
    guild = Guild(world.ids.draw_founded(), name, owner.id)
    guild.roles[guild.id] = Role(guild.id, "@everyone", permissions.EVERYONE_DEFAULT)
    guild.members[owner.id] = Member(owner, world.clock.now())
    world.guilds[guild.id] = guild
    return guild


def add_role(world: World, guild: Guild, name: str, bits: int, bot_id: int | None = None) -> Role:
    """Make a role on top of the others."""
    role = Role(world.ids.draw(), name, bits, position=len(guild.roles), bot_id=bot_id)
    guild.roles[role.id] = role
    world.publish(RoleChanged(guild, role, Change.CREATED))
    return role


def change_role(world: World, guild: Guild, role: Role, bits: int) -> None:
    """Give a role other permissions."""
    role.permissions = bits
    world.publish(RoleChanged(guild, role, Change.UPDATED))


def add_member(world: World, guild: Guild, user: User, roles: Sequence[int] = ()) -> Member:
    """Let somebody join a server who is not banned; joining twice raises ValueError."""
    if user.id in guild.members:
        raise ValueError(user.name)
    refuse_banned(guild, user)
    member = Member(user, world.clock.now(), list(roles))
    guild.members[user.id] = member
    world.publish(MemberChanged(guild, member, Change.CREATED))
    return member


def refuse_banned(guild: Guild, user: User) -> None:
    """Refuse whom a server has banned."""
    if user.id in guild.bans:
        raise Refusal(Reason.BANNED)


def change_member(world: World, guild: Guild, member: Member, roles: Sequence[int]) -> None:
    """Give a member other roles."""
    member.roles = list(roles)
    world.publish(MemberChanged(guild, member, Change.UPDATED))


def remove_member(world: World, guild: Guild, user: User) -> None:
    """Let somebody leave; their messages and reactions stay."""
    member = guild.members.pop(user.id)
    _leave_threads(guild, user)
    world.publish(MemberChanged(guild, member, Change.DELETED))


def _leave_threads(guild: Guild, user: User) -> None:
    for thread in guild.threads.values():
        access.state_of(thread).members.pop(user.id, None)


def invite_bot(world: World, guild: Guild, bits: int) -> None:
    """Let the bot join with a role of its own that carries its permissions."""
    refuse_banned(guild, world.bot)
    role = add_role(world, guild, world.bot.name, bits, bot_id=world.bot.id)
    add_member(world, guild, world.bot, [role.id])
    world.publish(GuildCame(guild, joined=True))


def expel(world: World, guild: Guild, user: User) -> None:
    """Throw somebody out, whoever it is."""
    if user is world.bot:
        kick_bot(world, guild)
    else:
        remove_member(world, guild, user)


def kick_bot(world: World, guild: Guild) -> None:
    """Remove the bot with its role, its place in threads, and the commands it registered there."""
    world.publish(GuildWent(guild, outage=False))
    guild.members.pop(world.bot.id, None)
    _leave_threads(guild, world.bot)
    for role in [each for each in guild.roles.values() if each.bot_id == world.bot.id]:
        del guild.roles[role.id]
    world.commands.pop(guild.id, None)
    guild.command_permissions.clear()


def delete_guild(world: World, actor: User, guild: Guild) -> None:
    """Delete a server with all in it, as only its owner can; the bot is told as if removed."""
    if guild.owner_id != actor.id:
        raise Refusal(Reason.MISSING_ACCESS)
    if world.bot.id in guild.members:
        kick_bot(world, guild)
    for channel in (*guild.channels.values(), *guild.threads.values()):
        del world.channels[channel.id]
        _mark_deleted(channel)
    del world.guilds[guild.id]


def set_outage(world: World, guild: Guild, *, unavailable: bool) -> None:
    """Begin or end an outage of a server."""
    if guild.unavailable is unavailable:
        return
    guild.unavailable = unavailable
    world.publish(GuildWent(guild, outage=True) if unavailable else GuildCame(guild, joined=False))


def add_channel(
    world: World,
    guild: Guild,
    name: str,
    kind: ChannelType,
    parent_id: int | None = None,
    tags: Sequence[Tag] = (),
) -> Channel:
    """Make a channel at the end of the list, and tell everybody."""
    channel = draw_up(world, guild, name, kind, parent_id, tags)
    world.publish(ChannelChanged(channel, Change.CREATED))
    return channel


def draw_up(
    world: World,
    guild: Guild,
    name: str,
    kind: ChannelType,
    parent_id: int | None = None,
    tags: Sequence[Tag] = (),
) -> Channel:
    """Make a channel that nobody is told of yet."""
    channel = Channel(
        world.ids.draw(),
        kind,
        name,
        guild_id=guild.id,
        parent_id=parent_id,
        position=len(guild.channels),
        tags=list(tags),
    )
    guild.channels[channel.id] = world.channels[channel.id] = channel
    return channel


def add_emoji(world: World, guild: Guild, emoji: Emoji) -> None:
    """Give a server a custom emoji."""
    if emoji.id is not None:
        guild.emojis[emoji.id] = emoji
        world.publish(EmojisChanged(guild))


def remove_emoji(world: World, guild: Guild, emoji_id: int) -> None:
    """Delete a custom emoji: reactions with it stay, nameless, and nobody adds to them."""
    emoji = guild.emojis.pop(emoji_id, None)
    if emoji is None:
        raise Refusal(Reason.NO_SUCH_EMOJI)
    for channel in world.channels.values():
        for message in channel.messages:
            if reaction := message.reactions.get(emoji.key):
                reaction.emoji = replace(emoji, name="")
    world.publish(EmojisChanged(guild))


def set_overwrite(world: World, channel: Channel, overwrite: Overwrite) -> None:
    """Allow and deny a role or member something in one channel; nothing at all removes it."""
    if overwrite.allow or overwrite.deny:
        channel.overwrites[overwrite.target_id] = overwrite
    else:
        channel.overwrites.pop(overwrite.target_id, None)
    world.publish(ChannelChanged(channel, Change.UPDATED))


def delete_channel(world: World, actor: User, channel: Channel) -> None:
    """Delete a channel with its threads, or a thread; only the channel's end is told.

    A direct-message channel is closed, and nobody notices.
    """
    if channel.guild_id is None:
        return
    guild = world.guilds[channel.guild_id]
    if channel.thread:
        access.require(world, actor, channel, permissions.MANAGE_THREADS)
        world.publish(ThreadChanged(channel, Change.DELETED))
        _forget_thread(world, guild, channel)
        return
    access.require(world, actor, channel, permissions.MANAGE_CHANNELS)
    world.publish(ChannelChanged(channel, Change.DELETED))
    for thread in [each for each in guild.threads.values() if each.parent_id == channel.id]:
        _forget_thread(world, guild, thread)
    del guild.channels[channel.id], world.channels[channel.id]
    _mark_deleted(channel)
    for orphan in [each for each in guild.channels.values() if each.parent_id == channel.id]:
        orphan.parent_id = None
        world.publish(ChannelChanged(orphan, Change.UPDATED))
    pointing = [name for name, value in guild.settings.items() if value == str(channel.id)]
    if pointing:
        guild.settings |= dict.fromkeys(pointing)
        world.publish(GuildChanged(guild))


def _forget_thread(world: World, guild: Guild, thread: Channel) -> None:
    del guild.threads[thread.id], world.channels[thread.id]
    _mark_deleted(thread)


def _mark_deleted(channel: Channel) -> None:
    for message in channel.messages:
        message.deleted = True
