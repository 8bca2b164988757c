"""Moderation: what follows when somebody takes away what the bot had posted, or the bot itself."""

from collections.abc import Collection, Iterable, Mapping

import structlog

from bot.clock import Clock
from bot.domain.ballot import PollState
from bot.domain.channel import ChannelKind
from bot.domain.discussion import OPEN_STATES, Action, PauseReason, move
from bot.domain.history import Deed, HistoryEntry
from bot.domain.ids import ChannelId, DiscussionId, GuildId, MemberId, MessageId, PollId
from bot.domain.poll import Poll
from bot.domain.post import Post, PostState
from bot.domain.withdrawal import Withdrawal
from bot.errors import AlreadyWithdrawn, NoSectionThere
from bot.services.dispatch import Dispatch
from bot.services.intake import Intake
from bot.services.publisher import Publisher
from bot.services.withdrawing import take_away
from bot.storage import discussions, guilds, history, indexes, polls, posts
from bot.storage.database import Database, Unit

_log = structlog.get_logger()


class Moderation:
    """Answers deletions: what is gone is withdrawn, and the discussion waits for an organizer."""

    def __init__(
        self,
        database: Database,
        publisher: Publisher,
        intake: Intake,
        dispatch: Dispatch,
        clock: Clock,
    ) -> None:
        self._database = database
        self._publisher = publisher
        self._intake = intake
        self._dispatch = dispatch
        self._clock = clock

    async def messages_deleted(self, guild_id: GuildId, message_ids: Collection[MessageId]) -> None:
        """Withdraw the polls and sections whose messages were deleted.

        A section whose prompt is gone takes its polls along and pauses its discussion.
        """
        async with self._database.read() as unit:
            gone = await polls.find_by_message(unit, guild_id=guild_id, message_ids=message_ids)
            sections = await posts.find_by_message(unit, guild_id=guild_id, message_ids=message_ids)
            indexed = await indexes.stands_in(unit, guild_id=guild_id, message_ids=message_ids)
        if indexed:
            async with self._database.write() as unit:
                await indexes.dismiss(
                    unit, guild_id=guild_id, message_ids=message_ids, at=self._clock.now()
                )
        await self._withdraw(gone)
        for post in sections:
            if post.state is PostState.WITHDRAWN:
                continue
            async with self._database.write() as unit:
                withdrawn = await take_away(
                    unit, post, reason=PauseReason.PROMPT_DELETED, at=self._clock.now()
                )
            self._ignore(withdrawn)
            self._dispatch.ring()

    async def withdraw(
        self, guild_id: GuildId, message_id: MessageId, *, by: MemberId
    ) -> Withdrawal:
        """Take away the section that a message belongs to: its prompt, a poll or its results.

        Raises `NoSectionThere`, also for another server's message, and `AlreadyWithdrawn`.
        """
        await self._intake.flush()
        now = self._clock.now()
        async with self._database.write() as unit:
            post = await _find_section(unit, guild_id, message_id)
            if post.state is PostState.WITHDRAWN:
                raise AlreadyWithdrawn(number=post.number)
            discussion = await discussions.get(
                unit, guild_id=guild_id, discussion_id=post.discussion_id
            )
            state = move(discussion.state, Action.WITHDRAW)
            await history.record(
                unit,
                HistoryEntry(
                    guild_id=guild_id,
                    discussion_id=post.discussion_id,
                    deed=Deed.SECTION_WITHDRAWN,
                    done_by=by,
                    done_at=now,
                    detail={"section": post.number},
                ),
            )
            # By the bot itself, so that organizers are told of it also without a log channel.
            withdrawn = await take_away(unit, post, reason=PauseReason.WITHDRAWN, at=now)
        self._ignore(withdrawn)
        self._dispatch.ring()
        _log.info("section withdrawn", guild_id=guild_id, post_id=post.post_id)
        sent = tuple(poll for poll in withdrawn if poll.message_id is not None)
        return Withdrawal(post=post, polls=sent, state=state)

    async def reactions_cleared(self, guild_id: GuildId, poll_id: PollId) -> None:
        """Put the seeds of an open poll back: without them nobody could vote with a tap."""
        async with self._database.write() as unit:
            poll = await polls.get(unit, guild_id=guild_id, poll_id=poll_id)
            if poll.state is not PollState.OPEN:
                return
            await polls.record_seeded(unit, poll=poll, at=None)
            post = await posts.get(unit, guild_id=guild_id, post_id=poll.post_id)
            await posts.attend(unit, post=post, at=self._clock.now())
        self._dispatch.ring()

    async def channel_deleted(self, guild_id: GuildId, channel_id: ChannelId) -> None:
        """Withdraw the open polls of a deleted channel or thread; pause the channel's discussions.

        Polls that have closed keep their tallies.
        """
        # A forum's post goes by its first message's id, and takes that message along.
        prompt_id = MessageId(channel_id)
        async with self._database.read() as unit:
            sections = await posts.find_by_message(unit, guild_id=guild_id, message_ids={prompt_id})
            indexed = await indexes.stands_in(unit, guild_id=guild_id, message_ids={prompt_id})
            open_polls = await polls.list_of_guild(
                unit, guild_id=guild_id, states=(PollState.OPEN,)
            )
            held_there = await discussions.list_all(unit, guild_id=guild_id, channel_id=channel_id)
            # A discussion may have moved on since they were posted.
            stood_there = await posts.find_by_channel(
                unit, guild_id=guild_id, channel_id=channel_id
            )
        if indexed or any(post.home_id == channel_id for post in sections):
            await self.messages_deleted(guild_id, {prompt_id})
        # With a channel go its threads, and Discord does not tell of each.
        post_ids = {post.post_id for post in stood_there}
        await self._withdraw(
            poll for poll in open_polls if poll.channel_id == channel_id or poll.post_id in post_ids
        )
        gone = {one.discussion_id for one in held_there}
        await self._pause(guild_id, gone, PauseReason.CHANNEL_GONE)

    async def channel_changed(
        self, guild_id: GuildId, channel_id: ChannelId, kind: ChannelKind
    ) -> None:
        """Note the kind of a channel: text and announcement channels become one another."""
        async with self._database.write() as unit:
            await discussions.set_channel_kind(
                unit, guild_id=guild_id, channel_id=channel_id, kind=kind
            )

    async def thread_archived(self, guild_id: GuildId, thread_id: ChannelId) -> None:
        """Have a thread opened again in which a poll can be voted on."""
        await self._reopen(guild_id, [thread_id])

    async def threads_present(self, active: Mapping[GuildId, Collection[ChannelId]]) -> None:
        """Have threads opened again that were archived while the bot was away."""
        async with self._database.read() as unit:
            holding = await posts.list_threads_with_open_polls(unit)
        for guild_id, thread_ids in holding.items():
            if guild_id in active:
                await self._reopen(guild_id, thread_ids - set(active[guild_id]))

    async def _reopen(self, guild_id: GuildId, thread_ids: Collection[ChannelId]) -> None:
        if not thread_ids:
            return
        async with self._database.write() as unit:
            await posts.note_archived(
                unit, guild_id=guild_id, thread_ids=thread_ids, at=self._clock.now()
            )
        self._dispatch.ring()

    async def guild_left(self, guild_id: GuildId) -> None:
        """Pause a server's discussions when the bot is removed; its rows stay for thirty days."""
        async with self._database.write() as unit:
            await guilds.set_left_at(unit, guild_id=guild_id, at=self._clock.now())
            held = await discussions.list_all(unit, guild_id=guild_id, states=OPEN_STATES)
        await self._pause(guild_id, [one.discussion_id for one in held], PauseReason.SERVER_LEFT)

    async def guild_joined(self, guild_id: GuildId) -> None:
        """Note that the bot is in the server (again); polls close whose time has come meanwhile."""
        async with self._database.write() as unit:
            await guilds.set_left_at(unit, guild_id=guild_id, at=None)
            for one in await discussions.list_all(unit, guild_id=guild_id, states=OPEN_STATES):
                await posts.attend_open(
                    unit, guild_id=guild_id, discussion_id=one.discussion_id, at=self._clock.now()
                )
        self._dispatch.ring()

    async def guilds_present(self, present: Collection[GuildId]) -> list[GuildId]:
        """Note which servers the bot was removed from while it was away; give those it is back in.

        The polls of those are to be read back.
        """
        async with self._database.read() as unit:
            known = await guilds.list_known(unit)
        back = []
        for guild_id, left_at in known.items():
            if left_at is None and guild_id not in present:
                _log.info("a server was left while the bot was away", guild_id=guild_id)
                await self.guild_left(guild_id)
            elif left_at is not None and guild_id in present:
                await self.guild_joined(guild_id)
                back.append(guild_id)
        return back

    async def _withdraw(self, found: Iterable[Poll]) -> None:
        for poll in found:
            if poll.state is PollState.WITHDRAWN:
                continue
            self._intake.ignore(poll)
            async with self._database.write() as unit:
                await polls.record_withdrawn(unit, poll=poll, at=self._clock.now())
            _log.info("poll withdrawn", guild_id=poll.guild_id, poll_id=poll.poll_id)

    async def _pause(
        self, guild_id: GuildId, discussion_ids: Iterable[DiscussionId], reason: PauseReason
    ) -> None:
        for discussion_id in discussion_ids:
            async with self._database.write() as unit:
                await discussions.pause(
                    unit,
                    guild_id=guild_id,
                    discussion_id=discussion_id,
                    reason=reason,
                    at=self._clock.now(),
                )
        self._dispatch.ring()

    def _ignore(self, withdrawn: Iterable[Poll]) -> None:
        for poll in withdrawn:
            self._intake.ignore(poll)


async def _find_section(unit: Unit, guild_id: GuildId, message_id: MessageId) -> Post:
    """Give the section a message belongs to; raise `NoSectionThere`."""
    sections = await posts.find_by_message(unit, guild_id=guild_id, message_ids=[message_id])
    sections += await posts.find_by_results(unit, guild_id=guild_id, message_id=message_id)
    for poll in await polls.find_by_message(unit, guild_id=guild_id, message_ids=[message_id]):
        sections += (await posts.get(unit, guild_id=guild_id, post_id=poll.post_id),)
    if not sections:
        raise NoSectionThere
    return sections[0]
