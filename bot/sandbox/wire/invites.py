"""Invites on the wire."""

from bot.sandbox.jsontypes import Json
from bot.sandbox.snowflakes import stamp
from bot.sandbox.state.invites import Invite
from bot.sandbox.state.world import World
from bot.sandbox.wire.guilds import render_guild
from bot.sandbox.wire.users import render_user

_OF_GUILD = (
    "id",
    "name",
    "splash",
    "banner",
    "description",
    "icon",
    "features",
    "verification_level",
    "vanity_url_code",
    "nsfw_level",
    "nsfw",
    "premium_subscription_count",
)


def render_invite(world: World, invite: Invite) -> Json:
    """Render what anybody sees of an invite."""
    channel, end = invite.channel, invite.expires_at
    shown = render_guild(world.guilds[channel.guild_id or 0])
    return {
        "type": 0,
        "code": invite.code,
        "inviter": render_user(invite.inviter),
        "expires_at": stamp(end) if end else None,
        "guild": {name: shown[name] for name in _OF_GUILD},
        "guild_id": shown["id"],
        "channel": {"id": str(channel.id), "type": int(channel.type), "name": channel.name},
    }


def render_details(world: World, invite: Invite) -> Json:
    """Render an invite with its uses, for those who made it or manage it."""
    return {**render_invite(world, invite), **_render_uses(invite)}


def _render_uses(invite: Invite) -> Json:
    return {
        "uses": invite.uses,
        "max_uses": invite.max_uses,
        "max_age": invite.max_age,
        "temporary": invite.temporary,
        "created_at": stamp(invite.created_at),
    }


def render_created(invite: Invite) -> Json:
    """Render INVITE_CREATE."""
    return {
        "channel_id": str(invite.channel.id),
        "guild_id": str(invite.channel.guild_id),
        "code": invite.code,
        "inviter": render_user(invite.inviter),
        **_render_uses(invite),
    }


def render_deleted(invite: Invite) -> Json:
    """Render INVITE_DELETE."""
    return {
        "channel_id": str(invite.channel.id),
        "guild_id": str(invite.channel.guild_id),
        "code": invite.code,
    }
