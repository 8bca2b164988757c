"""Control: what organizers do with a discussion that is on; each deed is on record.

What is posted stays as it is; what is to come is put in order and dated anew.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from bot.clock import Clock
from bot.domain.discussion import Action, Discussion, DiscussionState, PauseReason, move
from bot.domain.forum import choose_tags
from bot.domain.history import Deed, HistoryEntry, RecordedEntry
from bot.domain.ids import ChannelId, GuildId, MemberId
from bot.domain.post import PostState
from bot.domain.progress import Progress
from bot.domain.schedule import Schedule, next_slot
from bot.errors import DiscussionAlreadyRunning, NoSlotLeft
from bot.services.dispatch import Dispatch
from bot.services.planning import Planning, count_without_slot
from bot.services.publisher import Publisher, require_permissions
from bot.storage import agenda, discussions, history, polls, posts, series
from bot.storage.agenda import Dating
from bot.storage.database import Database, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """An action under way within its transaction; `state` is what it leads to."""

    unit: Unit
    discussion: Discussion
    state: DiscussionState
    by: MemberId | None
    now: datetime

    async def record(self, deed: Deed, **detail: str | int) -> None:
        """Put what was done on record."""
        await history.record(
            self.unit,
            HistoryEntry(
                guild_id=self.discussion.guild_id,
                discussion_id=self.discussion.discussion_id,
                deed=deed,
                done_by=self.by,
                done_at=self.now,
                detail=detail,
            ),
        )

    async def schedule(self) -> Schedule:
        """Give the discussion's schedule."""
        return await discussions.get_schedule(
            self.unit,
            guild_id=self.discussion.guild_id,
            discussion_id=self.discussion.discussion_id,
        )

    async def date_next(self, due_at: datetime | None, sends_at: datetime | None = None) -> None:
        """Give the next section its slot, if one is left."""
        dating = Dating(
            guild_id=self.discussion.guild_id,
            discussion_id=self.discussion.discussion_id,
            due_at=due_at,
            sends_at=sends_at,
        )
        await agenda.date_all(self.unit, [dating])


