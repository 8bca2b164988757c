"""What every end-to-end test needs: the bot put together and running, members around it."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.app import App, assembled
from bot.clock import TimeLapseClock
from bot.domain.ids import GuildId
from bot.domain.poll import Poll
from bot.domain.progress import Progress
from bot.reading.fetching.connections import Resolve
from bot.reading.fetching.reach import PUBLIC, Reach
from bot.sandbox import File, GuildView, Outcome, Sandbox
from bot.settings import Settings
from tests.patience import PATIENCE_SECONDS

ACKNOWLEDGED_SECONDS = 3.0
_REQUESTS_PER_SECOND = 10_000.0
WEEK = timedelta(days=7)
EPHEMERAL = 1 << 6
SILENT = 1 << 12

NAMES = ("ada", "ben", "cleo", "dov", "eve")
MONDAY = datetime(2026, 1, 5, 8, 45, tzinfo=UTC)

# Three sections, a question of each kind; small, so that a test is about something else.
ARTICLE = """\
A Short Walk Through Open Questions

Somebody has to begin. But is anybody ready to listen?

Who Carries the Weight

Every plan has a cost, and most plans hide it. Who pays for the parts that fail?

Two Roads

Some want speed and some want care. Should the town build fast, or should it build slowly?
"""


def article(text: str = ARTICLE, name: str = "walk.txt") -> File:
    """Give an article as a file to attach."""
    return File(name, text.encode())


@asynccontextmanager
async def running(
    sandbox: Sandbox,
    database: Path,
    *,
    now: datetime = MONDAY,
    guilds: Collection[int] = (),
    reach: Reach = PUBLIC,
    resolve: Resolve | None = None,
) -> AsyncIterator["Troupe"]:
    """Run the bot in this process, connected, until the context ends.

    `reach` and `resolve` say where links may lead, and what their names mean.
    """
    settings = Settings(
        database=database,
        api_url=sandbox.api_url,
        guild_ready_seconds=0.1,
        backups=0,
        guilds=guilds,
    )
    # The pace is tried in `delivery/`: here every test would wait for it, and nothing is limited.
    settings = settings.model_copy(update={"requests_per_second": _REQUESTS_PER_SECOND})
    clock = TimeLapseClock(now)
    # The collector's round is for a process that is a bot and nothing else: here it takes 0.2 s.
    quick = {"when_ready": lambda: None}
    async with assembled(settings, clock, reach=reach, resolve=resolve, **quick) as app:
        stop = asyncio.Event()
        async with asyncio.TaskGroup() as group:
            group.create_task(app.run(sandbox.bot_token, stop=stop))
            try:
                await sandbox.control.books.commands("discussion")
                await sandbox.control.books.state(connected=1)
                await app.services.readback.settled()
                yield Troupe(sandbox, app, clock)
            finally:
                stop.set()


class Troupe:
    """The running bot and the members around it."""

    def __init__(self, sandbox: Sandbox, app: App, clock: TimeLapseClock) -> None:
        self.sandbox = sandbox
        self.app = app
        self.clock = clock

    async def command(
        self, guild: GuildView, words: str, *, by: int | None = None, **options: object
    ) -> Outcome:
        """Have a member (the owner, if nobody is named) type a command in the first channel.

        Whatever the answer: it is private, in time, and no fault of the bot's own.
        """
        files = {name: given for name, given in options.items() if isinstance(given, File)}
        rest = {name: given for name, given in options.items() if name not in files}
        outcome = await self.sandbox.control.members.run_command(
            guild.owner_id if by is None else by, channel_of(guild), words, rest, files
        )
        assert outcome.outcome == "message", (words, outcome)
        assert outcome.acknowledged_after < ACKNOWLEDGED_SECONDS
        assert outcome.ephemeral
        assert all(is_ephemeral(message) for message in outcome.followups)
        assert "reference" not in outcome.content, (words, outcome.content)
        return outcome

    async def refused(
        self, guild: GuildView, words: str, *, by: int | None = None, **options: object
    ) -> str:
        """Have a member type a command that changes nothing; give the one sentence said to it."""
        await self.settle()
        before = self.rows()
        outcome = await self.command(guild, words, by=by, **options)
        await self.settle()
        assert self.rows() == before
        assert not outcome.embeds
        assert not outcome.followups
        return outcome.content

    async def typed(
        self,
        guild: GuildView,
        words: str,
        focused: str,
        value: str = "",
        *,
        by: int | None = None,
        **options: object,
    ) -> dict[str, str]:
        """Have a member type into an option, with others given; what is offered, by name."""
        choices = await self.sandbox.control.members.autocomplete(
            guild.owner_id if by is None else by,
            channel_of(guild),
            words,
            focused=focused,
            value=value,
            options=options,
        )
        assert choices is not None, f"/{words} offered nothing for {focused} in time"
        return {choice["name"]: choice["value"] for choice in choices}

    def rows(self) -> list[str]:
        """Give every row of the database as text, to compare."""
        with closing(sqlite3.connect(self.app.database.path)) as connection:
            return list(connection.iterdump())

    async def begin(self, guild: GuildView, text: str = ARTICLE, **options: object) -> Outcome:
        """Add an article and start its discussion, as an organizer would."""
        await self.command(guild, "article add", file=article(text))
        title = text.strip().splitlines()[0]
        given = {
            "article": title,
            "channel": channel_of(guild),
            "days": "mon, thu",
            "time": "09:00",
            "zone": "UTC",
        }
        return await self.start(guild, **given | options)

    async def start(
        self,
        guild: GuildView,
        words: str = "discussion start",
        *,
        by: int | None = None,
        **options: object,
    ) -> Outcome:
        """Have a member ask for a discussion and press *Start* under what is shown."""
        shown = await self.command(guild, words, by=by, **options)
        assert shown.message is not None
        assert shown.components, shown.content
        return await self.press(guild, shown, "Start", by=by)

    async def press(
        self, guild: GuildView, shown: Outcome, label: str, *, by: int | None = None
    ) -> Outcome:
        """Have whoever was answered press a button; give what the answer became."""
        outcome = await self.sandbox.control.members.click(
            guild.owner_id if by is None else by,
            channel_of(guild),
            int(shown.message["id"]),
            shown.button(label),
        )
        assert outcome.outcome in {"update", "message"}, outcome
        assert "reference" not in outcome.content, outcome.content
        return outcome

    async def settle(self) -> datetime | None:
        """Let everything due be done; give the next instant at which something is."""
        return await self.app.services.dispatch.at_rest()

    async def jump(self) -> datetime | None:
        """Go to the next instant due and let everything due there be done."""
        next_at = await self.settle()
        if next_at is not None:
            await self.sandbox.control.world.move_clock(next_at, frozen=True)
            self.clock.jump_to(next_at)
            await self.settle()
        return next_at

    async def advance(self, by: timedelta) -> None:
        """Let time go by and let everything due meanwhile be done."""
        instant = self.clock.now() + by
        await self.sandbox.control.world.move_clock(instant, frozen=True)
        self.clock.jump_to(instant)
        await self.settle()

    async def progress(self, guild: GuildView) -> Progress:
        """Give how the server's newest discussion stands."""
        newest, *_ = await self.app.services.planning.list_all(GuildId(guild.id))
        return await self.app.services.planning.status(GuildId(guild.id), str(newest.discussion_id))

    async def polls(self, guild: GuildView) -> list[Poll]:
        """List the polls of the server's newest discussion that have been sent."""
        progress = await self.progress(guild)
        return [poll for poll in progress.polls if poll.message_id is not None]

    async def react(self, poll: Poll, member_id: int, position: int) -> None:
        """Have a member react with an option's emoji."""
        emoji = poll.options[position].emoji
        await self.sandbox.control.members.react(member_id, poll.channel_id, poll.message_id, emoji)

    async def unreact(self, poll: Poll, member_id: int, position: int) -> None:
        """Have a member take a reaction back."""
        emoji = poll.options[position].emoji
        await self.sandbox.control.members.unreact(
            member_id, poll.channel_id, poll.message_id, emoji
        )

    async def tallied(self, poll: Poll) -> list[int]:
        """Give a poll's votes per option, by the bot."""
        counted = await self.app.services.reporting.tally_poll(
            GuildId(poll.guild_id), str(poll.poll_id)
        )
        return [count.votes for count in counted.tally.counts]

    async def until_tallied(self, poll: Poll, votes: list[int]) -> None:
        """Wait until the bot has counted so many votes per option: events take their way."""
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                while await self.tallied(poll) != votes:
                    await asyncio.sleep(0.01)
        except TimeoutError:
            raise AssertionError(f"{await self.tallied(poll)} is not {votes}") from None

    async def until(self, guild: GuildView, condition: Callable[[Progress], bool]) -> Progress:
        """Wait until a condition over the newest discussion holds: events take their way."""
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                while not condition(progress := await self.progress(guild)):
                    await asyncio.sleep(0.01)
        except TimeoutError:
            raise AssertionError(f"never came true of {await self.progress(guild)}") from None
        return progress

    async def play_out(self) -> None:
        """Go on until nothing is due any more."""
        while await self.jump() is not None:
            pass


