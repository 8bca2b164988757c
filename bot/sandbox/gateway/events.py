"""From happenings to gateway events: name, payload, who may be told."""

from collections.abc import Callable
from typing import Any

from bot.sandbox import intents, permissions
from bot.sandbox.gateway.event import Event
from bot.sandbox.happenings import (
    BanChanged,
    Change,
    ChannelChanged,
    CommandAllowed,
    EmojisChanged,
    GuildCame,
    GuildChanged,
    GuildWent,
    Happening,
    InteractionBegan,
    InviteChanged,
    MemberChanged,
    MessageChanged,
    MessagesPurged,
    PinsChanged,
    PollVoted,
    ReactionAdded,
    ReactionRemoved,
    ReactionsCleared,
    RoleChanged,
    ThreadChanged,
    ThreadEntered,
    ThreadMembersChanged,
    ThreadMemberTold,
)
from bot.sandbox.jsontypes import Json
from bot.sandbox.snowflakes import stamp
from bot.sandbox.state.channels import Channel
from bot.sandbox.state.messages import EPHEMERAL, Message
from bot.sandbox.state.world import World
from bot.sandbox.wire.channels import render_seen, render_thread, render_thread_member
from bot.sandbox.wire.guilds import (
    render_emoji,
    render_guild,
    render_guild_create,
    render_member,
    render_role,
)
from bot.sandbox.wire.interactions import render_command_permissions, render_interaction
from bot.sandbox.wire.invites import render_created, render_deleted
from bot.sandbox.wire.messages import render_gateway_message, restrict, with_nonce
from bot.sandbox.wire.polls import render_emoji_part
from bot.sandbox.wire.users import render_user


def render(world: World, happening: Happening) -> Event | None:
    """Render what happened as the bot is told it; None where the bot is told nothing."""
    renderer = _RENDERERS.get(type(happening))
    return None if renderer is None else renderer(world, happening)


def _is_member(world: World, guild_id: int | None) -> bool:
    return guild_id is None or world.bot.id in world.guilds[guild_id].members


def _sees(world: World, channel: Channel) -> bool:
    return world.sees(world.bot.id, channel)


def _guild_came(world: World, happening: GuildCame) -> Event | None:
    guild = happening.guild
    if not _is_member(world, guild.id):
        return None
    data = render_guild_create(world, guild, joined=happening.joined)
    full = None
    if world.privileged_intents & intents.GUILD_PRESENCES:
        full = render_guild_create(world, guild, joined=happening.joined, presences=True)
    return Event("GUILD_CREATE", data, guild.id, intents.GUILDS, full=full)


def _guild_went(world: World, happening: GuildWent) -> Event | None:
    guild = happening.guild
    if not _is_member(world, guild.id):
        return None
    data: Json = {"id": str(guild.id)}
    if happening.outage:
        data["unavailable"] = True
    return Event("GUILD_DELETE", data, guild.id, intents.GUILDS)


def _guild_changed(world: World, happening: GuildChanged) -> Event | None:
    guild = happening.guild
    if not _is_member(world, guild.id):
        return None
    return Event("GUILD_UPDATE", render_guild(guild), guild.id, intents.GUILDS)


def _ban_changed(world: World, happening: BanChanged) -> Event | None:
    guild = happening.guild
    if not _is_member(world, guild.id):
        return None
    name = "GUILD_BAN_ADD" if happening.banned else "GUILD_BAN_REMOVE"
    data: Json = {"guild_id": str(guild.id), "user": render_user(happening.user)}
    return Event(name, data, guild.id, intents.GUILD_MODERATION)


def _role_changed(world: World, happening: RoleChanged) -> Event | None:
    guild = happening.guild
    if not _is_member(world, guild.id):
        return None
    data: Json = {"guild_id": str(guild.id)}
    if happening.change is Change.DELETED:
        data["role_id"] = str(happening.role.id)
    else:
        data["role"] = render_role(happening.role)
    return Event(f"GUILD_ROLE_{happening.change}", data, guild.id, intents.GUILDS)


def _emojis_changed(world: World, happening: EmojisChanged) -> Event | None:
    guild = happening.guild
    if not _is_member(world, guild.id):
        return None
    data: Json = {
        "guild_id": str(guild.id),
        "emojis": [render_emoji(each) for each in guild.emojis.values()],
    }
    return Event("GUILD_EMOJIS_UPDATE", data, guild.id, intents.GUILD_EXPRESSIONS)


_MEMBER_EVENTS = {
    Change.CREATED: "GUILD_MEMBER_ADD",
    Change.UPDATED: "GUILD_MEMBER_UPDATE",
    Change.DELETED: "GUILD_MEMBER_REMOVE",
}


