"""Rescheduling: another schedule in mid-series, shown as a dry run is before it holds.

What was asked is kept as a draft. On confirmation it is reckoned anew, by the schedule and the
article as they are by then; what is no longer what was shown is shown again instead.
"""

import asyncio
from dataclasses import replace

from bot.clock import Clock
from bot.domain.discussion import Action, DiscussionState, PauseReason, move
from bot.domain.draft import Draft, Redates
from bot.domain.editing import Fit
from bot.domain.history import Deed
from bot.domain.ids import ChannelId, DraftId, GuildId, MemberId
from bot.domain.post import Post, PostState
from bot.domain.progress import Progress
from bot.domain.redating import RedatedSection, Redating, seal
from bot.domain.schedule import Schedule, next_slot
from bot.domain.schedule_words import ScheduleWords
from bot.domain.timetable import Timetable, lay_out
from bot.domain.wall_time import shown_at
from bot.errors import (
    ArticleChangedMeanwhile,
    DraftGone,
    RedatingGone,
    RedatingStale,
    ScheduleAsItIs,
)
from bot.services.control import Act, Control, go_on
from bot.services.editing import Editing
from bot.services.merging import merge_to_come, merge_within
from bot.services.planning import Planning, require_room
from bot.services.schedule_words import rewrite_schedule
from bot.services.section import language_of_server
from bot.storage import articles, discussions, drafts, posts
from bot.storage.database import Database
from bot.ui.schedules import describe_changes
from bot.ui.speech import speaking

_NO_DRAFT = DraftId(0)


