"""A server's settings in words."""

from bot.domain.guild import GuildSettings
from bot.domain.language import OWN_NAMES, Language
from bot.ui.speech import N_, _, ngettext

_ALLOW = N_(
    "Discord shows these commands only to members with Manage Server. To show them to "
    "the role as well, open Server Settings ▸ Integrations ▸ this bot and allow the role "
    "for `/article`, `/discussion`, `/poll`, `/tally`, `/doctor`, `/server`, **Show tally** and "
    "**Close poll**."
)
_PUBLIC = N_(
    "Votes are reactions: everybody sees who chose what, and how a poll stands while it is open."
)


def show_server(settings: GuildSettings) -> str:
    """Say what is set, what holds where nothing is, and what members should know."""
    channel, log_channel = _channel(settings.channel_id), _channel(settings.log_channel_id)
    zone = settings.time_zone or _("none set; each discussion names its own")
    language = OWN_NAMES[settings.language or Language.ENGLISH]
    age = _age(settings.minimum_account_days)
    lines = [
        _("**Channel** for discussions: {channel}", channel=channel),
        _("**Time zone**: {zone}", zone=zone),
        _("**Language** in public: {language}", language=language),
        _organizers(settings.organizer_role_id),
        _("**Log channel**: {log_channel}", log_channel=log_channel),
        _("**Age of account** for votes to count: {age}", age=age),
    ]
    after = ["", _(_ALLOW)] if settings.organizer_role_id else []
    change = _("Change any of it with `/server set`, step by step with `/server setup`.")
    return "\n".join([*lines, *after, "", change, _(_PUBLIC)])


def say_set(settings: GuildSettings) -> str:
    """Confirm a change and show how everything is set now."""
    saved = _("**Saved.** It holds from now on; what is posted stays.")
    return f"{saved}\n\n{show_server(settings)}"


def say_organizers(role_id: int | None) -> str:
    """Confirm who counts as an organizer from now on."""
    if role_id is None:
        return _("**Saved.** Organizers are now only members with Manage Server.")
    return _(
        "**Saved.** Members of <@&{role_id}> are organizers too, besides members with "
        "Manage Server. One more step: {allow}",
        role_id=role_id,
        allow=_(_ALLOW),
    )


def _channel(channel_id: int | None) -> str:
    return f"<#{channel_id}>" if channel_id else _("none set")


def _organizers(role_id: int | None) -> str:
    if role_id is None:
        return _("**Organizers**: members with Manage Server")
    return _(
        "**Organizers**: members with Manage Server, and members of <@&{role_id}>", role_id=role_id
    )


def _age(days: int) -> str:
    if not days:
        return _("any")
    return ngettext("{count} day", "{count} days", days)
