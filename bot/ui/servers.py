"""A server's settings in words."""

_ALLOW = (
    "Discord shows these commands only to members with Manage Server. To show them to the role as "
    "well, open Server Settings ▸ Integrations ▸ this bot and allow the role for `/article`, "
    "`/discussion` and `/tally`."
)
_PUBLIC = (
    "Votes are reactions: everybody sees who chose what, and how a poll stands while it is open."
)


def show_server(organizer_role_id: int | None) -> str:
    """Say who counts as an organizer here, and what members should know."""
    if organizer_role_id is None:
        who = (
            "Organizers here are members with Manage Server. "
            "To add a role, use `/server organizers` with `role`."
        )
        return f"{who}\n\n{_PUBLIC}"
    who = f"Organizers here are members with Manage Server and members of <@&{organizer_role_id}>."
    return f"{who}\n{_ALLOW}\n\n{_PUBLIC}"


def say_organizers(role_id: int | None) -> str:
    """Confirm who counts as an organizer from now on."""
    if role_id is None:
        return "**Saved.** Organizers are now only members with Manage Server."
    return (
        f"**Saved.** Members of <@&{role_id}> are organizers too, besides members with Manage "
        f"Server. One more step: {_ALLOW}"
    )
