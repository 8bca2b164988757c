"""Reading back: what happened to votes while nobody listened is found out from Discord.

Rows say which polls wait for it: all of a shard that begins a new gateway session (nothing is
replayed then), of a server that the bot is added to again, and those of which events were dropped.
They are compared by their counts, a page of a channel at a time, those that close soonest first.
"""

import asyncio
from collections.abc import Awaitable, Collection, Iterable, Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

import structlog

from bot.clock import Clock
from bot.domain.ballot import PollState
from bot.domain.ids import ChannelId, GuildId, MessageId, PollId
from bot.domain.poll import Poll, parse_poll_id
from bot.errors import DeliveryError, PollNotFound, PollNotOpen, StorageError, TargetGone, Temporary
from bot.services.checks import Check, Checks, Comparison
from bot.services.reactions import Urgency
from bot.storage import checks, polls
from bot.storage.checks import Asking, Awaited
from bot.storage.database import Database

_RETRY_SECONDS = 30.0
# What Discord refuses for good is not asked for again so soon.
_REFUSED_SECONDS = 3600.0
_CHANNELS_AT_ONCE = 8
# After so many rows are looked at again: a poll that closes sooner may have been asked for.
_CHANNELS_A_LOOK = 64

_log = structlog.get_logger()


class Recount(NamedTuple):
    """An open poll whose voters were all read anew, and what was mended."""

    poll: Poll
    check: Check


class Findings(Protocol):
    """Whoever sees to what reading back finds besides votes: the same as events tell."""

    async def reactions_cleared(self, guild_id: GuildId, poll_id: PollId) -> None:
        """Hear that an open poll lacks its seeds."""

    async def messages_deleted(self, guild_id: GuildId, message_ids: Collection[MessageId]) -> None:
        """Hear that a poll's message is gone."""


