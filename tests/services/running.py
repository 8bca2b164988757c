"""A bot's services, running, with Discord a fake."""

import asyncio
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import fields
from pathlib import Path

from bot.alarm import Alarm
from bot.domain.ballot import PollState
from bot.domain.history import HistoryEntry
from bot.domain.schedule_words import ScheduleWords
from bot.reading.fetching.fetcher import Fetcher
from bot.reading.worker import ReadingWorker
from bot.services.assembly import Ground, assemble
from bot.services.drafting import RestartRequest, StartRequest
from bot.services.library import Library
from bot.services.upkeep import Upkeep
from bot.storage import articles, discussions, history, polls, posts, votes
from bot.storage.database import open_database
from tests.builders import CHANNEL, GUILD, NOW, ORGANIZER, make_article
from tests.patience import PATIENCE_SECONDS
from tests.web import Names


class RunningBot:
    """One process's life over a database file; `end` ends it at once, leaving it asunder."""

    def __init__(self, database, worker, discord, clock):
        self.database, self.discord, self.clock = database, discord, clock
        self.alarm = Alarm(clock)
        services = assemble(
            Ground(
                database=database,
                clock=clock,
                alarm=self.alarm,
                publisher=discord,
                reactions=discord,
                library=Library(database, worker, Fetcher(Names(), worker.may_fetch), clock),
                upkeep=Upkeep(database, clock, folder=Path("copies"), copies=0),
            )
        )
        for one in fields(services):
            setattr(self, one.name, getattr(services, one.name))
        self._tasks = []

    async def start(self):
        """Do what the process does when it starts and its gateway session begins."""
        await self.privacy.replay()
        async with self.database.read() as unit:
            open_polls = await polls.list_open(unit)
        await self.intake.load(open_polls)
        self.discord.intake = self.intake
        self.alarm.start()
        works = (self.intake.run(), self.readback.run(), self.dispatch.run())
        self._tasks = [asyncio.create_task(work) for work in works]
        self.readback.ask(shard_id=0, shard_count=1)

    async def end(self):
        """Cancel everything; what a task died of is raised."""
        self.discord.intake = None
        self.alarm.stop()
        for task in self._tasks:
            task.cancel()
        ends = await asyncio.gather(*self._tasks, return_exceptions=True)
        for end in ends:
            if not isinstance(end, asyncio.CancelledError):
                raise end

    # ── time ──────────────────────────────────────────────────────────────────────────────────

    async def rest(self):
        """Wait until nothing is due or under way; give the next instant at which something is."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            await self.readback.settled()
            return await self.dispatch.at_rest()

    async def play(self, until=None):
        """Jump from one due instant to the next, to the end or no later than `until`."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while (due_at := await self.rest()) is not None:
                if until is not None and due_at > until:
                    break
                self.clock.jump_to(due_at)
        if until is not None:
            self.clock.jump_to(until)
            await self.rest()

    async def play_until_hung(self):
        """Play until Discord leaves a request without an answer; False if it never does."""
        playing = asyncio.create_task(self.play())
        hanging = asyncio.create_task(self.discord.hung.wait())
        await asyncio.wait([playing, hanging], return_when=asyncio.FIRST_COMPLETED)
        for task in (playing, hanging):
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        return self.discord.hung.is_set()

    # ── organizers ────────────────────────────────────────────────────────────────────────────

    async def add_article(self, article=None, *, guild_id=GUILD):
        """Keep an article for a server."""
        async with self.database.write() as unit:
            return await articles.add(
                unit,
                guild_id=guild_id,
                article=article or make_article(),
                added_by=ORGANIZER,
                at=NOW,
            )

    async def begin(self, article=None, *, guild_id=GUILD, channel_id=CHANNEL, **request):
        """Keep an article, make a channel and start a discussion there; give its id."""
        article_id = await self.add_article(article, guild_id=guild_id)
        return await self.begin_article(
            article_id, guild_id=guild_id, channel_id=channel_id, **request
        )

    async def begin_article(self, article_id, *, guild_id=GUILD, channel_id=CHANNEL, **request):
        """Make a channel and start an article's discussion there; give its id."""
        self.discord.add_channel(guild_id, channel_id)
        started = await self.ask(
            guild_id, ask_for(str(article_id), channel_id=channel_id, **request)
        )
        return started.discussion.discussion_id

    async def reschedule(self, words, *, slots=None):
        """Have the first discussion held by another schedule, as was shown; give what was shown."""
        shown = await self.rescheduling.propose(GUILD, "1", words, slots=slots, by=ORGANIZER)
        return await self.rescheduling.confirm(GUILD, shown.draft.draft_id, by=ORGANIZER)

    async def ask(self, guild_id, request):
        """Ask for a discussion, and confirm what is shown."""
        plan = await self.drafting.draft(guild_id, request)
        return await self.starting.confirm(guild_id, plan.draft.draft_id, by=plan.draft.made_by)

    async def restart(self, discussion_id=1, *, guild_id=GUILD, by=ORGANIZER):
        """Begin a discussion that has ended once more, as it was."""
        request = RestartRequest(
            discussion=str(discussion_id),
            channel_id=None,
            when=ScheduleWords(),
            started_by=by,
        )
        plan = await self.drafting.draft_again(guild_id, request)
        return await self.starting.confirm(guild_id, plan.draft.draft_id, by=by)

    # ── rows ──────────────────────────────────────────────────────────────────────────────────

    async def discussion(self, discussion_id=1, guild_id=GUILD):
        """Give a discussion as rows have it."""
        async with self.database.read() as unit:
            return await discussions.get(unit, guild_id=guild_id, discussion_id=discussion_id)

    async def record(self, unit, deed, guild_id=GUILD):
        """Put a deed of the server's on record, within a transaction."""
        entry = HistoryEntry(
            guild_id=guild_id,
            discussion_id=None,
            deed=deed,
            done_by=ORGANIZER,
            done_at=self.clock.now(),
        )
        await history.record(unit, entry)

    async def history(self, guild_id=GUILD):
        """List what is on record, the newest first."""
        async with self.database.read() as unit:
            return await history.list_entries(unit, guild_id=guild_id)

    async def posts(self, discussion_id=1, guild_id=GUILD):
        """Give a discussion's posts as rows have them."""
        async with self.database.read() as unit:
            return await posts.list_series(unit, guild_id=guild_id, discussion_id=discussion_id)

    async def polls(self, guild_id=GUILD):
        """Give a server's polls as rows have them."""
        async with self.database.read() as unit:
            return await polls.list_of_guild(unit, guild_id=guild_id, states=tuple(PollState))

    async def held(self, poll):
        """Give the votes on a poll: member, position, and whether the arrival is known."""
        await self.intake.flush()
        async with self.database.read() as unit:
            rows = await votes.list_of_poll(unit, guild_id=poll.guild_id, poll_id=poll.poll_id)
        return {(vote.member_id, vote.position, vote.arrival is not None) for vote in rows}


def ask_for(article, *, channel_id=CHANNEL, **changes):
    """Ask for a discussion every day at nine, UTC, from the next slot on, without an index."""
    words = {"days": "daily", "times": "9:00", "time_zone": "UTC"}
    words |= {name: changes.pop(name) for name in _WORDS & changes.keys()}
    values = {"prompts_only": False, "started_by": ORGANIZER, "index": False}
    return StartRequest(
        channel_id=channel_id, article=article, when=ScheduleWords(**words), **values | changes
    )


_WORDS = frozenset(one.name for one in fields(ScheduleWords))


@asynccontextmanager
async def running(path, discord, clock, *, started=True):
    """Run a bot over a database file; at the end it ends as a killed process would."""
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(open_database(path))
        worker = await stack.enter_async_context(ReadingWorker())
        bot = RunningBot(database, worker, discord, clock)
        if started:
            stack.push_async_callback(bot.end)
            await bot.start()
        yield bot
