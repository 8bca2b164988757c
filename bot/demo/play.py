"""The play itself: two servers, an article, and every slot of its discussion in a minute."""

import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from random import Random

from bot.app import App, assembled
from bot.clock import TimeLapseClock
from bot.demo.cast import Cast, Doings
from bot.demo.narrator import Narrator
from bot.demo.proof import Proof, await_votes, prove_messages, prove_polls
from bot.domain.article import Article
from bot.domain.ballot import Place, PollState
from bot.domain.discussion import OPEN_STATES
from bot.domain.ids import GuildId, PollId, PostId
from bot.domain.poll import Poll
from bot.domain.post import Post
from bot.domain.progress import Progress
from bot.reading.reader import read_article
from bot.render.summary import PlayedGuild, Summary, render_summary_json, render_table
from bot.sandbox import File, Sandbox
from bot.settings import Settings

_BUNDLED = "open-questions-of-ai.txt"
_SEED = 20260105
_CURTAIN = datetime(2026, 1, 5, 8, 45, tzinfo=UTC)  # a Monday morning
_DAYS, _TIME = "Mon, Thu", "09:00"
_SERVERS = (
    ("Riverside Book Club", "reading-room", 14, "Europe/London"),
    ("Night Shift Library", "long-reads", 9, "America/New_York"),
)
_NAMES = (
    *("Ada", "Ben", "Chloé", "Dmitri", "Esra", "Farid", "Grace", "Hiro", "Ines", "Jonas"),
    *("Kavya", "Liam", "Mei", "Noor", "Olu", "Petra", "Quinn", "Rosa", "Sven", "Tala"),
    *("Uma", "Víctor", "Wanda", "Xin", "Yara", "Zoltán"),
)


@dataclass(slots=True)
class _Stage:
    """One server of the play, its members, and what the narrator has told of it."""

    cast: Cast
    channel: str
    channel_id: int
    time_zone: str
    told: set[PostId] = field(default_factory=set)
    opened: set[PollId] = field(default_factory=set)
    closed: set[PollId] = field(default_factory=set)

    @property
    def guild_id(self) -> GuildId:
        return GuildId(self.cast.guild.id)

    @property
    def name(self) -> str:
        return self.cast.guild.name


async def play(
    article_file: Path | None,
    database: Path | None,
    *,
    stop: asyncio.Event,
    exits: bool,
    as_json: bool,
) -> bool:
    """Play a discussion to its end; give whether the sandbox's books agree with the bot's.

    Without `exits` everything stays up afterwards until `stop` is set. With `as_json` nothing but
    one JSON object is written to stdout. Raises what `read_article` raises.
    """
    data, name = _script(article_file)
    article = read_article(data, name=name)
    narrator = Narrator(None if as_json else sys.stdout)
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="colloquy-")))
        path = database or folder / "demo.db"
        sandbox = await stack.enter_async_context(Sandbox(_SEED, start=_CURTAIN))
        clock = TimeLapseClock(_CURTAIN)
        settings = Settings(
            database=path, api_url=sandbox.api_url, guild_ready_seconds=0.2, backups=0
        )
        app = await stack.enter_async_context(assembled(settings, clock))
        await stack.enter_async_context(_running(app, sandbox))
        play = Play(sandbox, app, clock, narrator)
        if not await play.until(stop, article, File(name, data)):
            return True
        proof = await play.prove()
        summary = await play.summarise(article, path)
        narrator.show("\n" + "\n\n".join(render_table(guild) for guild in summary.guilds))
        _tell_proof(narrator, proof, summary)
        if as_json:
            sys.stdout.write(render_summary_json(summary) + "\n")
            sys.stdout.flush()
        if not exits:
            narrator.say(
                f"\nThe bot and its local Discord stay up at {sandbox.api_url}. Ctrl-C ends them."
            )
            await stop.wait()
    return not proof.differences and not summary.unrouted_requests


def _script(article_file: Path | None) -> tuple[bytes, str]:
    if article_file is not None:
        return article_file.read_bytes(), article_file.name
    bundled = files("bot.resources") / "articles" / _BUNDLED
    return bundled.read_bytes(), _BUNDLED


@asynccontextmanager
async def _running(app: App, sandbox: Sandbox) -> AsyncIterator[None]:
    """Run the bot until the context ends, and its trouble with it."""
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        group.create_task(app.run(sandbox.bot_token, stop=stop), name="bot")
        try:
            yield
        finally:
            stop.set()


