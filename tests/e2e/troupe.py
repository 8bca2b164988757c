"""What every end-to-end test needs: the bot put together and running, members around it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.app import App, assembled
from bot.clock import TimeLapseClock
from bot.domain.ids import GuildId
from bot.domain.poll import Poll
from bot.domain.progress import Progress
from bot.sandbox import File, GuildView, Outcome, Sandbox
from bot.settings import Settings

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
    sandbox: Sandbox, database: Path, *, now: datetime = MONDAY
) -> AsyncIterator["Troupe"]:
    """Run the bot in this process, connected, until the context ends."""
    settings = Settings(database=database, api_url=sandbox.api_url, guild_ready_seconds=0.1)
    clock = TimeLapseClock(now)
    async with assembled(settings, clock) as app:
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
        """Have a member (the owner, if nobody is named) type a command in the first channel."""
        files = {name: given for name, given in options.items() if isinstance(given, File)}
        rest = {name: given for name, given in options.items() if name not in files}
        return await self.sandbox.control.members.run_command(
            guild.owner_id if by is None else by, channel_of(guild), words, rest, files
        )

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
        return await self.command(guild, "discussion start", **given | options)

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
            async with asyncio.timeout(10):
                while await self.tallied(poll) != votes:
                    await asyncio.sleep(0.01)
        except TimeoutError:
            raise AssertionError(f"{await self.tallied(poll)} is not {votes}") from None


def channel_of(guild: GuildView) -> int:
    """Give the server's first channel."""
    return next(iter(guild.channels.values()))


async def prompts(sandbox: Sandbox, guild: GuildView) -> list[dict]:
    """List the section prompts that stand in the server's first channel, in order."""
    standing = await sandbox.control.books.messages(channel_of(guild))
    return [message for message in standing if is_prompt(message)]


def is_public(message: dict) -> bool:
    """Say whether the whole channel sees a message of the bot's."""
    return bool(message["embeds"]) and not message["flags"] & 1 << 6


def is_prompt(message: dict) -> bool:
    """Say whether a message is a section's prompt: it is headed with its place in the series."""
    return any(" of " in embed.get("author", {}).get("name", "") for embed in message["embeds"])


def references(messages: list[dict]) -> list[str]:
    """Give the reference at the end of each embed's footer."""
    return [
        embed["footer"]["text"].split()[-1] for message in messages for embed in message["embeds"]
    ]
