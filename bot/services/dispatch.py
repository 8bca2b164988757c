"""Dispatch: claims what is due, sets sections walking, and has the alarm rung for what comes next.

A ring, a restart and a retry are all the same: look at the rows, do what they call for.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

import structlog

from bot.clock import Clock
from bot.domain.ids import GuildId, PostId
from bot.domain.schedule import settle_missed, slot_of_next
from bot.services.posting import Posting
from bot.storage import posts
from bot.storage.database import Database
from bot.storage.posts import Dating, DuePost

_STORAGE_PAUSE_SECONDS = 1.0

_log = structlog.get_logger()


class Alarm(Protocol):
    """Rings at an instant; the last one set counts."""

    def on_ring(self, listener: Callable[[], None]) -> None:
        """Call `listener` at every ring."""

    def set(self, instant: datetime | None) -> None:
        """Ring at `instant`, at once if it is past; None for not at all."""


class Dispatch:
    """The loop between alarm and posting."""

    def __init__(self, database: Database, posting: Posting, clock: Clock, alarm: Alarm) -> None:
        self._database = database
        self._posting = posting
        self._clock = clock
        self._alarm = alarm
        self._bell = asyncio.Event()
        self._at_rest = asyncio.Event()
        self._walking: set[PostId] = set()
        alarm.on_ring(self.ring)

    def ring(self) -> None:
        """Look at the rows again: an instant came, or somebody changed them."""
        self._at_rest.clear()
        self._bell.set()

    async def at_rest(self) -> datetime | None:
        """Wait until nothing is due or under way; give the next instant at which something is."""
        await self._at_rest.wait()
        async with self._database.read() as unit:
            return await posts.next_attention_at(unit, after=self._clock.now())

    async def run(self) -> None:
        """Dispatch until cancelled; sections under way are then left to the next start."""
        self.ring()
        async with asyncio.TaskGroup() as walks:
            while True:
                await self._bell.wait()
                self._bell.clear()
                try:
                    await self._look(walks)
                except Exception:
                    # Whatever it is, one server's rows must not end the bot for all.
                    _log.exception("dispatch could not look")
                    await asyncio.sleep(_STORAGE_PAUSE_SECONDS)
                    self.ring()
                if not self._walking and not self._bell.is_set():
                    self._at_rest.set()

    async def _look(self, walks: asyncio.TaskGroup) -> None:
        now = self._clock.now()
        claimed = await self._claim(now)
        async with self._database.read() as unit:
            to_attend = await posts.list_to_attend(unit, now=now)
            next_at = await posts.next_attention_at(unit, after=now)
        for guild_id, post_id in to_attend:
            if post_id not in self._walking:
                self._walking.add(post_id)
                fresh = post_id in claimed
                walks.create_task(self._walk(guild_id, post_id, fresh=fresh))
        self._alarm.set(next_at)

    async def _claim(self, now: datetime) -> set[PostId]:
        """Claim the posts whose slot has come and date their successors, in one transaction."""
        async with self._database.read() as unit:
            if not await posts.list_due(unit, now=now):
                return set()
        async with self._database.write() as unit:
            due = await posts.list_due(unit, now=now)
            settled = [(post, settle_missed(post.schedule, post.due_at, now)) for post in due]
            claimed = [post for post, at in settled if at is not None and at <= now]
            await posts.claim_all(unit, claimed, at=now)
            moved = [_moved(post, at) for post, at in settled if at is None or at > now]
            await posts.date_all(unit, moved)
            await posts.date_all(unit, [_successor(post, now) for post in claimed])
        return {post.post_id for post in claimed}

    async def _walk(self, guild_id: GuildId, post_id: PostId, *, fresh: bool) -> None:
        try:
            await self._posting.attend(guild_id, post_id, fresh=fresh)
        except Exception:
            # The row is as it was before the step that failed, so
            # the next look takes it up again.
            _log.exception("section stumbled", guild_id=guild_id, post_id=post_id)
            await asyncio.sleep(_STORAGE_PAUSE_SECONDS)
        finally:
            self._walking.discard(post_id)
            self.ring()


def _moved(post: DuePost, due_at: datetime | None) -> Dating:
    return Dating(
        guild_id=post.guild_id,
        discussion_id=post.discussion_id,
        section=post.section,
        due_at=due_at,
    )


def _successor(post: DuePost, now: datetime) -> Dating:
    return Dating(
        guild_id=post.guild_id,
        discussion_id=post.discussion_id,
        section=post.section + 1,
        due_at=slot_of_next(post.schedule, post.due_at, now),
    )
