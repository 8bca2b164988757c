"""A server's settings in words."""

from bot.domain.guild import GuildSettings
from bot.domain.language import Language

# Each language by its own name: whoever looks for it reads that.
LANGUAGES = {
    Language.ENGLISH: "English",
    Language.SPANISH: "Español",
    Language.FRENCH: "Français",
    Language.GERMAN: "Deutsch",
    Language.PORTUGUESE: "Português",
    Language.ITALIAN: "Italiano",
}

_ALLOW = (
    "Discord shows these commands only to members with Manage Server. To show them to the role as "
    "well, open Server Settings ▸ Integrations ▸ this bot and allow the role for `/article`, "
    "`/discussion`, `/poll`, `/tally` and `/doctor`."
)
_PUBLIC = (
    "Votes are reactions: everybody sees who chose what, and how a poll stands while it is open."
)


def show_server(settings: GuildSettings) -> str:
    """Say what is set, what holds where nothing is, and what members should know."""
    lines = [
        f"**Channel** for discussions: {_channel(settings.channel_id) or 'none set'}",
        f"**Time zone**: {settings.time_zone or 'none set; each discussion names its own'}",
        f"**Language** in public: {LANGUAGES[settings.language or Language.ENGLISH]}",
        f"**Organizers**: members with Manage Server{_role(settings.organizer_role_id)}",
        f"**Log channel**: {_channel(settings.log_channel_id) or 'none set'}",
        f"**Age of account** for votes to count: {_age(settings.minimum_account_days)}",
    ]
    after = ["", _ALLOW] if settings.organizer_role_id else []
    change = "Change any of it with `/server set`, step by step with `/server setup`."
    return "\n".join([*lines, *after, "", change, _PUBLIC])


def say_set(settings: GuildSettings) -> str:
    """Confirm a change and show how everything is set now."""
    return f"**Saved.** It holds from now on; what is posted stays.\n\n{show_server(settings)}"


def say_organizers(role_id: int | None) -> str:
    """Confirm who counts as an organizer from now on."""
    if role_id is None:
        return "**Saved.** Organizers are now only members with Manage Server."
    return (
        f"**Saved.** Members of <@&{role_id}> are organizers too, besides members with Manage "
        f"Server. One more step: {_ALLOW}"
    )


def _channel(channel_id: int | None) -> str | None:
    return f"<#{channel_id}>" if channel_id else None


def _role(role_id: int | None) -> str:
    return f", and members of <@&{role_id}>" if role_id else ""


def _age(days: int) -> str:
    if not days:
        return "any"
    return "1 day" if days == 1 else f"{days} days"
