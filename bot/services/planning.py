"""Planning: finding discussions, and saying how they stand."""

import re
from collections.abc import Sequence
from datetime import datetime
from itertools import islice
from typing import Final

from bot.domain.discussion import (
    OPEN_STATES,
    Discussion,
    DiscussionLabel,
    DiscussionState,
    PauseReason,
)
from bot.domain.ids import DiscussionId, GuildId
from bot.domain.post import PostState, SectionLabel
from bot.domain.progress import Progress
from bot.domain.schedule import Schedule, slots_after
from bot.errors import (
    DiscussionNotFound,
    TooFewSlots,
    WrongChannelKind,
)
from bot.services.publisher import Publisher
from bot.storage import discussions, polls, posts, series, shortfalls
from bot.storage.database import Database

_ID: Final = re.compile(r"[1-9][0-9]{0,17}")


class Planning:
    """What an organizer sees of discussions, and by what they call them."""

    def __init__(self, database: Database, publisher: Publisher) -> None:
        self._database = database
        self._publisher = publisher

    async def list_all(
        self, guild_id: GuildId, states: Sequence[DiscussionState] = tuple(DiscussionState)
    ) -> tuple[Discussion, ...]:
        """List the server's discussions, the newest first."""
        async with self._database.read() as unit:
            return await discussions.list_all(unit, guild_id=guild_id, states=states)

    async def list_labels(
        self, guild_id: GuildId, states: Sequence[DiscussionState] = tuple(DiscussionState)
    ) -> tuple[DiscussionLabel, ...]:
        """List the server's discussions to choose from, the newest first."""
        async with self._database.read() as unit:
            return await discussions.list_labels(unit, guild_id=guild_id, states=states)

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
                lacking=self._lacking(discussion),
            )

    def _lacking(self, discussion: Discussion) -> tuple[str, ...]:
        if discussion.pause_reason is not PauseReason.PERMISSION:
            return ()
        try:
            return self._publisher.missing_permissions(discussion.guild_id, discussion.channel_id)
        except WrongChannelKind:
            return ()

    async def list_sections(
        self, guild_id: GuildId, given: str, states: Sequence[PostState]
    ) -> tuple[SectionLabel, ...]:
        """List a discussion's sections to choose from; raise `DiscussionNotFound`."""
        discussion_id = await self._choose(guild_id, given)
        async with self._database.read() as unit:
            return await series.list_labels(
                unit, guild_id=guild_id, discussion_id=discussion_id, states=states
            )

    async def _choose(self, guild_id: GuildId, given: str) -> DiscussionId:
        """Find what autocomplete sent (an id) or somebody typed (the article's title)."""
        found_id = await self._find_id(guild_id, given.strip())
        if found_id is not None:
            return found_id
        # Of one title the newest goes first, and one that is still on before one that has ended.
        oldest_first = reversed(await self.list_labels(guild_id))
        ordered = sorted(oldest_first, key=lambda one: one.state in OPEN_STATES)
        by_title = {one.title.casefold(): one.discussion_id for one in ordered}
        found = by_title.get(given.strip().casefold())
        if found is None:
            raise DiscussionNotFound(given=given)
        return found

    async def _find_id(self, guild_id: GuildId, given: str) -> DiscussionId | None:
        """Read an id, which goes before a title that is a number too; None if there is none."""
        if not _ID.fullmatch(given):
            return None
        async with self._database.read() as unit:
            return await discussions.find_id(unit, guild_id=guild_id, discussion_id=int(given))


def require_room(schedule: Schedule, after: datetime, sections: int) -> None:
    """Raise `TooFewSlots` where a schedule ends before so many sections are posted."""
    without = count_without_slot(schedule, after, sections)
    if without and schedule.ends_on is not None:
        slots = sections - without
        raise TooFewSlots(slots=slots, sections=sections, ends_on=schedule.ends_on)


def count_without_slot(schedule: Schedule, after: datetime, sections: int) -> int:
    """Count the sections of so many for which a schedule ends too early."""
    if schedule.ends_on is None:
        return 0
    return sections - sum(1 for _ in islice(slots_after(schedule, after), sections))
