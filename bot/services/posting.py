"""Posting: takes one section as far along its walk as it can go now.

Rest, retry and refusal are decided here; the steps themselves are in `steps.py`.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from bot.clock import Clock
from bot.domain.discussion import OPEN_STATES, Discussion, PauseReason, takes_over
from bot.domain.ids import GuildId, PostId
from bot.domain.nicety import Nicety
from bot.domain.post import Post
from bot.domain.walk import (
    ChangeOptions,
    ClosePoll,
    Conclude,
    CorrectPoll,
    Nice,
    OpenThread,
    Phase,
    Remind,
    Rest,
    SeedPoll,
    SendPoll,
    ShowResult,
    Step,
    next_closing_at,
    phase_of,
)
from bot.errors import (
    AccessLost,
    DeliveryError,
    NoSuchReaction,
    Permanent,
    TagWanted,
    TargetGone,
    Temporary,
)
from bot.services.finishing import finish_if_over
from bot.services.section import Section, load_section, read_anew
from bot.services.steps import Steps
from bot.services.withdrawing import take_away
from bot.storage import discussions, posts
from bot.storage.database import Database, Unit
from bot.ui.speech import speaking

_FIRST_PAUSE = timedelta(seconds=15)
_LONGEST_PAUSE = timedelta(hours=1)
_MOST_ATTEMPTS = 10
# A reminder stops nothing.
_MOST_REMINDERS = 3

_log = structlog.get_logger()


class Posting:
    """Walks sections: prompt, thread, polls, seeds; then closing, results."""

    def __init__(self, database: Database, steps: Steps, clock: Clock) -> None:
        self._database = database
        self._steps = steps
        self._clock = clock

    async def load(self, guild_id: GuildId, post_id: PostId, *, fresh: bool) -> Section:
        """Read a section that is to walk; `fresh` if nothing was ever tried for it before."""
        async with self._database.read() as unit:
            return await load_section(unit, guild_id, post_id, fresh=fresh)

    async def walk(self, section: Section, *, gives_way: Callable[[Phase], bool]) -> Phase | None:
        """Do for a section what is due now.

        Gives the phase before which it stopped, as `gives_way` said; None where all was done. What
        Discord refuses for now is noted for a later try; what it refuses for good pauses the
        discussion and says why.
        """
        if _waits(section.post, self._clock.now()):
            return None
        with speaking(section.language):
            return await self._walk(section, gives_way)

    async def _walk(self, section: Section, gives_way: Callable[[Phase], bool]) -> Phase | None:
        while True:
            step = section.next_step(self._clock.now())
            if gives_way(phase := phase_of(step)):
                return phase
            if isinstance(step, Rest):
                stirred = await self._rest(section)
                if stirred is None:
                    return None
                section = stirred
            else:
                try:
                    section = await self._steps.take(section, step)
                except Temporary as error:
                    waiting = await self._put_off(section, step, error)
                    if waiting is None:
                        return None
                    section = waiting
                except Permanent as error:
                    mended = await self._mend(section, step, error)
                    if mended is None:
                        return None
                    section = mended

    # ── rest, retry, refusal ──────────────────────────────────────────────────────────────────

    async def _rest(self, section: Section) -> Section | None:
        """Record that nothing is to be done before an instant.

        Gives the section anew if something is to be done after all.
        """
        now = self._clock.now()
        async with self._database.write() as unit:
            # Within one transaction, or what was asked for meanwhile would be slept through.
            section = await read_anew(unit, section)
            step = section.next_step(now)
            if not isinstance(step, Rest):
                return section
            await posts.rest(unit, post=section.post, until=step.until)
            await finish_if_over(unit, section.post.guild_id, section.post.discussion_id, now=now)
        return None

    async def _put_off(self, section: Section, step: Step, error: Temporary) -> Section | None:
        """Note when to try again; gives the section where it goes on without instead."""
        if isinstance(step, Nice):
            return await self._steps.niceties.try_later(section, step, error)
        if isinstance(step, Remind) and section.post.attempts >= _MOST_REMINDERS:
            return await self._leave_unreminded(section, error)
        await self._try_later(section, error.reason)
        return None

    async def _try_later(self, section: Section, reason: str) -> None:
        post, now = section.post, self._clock.now()
        if post.attempts + 1 >= _MOST_ATTEMPTS:
            await self._give_up(section, PauseReason.NOT_DELIVERED, reason)
            return
        pause = min(_FIRST_PAUSE * 2**post.attempts, _LONGEST_PAUSE)
        # A poll that closes earlier is not kept waiting.
        attend_at = min(now + pause, next_closing_at(section.polls, now) or now + pause)
        async with self._database.write() as unit:
            await posts.record_retry(unit, post=post, attend_at=attend_at, reason=reason)
            await self._keep_stopped(unit, post)
        _log.warning("section will be tried again", **_ids(post), reason=reason, at=attend_at)

    async def _keep_stopped(self, unit: Unit, post: Post) -> None:
        """Try no more for what was under way when its discussion was stopped."""
        guild_id, discussion_id = post.guild_id, post.discussion_id
        discussion = await discussions.get(unit, guild_id=guild_id, discussion_id=discussion_id)
        if discussion.state not in OPEN_STATES:
            await posts.skip_planned(unit, guild_id=guild_id, discussion_id=discussion_id)

    async def _mend(self, section: Section, step: Step, error: Permanent) -> Section | None:
        if isinstance(step, Nice):
            return await self._steps.niceties.leave_out(section, step, error)
        if isinstance(step, Remind):
            return await self._leave_unreminded(section, error)
        return await self._without(section, step, error)

    async def _without(self, section: Section, step: Step, error: Permanent) -> Section | None:
        """Go on without what is merely nice or gone; None where the discussion had to pause."""
        gone = isinstance(error, TargetGone)
        match step:
            case OpenThread() if gone:
                await self._withdraw_section(section)
                return None
            case OpenThread():
                await self._steps.niceties.went_without(section, Nicety.THREAD, error)
                return replace(section, wants_thread=False)
            case SendPoll(poll) if (
                section.channel_of(section.place_of(poll)) != section.post.home_id
            ):
                await self._steps.niceties.went_without(section, Nicety.THREAD, error)
                return replace(section, wants_thread=False)
            case (
                SeedPoll(poll)
                | ClosePoll(poll)
                | ChangeOptions(poll)
                | CorrectPoll(poll)
                | ShowResult(poll)
            ) if gone:
                return await self._steps.withdraw(section, poll)
            case ChangeOptions(poll):
                _log.warning("options not changed", **_ids(section.post), reason=error.reason)
                return await self._steps.option_change.keep(section, poll)
            case CorrectPoll(poll):
                _log.warning("words not corrected", **_ids(section.post), reason=error.reason)
                return await self._steps.record_correction_shown(section, poll)
            # A moderator may have locked the thread; that must not stop the series.
            case ShowResult(poll) if section.has_apart(poll):
                _log.warning("result not shown", **_ids(section.post), reason=error.reason)
                return await self._steps.record_shown(section, poll)
            case Conclude() if section.wants_thread and section.post.thread_id:
                _log.warning("results go to the channel", **_ids(section.post), reason=error.reason)
                return replace(section, wants_thread=False)
            case Conclude() if gone or section.post.thread_id:
                _log.warning("results not sent", **_ids(section.post), reason=error.reason)
                return await self._steps.record_concluded(section, None)
            case _:
                await self._give_up(section, _reason_of(error), error.reason)
                return None

    async def _leave_unreminded(self, section: Section, error: DeliveryError) -> Section:
        _log.warning("not reminded", **_ids(section.post), reason=error.reason)
        return await self._steps.record_reminded(section)

    async def _withdraw_section(self, section: Section) -> None:
        """Take a section for withdrawn whose prompt was deleted while nobody listened."""
        post, now = section.post, self._clock.now()
        async with self._database.write() as unit:
            await take_away(unit, post, reason=PauseReason.PROMPT_DELETED, at=now)
        _log.warning("prompt gone; section withdrawn", **_ids(post))

    async def _give_up(self, section: Section, reason: PauseReason, said: str) -> None:
        post, now = section.post, self._clock.now()
        closing_at = next_closing_at(section.polls, now)
        async with self._database.write() as unit:
            discussion = await discussions.get(
                unit, guild_id=post.guild_id, discussion_id=post.discussion_id
            )
            if _is_to_close_in(discussion, post, reason):
                # Whether it is ever resumed or not, its polls are to close: try on, now and then.
                attend_at = min(now + _LONGEST_PAUSE, closing_at or now + _LONGEST_PAUSE)
                await posts.record_retry(unit, post=post, attend_at=attend_at, reason=said)
                return
            await posts.record_failed(unit, post=post, reason=said, attend_at=closing_at)
            await discussions.pause(
                unit,
                guild_id=post.guild_id,
                discussion_id=post.discussion_id,
                reason=reason,
                at=now,
            )
        _log.warning("discussion paused", **_ids(post), why=reason.value, reason=said)


def _is_to_close_in(discussion: Discussion, post: Post, reason: PauseReason) -> bool:
    """Say whether a section's polls are to close though its discussion does not go on by it."""
    if discussion.state not in OPEN_STATES:
        return True
    # What waits for a permission, or for the bot to be back, is looked at again when that comes.
    waits = discussion.pause_reason in {PauseReason.PERMISSION, PauseReason.SERVER_LEFT}
    stays = not takes_over(reason, discussion.pause_reason)
    return stays and not waits and post.completed_at is not None


def _reason_of(error: Permanent) -> PauseReason:
    if isinstance(error, AccessLost):
        return PauseReason.PERMISSION
    if isinstance(error, TargetGone):
        return PauseReason.CHANNEL_GONE
    if isinstance(error, TagWanted):
        return PauseReason.TAG_WANTED
    if isinstance(error, NoSuchReaction):
        return PauseReason.EMOJI_GONE
    return PauseReason.NOT_DELIVERED


def _waits(post: Post, now: datetime) -> bool:
    """Say whether a post waits for another try: whoever had it walk saw its row before that."""
    return post.attempts > 0 and (post.attend_at is None or post.attend_at > now)


def _ids(post: Post) -> dict[str, int]:
    return {
        "guild_id": post.guild_id,
        "discussion_id": post.discussion_id,
        "post_id": post.post_id,
    }