def _member_changed(world: World, happening: MemberChanged) -> Event | None:
    guild, member = happening.guild, happening.member
    itself = member.user is world.bot
    if not _is_member(world, guild.id) or (itself and happening.change is not Change.UPDATED):
        return None
    data = render_member(member) if happening.change is not Change.DELETED else {}
    data |= {"guild_id": str(guild.id), "user": render_member(member)["user"]}
    # The bot is told of its own changes whatever it asked for.
    needs = 0 if itself else intents.GUILD_MEMBERS
    return Event(_MEMBER_EVENTS[happening.change], data, guild.id, needs)


def _channel_changed(world: World, happening: ChannelChanged) -> Event | None:
    channel = happening.channel
    if not _is_member(world, channel.guild_id):
        return None
    name = f"CHANNEL_{happening.change}"
    data = render_seen(world, channel, world.bot.id)
    return Event(name, data, channel.guild_id, intents.GUILDS)


def _thread_changed(world: World, happening: ThreadChanged) -> Event | None:
    thread = happening.thread
    if not _sees(world, thread):
        return None
    data = render_thread(thread, world.bot.id)
    if happening.change is Change.CREATED:
        data["newly_created"] = True
    elif happening.change is Change.DELETED:
        data = {name: data[name] for name in ("id", "type", "guild_id", "parent_id")}
    return Event(f"THREAD_{happening.change}", data, thread.guild_id, intents.GUILDS)


def _thread_entered(world: World, happening: ThreadEntered) -> Event | None:
    thread = happening.thread
    data = render_thread(thread, world.bot.id)
    return Event("THREAD_CREATE", data, thread.guild_id, intents.GUILDS)


def _thread_member_told(world: World, happening: ThreadMemberTold) -> Event | None:
    thread, me = happening.thread, world.bot.id
    if not _sees(world, thread) or thread.thread is None or me not in thread.thread.members:
        return None
    data = {**render_thread_member(thread, me), "guild_id": str(thread.guild_id)}
    return Event("THREAD_MEMBER_UPDATE", data, thread.guild_id, intents.GUILDS)


def _thread_members_changed(world: World, happening: ThreadMembersChanged) -> Event | None:
    thread = happening.thread
    about_bot = world.bot.id in happening.added + happening.removed
    # Who was taken out of a private thread is told so, though they see it no more.
    seen = about_bot or _sees(world, thread)
    if not seen or thread.thread is None or not _is_member(world, thread.guild_id):
        return None
    data: Json = {
        "id": str(thread.id),
        "guild_id": str(thread.guild_id),
        "member_count": len(thread.thread.members),
    }
    if happening.added:
        data["added_members"] = [render_thread_member(thread, each) for each in happening.added]
    if happening.removed:
        data["removed_member_ids"] = [str(each) for each in happening.removed]
    needs = intents.GUILDS if about_bot else intents.GUILD_MEMBERS
    return Event("THREAD_MEMBERS_UPDATE", data, thread.guild_id, needs)


def _message_changed(world: World, happening: MessageChanged) -> Event | None:
    message = happening.message
    if message.flags & EPHEMERAL or not _sees(world, world.channels[message.channel_id]):
        return None
    needs = intents.GUILD_MESSAGES if message.guild_id else intents.DIRECT_MESSAGES
    name = f"MESSAGE_{happening.change}"
    if happening.change is Change.DELETED:
        data = {"id": str(message.id), **_where(message)}
        return Event(name, data, message.guild_id, needs)
    data = render_gateway_message(world, message, world.bot.id)
    if happening.change is Change.CREATED:
        data = with_nonce(message, data)
    blank = restrict(world, message, data)
    return Event(name, data, message.guild_id, needs, None if blank is data else blank)


def _where(message: Message) -> Json:
    found: Json = {"channel_id": str(message.channel_id)}
    if message.guild_id:
        found["guild_id"] = str(message.guild_id)
    return found


def _messages_purged(world: World, happening: MessagesPurged) -> Event | None:
    channel = happening.channel
    if not _sees(world, channel):
        return None
    data: Json = {
        "ids": [str(each.id) for each in happening.messages],
        "channel_id": str(channel.id),
        "guild_id": str(channel.guild_id),
    }
    return Event("MESSAGE_DELETE_BULK", data, channel.guild_id, intents.GUILD_MESSAGES)


def _reaction_event(world: World, message: Message, name: str, data: Json) -> Event | None:
    if message.flags & EPHEMERAL or not _sees(world, world.channels[message.channel_id]):
        return None
    needs = (
        intents.GUILD_MESSAGE_REACTIONS if message.guild_id else intents.DIRECT_MESSAGE_REACTIONS
    )
    data |= {"message_id": str(message.id), **_where(message)}
    return Event(name, data, message.guild_id, needs)


