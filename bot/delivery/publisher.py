"""The Publisher over discord.py: sending, seeding, closing, each in its turn of the pace."""

import base64
import hashlib
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

import discord

from bot.delivery.pace import Pace, Priority
from bot.delivery.refusals import translated
from bot.domain.ids import ChannelId, GuildId, MessageId
from bot.domain.poll import Poll
from bot.domain.post import Post
from bot.domain.prompt import Prompt
from bot.domain.report import CountedPoll
from bot.domain.tally import Tally
from bot.errors import NoSuchReaction, TargetGone, ThreadArchived, ThreadExists, WrongChannelKind
from bot.ui.polls import poll_embed, results_embed
from bot.ui.prompts import prompt_content, prompt_embed, thread_name

_NONCE_LENGTH = 16  # Discord takes 25 at most; 80 bits do not repeat
# The host's clock may have been far ahead when it was noted that a message was to be sent.
_CLOCKS_MAY_DIFFER_BY = timedelta(days=1)
_MOST_HISTORY = 10_000  # messages, the newest, looked through before a retry, 100 to a request

# In the order and the words of Discord's client.
_REQUIRED = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "embed_links": "Embed Links",
    "read_message_history": "Read Message History",
    "add_reactions": "Add Reactions",
}


class DiscordPublisher:
    """Speaks to Discord for the services; `key` is the installation's, and makes nonces its own."""

    def __init__(self, client: discord.Client, *, key: str, pace: Pace) -> None:
        self._client = client
        self._key = key
        self._pace = pace

    async def room(self) -> None:
        """Wait until few enough requests wait for their turn that work for more is welcome."""
        await self._pace.room()

    # ── sending, never twice ──────────────────────────────────────────────────────────────────

    async def send_prompt(self, prompt: Prompt, *, since: datetime | None) -> MessageId:
        """Send one part of a section's prompt; only the first may notify."""
        reference = self._reference("prompt", prompt.post.post_id, prompt.part)
        return await self._send(
            prompt.post.channel_id,
            prompt_embed(prompt, reference=reference),
            reference=reference,
            content=prompt_content(prompt),
            priority=Priority.SECTION,
            since=since,
            silent=prompt.part > 0,
        )

    async def send_poll(
        self, poll: Poll, *, channel_id: ChannelId, closes_at: datetime, since: datetime | None
    ) -> MessageId:
        """Send a poll's message, silently."""
        reference = self._reference("poll", poll.poll_id)
        return await self._send(
            channel_id,
            poll_embed(poll, closes_at=closes_at, reference=reference),
            reference=reference,
            priority=Priority.POLL,
            since=since,
        )

    async def send_results(
        self,
        post: Post,
        results: Sequence[CountedPoll],
        *,
        channel_id: ChannelId,
        since: datetime,
    ) -> MessageId:
        """Send the one result message of a section, silently."""
        reference = self._reference("results", post.post_id)
        return await self._send(
            channel_id,
            results_embed(post, results, reference=reference),
            reference=reference,
            priority=Priority.CLOSING,
            since=since,
        )

    async def _send(
        self,
        channel_id: ChannelId,
        embed: discord.Embed,
        *,
        reference: str,
        priority: Priority,
        since: datetime | None,
        content: str | None = None,
        silent: bool = True,
    ) -> MessageId:
        channel = self._client.get_partial_messageable(channel_id)
        if since is not None:
            found = await self._find(channel, reference, since, priority)
            if found is not None:
                return found
        await self._pace.turn(priority)
        with translated():
            message = await channel.send(
                content=content,
                embed=embed,
                # Discord drops a repeat for some minutes; after that `_find` sees to it.
                nonce=reference,
                silent=silent,
                allowed_mentions=discord.AllowedMentions.none(),
            )
        return MessageId(message.id)

    async def _find(
        self,
        channel: discord.PartialMessageable,
        reference: str,
        since: datetime,
        priority: Priority,
    ) -> MessageId | None:
        """Look for a message of ours that an earlier try may have left there."""
        await self._pace.turn(priority)
        with translated():
            async for message in channel.history(
                after=since - _CLOCKS_MAY_DIFFER_BY, oldest_first=False, limit=_MOST_HISTORY
            ):
                if self._is_ours(message) and _bears(message, reference):
                    return MessageId(message.id)
        return None

    @property
    def _self(self) -> discord.ClientUser:
        if self._client.user is None:
            raise AssertionError
        return self._client.user

    def _is_ours(self, message: discord.Message) -> bool:
        return self._client.user is not None and message.author.id == self._client.user.id

    def _reference(self, kind: str, row_id: int, part: int = 0) -> str:
        """Name a message once and for all: nonce and, in its footer, the mark we know it by."""
        digest = hashlib.sha256(f"{self._key}:{kind}:{row_id}:{part}".encode()).digest()
        return base64.b32encode(digest).decode().lower()[:_NONCE_LENGTH]

    async def open_thread(self, post: Post, *, name: str) -> ChannelId:
        """Open the public thread under a prompt, or give the one that is there."""
        message_id = post.message_ids[0]
        await self._pace.turn(Priority.SECTION)
        with suppress(ThreadExists), translated():
            # By its route: the method for it wants the server in the cache.
            await self._client.http.start_thread_with_message(
                post.channel_id,
                message_id,
                name=thread_name(name),
                auto_archive_duration=10080,  # seven days, in minutes
            )
        # A thread under a message has that message's id.
        return ChannelId(message_id)

    async def seed_poll(self, poll: Poll) -> None:
        """Put the bot's own reaction for each option; those that stand already do no harm."""
        message = self._message_of(poll)
        for option in poll.options:
            await self._pace.turn(Priority.SEED)
            with translated():
                await message.add_reaction(option.emoji)

    # ── closing, withdrawing ──────────────────────────────────────────────────────────────────

    async def show_result(self, poll: Poll, tally: Tally) -> None:
        """Write a closed poll's result into its message."""
        await self._edit(poll, tally)

    async def correct_poll(self, poll: Poll) -> None:
        """Write an open poll's corrected words into its message."""
        await self._edit(poll, None)

    async def _edit(self, poll: Poll, tally: Tally | None) -> None:
        reference = self._reference("poll", poll.poll_id)
        embed = poll_embed(
            poll, closes_at=_instant(poll.closes_at), reference=reference, tally=tally
        )

        async def put() -> None:
            await self._pace.turn(Priority.CLOSING)
            with translated():
                # Without allowed_mentions an edit would fall back to parsing them.
                await self._message_of(poll).edit(
                    embed=embed, allowed_mentions=discord.AllowedMentions.none()
                )

        await self._within_thread(poll, put)

    async def unseed_poll(self, poll: Poll) -> None:
        """Take the bot's own reactions away; those that are gone already do no harm."""
        message = self._message_of(poll)
        for option in poll.options:

            async def take_away(emoji: str = option.emoji) -> None:
                await self._pace.turn(Priority.CLOSING)
                with suppress(NoSuchReaction), translated():
                    await message.remove_reaction(emoji, self._self)

            await self._within_thread(poll, take_away)

    async def _within_thread(self, poll: Poll, act: Callable[[], Awaitable[None]]) -> None:
        """Do something to a poll's message, in its thread even where that was archived."""
        try:
            await act()
        except ThreadArchived:
            await self._unarchive(poll)
            await act()

    async def _unarchive(self, poll: Poll) -> None:
        await self._pace.turn(Priority.CLOSING)
        with translated():
            await self._client.http.edit_channel(poll.address[0], archived=False)

    async def delete_message(self, channel_id: ChannelId, message_id: MessageId) -> None:
        """Delete one of the bot's own messages; one that is gone already does no harm."""
        await self._pace.turn(Priority.CLOSING)
        channel = self._client.get_partial_messageable(channel_id)
        with suppress(TargetGone), translated():
            await channel.get_partial_message(message_id).delete()

    def _message_of(self, poll: Poll) -> discord.PartialMessage:
        channel_id, message_id = poll.address
        return self._client.get_partial_messageable(channel_id).get_partial_message(message_id)

    # ── rights ────────────────────────────────────────────────────────────────────────────────

    def missing_permissions(self, guild_id: GuildId, channel_id: ChannelId) -> tuple[str, ...]:
        """Name the required permissions the bot lacks there, as Discord's client calls them."""
        guild = self._client.get_guild(guild_id)
        channel = guild.get_channel(channel_id) if guild else None
        if guild is None or channel is None:
            # What the bot cannot see is not in its cache either.
            return (_REQUIRED["view_channel"],)
        if not isinstance(channel, discord.TextChannel):
            raise WrongChannelKind(channel_id=channel_id)
        granted = channel.permissions_for(guild.me)
        return tuple(words for name, words in _REQUIRED.items() if not getattr(granted, name))


def _bears(message: discord.Message, reference: str) -> bool:
    return any(
        embed.footer.text and embed.footer.text.endswith(reference) for embed in message.embeds
    )


def _instant(instant: datetime | None) -> datetime:
    if instant is None:
        raise AssertionError
    return instant