def channel_of(guild: GuildView) -> int:
    """Give the server's first channel."""
    return next(iter(guild.channels.values()))


async def prompts(sandbox: Sandbox, guild: GuildView) -> list[dict]:
    """List the section prompts that stand in the server's first channel, in order."""
    standing = await sandbox.control.books.messages(channel_of(guild))
    return [message for message in standing if is_prompt(message)]


async def standing_in(sandbox: Sandbox, channel_id: int) -> list[dict]:
    """List the bot's public messages in a channel or thread, in order, without the index."""
    standing = await sandbox.control.books.messages(channel_id)
    return [each for each in standing if is_public(each) and not is_index(each)]


async def standing_everywhere(sandbox: Sandbox, guild: GuildView) -> list[dict]:
    """List the bot's public messages in all channels and threads of a server."""
    state = await sandbox.control.world.get_guild(guild.id)
    places = (*state.channels.values(), *state.threads.values())
    return [message for place in places for message in await standing_in(sandbox, place)]


def is_public(message: dict) -> bool:
    """Say whether the whole channel sees a message of the bot's."""
    return bool(message["embeds"]) and not is_ephemeral(message)


def is_index(message: dict) -> bool:
    """Say whether a message is the index of a discussion."""
    return any(embed.get("author", {}).get("name") == "Index" for embed in message["embeds"])


def is_ephemeral(message: dict) -> bool:
    """Say whether only one member sees a message."""
    return bool(message["flags"] & EPHEMERAL)


def is_silent(message: dict) -> bool:
    """Say whether a message was sent without a notification."""
    return bool(message["flags"] & SILENT)


def text_of(message: dict) -> str:
    """Give everything a message says."""
    embeds = [
        text
        for embed in message["embeds"]
        for text in (embed.get("title"), embed.get("description"))
        if text
    ]
    return "\n".join([message["content"], *embeds])


def said(outcome: Outcome) -> str:
    """Give everything that was answered to a command."""
    return "\n".join(text_of(message) for message in (outcome.message, *outcome.followups))


def is_prompt(message: dict) -> bool:
    """Say whether a message is a section's prompt: it is headed with its place in the series."""
    return any(" of " in embed.get("author", {}).get("name", "") for embed in message["embeds"])


def references(messages: list[dict]) -> list[str]:
    """Give the reference at the end of each embed's footer."""
    return [
        embed["footer"]["text"].split()[-1] for message in messages for embed in message["embeds"]
    ]
