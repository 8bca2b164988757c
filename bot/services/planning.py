"""Planning: starting a discussion, and saying how those that are on stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from bot.clock import Clock
from bot.domain.discussion import OPEN_STATES, Discussion, DiscussionState
from bot.domain.forum import choose_tags
from bot.domain.history import Deed, HistoryEntry
from bot.domain.ids import ChannelId, DiscussionId, GuildId, MemberId
from bot.domain.length import PromptLength
from bot.domain.library import KeptArticle
from bot.domain.poll import plan_polls
from bot.domain.progress import Progress
from bot.domain.schedule import Schedule, next_slot, slots_after
from bot.domain.terms import Terms, check_ping
from bot.errors import (
    DiscussionNotFound,
    MissingPermission,
    NothingToAsk,
    TooFewSlots,
)
from bot.services.dispatch import Dispatch
from bot.services.library import Library
from bot.services.publisher import Publisher
from bot.services.schedule_words import ScheduleWords, read_schedule
from bot.storage import discussions, guilds, history, indexes, polls, posts, series, shortfalls
from bot.storage.database import Database
from bot.storage.polls import new_polls
from bot.ui.schedules import describe_schedule


@dataclass(frozen=True, slots=True, kw_only=True)
class StartRequest:
    """What an organizer asked for, in their own words where words are parsed.

    Without a `length` the article's own holds.
    """

    channel_id: ChannelId
    article: str
    when: ScheduleWords
    prompts_only: bool
    started_by: MemberId
    length: PromptLength | None = None
    ping_role_id: int | None = None
    tags: Sequence[str] = ()
    index: bool = True


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
        now = self._clock.now()
        async with self._database.read() as unit:
            settings = await guilds.get_settings(unit, guild_id=guild_id)
        schedule = read_schedule(request.when, default_zone=settings.time_zone, now=now).schedule
        first_due_at = next_slot(schedule, now)
        kept = await self._library.get(guild_id, request.article)
        require_room(schedule, now, len(kept.preparation.series))
        if not request.prompts_only and not _has_polls(kept):
            raise NothingToAsk(title=kept.article.title)
        missing = self._publisher.missing_permissions(guild_id, request.channel_id)
        if missing:
            raise MissingPermission(channel_id=request.channel_id, permissions=missing)
        kind = self._publisher.kind_of(guild_id, request.channel_id)
        terms = Terms(
            index=request.index,
            ping_role_id=check_ping(guild_id, request.ping_role_id),
            forum_tag_ids=choose_tags(
                self._publisher.forum(guild_id, request.channel_id),
                request.channel_id,
                request.tags,
            ),
        )
        async with self._database.write() as unit:
            discussion_id = await discussions.add(
                unit,
                guild_id=guild_id,
                channel_id=request.channel_id,
                channel_kind=kind,
                article_id=kept.article_id,
                prompts_only=request.prompts_only,
                length=request.length or kept.length,
                schedule=schedule,
                terms=terms,
                started_by=request.started_by,
                at=now,
            )
            if terms.index:
                await indexes.add(unit, guild_id=guild_id, discussion_id=discussion_id, at=now)
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
            await history.record(
                unit,
                HistoryEntry(
                    guild_id=guild_id,
                    discussion_id=discussion_id,
                    deed=Deed.STARTED,
                    done_by=request.started_by,
                    done_at=now,
                    detail={
                        "channel": str(request.channel_id),
                        "schedule": describe_schedule(schedule),
                    },
                ),
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
                shortfalls=await shortfalls.list_of_discussion(
                    unit, guild_id=guild_id, discussion_id=discussion_id
                ),
            )

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


def require_room(schedule: Schedule, after: datetime, sections: int) -> None:
    """Raise `TooFewSlots` where a schedule ends before so many sections are posted."""
    if schedule.ends_on is None:
        return
    slots = sum(1 for _ in islice(slots_after(schedule, after), sections))
    if slots < sections:
        raise TooFewSlots(slots=slots, sections=sections, ends_on=schedule.ends_on)


def _has_polls(kept: KeptArticle) -> bool:
    return any(plan_polls(kept, section) for section in kept.preparation.series)
