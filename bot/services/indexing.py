"""Indexing: keeps each discussion's index, the one message that shows all of it, up to date.

What is to be done is read off its row and what it would show now. It goes last of all that the bot
sends, and stops nothing.
"""

import asyncio
import hashlib
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, assert_never

import structlog

from bot.clock import Clock
from bot.domain.ballot import PollState
from bot.domain.discussion import OPEN_STATES, Discussion
from bot.domain.ids import DiscussionId, GuildId, PollId, PostId
from bot.domain.index import (
    Aim,
    DeleteIndex,
    EditIndex,
    Index,
    IndexStep,
    IndexView,
    PinIndex,
    RestIndex,
    SendIndex,
    UnpinIndex,
    next_index_step,
    under_way,
    view_index,
)
from bot.domain.language import Language
from bot.domain.nicety import Nicety, Shortfall
from bot.domain.poll import Poll
from bot.domain.post import Pin
from bot.domain.progress import Progress
from bot.domain.terms import WEEK
from bot.domain.thread import NewThread
from bot.errors import DatabaseFailed, DeliveryError, Permanent, TargetGone, Temporary
from bot.services.niceties import note_shortfall, why_of
from bot.services.publisher import Publisher
from bot.services.section import language_of
from bot.storage import articles, discussions, indexes, polls, posts, shortfalls, tallies
from bot.storage.database import Database, Unit
from bot.ui.headings import thread_name
from bot.ui.speech import _, speaking

_VOTES_NOTED_SECONDS: Final = 60.0
_FIRST_PAUSE: Final = timedelta(seconds=30)
_LONGEST_PAUSE: Final = timedelta(hours=1)
# What Discord forbids it counts: no sooner than this is it asked again.
_FORBIDDEN_PAUSE: Final = timedelta(minutes=15)
_LONGEST_WAIT: Final = timedelta(days=1)

_log = structlog.get_logger()


# Goes into the digests: whoever changes what an index says for the same view lifts it.
_EDITION: Final = 1


@dataclass(frozen=True, slots=True)
class _Plan:
    """An index with all that its next step is decided and made from."""

    index: Index
    discussion: Discussion
    aim: Aim
    view: IndexView