class Rescheduling:
    """An organizer's questions what another schedule would do, and its coming into force.

    Raises as `Control` does, what `rewrite_schedule` raises, `NoSlotLeft`, `TooFewSlots`,
    `ScheduleAsItIs`, and what keeps sections from being merged.
    """

    def __init__(
        self,
        database: Database,
        planning: Planning,
        control: Control,
        editing: Editing,
        clock: Clock,
    ) -> None:
        self._database = database
        self._planning = planning
        self._control = control
        self._editing = editing
        self._clock = clock

    async def propose(
        self,
        guild_id: GuildId,
        given: str,
        words: ScheduleWords,
        *,
        slots: int | None = None,
        by: MemberId,
    ) -> Redating:
        """Show what another schedule would do to what is to come; what is not named would stay.

        Nothing is changed, but a draft is kept, for `confirm`. With `slots`, neighbours to come
        would be merged until there are no more.
        """
        redating = await self._reckon(guild_id, given, words, slots, by)
        async with self._database.write() as unit:
            draft = await drafts.add(unit, redating.draft)
        return replace(redating, draft=draft)

    async def look(self, guild_id: GuildId, draft_id: DraftId) -> Redating:
        """Show again what was asked, by all that holds now; raise `RedatingGone`."""
        draft, asked = await self._get(guild_id, draft_id)
        redating = await self._reckon_again(draft, asked)
        async with self._database.write() as unit:
            await drafts.update(unit, redating.draft)
        return redating

    async def confirm(
        self, guild_id: GuildId, draft_id: DraftId, *, by: MemberId
    ) -> tuple[Progress, Redating]:
        """Have a schedule hold as it was shown, and date anew what is to come.

        A discussion that is paused because its schedule had ended goes on. Raises `RedatingGone`,
        and `RedatingStale` where it would no longer be what was shown.
        """
        draft, asked = await self._get(guild_id, draft_id)
        redating = await self._reckon_again(draft, asked)
        schedule = redating.draft.schedule
        if redating.draft.redates != asked or schedule != draft.schedule:
            raise RedatingStale
        given = str(asked.discussion_id)
        async with self._control.acting(guild_id, given, Action.RESCHEDULE, by=by) as act:
            await self._require_current(act, redating)
            await self._merge(act, redating)
            discussion_id = act.discussion.discussion_id
            await discussions.set_schedule(
                act.unit, guild_id=guild_id, discussion_id=discussion_id, schedule=schedule
            )
            await drafts.remove(act.unit, guild_id=guild_id, draft_id=draft_id)
            await _record(act, asked.until_now, schedule)
            if act.discussion.pause_reason is PauseReason.SCHEDULE_ENDED:
                await go_on(act, schedule)
            elif redating.sections and act.state is DiscussionState.RUNNING:
                await act.date_next(next_slot(schedule, act.now))
        return await self._control.progress(act), redating

    # ── what is asked ─────────────────────────────────────────────────────────────────────────

    async def _get(self, guild_id: GuildId, draft_id: DraftId) -> tuple[Draft, Redates]:
        now = self._clock.now()
        try:
            async with self._database.read() as unit:
                draft = await drafts.get(unit, guild_id=guild_id, draft_id=draft_id, now=now)
        except DraftGone:
            raise RedatingGone from None
        if draft.redates is None:
            raise RedatingGone
        return draft, draft.redates

    async def _reckon_again(self, draft: Draft, asked: Redates) -> Redating:
        given = str(asked.discussion_id)
        redating = await self._reckon(draft.guild_id, given, asked.words, draft.fit, draft.made_by)
        kept = replace(redating.draft, draft_id=draft.draft_id, made_at=draft.made_at)
        return replace(redating, draft=kept)

    async def _reckon(
        self, guild_id: GuildId, given: str, words: ScheduleWords, slots: int | None, by: MemberId
    ) -> Redating:
        now, progress = self._clock.now(), await self._planning.status(guild_id, given)
        discussion, until_now = progress.discussion, progress.schedule
        move(discussion.state, Action.RESCHEDULE)
        # A calendar file takes its time.
        asked = await asyncio.to_thread(rewrite_schedule, until_now, words, now=now)
        if asked.holidays is not None:
            words = replace(words, holidays=None, days_off=asked.holidays.spans)
        edit, elsewhere, version = await self._fit(progress, slots)
        if asked.schedule == until_now and not edit.runs:
            raise ScheduleAsItIs
        left = len(_to_come(progress)) - edit.fewer
        require_room(asked.schedule, now, left)
        timetable = await asyncio.to_thread(lay_out, asked.schedule, now, count=left)
        sections = _sections(progress, edit, timetable)
        draft = Draft(
            draft_id=_NO_DRAFT,
            guild_id=guild_id,
            article_id=discussion.article_id,
            channel_id=discussion.channel_id,
            schedule=asked.schedule,
            length=discussion.length,
            prompts_only=discussion.prompts_only,
            terms=discussion.terms,
            fit=slots,
            redates=Redates(
                discussion_id=discussion.discussion_id,
                words=words,
                until_now=until_now,
                shown=seal(progress, sections, elsewhere),
            ),
            seen=version,
            first_due_at=sections[0].slot.instant if sections else now,
            made_by=by,
            made_at=now,
        )
        return Redating(
            draft=draft,
            progress=progress,
            sections=sections,
            edit=edit,
            notes=timetable.notes,
            holidays=asked.holidays,
            elsewhere=elsewhere,
        )

    async def _fit(
        self, progress: Progress, slots: int | None
    ) -> tuple[Fit, tuple[ChannelId, ...], int]:
        """Give the merges, the other channels they reach, and the article's version."""
        discussion = progress.discussion
        guild_id, article_id = discussion.guild_id, discussion.article_id
        to_come = [post.section_id for post in _to_come(progress)]
        if slots is None or len(to_come) <= slots:
            async with self._database.read() as unit:
                kept = await articles.get(unit, guild_id=guild_id, article_id=article_id)
            return Fit(()), (), kept.version.number
        table = await self._editing.look(guild_id, article_id)
        out = [
            post.section_id
            for post in progress.posts
            if post.state not in {PostState.PLANNED, PostState.SKIPPED}
        ]
        edit = await asyncio.to_thread(merge_to_come, table, to_come, out, slots)
        elsewhere = sorted(
            one.channel_id
            for one in table.usage.discussions
            if one.discussion_id != discussion.discussion_id
        )
        return edit, tuple(elsewhere), table.kept.version.number

    # ── what holds ────────────────────────────────────────────────────────────────────────────

    async def _require_current(self, act: Act, redating: Redating) -> None:
        """Raise `RedatingStale` where something was changed while all was reckoned anew."""
        guild_id, draft = act.discussion.guild_id, redating.draft
        discussion_id, progress = act.discussion.discussion_id, redating.progress
        try:
            await drafts.get(act.unit, guild_id=guild_id, draft_id=draft.draft_id, now=act.now)
        except DraftGone:
            raise RedatingGone from None
        standing = await posts.list_series(act.unit, guild_id=guild_id, discussion_id=discussion_id)
        now = (act.discussion, await act.schedule(), standing)
        if now != (progress.discussion, progress.schedule, progress.posts):
            raise RedatingStale
        if redating.sections:
            slot = next_slot(draft.schedule, act.now)
            if slot != redating.sections[0].slot.instant:
                raise RedatingStale

    async def _merge(self, act: Act, redating: Redating) -> None:
        if not redating.edit.runs or act.by is None:
            return
        guild_id, draft = act.discussion.guild_id, redating.draft
        try:
            table = await self._editing.require_within(
                act.unit, guild_id, draft.article_id, draft.seen
            )
        except ArticleChangedMeanwhile:
            raise RedatingStale from None
        await merge_within(
            self._editing, act.unit, guild_id, table, redating.edit, by=act.by, at=act.now
        )


def _to_come(progress: Progress) -> list[Post]:
    return [post for post in progress.posts if post.state is PostState.PLANNED]


def _sections(progress: Progress, edit: Fit, timetable: Timetable) -> tuple[RedatedSection, ...]:
    """Give what is to come, merged and dated."""
    to_come = _to_come(progress)
    until_now = {post.post_id: at for post, at in progress.upcoming()}
    merged = {run[0]: len(run) for run in edit.runs}
    gone = {section_id for run in edit.runs for section_id in run[1:]}
    left = [post for post in to_come if post.section_id not in gone]
    return tuple(
        RedatedSection(
            number=place.number,
            heading=post.heading,
            merged=merged.get(post.section_id, 1),
            until_now=until_now.get(post.post_id),
            slot=slot,
        )
        for place, post, slot in zip(to_come, left, timetable.slots, strict=False)
    )


async def _record(act: Act, before: Schedule, schedule: Schedule) -> None:
    """Put on record what of the schedule is otherwise; merges alone are on record as such."""
    if before == schedule:
        return
    today = shown_at(act.now, schedule.time_zone).date()
    # Kept in words, so in those of the server: whoever reads the history may speak another.
    with speaking(await language_of_server(act.unit, act.discussion.guild_id)):
        said = describe_changes(before, schedule, since=today)
    await act.record(Deed.SCHEDULE_CHANGED, schedule=said)
