"""Starting: a draft that an organizer has seen begins when they confirm it, as it was shown."""

import asyncio
from dataclasses import replace
from datetime import datetime

from bot.clock import Clock
from bot.domain.draft import Draft
from bot.domain.history import Deed, HistoryEntry
from bot.domain.ids import DiscussionId, DraftId, GuildId, MemberId
from bot.domain.library import KeptArticle
from bot.domain.progress import Progress
from bot.domain.schedule import find_next_slot
from bot.errors import DraftGone, DraftStale
from bot.services.dispatch import Dispatch
from bot.services.drafting import get_listed
from bot.services.editing import Editing, Worktable
from bot.services.merging import merge_whole, merge_within
from bot.services.planning import Planning
from bot.services.publisher import Publisher, require_permissions
from bot.services.replanning import read_usage
from bot.services.section import language_of_server
from bot.storage import discussions, drafts, history, indexes, polls, series
from bot.storage.database import Database, Unit
from bot.storage.polls import new_polls
from bot.ui.schedules import describe_schedule
from bot.ui.speech import speaking


class Starting:
    """Begins drafts, or gives them up."""

    def __init__(
        self,
        database: Database,
        planning: Planning,
        publisher: Publisher,
        editing: Editing,
        dispatch: Dispatch,
        clock: Clock,
    ) -> None:
        self._database = database
        self._planning = planning
        self._publisher = publisher
        self._editing = editing
        self._dispatch = dispatch
        self._clock = clock

    async def confirm(self, guild_id: GuildId, draft_id: DraftId, *, by: MemberId) -> Progress:
        """Begin what a draft shows.

        Raises `DraftGone`; `DraftStale` where that would no longer be what was shown;
        `MissingPermission`, `ChannelUnseen`, `DiscussionAlreadyRunning`, and what a merge raises.
        """
        now = self._clock.now()
        async with self._database.read() as unit:
            draft = await drafts.get(unit, guild_id=guild_id, draft_id=draft_id, now=now)
            if draft.redates is not None:
                raise DraftGone
            kept = await get_listed(unit, guild_id, draft.article_id)
            usage = await read_usage(unit, guild_id, draft.article_id)
        require_permissions(self._publisher, guild_id, draft.channel_id)
        table = Worktable(kept=kept, usage=usage)
        edit = await asyncio.to_thread(merge_whole, table, draft.fit)
        async with self._database.write() as unit:
            draft = await drafts.get(unit, guild_id=guild_id, draft_id=draft_id, now=now)
            kept = await get_listed(unit, guild_id, draft.article_id)
            first = find_next_slot(draft.schedule, now)
            if draft.seen != kept.version.number or draft.first_due_at != first:
                raise DraftStale
            if edit.runs:
                kept = await merge_within(self._editing, unit, guild_id, table, edit, by=by, at=now)
            discussion_id = await self._begin(unit, draft, kept, by, now)
            await drafts.remove(unit, guild_id=guild_id, draft_id=draft_id)
        self._dispatch.ring()
        return await self._planning.status(guild_id, str(discussion_id))

    async def cancel(self, guild_id: GuildId, draft_id: DraftId) -> None:
        """Give a draft up."""
        async with self._database.write() as unit:
            await drafts.remove(unit, guild_id=guild_id, draft_id=draft_id)

    async def _begin(
        self, unit: Unit, draft: Draft, kept: KeptArticle, by: MemberId, now: datetime
    ) -> DiscussionId:
        guild_id = draft.guild_id
        # Nobody agrees to direct messages for somebody else.
        agreed = draft.terms.tells_starter and by == draft.made_by
        discussion_id = await discussions.add(
            unit,
            guild_id=guild_id,
            channel_id=draft.channel_id,
            channel_kind=self._publisher.kind_of(guild_id, draft.channel_id),
            article_id=draft.article_id,
            prompts_only=draft.prompts_only,
            length=draft.length,
            schedule=draft.schedule,
            terms=replace(draft.terms, tells_starter=agreed),
            started_by=by,
            at=now,
        )
        if draft.terms.index:
            await indexes.add(unit, guild_id=guild_id, discussion_id=discussion_id, at=now)
        await _plan(unit, draft, kept, discussion_id)
        await history.record(unit, await _started(unit, draft, discussion_id, by, now))
        return discussion_id


async def _plan(unit: Unit, draft: Draft, kept: KeptArticle, discussion_id: DiscussionId) -> None:
    """Plan a post for each section, with its polls."""
    guild_id, prepared = draft.guild_id, kept.preparation.series
    post_ids = await series.add(
        unit,
        guild_id=guild_id,
        discussion_id=discussion_id,
        series=prepared,
        first_due_at=draft.first_due_at,
    )
    if not draft.prompts_only:
        planned = [
            new
            for post_id, section in zip(post_ids, prepared, strict=True)
            for new in new_polls(kept, section, post_id)
        ]
        await polls.add_all(unit, planned, guild_id=guild_id, discussion_id=discussion_id)


async def _started(
    unit: Unit, draft: Draft, discussion_id: DiscussionId, by: MemberId, now: datetime
) -> HistoryEntry:
    # Kept in words, so in those of the server: whoever reads the history may speak another.
    with speaking(await language_of_server(unit, draft.guild_id)):
        schedule = describe_schedule(draft.schedule)
    return HistoryEntry(
        guild_id=draft.guild_id,
        discussion_id=discussion_id,
        deed=Deed.STARTED,
        done_by=by,
        done_at=now,
        detail={"channel": str(draft.channel_id), "schedule": schedule},
    )