def _reaction_added(world: World, happening: ReactionAdded) -> Event | None:
    message, user = happening.message, happening.user
    data: Json = {
        "user_id": str(user.id),
        "emoji": render_emoji_part(happening.emoji),
        "message_author_id": str(message.author.id),
        "burst": happening.burst,
        "type": int(happening.burst),
    }
    if happening.burst:
        data["burst_colors"] = []
    event = _reaction_event(world, message, "MESSAGE_REACTION_ADD", data)
    if event and message.guild_id:
        event.member = world.guilds[message.guild_id].members.get(user.id)
    return event


def _reaction_removed(world: World, happening: ReactionRemoved) -> Event | None:
    data: Json = {
        "user_id": str(happening.user_id),
        "emoji": render_emoji_part(happening.emoji),
        "burst": happening.burst,
        "type": int(happening.burst),
    }
    return _reaction_event(world, happening.message, "MESSAGE_REACTION_REMOVE", data)


def _reactions_cleared(world: World, happening: ReactionsCleared) -> Event | None:
    if happening.emoji is None:
        return _reaction_event(world, happening.message, "MESSAGE_REACTION_REMOVE_ALL", {})
    data: Json = {"emoji": render_emoji_part(happening.emoji)}
    return _reaction_event(world, happening.message, "MESSAGE_REACTION_REMOVE_EMOJI", data)


def _poll_voted(world: World, happening: PollVoted) -> Event | None:
    message = happening.message
    if not _sees(world, world.channels[message.channel_id]):
        return None
    name = "MESSAGE_POLL_VOTE_" + ("ADD" if happening.added else "REMOVE")
    data: Json = {
        "user_id": str(happening.user_id),
        "message_id": str(message.id),
        "answer_id": happening.answer_id,
        **_where(message),
    }
    needs = intents.GUILD_MESSAGE_POLLS if message.guild_id else intents.DIRECT_MESSAGE_POLLS
    return Event(name, data, message.guild_id, needs)


def _pins_changed(world: World, happening: PinsChanged) -> Event | None:
    channel = happening.channel
    if not _sees(world, channel):
        return None
    latest = max(channel.pins.values(), default=None)
    data: Json = {
        "channel_id": str(channel.id),
        "last_pin_timestamp": stamp(latest) if latest else None,
    }
    if channel.guild_id:
        data["guild_id"] = str(channel.guild_id)
    return Event("CHANNEL_PINS_UPDATE", data, channel.guild_id, intents.GUILDS)


def _invite_changed(world: World, happening: InviteChanged) -> Event | None:
    invite = happening.invite
    channel = invite.channel
    bits = world.permissions_of(world.bot.id, channel)
    if not bits & permissions.MANAGE_CHANNELS:
        return None
    name, data = "INVITE_DELETE", render_deleted(invite)
    if happening.created:
        name, data = "INVITE_CREATE", render_created(invite)
    return Event(name, data, channel.guild_id, intents.GUILD_INVITES)


def _interaction_began(world: World, happening: InteractionBegan) -> Event | None:
    interaction = happening.interaction
    data = render_interaction(world, interaction)
    return Event("INTERACTION_CREATE", data, interaction.channel.guild_id)


def _command_allowed(world: World, happening: CommandAllowed) -> Event | None:
    guild = happening.guild
    if not _is_member(world, guild.id):
        return None
    data = render_command_permissions(world, guild, happening.target_id)
    return Event("APPLICATION_COMMAND_PERMISSIONS_UPDATE", data, guild.id)


_RENDERERS: dict[type, Callable[[World, Any], Event | None]] = {
    GuildCame: _guild_came,
    GuildWent: _guild_went,
    GuildChanged: _guild_changed,
    BanChanged: _ban_changed,
    RoleChanged: _role_changed,
    EmojisChanged: _emojis_changed,
    MemberChanged: _member_changed,
    ChannelChanged: _channel_changed,
    ThreadChanged: _thread_changed,
    ThreadMembersChanged: _thread_members_changed,
    ThreadEntered: _thread_entered,
    ThreadMemberTold: _thread_member_told,
    MessageChanged: _message_changed,
    MessagesPurged: _messages_purged,
    ReactionAdded: _reaction_added,
    ReactionRemoved: _reaction_removed,
    ReactionsCleared: _reactions_cleared,
    PollVoted: _poll_voted,
    PinsChanged: _pins_changed,
    InviteChanged: _invite_changed,
    InteractionBegan: _interaction_began,
    CommandAllowed: _command_allowed,
}
