"""Channels and threads on the wire."""

from bot.sandbox.jsontypes import Json
from bot.sandbox.permissions import VIEW_CHANNEL
from bot.sandbox.snowflakes import created_at, stamp
from bot.sandbox.state.channels import FORUMS, Channel, ChannelType, Overwrite, Tag, Thread
from bot.sandbox.state.world import World
from bot.sandbox.wire.users import render_user

# Counts of members in a thread stop here.
_MOST_COUNTED = 50
# How a channel comes over the gateway that the bot cannot view.
_HIDDEN_NAME = "___hidden___"
_OBFUSCATED = 1 << 17


def render_any(channel: Channel, viewer_id: int) -> Json:
    """Render a channel of whatever type."""
    if channel.thread:
        return render_thread(channel, viewer_id)
    if channel.type is ChannelType.PRIVATE:
        return render_private(channel, viewer_id)
    return render_channel(channel)


def render_seen(world: World, channel: Channel, viewer_id: int) -> Json:
    """Render a channel as the gateway tells it: one that the viewer does not see is masked."""
    return render_channel(channel if world.sees(viewer_id, channel) else _mask(channel))


def _mask(channel: Channel) -> Channel:
    """Give what is left of a channel that is not seen: its place, and that it cannot be seen."""
    everyone = channel.guild_id or 0
    return Channel(
        channel.id,
        channel.type,
        _HIDDEN_NAME,
        guild_id=channel.guild_id,
        parent_id=channel.parent_id,
        position=channel.position,
        flags=_OBFUSCATED,
        overwrites={everyone: Overwrite(everyone, for_member=False, deny=VIEW_CHANNEL)},
    )


def render_channel(channel: Channel) -> Json:
    """Render a channel of a server that is no thread."""
    shown: Json = {
        "id": str(channel.id),
        "type": int(channel.type),
        "guild_id": str(channel.guild_id),
        "name": channel.name,
        "position": channel.position,
        "flags": channel.flags,
        "permission_overwrites": [_render_overwrite(o) for o in channel.overwrites.values()],
        "parent_id": _optional_id(channel.parent_id),
    }
    if channel.type is ChannelType.CATEGORY:
        return shown
    shown |= {
        "topic": channel.topic,
        "nsfw": channel.nsfw,
        "rate_limit_per_user": channel.slowmode,
        "last_message_id": _optional_id(channel.last_message_id),
    }
    if channel.default_archive_minutes is not None:
        shown["default_auto_archive_duration"] = channel.default_archive_minutes
    if channel.thread_slowmode:
        shown["default_thread_rate_limit_per_user"] = channel.thread_slowmode
    if channel.type is ChannelType.VOICE:
        shown |= {"bitrate": 64_000, "user_limit": 0, "rtc_region": None}
    if channel.type in FORUMS:
        shown |= {
            "available_tags": [_render_tag(each) for each in channel.tags],
            "default_reaction_emoji": None,
            "default_sort_order": None,
            "default_forum_layout": 0,
            "default_tag_setting": "match_some",
        }
    return shown | {name: value for name, value in channel.extras.items() if value is not None}


def _render_overwrite(overwrite: Overwrite) -> Json:
    return {
        "id": str(overwrite.target_id),
        "type": int(overwrite.for_member),
        "allow": str(overwrite.allow),
        "deny": str(overwrite.deny),
    }


def _render_tag(tag: Tag) -> Json:
    return {
        "id": str(tag.id),
        "name": tag.name,
        "moderated": tag.moderated,
        "emoji_id": _optional_id(tag.emoji_id),
        "emoji_name": tag.emoji_name,
    }


def _optional_id(snowflake: int | None) -> str | None:
    return None if snowflake is None else str(snowflake)


def render_thread(channel: Channel, viewer_id: int | None) -> Json:
    """Render a thread, with the viewer's membership where there is one."""
    state = _state(channel)
    shown: Json = {
        "id": str(channel.id),
        "type": int(channel.type),
        "guild_id": str(channel.guild_id),
        "parent_id": str(channel.parent_id),
        "owner_id": str(state.owner_id),
        "name": channel.name,
        "last_message_id": _optional_id(channel.last_message_id),
        "rate_limit_per_user": channel.slowmode,
        "bitrate": 64_000,
        "user_limit": 0,
        "rtc_region": None,
        "flags": channel.flags,
        "message_count": state.message_count,
        "total_message_sent": state.total_sent,
        "member_count": min(len(state.members), _MOST_COUNTED),
        "applied_tags": [str(each) for each in state.tags],
        "thread_metadata": _render_metadata(channel, state),
    }
    if viewer_id in state.members:
        shown["member"] = render_thread_member(channel, viewer_id)
    return shown


def _render_metadata(channel: Channel, state: Thread) -> Json:
    shown: Json = {
        "archived": state.archived,
        "archive_timestamp": stamp(state.changed_at),
        "auto_archive_duration": state.auto_archive_minutes,
        "locked": state.locked,
        "create_timestamp": stamp(created_at(channel.id)),
    }
    if channel.type is ChannelType.PRIVATE_THREAD:
        shown["invitable"] = state.invitable
    return shown


def render_thread_member(channel: Channel, user_id: int) -> Json:
    """Render somebody's membership of a thread."""
    return {
        "id": str(channel.id),
        "user_id": str(user_id),
        "join_timestamp": stamp(_state(channel).members[user_id]),
        "flags": 1,
    }


def _state(channel: Channel) -> Thread:
    if channel.thread is None:
        raise TypeError(channel.type)
    return channel.thread


def render_private(channel: Channel, viewer_id: int) -> Json:
    """Render a direct-message channel with the others in it."""
    return {
        "id": str(channel.id),
        "type": int(channel.type),
        "last_message_id": _optional_id(channel.last_message_id),
        "flags": channel.flags,
        "recipients": [render_user(u) for u in channel.recipients if u.id != viewer_id],
    }


def render_partial_channel(world: World, channel: Channel, user_id: int) -> Json:
    """Render a channel in an interaction, with the permissions of the member who acts."""
    shown = render_any(channel, user_id)
    return {**shown, "permissions": str(world.permissions_of(user_id, channel))}
