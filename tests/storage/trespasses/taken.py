"""What is taken from a server for a trespass."""

from dataclasses import replace

from tests.builders import OTHER_GUILD


def taken(thing):
    """Give a post or poll as if it belonged to the other server."""
    return replace(thing, guild_id=OTHER_GUILD)
