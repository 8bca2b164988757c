"""Errors about a server's set-up: what an admin can mend."""

from dataclasses import dataclass

from bot.errors.root import SetupError


@dataclass(eq=False)
class MissingPermission(SetupError):
    """The bot lacks permissions in a channel; names as Discord's client shows them."""

    channel_id: int
    permissions: tuple[str, ...]


@dataclass(eq=False)
class ChannelUnseen(SetupError):
    """The bot knows no such channel: it was deleted, or the bot may not view it."""

    channel_id: int


class NotOrganizer(SetupError):
    """The member may not do this: neither Manage Server nor the organizer role."""


class NotModerator(SetupError):
    """The member may not manage messages in the channel."""


class MayNotSetAside(SetupError):
    """The member organizes nothing here and may not manage messages where the poll stands."""


class OwnVotes(SetupError):
    """The votes that a moderator wants counted again are their own."""


class ServerNotServed(SetupError):
    """The host did not name the server among those that the bot serves."""


class GuildOnly(SetupError):
    """The command works in a server only."""
