"""What reading costs the bot while its worker reads, and what becomes of a text that would hang."""

import asyncio
import time
from collections.abc import Callable

from benchmarks.figures import Bench
from bot.errors import ReadingTookTooLong
from bot.reading.reader import MAX_ARTICLE_BYTES
from bot.reading.worker import ReadingWorker
from bot.ui.replies import explain

_TEXTS = 10
_BEAT = 0.001  # seconds; what a beat takes longer, the loop stood still
_PATIENCE = 0.02  # seconds; no text takes the five that are given, so fewer are
_SHORT = b"A Title\n\nA text of one line. Is it read?"


def worker_benches(long_page: Callable[[], bytes]) -> tuple[Bench, ...]:
    """Give the benches of the worker; `long_page` makes a web page of 300 kB."""

    async def stall() -> float:
        return await _longest_stall(long_page())

    return (
        Bench(name="reading.stall_ms", unit="ms", bar=20, run=stall),
        Bench(name="reading.hang_refused", unit="share", bar=1, run=_hang_refused, at_least=True),
    )


async def _longest_stall(page: bytes) -> float:
    """Give the longest the loop stood still, in milliseconds, while ten pages were read."""
    async with ReadingWorker() as worker:
        await worker.read(_SHORT, name="short.txt")  # the process has started
        reading = asyncio.create_task(_read_ten(worker, page))
        stall = 0.0
        while not reading.done():
            begun = time.perf_counter()
            await asyncio.sleep(_BEAT)
            stall = max(stall, time.perf_counter() - begun - _BEAT)
        await reading
    return stall * 1_000


async def _read_ten(worker: ReadingWorker, page: bytes) -> None:
    for _ in range(_TEXTS):
        await worker.read(page, name="long.html")


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
