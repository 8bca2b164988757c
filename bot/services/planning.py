"""Planning: starting a discussion, saying how it stands, and pausing, resuming or stopping it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.clock import Clock
from bot.domain.calendar_words import parse_days, parse_times
from bot.domain.discussion import (
    OPEN_STATES,
    Action,
    Discussion,
    DiscussionState,
    PauseReason,
    move,
)
from bot.domain.ids import ChannelId, DiscussionId, GuildId, MemberId
from bot.domain.length import PromptLength
from bot.domain.library import KeptArticle
from bot.domain.poll import plan_polls
from bot.domain.progress import Progress
from bot.domain.recurrence import Weekly
from bot.domain.schedule import Schedule, next_slot
from bot.domain.time_zone import parse_time_zone
from bot.domain.wall_time import instant_of
from bot.errors import (
    DiscussionNotFound,
    DistantDate,
    MissingPermission,
    NothingToAsk,
    PastTime,
)
from bot.services.dispatch import Dispatch
from bot.services.library import Library
from bot.services.publisher import Publisher
from bot.storage import discussions, polls, posts, series
from bot.storage.database import Database
from bot.storage.polls import new_polls

_FARTHEST_START = timedelta(days=731)


@dataclass(frozen=True, slots=True, kw_only=True)
class StartRequest:
    """What an organizer asked for, in their own words where words are parsed.

    Without a `length` the article's own holds.
    """

    channel_id: ChannelId
    article: str
    days: str
    times: str
    time_zone: str
    starts_on: date | None
    prompts_only: bool
    started_by: MemberId
    length: PromptLength | None = None


class Planning:
    """An organizer's control over discussions."""

    def __init__(
        self,
        database: Database,
        library: Library,
        publisher: Publisher,
        dispatch: Dispatch,
        clock: Clock,
    ) -> None:
        self._database = database
        self._library = library
        self._publisher = publisher
        self._dispatch = dispatch
        self._clock = clock

    async def start(self, guild_id: GuildId, request: StartRequest) -> Progress:
        """Start a discussion; nothing is kept unless everything about it is in order."""
        schedule = Schedule(
            recurrence=Weekly(days=parse_days(request.days), times=parse_times(request.times)),
            time_zone=parse_time_zone(request.time_zone),
        )
        now = self._clock.now()
        first_due_at = next_slot(schedule, _begin(request.starts_on, schedule.time_zone, now))
        kept = await self._library.get(guild_id, request.article)
        if not request.prompts_only and not _has_polls(kept):
            raise NothingToAsk(title=kept.article.title)
        missing = self._publisher.missing_permissions(guild_id, request.channel_id)
        if missing:
            raise MissingPermission(channel_id=request.channel_id, permissions=missing)
        async with self._database.write() as unit:
            discussion_id = await discussions.add(
                unit,
                guild_id=guild_id,
                channel_id=request.channel_id,
                article_id=kept.article_id,
                prompts_only=request.prompts_only,
                length=request.length or kept.length,
                schedule=schedule,
                started_by=request.started_by,
                at=now,
            )
            post_ids = await series.add(
                unit,
                guild_id=guild_id,
                discussion_id=discussion_id,
                series=kept.preparation.series,
                first_due_at=first_due_at,
            )
            if not request.prompts_only:
                await polls.add_all(
                    unit,
                    [
                        new
                        for post_id, section in zip(post_ids, kept.preparation.series, strict=True)
                        for new in new_polls(kept, section, post_id)
                    ],
                    guild_id=guild_id,
                    discussion_id=discussion_id,
                )
        self._dispatch.ring()
        return await self.status(guild_id, str(discussion_id))

    async def list_all(
        self, guild_id: GuildId, states: Sequence[DiscussionState] = tuple(DiscussionState)
    ) -> tuple[Discussion, ...]:
        """List the server's discussions, the newest first."""
        async with self._database.read() as unit:
            return await discussions.list_all(unit, guild_id=guild_id, states=states)

    async def find(self, guild_id: GuildId, given: str | None) -> Discussion:
        """Give a discussion by what was typed, without that the latest one that is on.

        Raises `DiscussionNotFound`.
        """
        if given is None:
            found = await self.list_all(guild_id, OPEN_STATES)
            if not found:
                raise DiscussionNotFound(given="")
            return found[0]
        discussion_id = await self._choose(guild_id, given)
        async with self._database.read() as unit:
            return await discussions.get(unit, guild_id=guild_id, discussion_id=discussion_id)

    async def list_progress(self, guild_id: GuildId) -> tuple[Progress, ...]:
        """Say how every discussion stands that is on, the newest first."""
        found = await self.list_all(guild_id, OPEN_STATES)
        return tuple([await self.status(guild_id, str(one.discussion_id)) for one in found])

    async def status(self, guild_id: GuildId, given: str) -> Progress:
        """Say how a discussion stands; raise `DiscussionNotFound`."""
        discussion_id = await self._choose(guild_id, given)
        async with self._database.read() as unit:
            discussion = await discussions.get(unit, guild_id=guild_id, discussion_id=discussion_id)
            schedule = await discussions.get_schedule(
                unit, guild_id=guild_id, discussion_id=discussion_id
            )
            return Progress(
                discussion=discussion,
                schedule=schedule,
                posts=await posts.list_series(unit, guild_id=guild_id, discussion_id=discussion_id),
                polls=await polls.list_of_discussion(
                    unit, guild_id=guild_id, discussion_id=discussion_id
                ),
            )

    async def pause(self, guild_id: GuildId, given: str) -> Progress:
        """Stop posting until resumed; open polls go on. Raises `IllegalMove`."""
        discussion_id = await self._choose(guild_id, given)
        async with self._database.write() as unit:
            discussion = await discussions.get(unit, guild_id=guild_id, discussion_id=discussion_id)
            move(discussion.state, Action.PAUSE)
            await discussions.pause(
                unit,
                guild_id=guild_id,
                discussion_id=discussion_id,
                reason=PauseReason.ORGANIZER,
                at=self._clock.now(),
            )
        return await self.status(guild_id, str(discussion_id))

    async def resume(self, guild_id: GuildId, given: str) -> Progress:
        """Go on at the next slot, and at once with what had failed.

        Raises `IllegalMove`, or `MissingPermission` where it could not go on anyway.
        """
        discussion_id = await self._choose(guild_id, given)
        now = self._clock.now()
        async with self._database.write() as unit:
            discussion = await discussions.get(unit, guild_id=guild_id, discussion_id=discussion_id)
            state = move(discussion.state, Action.RESUME)
            channel_id = discussion.channel_id
            missing = self._publisher.missing_permissions(guild_id, channel_id)
            if missing:
                raise MissingPermission(channel_id=channel_id, permissions=missing)
            schedule = await discussions.get_schedule(
                unit, guild_id=guild_id, discussion_id=discussion_id
            )
            await discussions.set_state(
                unit, guild_id=guild_id, discussion_id=discussion_id, state=state, at=now
            )
            await posts.revive(unit, guild_id=guild_id, discussion_id=discussion_id, at=now)
            await series.date_next(
                unit,
                guild_id=guild_id,
                discussion_id=discussion_id,
                due_at=next_slot(schedule, now),
            )
            await posts.attend_open(unit, guild_id=guild_id, discussion_id=discussion_id, at=now)
        self._dispatch.ring()
        return await self.status(guild_id, str(discussion_id))

    async def stop(self, guild_id: GuildId, given: str, *, close_polls: bool) -> Progress:
        """End a discussion for good; with `close_polls` its open polls close now.

        Otherwise they go on until their time. Raises `IllegalMove`.
        """
        discussion_id = await self._choose(guild_id, given)
        now = self._clock.now()
        async with self._database.write() as unit:
            discussion = await discussions.get(unit, guild_id=guild_id, discussion_id=discussion_id)
            state = move(discussion.state, Action.STOP)
            await discussions.set_state(
                unit, guild_id=guild_id, discussion_id=discussion_id, state=state, at=now
            )
            await posts.skip_planned(unit, guild_id=guild_id, discussion_id=discussion_id)
            await polls.withdraw_planned(
                unit, guild_id=guild_id, discussion_id=discussion_id, at=now
            )
            if close_polls:
                await polls.close_at(unit, guild_id=guild_id, discussion_id=discussion_id, at=now)
                await posts.attend_open(
                    unit, guild_id=guild_id, discussion_id=discussion_id, at=now
                )
        self._dispatch.ring()
        return await self.status(guild_id, str(discussion_id))

    async def _choose(self, guild_id: GuildId, given: str) -> DiscussionId:
        """Find what autocomplete sent (an id) or somebody typed (the article's title)."""
        # Of one title the newest goes first, and one that is still on before one that has ended.
        oldest_first = reversed(await self.list_all(guild_id))
        ordered = sorted(oldest_first, key=lambda one: one.state in OPEN_STATES)
        by_title = {one.title.casefold(): one.discussion_id for one in ordered}
        by_id = {str(one.discussion_id): one.discussion_id for one in ordered}
        # An id goes before a title, which may be a number too.
        found = (by_title | by_id).get(given.strip().casefold())
        if found is None:
            raise DiscussionNotFound(given=given)
        return found


def _begin(starts_on: date | None, time_zone: str, now: datetime) -> datetime:
    """Give the instant after which the first slot lies; raise `PastTime` or `DistantDate`."""
    if starts_on is None:
        return now
    # Also keeps what is reckoned from here within the calendar's last year.
    if abs(starts_on - now.date()) > _FARTHEST_START:
        raise DistantDate(given=starts_on)
    begins_at = instant_of(datetime.combine(starts_on, time.min), time_zone)
    ends_at = instant_of(datetime.combine(starts_on + timedelta(days=1), time.min), time_zone)
    if ends_at <= now:
        raise PastTime(given=begins_at, now=now)
    # A slot at midnight sharp belongs to the day.
    return max(now, begins_at - timedelta(microseconds=1))


def _has_polls(kept: KeptArticle) -> bool:
    return any(plan_polls(kept, section) for section in kept.preparation.series)
