"""How soon a person is offered something while typing, in a server that has a thousand of it.

Bot and local Discord run in processes of their own; what is counted is from the key pressed to the
choices shown, over the wire. A run's figure is the worst of many keys.
"""

import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from datetime import time as time_of_day
from functools import partial
from pathlib import Path
from typing import Any, Final

from benchmarks.figures import Bench
from benchmarks.processes import running_sandbox, started
from bot.domain.article import (
    Article,
    Block,
    BlockKind,
    Question,
    QuestionKind,
    QuestionSource,
    Section,
)
from bot.domain.discussion import DiscussionState
from bot.domain.ids import ChannelId, GuildId, MemberId, MessageId
from bot.domain.recurrence import Weekly
from bot.domain.schedule import Schedule
from bot.storage import articles, discussions, polls, series
from bot.storage.database import Unit, open_database
from bot.storage.polls import new_polls

_MANY: Final = 1_000
_SECTIONS: Final = 100
_KEYS: Final = 30
_NOW: Final = datetime(2026, 1, 5, 8, tzinfo=UTC)
_ORGANIZER: Final = MemberId(1)
_WEEKLY: Final = Schedule(
    recurrence=Weekly(days=frozenset({0}), times=(time_of_day(9),)), time_zone="UTC"
)
_LONGEST_START_SECONDS: Final = 120.0

_Fill = Callable[[Unit, GuildId], Awaitable[None]]


def _article(title: str, *, sections: int = 1, asked: int = 1) -> Article:
    """Make an article whose sections ask so many questions each."""
    return Article(
        title=title,
        author=None,
        sections=tuple(
            Section(
                heading=f"Part {number}",
                blocks=(Block(kind=BlockKind.PARAGRAPH, text=f"Words of {title}, {number}."),),
            )
            for number in range(sections)
        ),
        questions=tuple(
            Question(
                text=words,
                shown=words,
                sentence=words,
                section=number,
                kind=QuestionKind.YES_NO,
                source=QuestionSource.BODY,
                alternatives=(),
            )
            for number in range(sections)
            for words in (f"Is part {number}.{place} of {title} right?" for place in range(asked))
        ),
    )


async def _fill_nothing(_unit: Unit, _guild_id: GuildId) -> None:
    """Zones come from no row."""


async def _fill_articles(unit: Unit, guild_id: GuildId) -> None:
    for number in range(_MANY):
        await articles.add(
            unit,
            guild_id=guild_id,
            article=_article(f"Essay {number} on reading together"),
            added_by=_ORGANIZER,
            at=_NOW,
        )


async def _fill_discussions(unit: Unit, guild_id: GuildId) -> None:
    article_id = await articles.add(
        unit, guild_id=guild_id, article=_article("On reading"), added_by=_ORGANIZER, at=_NOW
    )
    for number in range(_MANY):
        discussion_id = await discussions.add(
            unit,
            guild_id=guild_id,
            channel_id=ChannelId(number + 1),
            article_id=article_id,
            prompts_only=False,
            schedule=_WEEKLY,
            started_by=_ORGANIZER,
            at=_NOW + timedelta(days=number),
        )
        await discussions.set_state(
            unit,
            guild_id=guild_id,
            discussion_id=discussion_id,
            state=DiscussionState.FINISHED,
            at=_NOW,
        )


async def _fill_polls(unit: Unit, guild_id: GuildId) -> None:
    article = _article("On reading", sections=_SECTIONS, asked=_MANY // _SECTIONS)
    article_id = await articles.add(
        unit, guild_id=guild_id, article=article, added_by=_ORGANIZER, at=_NOW
    )
    discussion_id = await discussions.add(
        unit,
        guild_id=guild_id,
        channel_id=ChannelId(1),
        article_id=article_id,
        prompts_only=False,
        schedule=_WEEKLY,
        started_by=_ORGANIZER,
        at=_NOW,
    )
    kept = await articles.get(unit, guild_id=guild_id, article_id=article_id)
    prepared = kept.preparation.series
    post_ids = await series.add(
        unit,
        guild_id=guild_id,
        discussion_id=discussion_id,
        series=prepared,
        # Nothing falls due while it is measured.
        first_due_at=datetime(2100, 1, 1, tzinfo=UTC),
    )
    planned = [
        new
        for post_id, section in zip(post_ids, prepared, strict=True)
        for new in new_polls(kept, section, post_id)
    ]
    await polls.add_all(unit, planned, guild_id=guild_id, discussion_id=discussion_id)
    for poll in await polls.list_of_discussion(
        unit, guild_id=guild_id, discussion_id=discussion_id
    ):
        await polls.record_opened(
            unit,
            poll=poll,
            channel_id=ChannelId(1),
            message_id=MessageId(poll.poll_id),
            at=_NOW,
            closes_at=datetime(2100, 1, 1, tzinfo=UTC),
        )


async def _time_keys(fill: _Fill, command: str, option: str, typed: str, offered: int) -> float:
    """Fill a server, type key by key, and give the worst time in milliseconds."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "colloquy.db")
        async with running_sandbox("--guilds", "1", "--members", "1") as sandbox:
            state = await sandbox.control.books.state()
            guild: dict[str, Any] = state["guilds"][0]
            async with open_database(path) as database, database.write() as unit:
                await fill(unit, GuildId(int(guild["id"])))
            environment = {
                "COLLOQUY_TOKEN": sandbox.told["bot_token"],
                "COLLOQUY_API_URL": sandbox.told["api_url"],
                "COLLOQUY_DATABASE": str(path),
                "COLLOQUY_LOG": "error",
            }
            press = partial(
                sandbox.control.members.autocomplete,
                int(guild["owner_id"]),
                int(next(iter(guild["channels"].values()))),
                command,
                focused=option,
            )
            async with started("-m", "bot", "run", environment=environment):
                await sandbox.control.books.state(connected=1, seconds=_LONGEST_START_SECONDS)
                await sandbox.control.books.commands("discussion", seconds=_LONGEST_START_SECONDS)
                choices = await press(value="")
                if choices is None or len(choices) != offered:
                    raise RuntimeError(f"{command} offered {choices}")
                worst = 0.0
                for key in range(_KEYS):
                    began = time.perf_counter()
                    choices = await press(value=typed[: key % (len(typed) + 1)])
                    worst = max(worst, time.perf_counter() - began)
                    if not choices:
                        raise RuntimeError(f"{command} offered nothing for {option}")
    return worst * 1_000


async def _time_articles() -> float:
    return await _time_keys(_fill_articles, "discussion start", "article", "essay 77", 25)


async def _time_discussions() -> float:
    return await _time_keys(_fill_discussions, "discussion restart", "discussion", "reading", 25)


async def _time_polls() -> float:
    return await _time_keys(_fill_polls, "tally", "poll", "part 7", 25)


async def _time_zones() -> float:
    return await _time_keys(_fill_nothing, "discussion start", "zone", "kolkata", 25)


BENCHES = tuple(
    Bench(name=f"autocomplete.{name}_ms", unit="ms", bar=100.0, run=run)
    for name, run in (
        ("articles", _time_articles),
        ("discussions", _time_discussions),
        ("polls", _time_polls),
        ("zones", _time_zones),
    )
)