def _tell_proof(narrator: Narrator, proof: Proof, summary: Summary) -> None:
    if proof.differences or summary.unrouted_requests:
        narrator.say("\nThe local Discord's own books do NOT agree with the bot's:")
        for difference in proof.differences:
            narrator.say(difference, indent=2)
        narrator.say(f"{summary.unrouted_requests} requests were not understood", indent=2)
    else:
        narrator.say(
            f"\nThe local Discord kept its own books, and they agree: {proof.reactions} votes held "
            f"on {proof.polls} polls, every tally the same; {proof.messages} messages, none twice; "
            "every request understood."
        )


class Play:
    """The play in progress."""

    def __init__(
        self, sandbox: Sandbox, app: App, clock: TimeLapseClock, narrator: Narrator
    ) -> None:
        self._sandbox = sandbox
        self._app = app
        self._clock = clock
        self._narrator = narrator
        self._stages: list[_Stage] = []

    async def until(self, stop: asyncio.Event, article: Article, file: File) -> bool:
        """Play to the end; False if `stop` came first."""
        async with asyncio.TaskGroup() as group:
            playing = group.create_task(self._play(article, file), name="play")
            stopping = group.create_task(stop.wait(), name="stop")
            await asyncio.wait([playing, stopping], return_when=asyncio.FIRST_COMPLETED)
            stopping.cancel()
            playing.cancel()
        return not playing.cancelled()

    async def _play(self, article: Article, file: File) -> None:
        await self._sandbox.control.world.move_clock(advance=timedelta(seconds=1), frozen=True)
        await self._set_stages()
        self._narrator.say(
            f"Colloquy plays a discussion on a local Discord at {self._sandbox.api_url}.\n"
            f"“{article.title}”: {len(article.sections)} sections, "
            f"{len(article.questions)} questions found."
        )
        await self._sandbox.control.books.commands("discussion")
        await self._sandbox.control.books.state(connected=1)
        for stage in self._stages:
            await self._begin(stage, article, file)
        while (next_at := await self._settle(article)) is not None:
            # The local Discord's clock first: what the bot reads there is never ahead of its own.
            await self._sandbox.control.world.move_clock(next_at, frozen=True)
            self._clock.jump_to(next_at)

    async def _set_stages(self) -> None:
        random = Random(_SEED)  # noqa: S311 - a play, not a secret
        names = iter(_NAMES)
        for name, channel, size, time_zone in _SERVERS:
            members = [next(names) for _ in range(size)]
            guild = await self._sandbox.control.world.add_guild(
                name, owner=f"{name} organizer", channels=[channel], members=members
            )
            cast = Cast(
                guild=guild,
                control=self._sandbox.control,
                random=Random(random.random()),  # noqa: S311 - likewise
                members=[guild.members[member] for member in members],
            )
            self._stages.append(_Stage(cast, channel, guild.channels[channel], time_zone))

    async def _begin(self, stage: _Stage, article: Article, file: File) -> None:
        """Have the organizer add the article and start its discussion, with real commands."""
        organizer = stage.cast.guild.owner_id
        members = self._sandbox.control.members
        await members.run_command(
            organizer, stage.channel_id, "article add", attachments={"file": file}
        )
        (kept,) = await self._app.services.library.list_all(stage.guild_id)
        outcome = await members.run_command(
            organizer,
            stage.channel_id,
            "discussion start",
            {
                "article": str(kept.article_id),
                "channel": stage.channel_id,
                "days": _DAYS,
                "time": _TIME,
                "zone": stage.time_zone,
                "prompts_only": not article.questions,
            },
        )
        if outcome.message is None or not outcome.components:
            raise RuntimeError(f"the discussion was not shown: {outcome.content}")
        shown = int(outcome.message["id"])
        await members.click(organizer, stage.channel_id, shown, outcome.button("Start"))
        if not await self._app.services.planning.list_all(stage.guild_id, OPEN_STATES):
            raise RuntimeError("the discussion did not start")
        self._narrator.say(
            f"{stage.name}: {len(stage.cast.members)} members; the organizer typed /article add "
            f"and /discussion start in #{stage.channel} ({_DAYS} at {_TIME}, {stage.time_zone}), "
            "looked at every date and pressed Start",
            indent=2,
        )

    async def _settle(self, article: Article) -> datetime | None:
        """Let everything due be done, the members act, and give the next instant due."""
        next_at = await self._app.services.dispatch.at_rest()
        told = False
        for stage in self._stages:
            progress = await self._progress(stage)
            if self._has_news(stage, progress):
                if not told:
                    self._narrator.date(self._clock.now())
                told = True
                doings = Doings()
                await self._tell(stage, progress, article, doings)
                if str(doings):
                    self._narrator.say(f"members: {doings}", indent=6)
                await await_votes(self._app, self._sandbox, _open(progress))
        if told:
            await self._tell_progress()
        return next_at

    async def _progress(self, stage: _Stage) -> Progress:
        (discussion,) = await self._app.services.planning.list_all(stage.guild_id)
        return await self._app.services.planning.status(
            stage.guild_id, str(discussion.discussion_id)
        )

    def _has_news(self, stage: _Stage, progress: Progress) -> bool:
        return any(
            post.completed_at is not None and post.post_id not in stage.told
            for post in progress.posts
        ) or any(
            poll.state is PollState.CLOSED and poll.poll_id not in stage.closed
            for poll in progress.polls
        )

    async def _tell(
        self, stage: _Stage, progress: Progress, article: Article, doings: Doings
    ) -> None:
        for poll in progress.polls:
            if poll.state is PollState.CLOSED and poll.poll_id not in stage.closed:
                stage.closed.add(poll.poll_id)
                await self._tell_result(stage, poll)
        for poll in _open(progress):
            if poll.poll_id in stage.opened:
                await stage.cast.reconsider(poll, doings)
        for post in progress.posts:
            if post.completed_at is not None and post.post_id not in stage.told:
                stage.told.add(post.post_id)
                self._tell_post(stage, post, progress, article)
                await stage.cast.reply(post.thread_id or post.channel_id, doings)
        for poll in _open(progress):
            if poll.poll_id not in stage.opened:
                stage.opened.add(poll.poll_id)
                await stage.cast.vote(poll, doings)

    def _tell_post(self, stage: _Stage, post: Post, progress: Progress, article: Article) -> None:
        heading = article.sections[post.section].heading or "Opening"
        self._narrator.say(
            f"{stage.name} #{stage.channel}  ▶ {post.number} of {len(progress.posts)}: {heading}",
            indent=2,
        )
        for poll in progress.polls:
            if poll.post_id == post.post_id:
                where = "thread" if poll.place is Place.THREAD else f"#{stage.channel}"
                emoji = " ".join(option.emoji for option in poll.options)
                self._narrator.say(f"? {poll.question}  [{where}]  {emoji}", indent=6)

    async def _tell_result(self, stage: _Stage, poll: Poll) -> None:
        counted = await self._app.services.reporting.tally_poll(stage.guild_id, str(poll.poll_id))
        counts = " · ".join(f"{count.option.label} {count.votes}" for count in counted.tally.counts)
        self._narrator.say(f"{stage.name}  ■ closed: {poll.question}  {counts}", indent=2)

    async def _tell_progress(self) -> None:
        posts = [post for stage in self._stages for post in (await self._progress(stage)).posts]
        posted = sum(post.completed_at is not None for post in posts)
        self._narrator.progress(posted, len(posts), "sections posted")

    async def prove(self) -> Proof:
        """Compare the bot's rows and tallies with the sandbox's own books."""
        proof = Proof()
        for stage in self._stages:
            progress = await self._progress(stage)
            await prove_polls(self._app, self._sandbox, progress.polls, proof)
            threads = [post.thread_id for post in progress.posts if post.thread_id]
            await prove_messages(self._sandbox, [stage.channel_id, *threads], proof)
        return proof

    async def summarise(self, article: Article, path: Path) -> Summary:
        """Give what the play came to."""
        guilds = []
        for stage in self._stages:
            progress = await self._progress(stage)
            report = await self._app.services.reporting.tally_discussion(
                stage.guild_id, progress.discussion.discussion_id
            )
            posted = sum(post.posted_at is not None for post in progress.posts)
            guilds.append(
                PlayedGuild(
                    guild_id=stage.guild_id,
                    name=stage.name,
                    sections_posted=posted,
                    report=report,
                )
            )
        return Summary(
            article=article.title,
            sections=len(article.sections),
            guilds=guilds,
            database=str(path),
            unrouted_requests=len(self._sandbox.unrouted),
        )


def _open(progress: Progress) -> list[Poll]:
    return [poll for poll in progress.polls if poll.state is PollState.OPEN]
