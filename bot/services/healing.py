"""Healing: a discussion waits while a permission that it needs is missing, and then goes on.

It is found out as soon as Discord tells of a change, from what Discord has told: nothing is asked,
so nothing is refused. Organizers are told once. Votes cast where the bot could see nothing are read
back.
"""

from datetime import timedelta
from typing import TypedDict

import structlog

from bot.clock import Clock
from bot.domain.discussion import OPEN_STATES, Discussion, DiscussionState, PauseReason
from bot.domain.history import RecordedEntry
from bot.domain.ids import ChannelId, DiscussionId, GuildId
from bot.domain.rights import right_to_pin
from bot.domain.schedule import find_next_slot
from bot.errors import WrongChannelKind
from bot.services.control import Act, go_on
from bot.services.dispatch import Dispatch
from bot.services.publisher import Publisher
from bot.services.readback import Readback
from bot.storage import agenda, checks, discussions, history, indexes, posts
from bot.storage.database import Database

# What Discord refuses though nothing seems to be missing is not tried again sooner.
_PATIENCE = timedelta(minutes=10)

# Without one of them Discord tells of no reaction, or says nothing of those that are there.
_SIGHT = frozenset({"view_channel", "read_message_history"})

_log = structlog.get_logger()


class Healing:
    """Pauses what cannot go on, and resumes what was paused for want of a permission."""

    def __init__(
        self,
        database: Database,
        publisher: Publisher,
        readback: Readback,
        dispatch: Dispatch,
        clock: Clock,
    ) -> None:
        self._database = database
        self._publisher = publisher
        self._readback = readback
        self._dispatch = dispatch
        self._clock = clock
        # Paused, and seen to lack something since.
        self._diagnosed: set[DiscussionId] = set()

    async def rights_changed(self, guild_id: GuildId) -> None:
        """Look at a server's discussions: its channels, its roles or the bot's own changed."""
        async with self._database.read() as unit:
            on = await discussions.list_all(unit, guild_id=guild_id, states=OPEN_STATES)
            homes = await checks.list_homes(unit, guild_id=guild_id)
        blind = {home for home in set(homes.values()) if not self._sees(guild_id, home)}
        self._readback.note_unseen(guild_id, {poll for poll in homes if homes[poll] in blind})
        for discussion in on:
            lacking = self._lacking(discussion)
            if lacking:
                self._diagnosed.add(discussion.discussion_id)
            if lacking and discussion.state is DiscussionState.RUNNING:
                await self._pause(discussion, lacking)
            elif not lacking and discussion.pause_reason is PauseReason.PERMISSION:
                await self._resume(discussion)
            elif not lacking and discussion.discussion_id in self._diagnosed:
                await self._attend(discussion)
        await self._pin_again(guild_id)

    async def _pin_again(self, guild_id: GuildId) -> None:
        """Have the indexes pinned that could not be, where the bot may pin by now."""
        async with self._database.read() as unit:
            unpinned = await indexes.list_unpinned(unit, guild_id=guild_id)
        allowed = [
            index
            for index in unpinned
            if right_to_pin(index.kind) in self._publisher.granted(guild_id, index.channel_id)
        ]
        if not allowed:
            return
        async with self._database.write() as unit:
            for index in allowed:
                await indexes.retry_pin(unit, index=index, at=self._clock.now())
        self._dispatch.ring()

    async def take_untold(self, guild_id: GuildId) -> tuple[RecordedEntry, ...]:
        """Give the pauses that nobody was told of, the oldest first; each is given once."""
        async with self._database.write() as unit:
            return await history.take_untold_pauses(unit, guild_id=guild_id, at=self._clock.now())

    def _sees(self, guild_id: GuildId, channel_id: ChannelId) -> bool:
        return self._publisher.granted(guild_id, channel_id) >= _SIGHT

    def _lacking(self, discussion: Discussion) -> tuple[str, ...]:
        try:
            return self._publisher.missing_permissions(discussion.guild_id, discussion.channel_id)
        except WrongChannelKind:
            # A channel of another kind needs an organizer, not a permission.
            return ()

    async def _pause(self, discussion: Discussion, lacking: tuple[str, ...]) -> None:
        async with self._database.write() as unit:
            await discussions.pause(
                unit,
                guild_id=discussion.guild_id,
                discussion_id=discussion.discussion_id,
                reason=PauseReason.PERMISSION,
                lacking=lacking,
                at=self._clock.now(),
            )
        _log.warning("discussion paused", **_ids(discussion), lacking=lacking)

    async def _attend(self, discussion: Discussion) -> None:
        """Have polls close whose time fell while the bot could not; any other pause stays."""
        self._diagnosed.discard(discussion.discussion_id)
        async with self._database.write() as unit:
            await posts.attend_open(unit, **_ids(discussion), at=self._clock.now())
        self._dispatch.ring()

    async def _resume(self, discussion: Discussion) -> None:
        now = self._clock.now()
        async with self._database.write() as unit:
            discussion = await discussions.get(
                unit, guild_id=discussion.guild_id, discussion_id=discussion.discussion_id
            )
            if discussion.pause_reason is not PauseReason.PERMISSION:
                return
            paused = await history.find_pause(
                unit, guild_id=discussion.guild_id, discussion_id=discussion.discussion_id
            )
            seen = discussion.discussion_id in self._diagnosed or (
                paused is not None and "lacking" in paused.detail
            )
            if not seen and paused is not None and now - paused.done_at < _PATIENCE:
                return
            self._diagnosed.discard(discussion.discussion_id)
            act = Act(
                unit=unit,
                discussion=discussion,
                state=DiscussionState.RUNNING,
                by=None,
                now=now,
            )
            schedule = await act.schedule()
            if find_next_slot(schedule, now) is None and await agenda.count_planned(
                unit, **_ids(discussion)
            ):
                await _wait_for_schedule(act)
            else:
                await go_on(act, schedule)
        self._dispatch.ring()
        _log.info("the permission is back", **_ids(discussion))


async def _wait_for_schedule(act: Act) -> None:
    """Hold what has no slot left, for an organizer; what had its slot before goes on."""
    ids = _ids(act.discussion)
    await discussions.pause(act.unit, **ids, reason=PauseReason.SCHEDULE_ENDED, at=act.now)
    await posts.revive(act.unit, **ids, at=act.now)
    await posts.attend_open(act.unit, **ids, at=act.now)


class _Ids(TypedDict):
    guild_id: GuildId
    discussion_id: DiscussionId


def _ids(discussion: Discussion) -> _Ids:
    return {"guild_id": discussion.guild_id, "discussion_id": discussion.discussion_id}
