"""Posting: takes one section as far along its walk as it can go now.

Each step does one thing on Discord and records it before the next, so that whoever comes after a
crash finds in the rows what is left to do. With each record the rows are read anew: moderators and
organizers are at them too.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import assert_never

import structlog

from bot.clock import Clock
from bot.domain.ballot import Place, PollState
from bot.domain.discussion import OPEN_STATES, Action, PauseReason, move
from bot.domain.ids import ChannelId, GuildId, MessageId, PostId
from bot.domain.library import KeptArticle
from bot.domain.poll import Poll
from bot.domain.post import Post, PostState
from bot.domain.prompt import Prompt
from bot.domain.report import CountedPoll
from bot.domain.walk import (
    ClosePoll,
    Complete,
    Conclude,
    OpenThread,
    Rest,
    SeedPoll,
    SendPart,
    SendPoll,
    ShowResult,
    Step,
    next_step,
)
from bot.errors import AccessLost, Permanent, TargetGone, Temporary
from bot.services.intake import Intake
from bot.services.publisher import Publisher
from bot.services.readback import Readback
from bot.storage import articles, discussions, polls, posts, votes
from bot.storage.database import Database, Unit
from bot.ui.markup import render_parts

POLL_OPEN_FOR = timedelta(days=7)
_FIRST_PAUSE = timedelta(seconds=15)
_LONGEST_PAUSE = timedelta(hours=1)
_MOST_ATTEMPTS = 10

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Section:
    """A section in hand: its rows as last read, and what they are made from.

    `since` is when an unrecorded earlier try may have begun; None if there was none.
    """

    post: Post
    polls: tuple[Poll, ...]
    kept: KeptArticle
    parts: tuple[str, ...]
    since: datetime | None
    wants_thread: bool = True

    def next_step(self, now: datetime) -> Step:
        """Give the next step by the section's rows."""
        return next_step(
            self.post,
            self.polls,
            parts=len(self.parts),
            wants_thread=self.wants_thread,
            now=now,
        )

    def channel_of(self, place: Place) -> ChannelId:
        """Give the channel or thread for what belongs in `place`."""
        if place is Place.THREAD and self.wants_thread and self.post.thread_id:
            return self.post.thread_id
        return self.post.channel_id

    def has_apart(self, poll: Poll) -> bool:
        """Say whether a poll stands in the thread and not in the discussion's channel."""
        return poll.channel_id != self.post.channel_id


