"""Presences on the wire: everybody is online, and does nothing else."""

from bot.sandbox.jsontypes import Json
from bot.sandbox.state.guilds import Guild, Member


def render_presence(guild: Guild, member: Member) -> Json:
    """Render a member's presence."""
    return {
        "user": {"id": str(member.user.id)},
        "guild_id": str(guild.id),
        "status": "online",
        "activities": [],
        "client_status": {"web" if member.user.bot else "desktop": "online"},
    }
