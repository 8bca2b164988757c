"""Drafting: what an organizer asks for is shown as it would run, before anything is public.

It is kept as a draft, so that it outlasts a restart and a night's sleep; `starting` begins it.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from bot.clock import Clock
from bot.domain.discussion import OPEN_STATES, Action, move
from bot.domain.draft import Draft
from bot.domain.forum import choose_tags
from bot.domain.guild import GuildSettings
from bot.domain.holidays import Holidays
from bot.domain.ids import ArticleId, ChannelId, DraftId, GuildId, MemberId
from bot.domain.language import parse_language
from bot.domain.length import PromptLength
from bot.domain.library import KeptArticle
from bot.domain.plan import Plan, PlannedSection
from bot.domain.poll import plan_polls
from bot.domain.recurrence import EveryFewDays
from bot.domain.schedule import Schedule, next_slot
from bot.domain.schedule_words import ScheduleWords
from bot.domain.terms import Terms, check_ping
from bot.domain.timetable import lay_out
from bot.domain.wall_time import shown_at
from bot.errors import (
    ArticleNotFound,
    ChannelWanted,
    DiscussionAlreadyRunning,
    NothingToAsk,
)
from bot.services.doctor import Doctor
from bot.services.editing import Worktable
from bot.services.library import Library
from bot.services.merging import merge_whole
from bot.services.planning import Planning, require_room
from bot.services.publisher import Publisher
from bot.services.replanning import read_usage
from bot.services.schedule_words import Asked, read_schedule, rewrite_schedule
from bot.storage import articles, discussions, drafts, guilds
from bot.storage.database import Database, Unit
from bot.ui.excerpts import Size, posted_size

_NO_DRAFT = DraftId(0)
_AS_IT_IS: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class StartRequest:
    """What an organizer asked for, in their own words where words are parsed.

    Without a channel it is the server's; without a `length` the article's own holds. With `index`
    one message shows the whole of it. `tells_starter` says that who starts it agrees to be written
    to if it has to pause. Without a `language` it is the server's.
    """

    channel_id: ChannelId | None
    article: str
    when: ScheduleWords
    prompts_only: bool
    started_by: MemberId
    length: PromptLength | None = None
    ping_role_id: int | None = None
    tags: Sequence[str] = ()
    fit: int | None = None
    index: bool = True
    tells_starter: bool = False
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RestartRequest:
    """What is to be otherwise than in a discussion that has ended; the rest is as it was.

    That somebody agreed to be written to holds on only if the same member starts it again.
    """

    discussion: str
    channel_id: ChannelId | None
    when: ScheduleWords
    started_by: MemberId
    tags: Sequence[str] = ()
    fit: int | None = None


class Drafting:
    """An organizer's drafts, laid out slot by slot."""

    def __init__(
        self,
        database: Database,
        library: Library,
        planning: Planning,
        publisher: Publisher,
        doctor: Doctor,
        clock: Clock,
    ) -> None:
        self._database = database
        self._library = library
        self._planning = planning
        self._publisher = publisher
        self._doctor = doctor
        self._clock = clock

    # ── what was asked for ────────────────────────────────────────────────────────────────────

    async def draft(self, guild_id: GuildId, request: StartRequest) -> Plan:
        """Show what would be begun; nothing is, but the draft is kept.

        Raises what is wrong with the request, save for missing permissions: the plan names them.
        """
        now, settings = self._clock.now(), await self._settings(guild_id)
        # A calendar file takes its time.
        asked = await asyncio.to_thread(
            read_schedule, request.when, default_zone=settings.time_zone, now=now
        )
        kept = await self._library.get(guild_id, request.article)
        if not request.prompts_only and not _has_polls(kept):
            raise NothingToAsk(title=kept.article.title)
        channel_id = request.channel_id or settings.channel_id
        if channel_id is None:
            raise ChannelWanted
        draft = Draft(
            draft_id=_NO_DRAFT,
            guild_id=guild_id,
            article_id=kept.article_id,
            channel_id=channel_id,
            schedule=asked.schedule,
            length=request.length or kept.length,
            prompts_only=request.prompts_only,
            terms=Terms(
                index=request.index,
                tells_starter=request.tells_starter,
                language=parse_language(request.language) if request.language else None,
                ping_role_id=check_ping(guild_id, request.ping_role_id),
                forum_tag_ids=self._tags(guild_id, channel_id, request.tags),
            ),
            fit=request.fit,
            seen=kept.version.number,
            first_due_at=next_slot(asked.schedule, now),
            made_by=request.started_by,
            made_at=now,
        )
        return await self._keep(draft, kept, asked.holidays)

    async def draft_again(self, guild_id: GuildId, request: RestartRequest) -> Plan:
        """Show what would be begun if an ended discussion were begun again, perhaps elsewhere.

        Raises as `draft` does, and `IllegalMove` for one that is on.
        """
        now = self._clock.now()
        discussion = await self._planning.find(guild_id, request.discussion)
        move(discussion.state, Action.RESTART)
        async with self._database.read() as unit:
            kept = await get_listed(unit, guild_id, discussion.article_id)
            before = await discussions.get_schedule(
                unit, guild_id=guild_id, discussion_id=discussion.discussion_id
            )
        asked = await asyncio.to_thread(_asked_again, before, request.when, now)
        terms, channel_id = discussion.terms, request.channel_id or discussion.channel_id
        agreed = terms.tells_starter and discussion.started_by == request.started_by
        terms = replace(terms, tells_starter=agreed)
        if request.tags or channel_id != discussion.channel_id:
            terms = replace(terms, forum_tag_ids=self._tags(guild_id, channel_id, request.tags))
        draft = Draft(
            draft_id=_NO_DRAFT,
            guild_id=guild_id,
            article_id=kept.article_id,
            channel_id=channel_id,
            schedule=asked.schedule,
            length=discussion.length,
            prompts_only=discussion.prompts_only,
            terms=terms,
            fit=request.fit,
            seen=kept.version.number,
            first_due_at=next_slot(asked.schedule, now),
            made_by=request.started_by,
            made_at=now,
        )
        return await self._keep(draft, kept, asked.holidays)

    async def look(
        self, guild_id: GuildId, draft_id: DraftId, *, terms: Mapping[str, Any] = _AS_IT_IS
    ) -> Plan:
        """Show a draft again, by the dates and the article as they are now.

        `terms` are those that are to be otherwise from now on, by name. Raises `DraftGone`, and
        what has come in the way since.
        """
        now = self._clock.now()
        async with self._database.write() as unit:
            draft = await drafts.get(unit, guild_id=guild_id, draft_id=draft_id, now=now)
            kept = await get_listed(unit, guild_id, draft.article_id)
            draft = replace(
                draft,
                terms=replace(draft.terms, **terms),
                seen=kept.version.number,
                first_due_at=next_slot(draft.schedule, now),
            )
            await drafts.update(unit, draft)
        return await self._lay_out(draft, kept)

    # ── the plan ──────────────────────────────────────────────────────────────────────────────

    async def _keep(self, draft: Draft, kept: KeptArticle, holidays: Holidays | None) -> Plan:
        """Keep a draft that is in order, and lay it out."""
        # Says so where the channel is one in which no discussion can be held.
        self._publisher.missing_permissions(draft.guild_id, draft.channel_id)
        async with self._database.read() as unit:
            held = await discussions.list_all(
                unit,
                guild_id=draft.guild_id,
                states=OPEN_STATES,
                channel_id=draft.channel_id,
                article_id=draft.article_id,
            )
        if held:
            raise DiscussionAlreadyRunning(title=held[0].title, channel_id=draft.channel_id)
        plan = await self._lay_out(draft, kept, holidays)
        async with self._database.write() as unit:
            draft = await drafts.add(unit, draft)
        return replace(plan, draft=draft)

    async def _lay_out(
        self, draft: Draft, kept: KeptArticle, holidays: Holidays | None = None
    ) -> Plan:
        """Give every section its slot; raise `TooFewSlots`, and what keeps it from being merged."""
        now, settings = self._clock.now(), await self._settings(draft.guild_id)
        async with self._database.read() as unit:
            usage = await read_usage(unit, draft.guild_id, draft.article_id)
        table = Worktable(kept=kept, usage=usage)
        edit = await asyncio.to_thread(merge_whole, table, draft.fit)
        fitted = replace(kept, preparation=edit.apply(kept.preparation))
        prepared = fitted.preparation.series
        require_room(draft.schedule, now, len(prepared))
        timetable = await asyncio.to_thread(lay_out, draft.schedule, now, count=len(prepared))
        sizes = await asyncio.to_thread(_sizes, fitted, draft.length)
        merged = {run[0]: len(run) for run in edit.runs}
        sections = tuple(
            PlannedSection(
                number=number,
                heading=section.heading,
                slot=slot,
                characters=size.characters,
                messages=size.messages,
                polls=() if draft.prompts_only else plan_polls(fitted, section),
                merged=merged.get(section.section_id, 1),
            )
            for number, (section, slot, size) in enumerate(
                zip(prepared, timetable.slots, sizes, strict=True), start=1
            )
        )
        return Plan(
            draft=draft,
            title=kept.article.title,
            sections=sections,
            notes=timetable.notes,
            holidays=holidays,
            checkup=self._doctor.examine_start(
                draft.guild_id, draft.channel_id, draft.terms, asks=not draft.prompts_only
            ),
            server_zone=settings.time_zone,
            elsewhere=tuple(one.channel_id for one in usage.discussions),
        )

    async def _settings(self, guild_id: GuildId) -> GuildSettings:
        async with self._database.read() as unit:
            return await guilds.get_settings(unit, guild_id=guild_id)

    def _tags(
        self, guild_id: GuildId, channel_id: ChannelId, given: Sequence[str]
    ) -> tuple[int, ...]:
        return choose_tags(self._publisher.forum(guild_id, channel_id), channel_id, given)