class Posting:
    """Walks sections: prompt, thread, polls, seeds; then closing, results."""

    def __init__(
        self,
        database: Database,
        publisher: Publisher,
        intake: Intake,
        readback: Readback,
        clock: Clock,
    ) -> None:
        self._database = database
        self._publisher = publisher
        self._intake = intake
        self._readback = readback
        self._clock = clock

    async def attend(self, guild_id: GuildId, post_id: PostId, *, fresh: bool) -> None:
        """Do for a post what is due now; `fresh` if nothing was ever tried for it before.

        What Discord refuses for now is noted for a later try; what it refuses for good pauses the
        discussion and says why.
        """
        section = await self._load(guild_id, post_id, fresh=fresh)
        while True:
            step = section.next_step(self._clock.now())
            if isinstance(step, Rest):
                stirred = await self._rest(section)
                if stirred is None:
                    return
                section = stirred
            else:
                try:
                    section = await self._take(section, step)
                except Temporary as error:
                    await self._try_later(section.post, error.reason)
                    return
                except Permanent as error:
                    mended = await self._without(section, step, error)
                    if mended is None:
                        return
                    section = mended

    async def _load(self, guild_id: GuildId, post_id: PostId, *, fresh: bool) -> _Section:
        async with self._database.read() as unit:
            post = await posts.get(unit, guild_id=guild_id, post_id=post_id)
            discussion = await discussions.get(
                unit, guild_id=guild_id, discussion_id=post.discussion_id
            )
            kept = await articles.get(unit, guild_id=guild_id, article_id=discussion.article_id)
            found = await polls.list_of_post(unit, guild_id=guild_id, post_id=post_id)
        return _Section(
            post=post,
            polls=found,
            kept=kept,
            parts=render_parts(kept.article.sections[post.section]),
            since=None if fresh else post.claimed_at,
        )

    async def _take(self, section: _Section, step: Step) -> _Section:
        match step:
            case SendPart(part):
                return await self._send_part(section, part)
            case OpenThread():
                return await self._open_thread(section)
            case SendPoll(poll):
                return await self._send_poll(section, poll)
            case SeedPoll(poll):
                return await self._seed(section, poll)
            case Complete():
                return await self._complete(section)
            case ClosePoll(poll):
                return await self._close(section, poll)
            case ShowResult(poll):
                return await self._show(section, poll)
            case Conclude():
                return await self._conclude(section)
            case Rest():
                raise AssertionError(step)
            case _:
                assert_never(step)

    # ── delivery ──────────────────────────────────────────────────────────────────────────────

    async def _send_part(self, section: _Section, part: int) -> _Section:
        post, article = section.post, section.kept.article
        prompt = Prompt(
            post=post,
            part=part,
            parts=len(section.parts),
            text=section.parts[part],
            title=article.title,
            author=article.author,
            source=article.source,
            heading=article.sections[post.section].heading,
            number=post.section + 1,
            of=len(article.sections),
            standing=await self._standing_before(post) if part == 0 else None,
        )
        message_id = await self._publisher.send_prompt(prompt, since=section.since)
        async with self._database.write() as unit:
            await posts.record_part(unit, post=post, part=part, message_id=message_id)
            if part + 1 == len(section.parts):
                await posts.record_posted(unit, post=post, at=self._clock.now())
            return await _read_anew(unit, section)

    async def _standing_before(self, post: Post) -> CountedPoll | None:
        """Find how the section before stands: its poll with the greatest turnout."""
        if post.section == 0:
            return None
        await self._intake.flush()
        async with self._database.read() as unit:
            series = await posts.list_series(
                unit, guild_id=post.guild_id, discussion_id=post.discussion_id
            )
            before = series[post.section - 1]
            found = await polls.list_of_post(unit, guild_id=post.guild_id, post_id=before.post_id)
        standings = [
            await self._standing(poll)
            for poll in found
            if poll.state in {PollState.OPEN, PollState.CLOSED}
        ]
        best = max(standings, key=lambda standing: standing.tally.turnout, default=None)
        return best if best and best.tally.leading else None

    async def _standing(self, poll: Poll) -> CountedPoll:
        async with self._database.read() as unit:
            held = await votes.list_of_poll(unit, guild_id=poll.guild_id, poll_id=poll.poll_id)
        return CountedPoll.count(poll, held)

    async def _open_thread(self, section: _Section) -> _Section:
        article = section.kept.article
        heading = article.sections[section.post.section].heading or article.title
        thread_id = await self._publisher.open_thread(section.post, name=heading)
        async with self._database.write() as unit:
            await posts.record_thread(unit, post=section.post, thread_id=thread_id)
            return await _read_anew(unit, section)

    async def _send_poll(self, section: _Section, poll: Poll) -> _Section:
        channel_id = section.channel_of(poll.place)
        now = self._clock.now()
        closes_at = now + POLL_OPEN_FOR
        with self._intake.expecting():
            message_id = await self._publisher.send_poll(
                poll, channel_id=channel_id, closes_at=closes_at, since=section.since
            )
            async with self._database.write() as unit:
                stands = await polls.record_opened(
                    unit,
                    poll=poll,
                    channel_id=channel_id,
                    message_id=message_id,
                    at=now,
                    closes_at=closes_at,
                )
                section = await _read_anew(unit, section)
            sent = replace(poll, channel_id=channel_id, message_id=message_id)
            if stands:
                self._intake.listen(sent)
        if not stands:
            await self._publisher.delete_message(channel_id, message_id)
        elif section.since is not None:
            # An earlier try may have sent it, and members may have voted on it unheard.
            await self._readback.catch_up(sent)
        return section

    async def _seed(self, section: _Section, poll: Poll) -> _Section:
        with self._intake.watching(poll.poll_id) as watch:
            await self._publisher.seed_poll(poll)
            async with self._database.write() as unit:
                # What was cleared meanwhile took seeds along: the next step puts them again.
                if not watch.cleared:
                    await polls.record_seeded(unit, poll=poll, at=self._clock.now())
                return await _read_anew(unit, section)

    async def _complete(self, section: _Section) -> _Section:
        post = section.post
        async with self._database.write() as unit:
            await posts.record_completed(unit, post=post, at=self._clock.now())
            section = await _read_anew(unit, section)
        _log.info("section posted", **_ids(post), section=post.section + 1)
        return section

    # ── closing ───────────────────────────────────────────────────────────────────────────────

    async def _close(self, section: _Section, poll: Poll) -> _Section:
        await self._readback.check(poll)
        async with self._database.write() as unit:
            await polls.record_closed(unit, poll=poll, at=self._clock.now())
            section = await _read_anew(unit, section)
        self._intake.ignore(poll)
        return section

    async def _show(self, section: _Section, poll: Poll) -> _Section:
        standing = await self._standing(poll)
        await self._publisher.show_result(poll, standing.tally)
        return await self._record_shown(section, poll)

    async def _record_shown(self, section: _Section, poll: Poll) -> _Section:
        async with self._database.write() as unit:
            await polls.record_shown(unit, poll=poll, at=self._clock.now())
            return await _read_anew(unit, section)

    async def _conclude(self, section: _Section) -> _Section:
        closed = [poll for poll in section.polls if poll.state is PollState.CLOSED]
        message_id = await self._publisher.send_results(
            section.post,
            [await self._standing(poll) for poll in closed],
            channel_id=section.channel_of(Place.THREAD),
            since=min(poll.closed_at for poll in closed if poll.closed_at),
        )
        return await self._record_concluded(section, message_id)

    async def _record_concluded(self, section: _Section, message_id: MessageId | None) -> _Section:
        now = self._clock.now()
        async with self._database.write() as unit:
            await posts.record_concluded(unit, post=section.post, message_id=message_id, at=now)
            return await _read_anew(unit, section)

    # ── rest, retry, refusal ──────────────────────────────────────────────────────────────────

    async def _rest(self, section: _Section) -> _Section | None:
        """Record that nothing is to be done before an instant.

        Gives the section anew if something is to be done after all.
        """
        now = self._clock.now()
        async with self._database.write() as unit:
            # Within one transaction, or what was asked for meanwhile would be slept through.
            section = await _read_anew(unit, section)
            step = section.next_step(now)
            if not isinstance(step, Rest):
                return section
            await posts.rest(unit, post=section.post, until=step.until)
            await _finish_if_over(unit, section.post, now)
        return None

    async def _try_later(self, post: Post, reason: str) -> None:
        if post.attempts + 1 >= _MOST_ATTEMPTS:
            await self._give_up(post, PauseReason.NOT_DELIVERED, reason)
            return
        pause = min(_FIRST_PAUSE * 2**post.attempts, _LONGEST_PAUSE)
        attend_at = self._clock.now() + pause
        async with self._database.write() as unit:
            await posts.record_retry(unit, post=post, attend_at=attend_at, reason=reason)
        _log.warning("section will be tried again", **_ids(post), reason=reason, at=attend_at)

    async def _without(self, section: _Section, step: Step, error: Permanent) -> _Section | None:
        """Go on without what is merely nice or gone; None where the discussion had to pause."""
        gone = isinstance(error, TargetGone)
        match step:
            case OpenThread() if gone:
                await self._withdraw_section(section)
                return None
            case OpenThread():
                _log.warning("goes on without a thread", **_ids(section.post), reason=error.reason)
                return replace(section, wants_thread=False)
            case SendPoll(poll) if section.channel_of(poll.place) != section.post.channel_id:
                _log.warning("poll goes to the channel", **_ids(section.post), reason=error.reason)
                return replace(section, wants_thread=False)
            case SeedPoll(poll) | ClosePoll(poll) | ShowResult(poll) if gone:
                return await self._withdraw(section, poll)
            # A moderator may have locked the thread; that must not stop the series.
            case ShowResult(poll) if section.has_apart(poll):
                _log.warning("result not shown", **_ids(section.post), reason=error.reason)
                return await self._record_shown(section, poll)
            case Conclude() if gone or section.post.thread_id:
                _log.warning("results not sent", **_ids(section.post), reason=error.reason)
                return await self._record_concluded(section, None)
            case _:
                await self._give_up(section.post, _reason_of(error), error.reason)
                return None

    async def _withdraw(self, section: _Section, poll: Poll) -> _Section:
        async with self._database.write() as unit:
            await polls.record_withdrawn(unit, poll=poll, at=self._clock.now())
            section = await _read_anew(unit, section)
        self._intake.ignore(poll)
        return section

    async def _withdraw_section(self, section: _Section) -> None:
        """Take a section for withdrawn whose prompt was deleted while nobody listened."""
        post, now = section.post, self._clock.now()
        async with self._database.write() as unit:
            await posts.record_withdrawn(unit, post=post)
            for poll in section.polls:
                await polls.record_withdrawn(unit, poll=poll, at=now)
            await discussions.pause(
                unit,
                guild_id=post.guild_id,
                discussion_id=post.discussion_id,
                reason=PauseReason.PROMPT_DELETED,
                at=now,
            )
        _log.warning("prompt gone; section withdrawn", **_ids(post))

    async def _give_up(self, post: Post, reason: PauseReason, said: str) -> None:
        async with self._database.write() as unit:
            await posts.record_failed(unit, post=post, reason=said)
            await discussions.pause(
                unit,
                guild_id=post.guild_id,
                discussion_id=post.discussion_id,
                reason=reason,
                at=self._clock.now(),
            )
        _log.warning("discussion paused", **_ids(post), why=reason.value, reason=said)


