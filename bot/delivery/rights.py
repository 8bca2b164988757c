"""What the bot may do where, by discord.py's cache of servers, channels and roles."""

from dataclasses import replace

import discord

from bot.domain.channel import ChannelKind
from bot.domain.forum import Forum, ForumTag
from bot.domain.ids import ChannelId, GuildId
from bot.domain.ping import Ping
from bot.domain.thread import NewThread
from bot.errors import AccessLost, WrongChannelKind

# In the order and the words of Discord's client, which has words of its own for forums.
_REQUIRED = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "embed_links": "Embed Links",
    "read_message_history": "Read Message History",
    "add_reactions": "Add Reactions",
}
_REQUIRED_IN_FORUM = _REQUIRED | {
    "send_messages": "Create Posts",
    "send_messages_in_threads": "Send Messages in Posts",
}


class DiscordRights:
    """Answers without asking Discord; what is not in the cache the bot cannot see.

    Of a server whose roles of the bot are not known (yet) nothing is said to be missing: Discord
    will say so itself.
    """

    def __init__(self, client: discord.Client) -> None:
        self._client = client

    def missing_permissions(self, guild_id: GuildId, channel_id: ChannelId) -> tuple[str, ...]:
        """Name the required permissions the bot lacks there, as Discord's client calls them."""
        channel = self._find_channel(guild_id, channel_id)
        if channel is None:
            # What the bot cannot see is not in its cache either.
            return (_REQUIRED["view_channel"],)
        forum = _kind_of(channel) is ChannelKind.FORUM
        granted = _granted(channel)
        if granted is None:
            return ()
        required = _REQUIRED_IN_FORUM if forum else _REQUIRED
        return tuple(words for name, words in required.items() if not getattr(granted, name))

    def granted(self, guild_id: GuildId, channel_id: ChannelId) -> frozenset[str]:
        """Name the permissions the bot is known to have there; none where it sees nothing."""
        channel = self._find_channel(guild_id, channel_id)
        granted = _granted(channel)
        if granted is None:
            return frozenset()
        # With their second names: "View Channel" is `read_messages` to discord.py first.
        return frozenset(name for name in discord.Permissions.VALID_FLAGS if getattr(granted, name))

    def kind_of(self, guild_id: GuildId, channel_id: ChannelId) -> ChannelKind:
        """Give the kind of a channel; raise `WrongChannelKind` where none can be held."""
        channel = self._find_channel(guild_id, channel_id)
        if channel is None:
            raise WrongChannelKind(channel_id=channel_id)
        return _kind_of(channel)

    def forum(self, guild_id: GuildId, channel_id: ChannelId) -> Forum | None:
        """Give a forum's tags and whether a post must have one; None for another channel."""
        channel = self._find_channel(guild_id, channel_id)
        if not isinstance(channel, discord.ForumChannel):
            return None
        granted = _granted(channel)
        moderates = granted is not None and granted.manage_threads
        return Forum(
            tags=tuple(
                ForumTag(tag.id, tag.name)
                for tag in channel.available_tags
                if moderates or not tag.moderated
            ),
            wants_tag=channel.flags.require_tag,
        )

    def usable(self, guild_id: GuildId, channel_id: ChannelId, thread: NewThread) -> NewThread:
        """Give how a forum's post is opened with those of its tags that can still be had."""
        forum = self.forum(guild_id, channel_id) if thread.tag_ids else None
        if forum is None:
            return thread
        known = {tag.tag_id for tag in forum.tags}
        return replace(thread, tag_ids=tuple(one for one in thread.tag_ids if one in known))

    def ping(self, guild_id: GuildId, channel_id: ChannelId, role_id: int) -> Ping:
        """Say what mentioning a role there would do."""
        guild = self._client.get_guild(guild_id)
        channel = self._find_channel(guild_id, channel_id)
        if guild is None:
            # Not known yet: Discord leaves out what cannot be mentioned.
            return Ping.NOTIFIES
        role = guild.get_role(role_id)
        if role is None:
            return Ping.ROLE_GONE
        granted = _granted(channel)
        loud = granted is not None and granted.mention_everyone
        return Ping.NOTIFIES if role.mentionable or loud else Ping.NOT_MENTIONABLE

    def require(self, guild_id: GuildId, channel_id: ChannelId, permission: str) -> None:
        """Raise `AccessLost` where the bot is known to lack what is merely nice.

        Discord counts what it forbids; where nothing is known it says so itself.
        """
        granted = _granted(self._find_channel(guild_id, channel_id))
        if granted is not None and not getattr(granted, permission):
            raise AccessLost(reason=f"lacks {permission}")

    def require_sight(self, guild_id: GuildId, channel_id: ChannelId) -> None:
        """Raise `AccessLost` where the bot does not see a channel, or there is none."""
        channel = self._find_channel(guild_id, channel_id)
        if channel is None or not channel.permissions_for(channel.guild.me).view_channel:
            raise AccessLost(reason="sees no such channel")

    def _find_channel(
        self, guild_id: GuildId, channel_id: ChannelId
    ) -> discord.abc.GuildChannel | None:
        guild = self._client.get_guild(guild_id)
        return guild.get_channel(channel_id) if guild else None


def _granted(channel: discord.abc.GuildChannel | None) -> discord.Permissions | None:
    """Give what the bot may do there; None where it is not known."""
    # discord.py declares it to be there always; while a server comes or goes it is not.
    me: discord.Member | None = channel.guild.me if channel else None
    return channel.permissions_for(me) if channel and me else None


def _kind_of(channel: discord.abc.GuildChannel) -> ChannelKind:
    match channel.type:
        case discord.ChannelType.text:
            return ChannelKind.TEXT
        case discord.ChannelType.news:
            return ChannelKind.ANNOUNCEMENT
        case discord.ChannelType.forum:
            return ChannelKind.FORUM
        case _:
            raise WrongChannelKind(channel_id=channel.id)