class Indexing:
    """Keeps indexes; one at a time for each discussion, by `dispatch`."""

    def __init__(self, database: Database, publisher: Publisher, clock: Clock) -> None:
        self._database = database
        self._publisher = publisher
        self._clock = clock
        self._voted: set[PollId] = set()
        self._listeners: list[Callable[[], None]] = []

    def on_refresh(self, listener: Callable[[], None]) -> None:
        """Call `listener` whenever indexes are to be looked at for votes that came."""
        self._listeners.append(listener)

    # ── votes ─────────────────────────────────────────────────────────────────────────────────

    def note_votes(self, poll_ids: Collection[PollId]) -> None:
        """Note that polls have new votes; touches memory only."""
        self._voted.update(poll_ids)

    async def run(self) -> None:
        """Have indexes follow the votes, each in its time, until cancelled."""
        # What was noted before the start is not known any more.
        work = self._refresh_all
        while True:
            try:
                await work()
            except DatabaseFailed as error:
                _log.error(
                    "indexes wait for the database; see that its disk has room",
                    reason=error.reason,
                )
            else:
                work = self.follow_votes
            await asyncio.sleep(_VOTES_NOTED_SECONDS)

    async def _refresh_all(self) -> None:
        async with self._database.write() as unit:
            await indexes.refresh_all(unit, now=self._clock.now())
        self._tell()

    async def follow_votes(self) -> None:
        """Have the indexes looked at that votes have changed.

        Raises `DatabaseFailed`; then the votes are still noted.
        """
        if not self._voted:
            return
        voted, self._voted = self._voted, set()
        try:
            async with self._database.write() as unit:
                await indexes.refresh(unit, poll_ids=voted, now=self._clock.now())
        except DatabaseFailed:
            self._voted |= voted
            raise
        self._tell()

    def _tell(self) -> None:
        for listener in self._listeners:
            listener()

    # ── one index ─────────────────────────────────────────────────────────────────────────────

    async def attend(self, guild_id: GuildId, discussion_id: DiscussionId) -> None:
        """Do for a discussion's index what is due now."""
        async with self._database.read() as unit:
            discussion = await discussions.get(unit, guild_id=guild_id, discussion_id=discussion_id)
            language = await language_of(unit, discussion)
        with speaking(language):
            while (plan := await self._plan(guild_id, discussion_id, language)) is not None:
                step = next_index_step(plan.index, plan.aim, self._clock.now())
                if isinstance(step, RestIndex):
                    async with self._database.write() as unit:
                        await indexes.rest(unit, index=plan.index, until=step.until)
                    return
                try:
                    await self._take(plan, step)
                except Temporary as error:
                    pause = min(_FIRST_PAUSE * 2 ** min(plan.index.attempts, 10), _LONGEST_PAUSE)
                    await self._hold(plan.index, pause, error)
                    return
                except Permanent as error:
                    if not await self._without(plan.index, step, error):
                        return

    async def _plan(
        self, guild_id: GuildId, discussion_id: DiscussionId, language: Language
    ) -> _Plan | None:
        """Read what an index is to be; None where it has to wait, or never was begun."""
        now = self._clock.now()
        async with self._database.read() as unit:
            index = await indexes.find(unit, guild_id=guild_id, discussion_id=discussion_id)
            if index is None:
                return None
            progress = await self._progress(unit, guild_id, discussion_id)
            wait = _wait(index, progress.discussion, now)
            waits = wait is not None or under_way(progress.posts, now)
            # Counting votes is not for every look while a section is being posted.
            turnouts = {} if waits else await _count(unit, progress.polls)
            author, source = await articles.get_credit(
                unit, guild_id=guild_id, article_id=progress.discussion.article_id
            )
        if waits:
            async with self._database.write() as unit:
                await indexes.rest(unit, index=index, until=wait)
            return None
        view = view_index(progress, turnouts, author=author, source=source)
        discussion = progress.discussion
        aim = Aim(
            wanted=discussion.terms.index,
            channel_id=discussion.channel_id,
            is_on=discussion.state in OPEN_STATES,
            frame=_digest(view.without_turnouts, language),
            shown=_digest(view, language),
        )
        return _Plan(index, discussion, aim, view)

    async def _progress(
        self, unit: Unit, guild_id: GuildId, discussion_id: DiscussionId
    ) -> Progress:
        discussion = await discussions.get(unit, guild_id=guild_id, discussion_id=discussion_id)
        return Progress(
            discussion=discussion,
            schedule=await discussions.get_schedule(
                unit, guild_id=guild_id, discussion_id=discussion_id
            ),
            posts=await posts.list_series(unit, guild_id=guild_id, discussion_id=discussion_id),
            polls=await polls.list_of_discussion(
                unit, guild_id=guild_id, discussion_id=discussion_id
            ),
        )

    async def _take(self, plan: _Plan, step: IndexStep) -> None:
        index, aim, now = plan.index, plan.aim, self._clock.now()
        match step:
            case SendIndex():
                await self._send(plan)
            case EditIndex():
                await self._publisher.edit_index(index, plan.view)
                async with self._database.write() as unit:
                    await indexes.record_shown(
                        unit, index=index, frame=aim.frame, shown=aim.shown, at=now
                    )
            case DeleteIndex():
                await self._publisher.delete_index(index)
                async with self._database.write() as unit:
                    await indexes.record_removed(unit, index=index)
                    await _clear_shortfall(unit, index)
            case PinIndex():
                await self._publisher.pin_index(index)
                await self._record_pin(index, Pin.PINNED)
            case UnpinIndex():
                await self._publisher.unpin_index(index)
                await self._record_pin(index, None)
            case RestIndex():
                raise AssertionError(step)
            case _:
                assert_never(step)

    async def _send(self, plan: _Plan) -> None:
        """Send an index; a try is noted first, so that the next one looks for it."""
        discussion, tried_at = plan.discussion, plan.index.tried_at
        index = replace(plan.index, channel_id=discussion.channel_id, kind=discussion.channel_kind)
        async with self._database.write() as unit:
            await indexes.record_tried(unit, index=index, at=tried_at or self._clock.now())
        message_id = await self._publisher.send_index(
            index, plan.view, _post_of(discussion), since=tried_at
        )
        async with self._database.write() as unit:
            await indexes.record_sent(
                unit,
                index=index,
                message_id=message_id,
                frame=plan.aim.frame,
                shown=plan.aim.shown,
                at=self._clock.now(),
            )

    async def _record_pin(self, index: Index, pin: Pin | None) -> None:
        async with self._database.write() as unit:
            await indexes.record_pin(unit, index=index, pin=pin)
            await _clear_shortfall(unit, index)

    async def _record_unpinned(self, index: Index, error: Permanent) -> None:
        """Record that it goes without its pin; an organizer is told, once."""
        shortfall = Shortfall(nicety=Nicety.INDEX_PIN, why=why_of(error), since=self._clock.now())
        async with self._database.write() as unit:
            await indexes.record_pin(unit, index=index, pin=Pin.REFUSED)
            await note_shortfall(
                unit, index.guild_id, index.discussion_id, index.channel_id, shortfall
            )

    async def _hold(self, index: Index, pause: timedelta, error: DeliveryError) -> None:
        until = self._clock.now() + pause
        async with self._database.write() as unit:
            await indexes.hold(unit, index=index, until=until)
        _log.info("index waits", **_ids(index), reason=error.reason, until=until)

    async def _without(self, index: Index, step: IndexStep, error: Permanent) -> bool:
        """Go on without what is gone or refused; False where nothing more can be done now."""
        match step:
            case PinIndex() if not isinstance(error, TargetGone):
                await self._record_unpinned(index, error)
                return True
            case PinIndex() | UnpinIndex():
                await self._record_pin(index, Pin.REFUSED)
                return True
            case DeleteIndex():
                # It is out of reach where it stands, and is not to keep another from being sent.
                async with self._database.write() as unit:
                    await indexes.record_removed(unit, index=index)
                return True
            case EditIndex() if index.message_id and isinstance(error, TargetGone):
                # Deleted while nobody listened.
                async with self._database.write() as unit:
                    await indexes.dismiss(
                        unit,
                        guild_id=index.guild_id,
                        message_ids=[index.message_id],
                        at=self._clock.now(),
                    )
                return True
            case _:
                pause = min(_FORBIDDEN_PAUSE * 2 ** min(index.attempts, 10), _LONGEST_WAIT)
                await self._hold(index, pause, error)
                return False