class Readback:
    """Has polls checked that wait for it, and tells what else is found by the way."""

    def __init__(self, database: Database, polls_checks: Checks, clock: Clock) -> None:
        self._database = database
        self._checks = polls_checks
        self._clock = clock
        self._askings: list[Asking] = []
        self._bell = asyncio.Event()
        self._done = asyncio.Event()
        self._done.set()
        self._not_before: dict[PollId, float] = {}
        self._unseen = dict[GuildId, frozenset[PollId]]()
        self._lost = dict[int, datetime]()
        self._findings: Findings | None = None
        # Set when counts have been compared: what they cannot tell is left to the sweep.
        self.compared = asyncio.Event()

    def report_to(self, findings: Findings) -> None:
        """Have cleared seeds and deleted polls that are found seen to."""
        self._findings = findings

    # ── what is asked for ─────────────────────────────────────────────────────────────────────

    def lost(self, shard_id: int) -> None:
        """Note since when a shard has heard nothing; it may still resume its session."""
        self._lost.setdefault(shard_id, self._clock.now())

    def resumed(self, shard_id: int) -> None:
        """Note that a shard was told all that it had missed."""
        self._lost.pop(shard_id, None)

    def ask(self, *, shard_id: int, shard_count: int) -> None:
        """Have a shard's open polls read back: its new session tells nothing of what was before."""
        lost = self._lost.pop(shard_id, None)
        self._ask(Asking(shard=(shard_id, shard_count), exact_until=lost))

    def ask_guild(self, guild_id: GuildId) -> None:
        """Have a server's open polls read back: nothing was told of it while it was left."""
        self._unseen.pop(guild_id, None)
        self._ask(Asking(guild_id=guild_id))

    def note_unseen(self, guild_id: GuildId, poll_ids: Collection[PollId]) -> None:
        """Note which of a server's open polls the bot may not see now: of them it hears nothing.

        They are in doubt from then on, and are read back when the bot may see them again.
        """
        before, now = self._unseen.get(guild_id, frozenset()), frozenset(poll_ids)
        if now:
            self._unseen[guild_id] = now
        else:
            self._unseen.pop(guild_id, None)
        if changed := before ^ now:
            lost = self._clock.now()
            self._ask(Asking(guild_id=guild_id, poll_ids=changed, exact_until=lost))

    def ask_poll(self, guild_id: GuildId, poll_id: PollId) -> None:
        """Have every voter of a poll read: some of its events were not heard."""
        self._ask(Asking(guild_id=guild_id, poll_ids=(poll_id,), thorough=True))

    def _ask(self, asking: Asking) -> None:
        self._done.clear()
        # The first may be on its way to its rows already.
        if asking not in self._askings[1:]:
            self._askings.append(asking)
        self._bell.set()

    async def settled(self) -> None:
        """Wait until everything asked for so far has been tried; what failed is tried again."""
        await self._done.wait()

    # ── reading back ──────────────────────────────────────────────────────────────────────────

    async def run(self) -> None:
        """Read back what rows say is awaited, until cancelled."""
        self._bell.set()
        while True:
            await self._bell.wait()
            self._bell.clear()
            try:
                await self._note_askings()
                if await self._look():
                    self._bell.set()
            except StorageError:
                _log.exception("reading back waits for the database")
                self._ring_in(_RETRY_SECONDS)
            if not self._bell.is_set():
                self._done.set()

    def _ring_in(self, seconds: float) -> None:
        asyncio.get_running_loop().call_later(seconds, self._bell.set)

    async def _note_askings(self) -> None:
        while self._askings:
            async with self._database.write() as unit:
                await checks.ask(unit, self._askings[0])
            del self._askings[0]
            # Whatever was refused before may be granted now.
            self._not_before.clear()

    async def _look(self) -> bool:
        """Check the polls of some channels; says whether more can be tried at once."""
        async with self._database.read() as unit:
            awaited = await checks.list_awaited(unit)
        # Of those that have closed nobody else would ask.
        now = asyncio.get_running_loop().time()
        self._not_before = {poll: at for poll, at in self._not_before.items() if at > now}
        channels = _by_channel(one for one in awaited if self.may_try(one))
        chosen = iter(channels[:_CHANNELS_A_LOOK])
        async with asyncio.TaskGroup() as group:
            for _ in range(min(_CHANNELS_AT_ONCE, len(channels))):
                group.create_task(self._check_channels(chosen))
        if channels:
            self.compared.set()
        return len(channels) > _CHANNELS_A_LOOK

    async def _check_channels(self, channels: Iterable[dict[PollId, Awaited]]) -> None:
        for awaited in channels:
            try:
                await self._check_channel(awaited)
            except StorageError:
                _log.exception("reading back waits for the database")
                for poll_id in awaited:
                    self._put_off(poll_id, _RETRY_SECONDS)
            except Exception:
                # Whatever it is, one channel must not end the bot for all.
                _log.exception("a channel could not be read back")
                for poll_id in awaited:
                    self._put_off(poll_id, _REFUSED_SECONDS)

    async def _check_channel(self, awaited: dict[PollId, Awaited]) -> None:
        rest: Sequence[Poll] = await self._load(list(awaited.values()))
        while rest:
            try:
                async with self._checks.comparing(rest, awaited, Urgency.ABSENCE) as compared:
                    await self._mend(compared, awaited)
            except DeliveryError as error:
                for poll in rest:
                    await self._refused(poll, error)
                return
            rest = compared.rest

    async def _mend(self, compared: Comparison, awaited: dict[PollId, Awaited]) -> None:
        for poll, counts in compared.agreeing:
            await self._find(poll, seeded=counts.seeded)
        for difference in compared.differing:
            asked = awaited[difference.poll.poll_id].asked
            mending = self._checks.mend(difference, asked, Urgency.ABSENCE)
            await self.attempt(difference.poll, mending)
        for poll in compared.unseen:
            await self.attempt(poll, self._checks.check(poll, Urgency.ABSENCE))

    async def _load(self, awaited: Sequence[Awaited]) -> list[Poll]:
        """Give a channel's polls that are still open, in the order of their messages."""
        poll_ids = [one.poll_id for one in awaited]
        async with self._database.read() as unit:
            found = await polls.list_by_id(unit, guild_id=awaited[0].guild_id, poll_ids=poll_ids)
        still_open = [poll for poll in found if poll.state is PollState.OPEN]
        return sorted(still_open, key=lambda poll: poll.address)

    # ── one poll ──────────────────────────────────────────────────────────────────────────────

    async def check(self, poll: Poll) -> Check:
        """Read every voter of a poll that is about to close; raises what Discord says to it."""
        return await self._checks.check(poll, Urgency.CLOSING)

    async def catch_up(self, poll: Poll) -> None:
        """Read every voter of a poll; what fails is tried again later, and in doubt till then."""
        try:
            await self._checks.check(poll, Urgency.ABSENCE)
        except (DeliveryError, StorageError) as error:
            _log.warning(
                "poll could not be read back yet",
                guild_id=poll.guild_id,
                poll_id=poll.poll_id,
                reason=getattr(error, "reason", None),
            )
            self.ask_poll(poll.guild_id, poll.poll_id)

    async def recount(self, guild_id: GuildId, given: str) -> Recount:
        """Read every voter of an open poll because somebody wants to be sure.

        Raises `PollNotFound`, `PollNotOpen`, and what Discord says to it.
        """
        async with self._database.read() as unit:
            poll = await polls.get(unit, guild_id=guild_id, poll_id=parse_poll_id(given))
        if poll.state is PollState.CLOSED:
            raise PollNotOpen(question=poll.question)
        if poll.state is not PollState.OPEN:
            raise PollNotFound(given=given)
        check = await self._checks.check(poll, Urgency.RECOUNT)
        await self._find(poll, seeded=check.seeded)
        return Recount(poll, check)

    async def attempt(self, poll: Poll, checking: Awaitable[Check]) -> None:
        """Wait for a check, and see to what it finds or to what refuses it."""
        try:
            check = await checking
        except DeliveryError as error:
            await self._refused(poll, error)
        except StorageError:
            raise
        except Exception:
            # Whatever it is, one poll must not end the bot for all.
            _log.exception("a poll stumbled", guild_id=poll.guild_id, poll_id=poll.poll_id)
            self._put_off(poll.poll_id, _REFUSED_SECONDS)
        else:
            log = _log.bind(guild_id=poll.guild_id, poll_id=poll.poll_id)
            log.info("poll read back", missing=check.missing, stale=check.stale)
            await self._find(poll, seeded=check.seeded)

    async def _find(self, poll: Poll, *, seeded: bool) -> None:
        # One that is just being seeded is seen to already.
        if self._findings and poll.seeded_at and not seeded:
            await self._findings.reactions_cleared(poll.guild_id, poll.poll_id)

    async def _refused(self, poll: Poll, error: DeliveryError) -> None:
        log = _log.bind(guild_id=poll.guild_id, poll_id=poll.poll_id)
        if isinstance(error, Temporary):
            log.warning("poll could not be read back yet", reason=error.reason)
            self._put_off(poll.poll_id, _RETRY_SECONDS)
            return
        self._put_off(poll.poll_id, _REFUSED_SECONDS)
        if not isinstance(error, TargetGone):
            # The section's own walk meets the same refusal when it closes the poll, and says so.
            log.warning("poll cannot be read back", reason=error.reason)
        elif self._findings:
            await self._findings.messages_deleted(poll.guild_id, {poll.address[1]})

    def _put_off(self, poll_id: PollId, seconds: float) -> None:
        self._not_before[poll_id] = asyncio.get_running_loop().time() + seconds
        self._ring_in(seconds)

    def may_try(self, one: Awaited) -> bool:
        """Say whether the bot may see a poll, and Discord has not refused it just now."""
        if one.poll_id in self._unseen.get(one.guild_id, ()):
            return False
        due_at = self._not_before.get(one.poll_id)
        if due_at is not None and due_at > asyncio.get_running_loop().time():
            return False
        self._not_before.pop(one.poll_id, None)
        return True

    @property
    def put_off(self) -> int:
        """How many polls may not be tried for now."""
        return len(self._not_before) + sum(map(len, self._unseen.values()))


def _by_channel(awaited: Iterable[Awaited]) -> list[dict[PollId, Awaited]]:
    """Put together what one page may show; channels come by their most urgent poll."""
    channels: dict[ChannelId, dict[PollId, Awaited]] = {}
    for one in awaited:
        channels.setdefault(one.channel_id, {})[one.poll_id] = one
    return list(channels.values())
