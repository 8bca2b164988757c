"""Indexes over discord.py: sent once, edited in place, pinned; last of all in the pace."""

from contextlib import suppress
from datetime import datetime

import discord

from bot.delivery.niceties import DiscordNiceties
from bot.delivery.pace import Pace, Priority
from bot.delivery.refusals import translated
from bot.delivery.rights import DiscordRights
from bot.delivery.sender import Letter, Sender
from bot.domain.channel import ChannelKind
from bot.domain.ids import ChannelId, MessageId
from bot.domain.index import Index, IndexView
from bot.domain.thread import NewThread
from bot.errors import TargetGone, ThreadArchived
from bot.ui.index import index_embed


class DiscordIndexes:
    """Keeps the messages of indexes; in a forum each is a post of its own."""

    def __init__(
        self,
        client: discord.Client,
        *,
        pace: Pace,
        sender: Sender,
        rights: DiscordRights,
        niceties: DiscordNiceties,
    ) -> None:
        self._client = client
        self._pace = pace
        self._sender = sender
        self._rights = rights
        self._niceties = niceties

    async def send(
        self, index: Index, view: IndexView, post: NewThread, *, since: datetime | None
    ) -> MessageId:
        """Send an index, silently; `post` is how a forum's post for it is opened."""
        self._rights.require_sight(index.guild_id, index.channel_id)
        for permission in ("send_messages", "embed_links", "read_message_history"):
            self._rights.require(index.guild_id, index.channel_id, permission)
        reference = self._reference(index)
        letter = Letter(reference=reference, embed=index_embed(view, reference=reference))
        if index.kind is ChannelKind.FORUM:
            return await self._sender.open_post(
                index.guild_id,
                index.channel_id,
                letter,
                self._rights.usable(index.guild_id, index.channel_id, post),
                priority=Priority.INDEX,
                since=since,
            )
        return await self._sender.send(
            index.channel_id, letter, priority=Priority.INDEX, since=since
        )

    async def edit(self, index: Index, view: IndexView) -> None:
        """Have an index show how things stand; where the bot sees nothing, nothing is asked."""
        self._rights.require_sight(index.guild_id, index.channel_id)
        embed = index_embed(view, reference=self._reference(index))
        try:
            await self._edit(index, embed)
        except ThreadArchived:
            await self._niceties.keep_open(_home_of(index))
            await self._edit(index, embed)

    async def _edit(self, index: Index, embed: discord.Embed) -> None:
        await self._pace.turn(Priority.INDEX)
        with translated():
            # Without allowed_mentions an edit would fall back to parsing them.
            await self._message_of(index).edit(
                embed=embed, allowed_mentions=discord.AllowedMentions.none()
            )

    async def delete(self, index: Index) -> None:
        """Take an index away; one that is gone already does no harm."""
        self._rights.require_sight(index.guild_id, index.channel_id)
        await self._pace.turn(Priority.INDEX)
        with suppress(TargetGone), translated():
            await self._message_of(index).delete()

    async def pin(self, index: Index) -> None:
        """Pin an index."""
        message_id = _message_id(index)
        await self._niceties.pin(index.guild_id, index.kind, index.channel_id, message_id)

    async def unpin(self, index: Index) -> None:
        """Take the pin of an index away."""
        message_id = _message_id(index)
        await self._niceties.unpin(index.guild_id, index.kind, index.channel_id, message_id)

    def _message_of(self, index: Index) -> discord.PartialMessage:
        channel = self._client.get_partial_messageable(_home_of(index))
        return channel.get_partial_message(_message_id(index))

    def _reference(self, index: Index) -> str:
        return self._sender.reference("index", index.discussion_id, index.number)


def _message_id(index: Index) -> MessageId:
    if index.message_id is None:
        raise AssertionError(index)
    return index.message_id


def _home_of(index: Index) -> ChannelId:
    """Give where it stands: a forum's post has its first message's id."""
    if index.kind is ChannelKind.FORUM:
        return ChannelId(_message_id(index))
    return index.channel_id
