"""The Publisher over discord.py: sending, seeding, closing, each in its turn of the pace."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final, Literal

import discord
import structlog

from bot.delivery.indexes import DiscordIndexes
from bot.delivery.niceties import DiscordNiceties
from bot.delivery.pace import Pace, Priority
from bot.delivery.refusals import translated
from bot.delivery.rights import DiscordRights
from bot.delivery.sender import Letter, Sender
from bot.domain.channel import ChannelKind
from bot.domain.forum import Forum
from bot.domain.history import RecordedEntry
from bot.domain.ids import ChannelId, GuildId, MemberId, MessageId
from bot.domain.index import Index, IndexView
from bot.domain.ping import Ping
from bot.domain.poll import Poll
from bot.domain.post import Post
from bot.domain.prompt import Prompt
from bot.domain.report import CountedPoll
from bot.domain.tally import Tally
from bot.domain.thread import NewThread
from bot.errors import (
    NoSuchReaction,
    TargetGone,
    ThreadArchived,
    ThreadExists,
    TooManyReactions,
)
from bot.ui.history import direct_embed, entry_embed
from bot.ui.polls import poll_embed, reminder_embed, results_embed
from bot.ui.prompts import prompt_content, prompt_embed

# What Discord knows, in minutes.
_AUTO_ARCHIVE: Final[Mapping[timedelta, Literal[60, 1440, 4320, 10080]]] = {
    timedelta(hours=1): 60,
    timedelta(days=1): 1440,
    timedelta(days=3): 4320,
    timedelta(days=7): 10080,
}

_log = structlog.get_logger()


class DiscordPublisher:
    """Speaks to Discord for the services; `key` is the installation's, and makes nonces its own."""

    def __init__(self, client: discord.Client, *, key: str, pace: Pace) -> None:
        self._client = client
        self._pace = pace
        self._sender = Sender(client, key=key, pace=pace)
        self._rights = DiscordRights(client)
        self._niceties = DiscordNiceties(client, pace=pace, rights=self._rights)
        self._indexes = DiscordIndexes(
            client,
            pace=pace,
            sender=self._sender,
            rights=self._rights,
            niceties=self._niceties,
        )

    async def room(self) -> None:
        """Wait until few enough requests wait for their turn that work for more is welcome."""
        await self._pace.room()

    def crowded(self) -> bool:
        """Say whether any request waits for its turn."""
        return self._pace.crowded

    # ── sending, never twice ──────────────────────────────────────────────────────────────────

    async def send_prompt(self, prompt: Prompt, *, since: datetime | None) -> MessageId:
        """Send one part of a section's prompt; only the first may notify."""
        post, first = prompt.post, prompt.part == 0
        reference = self._sender.reference("prompt", post.post_id, prompt.part)
        letter = Letter(
            reference=reference,
            embed=prompt_embed(prompt, reference=reference),
            content=prompt_content(prompt),
            silent=not first,
            ping_role_id=prompt.ping_role_id if first else None,
        )
        if first and prompt.thread and post.channel_kind is ChannelKind.FORUM:
            return await self._sender.open_post(
                post.guild_id,
                post.channel_id,
                letter,
                prompt.thread,
                priority=Priority.SECTION,
                since=since,
            )
        return await self._sender.send(post.home_id, letter, priority=Priority.SECTION, since=since)

    async def send_poll(
        self,
        poll: Poll,
        *,
        channel_id: ChannelId,
        closes_at: datetime | None,
        since: datetime | None,
    ) -> MessageId:
        """Send a poll's message, silently."""
        reference = self._sender.reference("poll", poll.poll_id)
        embed = poll_embed(poll, closes_at=closes_at, reference=reference)
        letter = Letter(reference=reference, embed=embed)
        return await self._sender.send(channel_id, letter, priority=Priority.POLL, since=since)

    async def send_results(
        self,
        post: Post,
        results: Sequence[CountedPoll],
        *,
        channel_id: ChannelId,
        since: datetime,
    ) -> MessageId:
        """Send the one result message of a section, silently."""
        reference = self._sender.reference("results", post.post_id)
        embed = results_embed(post, results, reference=reference)
        letter = Letter(reference=reference, embed=embed)
        return await self._sender.send(channel_id, letter, priority=Priority.CLOSING, since=since)

    async def send_reminder(
        self,
        post: Post,
        polls: Sequence[Poll],
        *,
        channel_id: ChannelId,
        since: datetime | None,
    ) -> MessageId:
        """Send a section's one reminder of its open polls, silently."""
        reference = self._sender.reference("reminder", post.post_id)
        letter = Letter(reference=reference, embed=reminder_embed(polls, reference=reference))
        return await self._sender.send(channel_id, letter, priority=Priority.CLOSING, since=since)

    async def update_results(
        self, post: Post, results: Sequence[CountedPoll], *, channel_id: ChannelId
    ) -> None:
        """Write a section's results anew into the message that has them."""
        if post.result_message_id is None:
            raise AssertionError(post)
        reference = self._sender.reference("results", post.post_id)
        embed = results_embed(post, results, reference=reference)
        await self._put(channel_id, post.result_message_id, embed)

    async def tell(
        self, entry: RecordedEntry, channel_id: ChannelId, *, since: datetime | None
    ) -> MessageId:
        """Send what was done to the server's log channel, silently; nobody is mentioned."""
        reference = self._sender.reference("history", entry.entry_id)
        letter = Letter(reference=reference, embed=entry_embed(entry, reference=reference))
        return await self._sender.send(channel_id, letter, priority=Priority.CLOSING, since=since)

    async def write_to(
        self, member_id: MemberId, entry: RecordedEntry, *, since: datetime | None
    ) -> MessageId:
        """Send what was done to a member who agreed, in a direct message."""
        reference = self._sender.reference("direct", entry.entry_id)
        await self._pace.turn(Priority.CLOSING)
        with translated():
            channel = await self._client.create_dm(discord.Object(member_id))
        letter = Letter(reference=reference, embed=direct_embed(entry, reference=reference))
        return await self._sender.send(
            ChannelId(channel.id), letter, priority=Priority.CLOSING, since=since
        )

    @property
    def _self(self) -> discord.ClientUser:
        if self._client.user is None:
            raise AssertionError
        return self._client.user

    async def open_thread(self, post: Post, thread: NewThread) -> ChannelId:
        """Open the public thread under a prompt, or give the one that is there."""
        message_id = post.message_ids[0]
        self._rights.require(post.guild_id, post.channel_id, "create_public_threads")
        await self._pace.turn(Priority.SECTION)
        with suppress(ThreadExists), translated():
            # By its route: the method for it wants the server in the cache.
            await self._client.http.start_thread_with_message(
                post.channel_id,
                message_id,
                name=thread.name,
                auto_archive_duration=_AUTO_ARCHIVE[thread.auto_archive],
                rate_limit_per_user=int(thread.slow_mode.total_seconds()),
            )
        # A thread under a message has that message's id.
        return ChannelId(message_id)

    async def seed_poll(self, poll: Poll) -> None:
        """Put the bot's own reaction for each option; those that stand already do no harm.

        Where members have left no room for one, the poll counts without: they can still put it.
        """
        message = self._message_of(poll)
        for option in poll.options:

            async def put(emoji: str = option.emoji) -> None:
                await self._pace.turn(Priority.SEED)
                try:
                    with translated():
                        await message.add_reaction(emoji)
                except TooManyReactions:
                    _log.warning(
                        "a poll stands without one of its seeds: members have put so many other "
                        "reactions under it; a moderator can clear them",
                        guild_id=poll.guild_id,
                        poll_id=poll.poll_id,
                    )

            await self._within_thread(poll.address[0], put)

    # ── closing, withdrawing ──────────────────────────────────────────────────────────────────

    async def show_result(self, poll: Poll, tally: Tally) -> None:
        """Write a closed poll's result into its message."""
        await self._edit(poll, tally)

    async def correct_poll(self, poll: Poll) -> None:
        """Write an open poll's corrected words into its message."""
        await self._edit(poll, None)

    async def _edit(self, poll: Poll, tally: Tally | None) -> None:
        reference = self._sender.reference("poll", poll.poll_id)
        embed = poll_embed(poll, closes_at=poll.closes_at, reference=reference, tally=tally)
        await self._put(*poll.address, embed)

    async def _put(
        self, channel_id: ChannelId, message_id: MessageId, embed: discord.Embed
    ) -> None:
        """Write something else into a message of the bot's."""
        message = self._client.get_partial_messageable(channel_id).get_partial_message(message_id)

        async def put() -> None:
            await self._pace.turn(Priority.CLOSING)
            with translated():
                # Without allowed_mentions an edit would fall back to parsing them.
                await message.edit(embed=embed, allowed_mentions=discord.AllowedMentions.none())

        await self._within_thread(channel_id, put)

    async def unseed_poll(self, poll: Poll) -> None:
        """Take the bot's own reactions away; those that are gone already do no harm."""
        message = self._message_of(poll)
        for option in poll.options:

            async def take_away(emoji: str = option.emoji) -> None:
                await self._pace.turn(Priority.CLOSING)
                with suppress(NoSuchReaction), translated():
                    await message.remove_reaction(emoji, self._self)

            await self._within_thread(poll.address[0], take_away)

    async def _within_thread(
        self, channel_id: ChannelId, act: Callable[[], Awaitable[None]]
    ) -> None:
        """Do something to a message, in its thread even where that was archived."""
        try:
            await act()
        except ThreadArchived:
            await self.keep_open(channel_id)
            await act()

    async def delete_message(self, channel_id: ChannelId, message_id: MessageId) -> None:
        """Delete one of the bot's own messages; one that is gone already does no harm."""
        await self._pace.turn(Priority.CLOSING)
        channel = self._client.get_partial_messageable(channel_id)
        with suppress(TargetGone), translated():
            await channel.get_partial_message(message_id).delete()

    def _message_of(self, poll: Poll) -> discord.PartialMessage:
        channel_id, message_id = poll.address
        return self._client.get_partial_messageable(channel_id).get_partial_message(message_id)

    # ── what is merely nice ───────────────────────────────────────────────────────────────────

    async def pin(self, post: Post) -> None:
        """Pin a prompt, and take away the notice of it that Discord posts."""
        prompt_id = post.message_ids[0]
        await self._niceties.pin(post.guild_id, post.channel_kind, post.channel_id, prompt_id)

    async def unpin(self, post: Post) -> None:
        """Take the pin of a prompt away; one that is gone already does no harm."""
        prompt_id = post.message_ids[0]
        await self._niceties.unpin(post.guild_id, post.channel_kind, post.channel_id, prompt_id)

    async def publish(self, post: Post, part: int) -> None:
        """Have the servers that follow the channel sent a message; once does it."""
        await self._niceties.publish(post, part)

    async def keep_open(self, thread_id: ChannelId) -> None:
        """Open a thread again that was archived; one that is open stays so."""
        await self._niceties.keep_open(thread_id)

    # ── the index ─────────────────────────────────────────────────────────────────────────────

    async def send_index(
        self, index: Index, view: IndexView, post: NewThread, *, since: datetime | None
    ) -> MessageId:
        """Send an index, silently; `post` is how a forum's post for it is opened."""
        return await self._indexes.send(index, view, post, since=since)

    async def edit_index(self, index: Index, view: IndexView) -> None:
        """Have an index show how things stand."""
        await self._indexes.edit(index, view)

    async def delete_index(self, index: Index) -> None:
        """Take an index away; one that is gone already does no harm."""
        await self._indexes.delete(index)

    async def pin_index(self, index: Index) -> None:
        """Pin an index."""
        await self._indexes.pin(index)

    async def unpin_index(self, index: Index) -> None:
        """Take the pin of an index away."""
        await self._indexes.unpin(index)

    # ── rights ────────────────────────────────────────────────────────────────────────────────

    def missing_permissions(self, guild_id: GuildId, channel_id: ChannelId) -> tuple[str, ...]:
        """Name the required permissions the bot lacks there, as Discord's client calls them."""
        return self._rights.missing_permissions(guild_id, channel_id)

    def granted(self, guild_id: GuildId, channel_id: ChannelId) -> frozenset[str]:
        """Name the permissions the bot has there, as Discord's API does."""
        return self._rights.granted(guild_id, channel_id)

    def kind_of(self, guild_id: GuildId, channel_id: ChannelId) -> ChannelKind:
        """Give the kind of a channel; raise `WrongChannelKind` where none can be held."""
        return self._rights.kind_of(guild_id, channel_id)

    def forum(self, guild_id: GuildId, channel_id: ChannelId) -> Forum | None:
        """Give a forum's tags and whether a post must have one; None for another channel."""
        return self._rights.forum(guild_id, channel_id)

    def ping(self, guild_id: GuildId, channel_id: ChannelId, role_id: int) -> Ping:
        """Say what mentioning a role there would do."""
        return self._rights.ping(guild_id, channel_id, role_id)