def _asked_again(before: Schedule, words: ScheduleWords, now: datetime) -> Asked:
    """Give the schedule of a discussion that is begun again: it starts anew."""
    today = shown_at(now, before.time_zone).date()
    ends_on = before.ends_on if before.ends_on and before.ends_on >= today else None
    asked = rewrite_schedule(replace(before, starts_on=None, ends_on=ends_on), words, now=now)
    recurrence = asked.schedule.recurrence
    if isinstance(recurrence, EveryFewDays) and words.days is None:
        since = asked.schedule.starts_on or today
        recurrence = replace(recurrence, since=since)
        return replace(asked, schedule=replace(asked.schedule, recurrence=recurrence))
    return asked


async def get_listed(unit: Unit, guild_id: GuildId, article_id: ArticleId) -> KeptArticle:
    """Give an article of the server's list; raise `ArticleNotFound` where it was taken off."""
    if not await articles.is_listed(unit, guild_id=guild_id, article_id=article_id):
        # Nobody typed its name: it is the one that was shown.
        raise ArticleNotFound(given="")
    return await articles.get(unit, guild_id=guild_id, article_id=article_id)


def _sizes(kept: KeptArticle, length: PromptLength) -> list[Size]:
    return [posted_size(kept, section, length) for section in kept.preparation.series]


def _has_polls(kept: KeptArticle) -> bool:
    return any(plan_polls(kept, section) for section in kept.preparation.series)
