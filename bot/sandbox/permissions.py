"""Permission bits, and how roles and overwrites add up for one member in one channel."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from bot.sandbox.state.channels import Channel, ChannelType
from bot.sandbox.state.guilds import Guild, Member

BITS: Final = {
    "create_instant_invite": 0,
    "kick_members": 1,
    "ban_members": 2,
    "administrator": 3,
    "manage_channels": 4,
    "manage_guild": 5,
    "add_reactions": 6,
    "view_audit_log": 7,
    "stream": 9,
    "view_channel": 10,
    "send_messages": 11,
    "send_tts_messages": 12,
    "manage_messages": 13,
    "embed_links": 14,
    "attach_files": 15,
    "read_message_history": 16,
    "mention_everyone": 17,
    "use_external_emojis": 18,
    "connect": 20,
    "speak": 21,
    "use_vad": 25,
    "change_nickname": 26,
    "manage_nicknames": 27,
    "manage_roles": 28,
    "manage_webhooks": 29,
    "use_application_commands": 31,
    "request_to_speak": 32,
    "manage_threads": 34,
    "create_public_threads": 35,
    "create_private_threads": 36,
    "use_external_stickers": 37,
    "send_messages_in_threads": 38,
    "use_embedded_activities": 39,
    "moderate_members": 40,
    "send_polls": 49,
    "use_external_apps": 50,
    "pin_messages": 51,
    "bypass_slowmode": 52,
}


def mask(*names: str) -> int:
    """Add up permissions by name; an unknown name raises KeyError."""
    total = 0
    for name in names:
        total |= 1 << BITS[name]
    return total


def names_of(permissions: int) -> list[str]:
    """List the names of the bits that are set."""
    return [name for name, bit in BITS.items() if permissions >> bit & 1]


ALL: Final = mask(*BITS)
CREATE_INSTANT_INVITE: Final = mask("create_instant_invite")
ADMINISTRATOR: Final = mask("administrator")
MANAGE_CHANNELS: Final = mask("manage_channels")
MANAGE_GUILD: Final = mask("manage_guild")
ADD_REACTIONS: Final = mask("add_reactions")
VIEW_CHANNEL: Final = mask("view_channel")
SEND_MESSAGES: Final = mask("send_messages")
SEND_TTS_MESSAGES: Final = mask("send_tts_messages")
MANAGE_MESSAGES: Final = mask("manage_messages")
EMBED_LINKS: Final = mask("embed_links")
ATTACH_FILES: Final = mask("attach_files")
READ_MESSAGE_HISTORY: Final = mask("read_message_history")
MENTION_EVERYONE: Final = mask("mention_everyone")
USE_EXTERNAL_EMOJIS: Final = mask("use_external_emojis")
USE_APPLICATION_COMMANDS: Final = mask("use_application_commands")
MANAGE_THREADS: Final = mask("manage_threads")
CREATE_PUBLIC_THREADS: Final = mask("create_public_threads")
CREATE_PRIVATE_THREADS: Final = mask("create_private_threads")
SEND_MESSAGES_IN_THREADS: Final = mask("send_messages_in_threads")
SEND_POLLS: Final = mask("send_polls")
PIN_MESSAGES: Final = mask("pin_messages")
BYPASS_SLOWMODE: Final = mask("bypass_slowmode")
KICK_MEMBERS: Final = mask("kick_members")
BAN_MEMBERS: Final = mask("ban_members")
CHANGE_NICKNAME: Final = mask("change_nickname")
MANAGE_NICKNAMES: Final = mask("manage_nicknames")
MANAGE_ROLES: Final = mask("manage_roles")
MODERATE_MEMBERS: Final = mask("moderate_members")

# What a new server gives to everyone.
EVERYONE_DEFAULT: Final = mask(
    "create_instant_invite",
    "add_reactions",
    "stream",
    "view_channel",
    "send_messages",
    "embed_links",
    "attach_files",
    "read_message_history",
    "mention_everyone",
    "use_external_emojis",
    "connect",
    "speak",
    "use_vad",
    "change_nickname",
    "use_application_commands",
    "request_to_speak",
    "create_public_threads",
    "create_private_threads",
    "use_external_stickers",
    "send_messages_in_threads",
    "use_embedded_activities",
    "send_polls",
    "use_external_apps",
)
# What a discussion bot usually asks for when it is invited.
BOT_DEFAULT: Final = mask(
    "view_channel",
    "send_messages",
    "add_reactions",
    "read_message_history",
    "embed_links",
    "attach_files",
    "use_external_emojis",
    "create_public_threads",
    "send_messages_in_threads",
)
_WHEN_TIMED_OUT: Final = VIEW_CHANNEL | READ_MESSAGE_HISTORY
_LOST_WITHOUT_SENDING: Final = MENTION_EVERYONE | SEND_TTS_MESSAGES | ATTACH_FILES | EMBED_LINKS
_IN_PRIVATE_CHANNELS: Final = (
    VIEW_CHANNEL
    | SEND_MESSAGES
    | EMBED_LINKS
    | ATTACH_FILES
    | READ_MESSAGE_HISTORY
    | ADD_REACTIONS
    | USE_EXTERNAL_EMOJIS
    | USE_APPLICATION_COMMANDS
    | SEND_POLLS
    | PIN_MESSAGES
)


def in_guild(guild: Guild, member: Member) -> int:
    """Add up what a member's roles give in the whole server."""
    if guild.owner_id == member.user.id:
        return ALL
    total = guild.roles[guild.id].permissions
    for role_id in member.roles:
        total |= guild.roles[role_id].permissions
    return ALL if total & ADMINISTRATOR else total


def is_silenced(guild: Guild, member: Member, now: datetime) -> bool:
    """Tell whether a member is timed out; administrators never are."""
    until = member.timed_out_until
    return until is not None and until > now and in_guild(guild, member) != ALL


def in_channel(guild: Guild, member: Member, channel: Channel, now: datetime) -> int:
    """Compute what a member may do in a channel; a thread inherits from its parent."""
    total = in_guild(guild, member)
    if total & ADMINISTRATOR:
        return total
    home = guild.channels[channel.parent_id or 0] if channel.thread else channel
    total = _overwritten(total, guild, member, home)
    if is_silenced(guild, member, now):
        total &= _WHEN_TIMED_OUT
    if not total & VIEW_CHANNEL or _hidden_thread(channel, member, total):
        return 0
    writing = SEND_MESSAGES_IN_THREADS if channel.thread else SEND_MESSAGES
    return total if total & writing else total & ~_LOST_WITHOUT_SENDING


def _overwritten(total: int, guild: Guild, member: Member, channel: Channel) -> int:
    """Apply overwrites in Discord's order: everyone, then all roles at once, then the member."""
    total = _apply(total, channel, [guild.id])
    total = _apply(total, channel, member.roles)
    return _apply(total, channel, [member.user.id])


def _apply(total: int, channel: Channel, targets: Iterable[int]) -> int:
    allow = deny = 0
    for target_id in targets:
        if overwrite := channel.overwrites.get(target_id):
            allow |= overwrite.allow
            deny |= overwrite.deny
    return total & ~deny | allow


def _hidden_thread(channel: Channel, member: Member, total: int) -> bool:
    return (
        channel.type is ChannelType.PRIVATE_THREAD
        and channel.thread is not None
        and member.user.id not in channel.thread.members
        and not total & MANAGE_THREADS
    )


def in_private(user_id: int, channel: Channel) -> int:
    """Tell what somebody may do in a direct-message channel: all, or nothing."""
    known = any(user.id == user_id for user in channel.recipients)
    return _IN_PRIVATE_CHANNELS if known else 0
