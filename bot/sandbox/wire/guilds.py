"""Servers, roles and members on the wire."""

from bot.sandbox import permissions
from bot.sandbox.jsontypes import Json
from bot.sandbox.snowflakes import stamp
from bot.sandbox.state.emojis import Emoji
from bot.sandbox.state.guilds import Guild, Member, Role
from bot.sandbox.state.world import World
from bot.sandbox.wire.channels import render_seen, render_thread
from bot.sandbox.wire.presences import render_presence
from bot.sandbox.wire.users import render_user

# Above this many members Discord calls a server large (the default large_threshold).
_LARGE = 250
# Above this many none are listed who are not in voice channels, as documented.
_MOST_LISTED = 75_000


def render_role(role: Role) -> Json:
    """Render a role."""
    shown: Json = {
        "id": str(role.id),
        "name": role.name,
        "description": None,
        "permissions": str(role.permissions),
        "position": role.position,
        "color": role.colour,
        "colors": {"primary_color": role.colour, "secondary_color": None, "tertiary_color": None},
        "hoist": role.hoist,
        "managed": role.bot_id is not None,
        "mentionable": role.mentionable,
        "icon": None,
        "unicode_emoji": None,
        "flags": 0,
    }
    if role.bot_id is not None:
        shown["tags"] = {"bot_id": str(role.bot_id)}
    return shown


def render_emoji(emoji: Emoji) -> Json:
    """Render a custom emoji of a server."""
    return {
        "id": str(emoji.id),
        "name": emoji.name,
        "roles": [],
        "require_colons": True,
        "managed": False,
        "animated": emoji.animated,
        "available": True,
    }


def render_member_alone(member: Member) -> Json:
    """Render a member without the user, as messages carry it."""
    until = member.timed_out_until
    return {
        "roles": [str(each) for each in member.roles],
        "nick": member.nick,
        "avatar": None,
        "banner": None,
        "joined_at": stamp(member.joined_at),
        "premium_since": None,
        "communication_disabled_until": stamp(until) if until else None,
        "deaf": False,
        "mute": False,
        "pending": False,
        "flags": 0,
    }


def render_member(member: Member) -> Json:
    """Render a member with the user."""
    return {**render_member_alone(member), "user": render_user(member.user)}


def render_partial_member(guild: Guild, member: Member) -> Json:
    """Render a member among the resolved things of an interaction."""
    bits = permissions.in_guild(guild, member)
    return {**render_member_alone(member), "permissions": str(bits)}


# What every server of ours has, or rather has not.
_UNCONFIGURED: Json = {
    "icon": None,
    "description": None,
    "home_header": None,
    "splash": None,
    "discovery_splash": None,
    "banner": None,
    "application_id": None,
    "region": "deprecated",
    "afk_channel_id": None,
    "afk_timeout": 300,
    "system_channel_id": None,
    "system_channel_flags": 0,
    "widget_enabled": False,
    "widget_channel_id": None,
    "verification_level": 0,
    "default_message_notifications": 0,
    "mfa_level": 0,
    "explicit_content_filter": 0,
    "max_presences": None,
    "max_members": 500_000,
    "max_stage_video_channel_users": 50,
    "max_video_channel_users": 25,
    "vanity_url_code": None,
    "premium_tier": 0,
    "premium_subscription_count": 0,
    "preferred_locale": "en-US",
    "rules_channel_id": None,
    "safety_alerts_channel_id": None,
    "public_updates_channel_id": None,
    "premium_progress_bar_enabled": False,
    "premium_progress_bar_enabled_user_updated_at": None,
    "nsfw": False,
    "nsfw_level": 0,
    "incidents_data": None,
    "inventory_settings": None,
    "embed_enabled": False,
    "embed_channel_id": None,
    "hub_type": None,
    "latest_onboarding_question_id": None,
}


def render_guild(guild: Guild) -> Json:
    """Render what a server is, without what is in its channels."""
    return {
        **_UNCONFIGURED,
        "id": str(guild.id),
        "name": guild.name,
        "features": ["COMMUNITY", "NEWS"],
        "owner_id": str(guild.owner_id),
        "roles": [render_role(each) for each in guild.roles.values()],
        "emojis": [render_emoji(each) for each in guild.emojis.values()],
        "stickers": [],
        **guild.settings,
    }


def render_own_guild(guild: Guild, member: Member) -> Json:
    """Render a server as one of those a member is in, of which little is told."""
    shown = render_guild(guild)
    return {
        **{name: shown[name] for name in ("id", "name", "icon", "banner", "features")},
        "owner": guild.owner_id == member.user.id,
        "permissions": str(permissions.in_guild(guild, member)),
    }


def render_guild_create(
    world: World, guild: Guild, *, joined: bool, presences: bool = False
) -> Json:
    """Render a server for GUILD_CREATE; `unavailable` is left out when the bot has just joined.

    Members are listed, each with a presence, for the `presences` intent and up to a size; else the
    bot alone.
    """
    me = guild.members[world.bot.id]
    listed = presences and len(guild.members) <= _MOST_LISTED
    members = list(guild.members.values()) if listed else [me]
    shown = {
        **render_guild(guild),
        "joined_at": stamp(me.joined_at),
        "large": len(guild.members) > _LARGE,
        "member_count": len(guild.members),
        "members": [render_member(each) for each in members],
        "channels": [render_seen(world, each, me.user.id) for each in guild.channels.values()],
        "threads": [
            render_thread(each, world.bot.id)
            for each in guild.threads.values()
            if each.thread
            and not each.thread.archived
            and world.permissions_of(world.bot.id, each) & permissions.VIEW_CHANNEL
        ],
        "voice_states": [],
        "presences": [render_presence(guild, each) for each in members] if presences else [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
        "version": 0,
    }
    return shown if joined else {**shown, "unavailable": False}
