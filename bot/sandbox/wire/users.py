"""Users on the wire."""

from bot.sandbox.jsontypes import Json
from bot.sandbox.state.users import User


def render_user(user: User) -> Json:
    """Render a user as others see it."""
    return {
        "id": str(user.id),
        "username": user.name,
        "discriminator": "0",
        "global_name": None if user.bot else user.name,
        "avatar": None,
        "avatar_decoration_data": None,
        "banner": None,
        "accent_color": None,
        "collectibles": None,
        "primary_guild": None,
        "bot": user.bot,
        "public_flags": 0,
        "flags": 0,
    }


def render_self(user: User) -> Json:
    """Render the bot to itself."""
    return {
        **render_user(user),
        "verified": True,
        "mfa_enabled": False,
        "locale": "en-US",
        "email": None,
    }