class Control:
    """An organizer's hand on a discussion.

    Every action raises `DiscussionNotFound`, and `IllegalMove` where the discussion's state does
    not allow it; then nothing is changed.
    """

    def __init__(
        self,
        database: Database,
        planning: Planning,
        publisher: Publisher,
        dispatch: Dispatch,
        clock: Clock,
    ) -> None:
        self._database = database
        self._planning = planning
        self._publisher = publisher
        self._dispatch = dispatch
        self._clock = clock

    @asynccontextmanager
    async def acting(
        self, guild_id: GuildId, given: str, action: Action, *, by: MemberId
    ) -> AsyncIterator[Act]:
        """Open a transaction for an action; afterwards the rows are looked at again."""
        found = await self._planning.find(guild_id, given)
        async with self._database.write() as unit:
            discussion = await discussions.get(
                unit, guild_id=guild_id, discussion_id=found.discussion_id
            )
            yield Act(
                unit=unit,
                discussion=discussion,
                state=discussion.after(action),
                by=by,
                now=self._clock.now(),
            )
        self._dispatch.ring()

    async def pause(self, guild_id: GuildId, given: str, *, by: MemberId) -> Progress:
        """Stop posting until resumed; open polls go on.

        One that waits for something else no longer goes on when that comes.
        """
        async with self.acting(guild_id, given, Action.PAUSE, by=by) as act:
            await discussions.pause(
                act.unit,
                guild_id=guild_id,
                discussion_id=act.discussion.discussion_id,
                reason=PauseReason.ORGANIZER,
                by=by,
                at=act.now,
            )
        return await self.progress(act)

    async def foresee_resuming(self, guild_id: GuildId, given: str) -> tuple[Progress, int]:
        """Say how a discussion stands that can be resumed, and how many sections get no slot then.

        Nothing is changed. Raises as `resume` does.
        """
        progress = await self._planning.status(guild_id, given)
        move(progress.discussion.state, Action.RESUME)
        self.require_permissions(progress.discussion)
        return progress, self._count_without_slot(progress)

    async def foresee_taking_in(self, guild_id: GuildId, given: str) -> tuple[Progress, int]:
        """Say how a discussion stands, and how many sections get no slot with one more to come.

        Nothing is changed. Raises `NoSlotLeft` for one that is running and has none at all; in a
        pause nothing has a slot, and none is missed.
        """
        progress = await self._planning.status(guild_id, given)
        move(progress.discussion.state, Action.TAKE_IN)
        running = progress.discussion.state is DiscussionState.RUNNING
        return progress, self._count_without_slot(progress, more=1) if running else 0

    def _count_without_slot(self, progress: Progress, *, more: int = 0) -> int:
        left = more + sum(post.state is PostState.PLANNED for post in progress.posts)
        without = count_without_slot(progress.schedule, self._clock.now(), left)
        if left and without == left:
            raise NoSlotLeft(ends_on=progress.schedule.ends_on)
        return without

    async def resume(self, guild_id: GuildId, given: str, *, by: MemberId) -> Progress:
        """Go on at the next slot, and at once with what had failed.

        Raises also `MissingPermission` where it could not go on anyway, and `NoSlotLeft`.
        """
        async with self.acting(guild_id, given, Action.RESUME, by=by) as act:
            self.require_permissions(act.discussion)
            await go_on(act, await act.schedule())
        return await self.progress(act)

    async def require_stoppable(self, guild_id: GuildId, given: str) -> Progress:
        """Say how a discussion stands that can be ended."""
        progress = await self._planning.status(guild_id, given)
        move(progress.discussion.state, Action.STOP)
        return progress

    async def stop(
        self, guild_id: GuildId, given: str, *, close_polls: bool, by: MemberId
    ) -> Progress:
        """End a discussion for good; with `close_polls` its open polls close now.

        Otherwise they go on until their time.
        """
        async with self.acting(guild_id, given, Action.STOP, by=by) as act:
            unit, now = act.unit, act.now
            discussion_id = act.discussion.discussion_id
            await discussions.set_state(
                unit, guild_id=guild_id, discussion_id=discussion_id, state=act.state, at=now
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
            await act.record(Deed.STOPPED, polls="closed" if close_polls else "go on")
        return await self.progress(act)

    async def change_channel(
        self,
        guild_id: GuildId,
        given: str,
        channel_id: ChannelId,
        tags: Sequence[str] = (),
        *,
        by: MemberId,
    ) -> Progress:
        """Post what is to come in another channel; what is posted stays, and its polls with it.

        A discussion that is paused for want of its channel, or of a permission there, goes on.
        Raises also `WrongChannelKind`, `MissingPermission`, `DiscussionAlreadyRunning` where the
        article is discussed there already, and what is wrong with the tags.
        """
        async with self.acting(guild_id, given, Action.CHANGE_CHANNEL, by=by) as act:
            discussion = act.discussion
            require_permissions(self._publisher, guild_id, channel_id)
            if channel_id == discussion.channel_id:
                raise DiscussionAlreadyRunning(title=discussion.title, channel_id=channel_id)
            forum = self._publisher.forum(guild_id, channel_id)
            chosen = choose_tags(forum, channel_id, tags)
            await discussions.set_channel(
                act.unit,
                guild_id=guild_id,
                discussion_id=discussion.discussion_id,
                title=discussion.title,
                channel_id=channel_id,
                channel_kind=self._publisher.kind_of(guild_id, channel_id),
                terms=replace(discussion.terms, forum_tag_ids=chosen),
            )
            await series.release_failed(
                act.unit, guild_id=guild_id, discussion_id=discussion.discussion_id
            )
            await act.record(Deed.CHANNEL_CHANGED, channel=str(channel_id))
            if discussion.pause_reason in {PauseReason.CHANNEL_GONE, PauseReason.PERMISSION}:
                await go_on(act, await act.schedule())
        return await self.progress(act)

    async def list_history(
        self, guild_id: GuildId, given: str | None
    ) -> tuple[Discussion | None, tuple[RecordedEntry, ...]]:
        """List what was done with a discussion, or in the whole server, the newest first."""
        discussion = None if given is None else await self._planning.find(guild_id, given)
        async with self._database.read() as unit:
            entries = await history.list_entries(
                unit,
                guild_id=guild_id,
                discussion_id=None if discussion is None else discussion.discussion_id,
            )
        return discussion, entries

    async def progress(self, act: Act) -> Progress:
        """Say how a discussion stands after an action."""
        return await self._planning.status(
            act.discussion.guild_id, str(act.discussion.discussion_id)
        )

    def require_permissions(self, discussion: Discussion) -> None:
        """Raise `MissingPermission` or `ChannelUnseen` where nothing could be posted anyway."""
        require_permissions(self._publisher, discussion.guild_id, discussion.channel_id)


async def go_on(act: Act, schedule: Schedule) -> None:
    """Have a paused discussion go on at the next slot; raise `NoSlotLeft`."""
    unit, now = act.unit, act.now
    guild_id, discussion_id = act.discussion.guild_id, act.discussion.discussion_id
    await discussions.set_state(
        unit,
        guild_id=guild_id,
        discussion_id=discussion_id,
        state=move(act.discussion.state, Action.RESUME),
        at=now,
    )
    await posts.revive(unit, guild_id=guild_id, discussion_id=discussion_id, at=now)
    if await agenda.count_planned(unit, guild_id=guild_id, discussion_id=discussion_id):
        await act.date_next(next_slot(schedule, now))
    await posts.attend_open(unit, guild_id=guild_id, discussion_id=discussion_id, at=now)
    await act.record(Deed.RESUMED)
