"""Pins, publishing and threads kept open, over discord.py; each in its turn of the pace."""

import asyncio
from contextlib import suppress

import discord

from bot.delivery.pace import Pace, Priority
from bot.delivery.refusals import translated
from bot.delivery.rights import DiscordRights
from bot.domain.channel import ChannelKind
from bot.domain.ids import ChannelId, GuildId, MessageId
from bot.domain.post import Post
from bot.errors import AlreadyPublished, Permanent, TargetGone

# Discord publishes a few messages an hour, and discord.py would wait for the next hour.
_ANSWER_SECONDS = 20.0
# So many of the newest messages are looked through for the notice of a pin.
_NEWEST = 20


class DiscordNiceties:
    """What is merely nice; where the bot is known to lack the right, Discord is not even asked."""

    def __init__(self, client: discord.Client, *, pace: Pace, rights: DiscordRights) -> None:
        self._client = client
        self._pace = pace
        self._rights = rights

    async def pin(
        self, guild_id: GuildId, kind: ChannelKind, channel_id: ChannelId, message_id: MessageId
    ) -> None:
        """Pin a message, in a forum its post; the notice that Discord posts is taken away."""
        if kind is ChannelKind.FORUM:
            await self._pin_post(guild_id, channel_id, message_id, pinned=True)
            return
        self._rights.require(guild_id, channel_id, "pin_messages")
        await self._pace.turn(Priority.NICETY)
        with translated():
            await self._client.http.pin_message(channel_id, message_id)
        with suppress(Permanent):
            await self._remove_notice(channel_id, message_id)

    async def unpin(
        self, guild_id: GuildId, kind: ChannelKind, channel_id: ChannelId, message_id: MessageId
    ) -> None:
        """Take a pin away; one that is gone already does no harm."""
        with suppress(TargetGone):
            if kind is ChannelKind.FORUM:
                await self._pin_post(guild_id, channel_id, message_id, pinned=False)
                return
            self._rights.require(guild_id, channel_id, "pin_messages")
            await self._pace.turn(Priority.NICETY)
            with translated():
                await self._client.http.unpin_message(channel_id, message_id)

    async def _pin_post(
        self, guild_id: GuildId, channel_id: ChannelId, message_id: MessageId, *, pinned: bool
    ) -> None:
        self._rights.require(guild_id, channel_id, "manage_threads")
        await self._pace.turn(Priority.NICETY)
        with translated():
            flags = discord.ChannelFlags(pinned=pinned).value
            await self._client.http.edit_channel(message_id, flags=flags)

    async def _remove_notice(self, channel_id: ChannelId, message_id: MessageId) -> None:
        await self._pace.turn(Priority.NICETY)
        with translated():
            newest = await self._client.http.logs_from(channel_id, _NEWEST)
        own = self._client.user.id if self._client.user else None
        for message in newest:
            about = message.get("message_reference", {}).get("message_id")
            told = message["type"] == discord.MessageType.pins_add.value
            if told and int(message["author"]["id"]) == own and about == str(message_id):
                await self._pace.turn(Priority.NICETY)
                with translated():
                    await self._client.http.delete_message(channel_id, message["id"])

    async def publish(self, post: Post, part: int) -> None:
        """Have the servers that follow the channel sent a message; once does it."""
        await self._pace.turn(Priority.NICETY)
        with suppress(AlreadyPublished), translated():
            async with asyncio.timeout(_ANSWER_SECONDS):
                await self._client.http.publish_message(post.channel_id, post.message_ids[part])

    async def keep_open(self, thread_id: ChannelId) -> None:
        """Open a thread again that was archived; one that is open stays so."""
        await self._pace.turn(Priority.CLOSING)
        with translated():
            await self._client.http.edit_channel(thread_id, archived=False)
