"""Posting: takes one section as far along its walk as it can go now.

Each step does one thing on Discord and records it before the next, so that whoever comes after a
crash finds in the rows what is left to do.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import assert_never

import structlog

from bot.clock import Clock
from bot.domain.ballot import Place, PollState
from bot.domain.discussion import OPEN_STATES, Action, PauseReason, move
from bot.domain.ids import ChannelId, GuildId, PostId
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
from bot.storage.database import Database
from bot.ui.markup import render_parts

POLL_OPEN_FOR = timedelta(days=7)
_FIRST_PAUSE = timedelta(seconds=15)
_LONGEST_PAUSE = timedelta(hours=1)
_MOST_ATTEMPTS = 10

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Section:
    """A section in hand: its rows as last recorded, and what they are made from.

    `since` is when an unrecorded earlier try may have begun; None if there was none.
    """

    post: Post
    polls: tuple[Poll, ...]
    kept: KeptArticle
    parts: tuple[str, ...]
    since: datetime | None
    wants_thread: bool = True

    def with_poll(self, poll: Poll) -> "_Section":
        """Give the section with one poll brought up to date."""
        updated = (poll if poll.poll_id == other.poll_id else other for other in self.polls)
        return replace(self, polls=tuple(updated))


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
            step = next_step(
                section.post,
                section.polls,
                parts=len(section.parts),
                wants_thread=section.wants_thread,
                now=self._clock.now(),
            )
            if isinstance(step, Rest):
                await self._rest(section, step.until)
                return
            try:
                section = await self._take(section, step)
            except Temporary as error:
                await self._try_later(section, error.reason)
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
        now = self._clock.now()
        post = replace(post, message_ids=(*post.message_ids, message_id))
        async with self._database.write() as unit:
            await posts.record_part(unit, post=post, part=part, message_id=message_id)
            if len(post.message_ids) == len(section.parts):
                await posts.record_posted(unit, post=post, at=now)
                post = replace(post, state=PostState.POSTED, posted_at=now)
        return replace(section, post=post)

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
        return replace(section, post=replace(section.post, thread_id=thread_id))

    async def _send_poll(self, section: _Section, poll: Poll) -> _Section:
        channel_id = self._channel_of(section, poll.place)
        now = self._clock.now()
        closes_at = now + POLL_OPEN_FOR
        with self._intake.expecting():
            message_id = await self._publisher.send_poll(
                poll, channel_id=channel_id, closes_at=closes_at, since=section.since
            )
            poll = replace(
                poll,
                state=PollState.OPEN,
                channel_id=channel_id,
                message_id=message_id,
                opened_at=now,
                closes_at=closes_at,
            )
            async with self._database.write() as unit:
                await polls.record_opened(
                    unit,
                    poll=poll,
                    channel_id=channel_id,
                    message_id=message_id,
                    at=now,
                    closes_at=closes_at,
                )
            self._intake.listen(poll)
        return section.with_poll(poll)

    def _channel_of(self, section: _Section, place: Place) -> ChannelId:
        if place is Place.THREAD and section.wants_thread and section.post.thread_id:
            return section.post.thread_id
        return section.post.channel_id

    async def _seed(self, section: _Section, poll: Poll) -> _Section:
        await self._publisher.seed_poll(poll)
        now = self._clock.now()
        async with self._database.write() as unit:
            await polls.record_seeded(unit, poll=poll, at=now)
        return section.with_poll(replace(poll, seeded_at=now))

    async def _complete(self, section: _Section) -> _Section:
        now = self._clock.now()
        async with self._database.write() as unit:
            await posts.record_completed(unit, post=section.post, at=now)
        _log.info("section posted", **_ids(section.post), section=section.post.section + 1)
        return replace(section, post=replace(section.post, completed_at=now, attempts=0))

    # ── closing ───────────────────────────────────────────────────────────────────────────────

    async def _close(self, section: _Section, poll: Poll) -> _Section:
        await self._readback.check(poll)
        now = self._clock.now()
        async with self._database.write() as unit:
            await polls.record_closed(unit, poll=poll, at=now)
        self._intake.ignore(poll)
        return section.with_poll(replace(poll, state=PollState.CLOSED, closed_at=now))

    async def _show(self, section: _Section, poll: Poll) -> _Section:
        standing = await self._standing(poll)
        await self._publisher.show_result(poll, standing.tally)
        now = self._clock.now()
        async with self._database.write() as unit:
            await polls.record_shown(unit, poll=poll, at=now)
        return section.with_poll(replace(poll, shown_at=now))

    async def _conclude(self, section: _Section) -> _Section:
        closed = [poll for poll in section.polls if poll.state is PollState.CLOSED]
        message_id = await self._publisher.send_results(
            section.post,
            [await self._standing(poll) for poll in closed],
            channel_id=self._channel_of(section, Place.THREAD),
            since=min(poll.closed_at for poll in closed if poll.closed_at),
        )
        now = self._clock.now()
        async with self._database.write() as unit:
            await posts.record_concluded(unit, post=section.post, message_id=message_id, at=now)
        return replace(section, post=replace(section.post, concluded_at=now))

    # ── rest, retry, refusal ──────────────────────────────────────────────────────────────────

    async def _rest(self, section: _Section, until: datetime | None) -> None:
        post = section.post
        async with self._database.write() as unit:
            await posts.attend(unit, post=post, at=until)
        await self._finish_if_over(post)

    async def _finish_if_over(self, post: Post) -> None:
        """End the discussion once every section is out and no poll is open."""
        async with self._database.write() as unit:
            discussion = await discussions.get(
                unit, guild_id=post.guild_id, discussion_id=post.discussion_id
            )
            series = await posts.list_series(
                unit, guild_id=post.guild_id, discussion_id=post.discussion_id
            )
            found = await polls.list_of_discussion(
                unit, guild_id=post.guild_id, discussion_id=post.discussion_id
            )
            over = all(_is_out(other) for other in series) and not any(
                poll.state in {PollState.PLANNED, PollState.OPEN} for poll in found
            )
            if over and discussion.state in OPEN_STATES:
                await discussions.set_state(
                    unit,
                    guild_id=post.guild_id,
                    discussion_id=post.discussion_id,
                    state=move(discussion.state, Action.FINISH),
                    at=self._clock.now(),
                )
                _log.info("discussion finished", **_ids(post))

    async def _try_later(self, section: _Section, reason: str) -> None:
        post = section.post
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
        match step:
            case OpenThread() if isinstance(error, AccessLost):
                _log.warning("no thread: a permission is missing", **_ids(section.post))
                return replace(section, wants_thread=False)
            case SendPoll(poll) if isinstance(error, TargetGone) and poll.place is Place.THREAD:
                return replace(section, wants_thread=False)
            case SeedPoll(poll) | ClosePoll(poll) | ShowResult(poll) if isinstance(
                error, TargetGone
            ):
                return section.with_poll(await self._withdraw(poll))
            case Conclude() if isinstance(error, TargetGone):
                return await self._conclude_silently(section)
            case _:
                reason = (
                    PauseReason.PERMISSION
                    if isinstance(error, AccessLost)
                    else PauseReason.CHANNEL_GONE
                )
                await self._give_up(section.post, reason, error.reason)
                return None

    async def _withdraw(self, poll: Poll) -> Poll:
        now = self._clock.now()
        async with self._database.write() as unit:
            await polls.record_withdrawn(unit, poll=poll, at=now)
        self._intake.ignore(poll)
        return replace(poll, state=PollState.WITHDRAWN, closed_at=now)

    async def _conclude_silently(self, section: _Section) -> _Section:
        now = self._clock.now()
        async with self._database.write() as unit:
            await posts.record_concluded(unit, post=section.post, message_id=None, at=now)
        return replace(section, post=replace(section.post, concluded_at=now))

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