def _wait(index: Index, discussion: Discussion, now: datetime) -> datetime | None:
    """Say till when Discord is not asked; what was refused in one channel may go in another."""
    if index.held_until is None or index.channel_id != discussion.channel_id:
        return None
    return index.held_until if index.held_until > now else None


async def _clear_shortfall(unit: Unit, index: Index) -> None:
    await shortfalls.clear(
        unit,
        guild_id=index.guild_id,
        discussion_id=index.discussion_id,
        nicety=Nicety.INDEX_PIN,
    )


async def _count(unit: Unit, found: Sequence[Poll]) -> dict[PostId, int]:
    """Count who voted on the polls of each section, each member once."""
    of_section: dict[PostId, list[Poll]] = {}
    for poll in found:
        if poll.state in {PollState.OPEN, PollState.CLOSED}:
            of_section.setdefault(poll.post_id, []).append(poll)
    return {
        post_id: await tallies.count_turnout(unit, some) for post_id, some in of_section.items()
    }


def _digest(view: IndexView, language: Language) -> str:
    return hashlib.sha256(f"{_EDITION} {language} {view!r}".encode()).hexdigest()


def _post_of(discussion: Discussion) -> NewThread:
    """Say how a forum's post for an index is opened."""
    terms = discussion.terms
    return NewThread(
        # A section may well bear the title, too.
        name=thread_name(
            f"{_('Index')} · {{title}}", number=0, of=0, heading=None, title=discussion.title
        ),
        auto_archive=WEEK,
        slow_mode=terms.slow_mode,
        tag_ids=terms.forum_tag_ids,
    )


def _ids(index: Index) -> dict[str, int]:
    return {"guild_id": index.guild_id, "discussion_id": index.discussion_id}
