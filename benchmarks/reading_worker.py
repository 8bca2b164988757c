"""What reading and keeping texts costs the bot's loop, and what becomes of one that would hang."""

import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.figures import Bench
from bot.domain.ids import GuildId, MemberId
from bot.domain.usage import Usage
from bot.errors import ReadingTookTooLong
from bot.memory import keep_what_is_there
from bot.reading.reader import MAX_ARTICLE_BYTES
from bot.reading.worker import ReadingWorker
from bot.services.advice import advise
from bot.storage import articles, texts
from bot.storage.database import open_database
from bot.ui.replies import explain
from bot.ui.suggestions import previewed

_TEXTS = 10
_BEAT = 0.001  # seconds; what a beat takes longer, the loop stood still
_PATIENCE = 0.02  # seconds; no text takes the five that are given, so fewer are
_PARAGRAPHS = 19_000
GUILD, ORGANIZER = GuildId(1_100_000_000_000_000_000), MemberId(1_200_000_000_000_000_001)
_SHORT = b"A Title\n\nA text of one line. Is it read?"


def worker_benches(long_page: Callable[[], bytes]) -> tuple[Bench, ...]:
    """Give the benches of the worker; `long_page` makes a web page of 300 kB."""

    async def stall() -> float:
        return await _longest_stall(long_page())

    return (
        Bench(name="reading.stall_ms", unit="ms", bar=20, run=stall),
        Bench(name="reading.book_stall_ms", unit="ms", bar=20, run=_keep_a_book),
        Bench(name="reading.hang_refused", unit="share", bar=1, run=_hang_refused, at_least=True),
    )


async def _longest_stall(page: bytes) -> float:
    """Give the longest the loop stood still, in milliseconds, while ten pages were read."""
    async with ReadingWorker() as worker:
        await worker.read(_SHORT, name="short.txt")  # the process has started
        return await stall_during(_read_ten(worker, page))


async def stall_during(work: Awaitable[object]) -> float:
    """Give the longest the loop stood still, in milliseconds, while something was done."""
    working = asyncio.ensure_future(work)
    stall = 0.0
    while not working.done():
        begun = time.perf_counter()
        await asyncio.sleep(_BEAT)
        stall = max(stall, time.perf_counter() - begun - _BEAT)
    await working
    return stall * 1_000


async def _read_ten(worker: ReadingWorker, page: bytes) -> None:
    for _ in range(_TEXTS):
        await worker.read(page, name="long.html")


async def _keep_a_book() -> float:
    """Give the stall while a book is read, kept, looked at, previewed and kept once more."""
    book = _write_book()
    with tempfile.TemporaryDirectory() as folder:
        async with ReadingWorker() as worker, open_database(Path(folder) / "book.db") as database:
            await worker.read(_SHORT, name="short.txt")  # the process has started
            keep_what_is_there()  # as the bot does once it has started

            async def keep() -> None:
                article = await worker.read(book, name="book.txt")
                now = datetime.now(UTC)
                async with database.write() as unit:
                    article_id = await articles.add(
                        unit, guild_id=GUILD, article=article, added_by=ORGANIZER, at=now
                    )
                    kept = await articles.get(unit, guild_id=GUILD, article_id=article_id)
                suggestions = await asyncio.to_thread(advise, kept)
                await asyncio.to_thread(previewed, kept, Usage(), suggestions)
                async with database.write() as unit:
                    await texts.propose(
                        unit,
                        guild_id=GUILD,
                        article_id=article_id,
                        article=article,
                        number=1,
                        at=now,
                        question_ids=kept.question_ids,
                    )
                    await texts.find(unit, guild_id=GUILD, article_id=article_id, number=1)

            return await stall_during(keep())


def _write_book() -> bytes:
    """Write a text of almost 2 MB in paragraphs, the most there may be, under ninety headings."""
    lines = ["A Long Book"]
    for number in range(_PARAGRAPHS):
        if number % (_PARAGRAPHS // 90) == 0:
            lines.append(f"Chapter {number // (_PARAGRAPHS // 90) + 1}. The River")
            lines.append("Is the bridge safe?")
        lines.append(f"Paragraph {number} says that the river is wide, and that the town waits.")
    return "\n\n".join(lines).encode()


async def _hang_refused() -> float:
    """Give 1 if a text that takes too long is refused with a sentence, and the next one read."""
    endless = (b"Is it, or is it not? (" * MAX_ARTICLE_BYTES)[:MAX_ARTICLE_BYTES]
    async with ReadingWorker() as worker:
        await worker.read(_SHORT, name="short.txt")
        worker.seconds = _PATIENCE
        try:
            await worker.read(endless, name="endless.txt")
        except ReadingTookTooLong as refusal:
            sentence = explain(refusal)
        else:
            return 0.0
        worker.seconds = 5
        article = await worker.read(_SHORT, name="short.txt")
    return float("took too long" in sentence and article.title == "A Title")
