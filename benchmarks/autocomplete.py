"""How soon a person is offered something while typing, in a server that has a thousand of it.

Bot and local Discord run in processes of their own; what is counted is from the key pressed to the
choices shown, over the wire. Every option of every command that offers something is typed into, as
Discord lists them; a figure is what 95 of 100 keys keep that ask for the same kind of thing.
"""

import sqlite3
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from operator import itemgetter
from pathlib import Path
from typing import Any, Final, NamedTuple

from benchmarks.figures import Bench, Rounds
from benchmarks.planned import Place, plan_discussions
from benchmarks.processes import Running, running_sandbox, started
from bot.domain.article import Article, Block, BlockKind, Section
from bot.domain.discussion import DiscussionState
from bot.domain.ids import ArticleId, ChannelId, DiscussionId, GuildId, MemberId
from bot.domain.schedule import Schedule
from bot.storage import articles, discussions
from bot.storage.database import Unit, open_database

_MANY: Final = 1_000
_TAGS: Final = 20  # as many as a forum can have
_LONGEST_START_SECONDS: Final = 120.0
_NOW: Final = datetime(2026, 1, 5, 8, tzinfo=UTC)
_ORGANIZER: Final = MemberId(1)
# Options of options: a command, or a group of commands.
_NESTED: Final = frozenset({1, 2})


class _Kind(NamedTuple):
    """What an option offers, and what is typed into it key by key."""

    name: str
    typed: str


_KINDS: Final = {
    "article": _Kind("articles", "essay 77"),
    "discussion": _Kind("discussions", "waiting"),
    "poll": _Kind("polls", "what of 1"),
    "section": _Kind("sections", "part 1"),
    "zone": _Kind("zones", "kolkata"),
    "days": _Kind("rhythms", "mon, thu"),
    "tag": _Kind("tags", "tag 1"),
    "language": _Kind("languages", "español"),
}
_OTHER_NAMES: Final = {"before": "section"} | {f"tag{place}": "tag" for place in range(2, 6)}


class _Field(NamedTuple):
    """An option that offers something, with its command."""

    command: str
    option: str

    @property
    def kind(self) -> _Kind:
        """What it offers; an option that nobody thought of is an error."""
        return _KINDS[_OTHER_NAMES.get(self.option, self.option)]


class _Stage(NamedTuple):
    """A server with a thousand of everything, and a person who types."""

    sandbox: Running
    guild: Mapping[str, Any]
    channel_id: int
    forum_id: int