async def _read_anew(unit: Unit, section: _Section) -> _Section:
    guild_id, post_id = section.post.guild_id, section.post.post_id
    return replace(
        section,
        post=await posts.get(unit, guild_id=guild_id, post_id=post_id),
        polls=await polls.list_of_post(unit, guild_id=guild_id, post_id=post_id),
    )


async def _finish_if_over(unit: Unit, post: Post, now: datetime) -> None:
    """End the discussion once every section is out and no poll is open."""
    guild_id, discussion_id = post.guild_id, post.discussion_id
    discussion = await discussions.get(unit, guild_id=guild_id, discussion_id=discussion_id)
    series = await posts.list_series(unit, guild_id=guild_id, discussion_id=discussion_id)
    found = await polls.list_of_discussion(unit, guild_id=guild_id, discussion_id=discussion_id)
    over = all(_is_out(other) for other in series) and not any(
        poll.state in {PollState.PLANNED, PollState.OPEN} for poll in found
    )
    if over and discussion.state in OPEN_STATES:
        state = move(discussion.state, Action.FINISH)
        await discussions.set_state(
            unit, guild_id=guild_id, discussion_id=discussion_id, state=state, at=now
        )
        _log.info("discussion finished", **_ids(post))


def _reason_of(error: Permanent) -> PauseReason:
    if isinstance(error, AccessLost):
        return PauseReason.PERMISSION
    if isinstance(error, TargetGone):
        return PauseReason.CHANNEL_GONE
    return PauseReason.NOT_DELIVERED


def _is_out(post: Post) -> bool:
    return post.completed_at is not None or post.state in {
        PostState.SKIPPED,
        PostState.WITHDRAWN,
    }


def _ids(post: Post) -> dict[str, int]:
    return {
        "guild_id": post.guild_id,
        "discussion_id": post.discussion_id,
        "post_id": post.post_id,
    }