async def _play() -> Mapping[str, float]:
    """Type into everything; give what 95 of 100 keys keep, in milliseconds, by kind of thing."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "colloquy.db")
        async with running_sandbox("--guilds", "1", "--members", "1") as sandbox:
            environment = {
                "COLLOQUY_TOKEN": sandbox.told["bot_token"],
                "COLLOQUY_API_URL": sandbox.told["api_url"],
                "COLLOQUY_DATABASE": str(path),
                "COLLOQUY_LOG": "error",
            }
            stage = await _set(sandbox)
            await _fill(stage, path)
            async with started("-m", "bot", "run", environment=environment):
                await sandbox.control.books.state(connected=1, seconds=_LONGEST_START_SECONDS)
                commands = await sandbox.control.books.commands(
                    "discussion", seconds=_LONGEST_START_SECONDS
                )
                # Only now, lest the bot looks for all of it on Discord.
                _have_posted(path, stage.channel_id)
                keys: dict[str, list[float]] = defaultdict(list)
                for field in _list_fields(commands):
                    keys[field.kind.name] += await _type(stage, field)
                return {kind: statistics.quantiles(took, n=20)[-1] for kind, took in keys.items()}


async def _set(sandbox: Running) -> _Stage:
    state = await sandbox.control.books.state()
    guild: dict[str, Any] = state["guilds"][0]
    forum_id = await sandbox.control.world.add_channel(
        int(guild["id"]), "forum", "forum", tags=[f"Tag {number}" for number in range(_TAGS)]
    )
    channel_id = int(next(iter(guild["channels"].values())))
    return _Stage(sandbox, guild, channel_id, forum_id)


def _list_fields(commands: Sequence[Mapping[str, Any]]) -> Iterator[_Field]:
    """List the options that offer something, as Discord was told of them."""
    for command in commands:
        yield from _fields_within(command, str(command["name"]))


def _fields_within(command: Mapping[str, Any], words: str) -> Iterator[_Field]:
    for option in command.get("options", ()):
        if option["type"] in _NESTED:
            yield from _fields_within(option, f"{words} {option['name']}")
        elif option.get("autocomplete"):
            yield _Field(words, str(option["name"]))


async def _type(stage: _Stage, field: _Field) -> list[float]:
    """Type key by key; give how long each took in milliseconds."""
    given = {"discussion": "1", "channel": stage.forum_id}
    given.pop(field.option, None)
    took, typed = [], field.kind.typed
    for length in range(len(typed) + 1):
        began = time.perf_counter()
        choices = await stage.sandbox.control.members.autocomplete(
            int(stage.guild["owner_id"]),
            stage.channel_id,
            field.command,
            focused=field.option,
            value=typed[:length],
            options=given,
        )
        took.append((time.perf_counter() - began) * 1_000)
        if not choices:
            raise RuntimeError(f"/{field.command} offered nothing for {field.option}")
    return took


# ── a thousand of everything ──────────────────────────────────────────────────────────────────


async def _fill(stage: _Stage, path: Path) -> None:
    """Add a thousand articles and discussions, and one more of two thousand sections."""
    guild_id = GuildId(int(stage.guild["id"]))
    place = Place(guild_id, stage.forum_id)
    await plan_discussions(path, [place], sections=2 * _MANY, questions=1)
    async with open_database(path) as database, database.write() as unit:
        for number in range(_MANY):
            await articles.add(
                unit, guild_id=guild_id, article=_write(number), added_by=_ORGANIZER, at=_NOW
            )
        schedule = await discussions.get_schedule(
            unit, guild_id=guild_id, discussion_id=DiscussionId(1)
        )
        for number in range(_MANY):
            await _add_discussion(unit, guild_id, schedule, number)


async def _add_discussion(unit: Unit, guild_id: GuildId, schedule: Schedule, number: int) -> None:
    at = _NOW + timedelta(hours=number)
    discussion_id = await discussions.add(
        unit,
        guild_id=guild_id,
        # Of one article in one channel only one can be on.
        channel_id=ChannelId(guild_id + number + 1),
        article_id=ArticleId(1),
        prompts_only=False,
        schedule=schedule,
        started_by=_ORGANIZER,
        at=at,
    )
    await discussions.set_state(
        unit,
        guild_id=guild_id,
        discussion_id=discussion_id,
        state=DiscussionState.FINISHED,
        at=at,
    )


def _have_posted(path: Path, channel_id: int) -> None:
    """Have a thousand polls open and as many closed, a thousand sections to come and skipped.

    In a channel that is there: the sweep finds a message gone now and then, and not all at once.
    """
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "UPDATE discussions SET state = iif(discussion_id % 3, 'running', 'paused') "
            "WHERE discussion_id > 1 AND discussion_id % 3 < 2"
        )
        connection.execute("UPDATE posts SET state = 'skipped' WHERE section >= ?", [_MANY])
        connection.execute(
            "UPDATE polls SET channel_id = ?, message_id = poll_id, "
            "state = iif(poll_id <= ?, 'open', 'closed')",
            [channel_id, _MANY],
        )


def _write(number: int) -> Article:
    return Article(
        title=f"Essay {number} on reading together",
        author=None,
        sections=(
            Section(
                heading="Part",
                blocks=(Block(kind=BlockKind.PARAGRAPH, text=f"Words of essay {number}."),),
            ),
        ),
        questions=(),
    )


_ROUNDS = Rounds(_play)

BENCHES = tuple(
    Bench(
        name=f"autocomplete.{kind.name}_ms",
        unit="ms",
        bar=100.0,
        run=_ROUNDS.figure(itemgetter(kind.name)),
    )
    for kind in _KINDS.values()
)
