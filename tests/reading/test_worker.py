"""Reading goes on in a process of its own, and no text stops the next one or the loop."""

import asyncio
import os
import signal
import time
from pathlib import Path

import pytest

from bot.errors import (
    ArticleTooLarge,
    EmptyArticle,
    ReadingBroke,
    ReadingTookTooLong,
    SeriesTooLong,
)
from bot.reading.reader import MAX_ARTICLE_BYTES, read_article
from bot.reading.worker import ReadingWorker

ARTICLES = Path(__file__).parents[1] / "articles"
TEXT = (ARTICLES / "markdown.txt").read_bytes()


@pytest.fixture
async def worker():
    """Give a worker that is closed when the test is over."""
    async with ReadingWorker() as made:
        yield made


def is_gone(process_id):
    """Say whether a process is no more, not even as a zombie."""
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return True
    return False


def environment_of(process_id):
    """Give a process's environment, where the system shows it."""
    shown = Path(f"/proc/{process_id}/environ")
    return shown.read_text("utf-8", "replace") if shown.exists() else ""


@pytest.mark.parametrize("name", ["markdown.txt", "substack.html", "spanish.txt"])
async def test_an_article_comes_back_as_if_read_here(worker, name):
    """Sections, questions and all are the same on both sides."""
    data = (ARTICLES / name).read_bytes()

    assert await worker.read(data, name=name, source="https://example.org/") == read_article(
        data, name=name, source="https://example.org/"
    )


async def test_a_refusal_comes_back_with_its_data(worker):
    """What a file is refused for is said as it was there."""
    with pytest.raises(EmptyArticle) as empty:
        await worker.read(b" ", name="blank.txt")
    with pytest.raises(ArticleTooLarge) as large:
        await worker.read(b"a" * (MAX_ARTICLE_BYTES + 1), name="long.txt")

    assert empty.value.name == "blank.txt"
    assert (large.value.size, large.value.limit) == (MAX_ARTICLE_BYTES + 1, MAX_ARTICLE_BYTES)


async def test_nothing_runs_before_the_first_text_or_after_the_end():
    """The process starts late, serves every text, and leaves nothing behind."""
    worker = ReadingWorker()
    assert worker._process is None

    await worker.read(TEXT, name="a.txt")
    process = worker._process
    await worker.read(TEXT, name="b.txt")
    assert worker._process is process

    await worker.close()
    assert process.returncode == 0
    assert is_gone(process.pid)


@pytest.mark.parametrize(
    ("text", "sections", "questions"),
    [("A\n\n" + "## B\n\nc d.\n\n" * 101, 101, 0), ("A\n\n" + "Is it so? " * 201, 1, 201)],
)
async def test_a_series_that_nobody_would_go_through_is_refused(worker, text, sections, questions):
    """The refusal says what was found, and a little less is read."""
    with pytest.raises(SeriesTooLong) as refusal:
        await worker.read(text.encode(), name="long.md")

    found = refusal.value
    assert (found.sections, found.questions) == (sections, questions)
    shorter = text.removesuffix("## B\n\nc d.\n\n").removesuffix("Is it so? ")
    assert len((await worker.read(shorter.encode(), name="long.md")).sections) in {1, 100}


async def test_a_text_that_hangs_is_given_up_and_the_next_one_is_read():
    """The process is ended and replaced; whoever waits is told."""
    async with ReadingWorker(seconds=60) as worker:
        await worker.read(TEXT, name="a.txt")
        process = worker._process
        os.kill(process.pid, signal.SIGSTOP)
        worker.seconds = 0.5

        with pytest.raises(ReadingTookTooLong) as refusal:
            await worker.read(TEXT, name="hanging.txt")

        assert (refusal.value.name, refusal.value.seconds) == ("hanging.txt", 0.5)
        assert is_gone(process.pid)
        worker.seconds = 60
        assert (await worker.read(TEXT, name="a.txt")).title == "Tools That Remember"


async def test_a_reader_that_breaks_is_replaced(worker):
    """The text is refused, and the next one is read."""
    await worker.read(TEXT, name="a.txt")
    process = worker._process
    os.kill(process.pid, signal.SIGSTOP)
    reading = asyncio.create_task(worker.read(TEXT, name="breaking.txt"))
    await asyncio.sleep(0.05)
    os.kill(process.pid, signal.SIGKILL)

    with pytest.raises(ReadingBroke) as refusal:
        await reading

    assert refusal.value.name == "breaking.txt"
    assert is_gone(process.pid)
    assert (await worker.read(TEXT, name="a.txt")).title == "Tools That Remember"


async def test_a_text_that_swells_ends_the_process_alone():
    """What a text may cost in memory is bounded; the next one is read."""
    async with ReadingWorker(memory=64_000_000) as worker:
        await worker.read(TEXT, name="a.txt")

        with pytest.raises(ReadingBroke):
            await worker.read(b"- so *much* more\n" * 110_000, name="long.md")

        assert (await worker.read(TEXT, name="a.txt")).title == "Tools That Remember"


async def test_closing_waits_for_no_text():
    """Whoever stops the bot is not held up by a text that is being read, or by the next."""
    worker = ReadingWorker(seconds=60)
    await worker.read(TEXT, name="a.txt")
    os.kill(worker._process.pid, signal.SIGSTOP)
    readings = [asyncio.create_task(worker.read(TEXT, name="a.txt")) for _ in range(2)]
    await asyncio.sleep(0.05)
    await worker.close()

    for reading in readings:
        with pytest.raises(ReadingBroke):
            await reading


async def test_a_process_that_ended_between_texts_is_replaced(worker):
    """Whoever ended it, the next text is read, or refused and the one after it read."""
    await worker.read(TEXT, name="a.txt")
    worker._process.kill()
    await worker._process.wait()

    assert (await worker.read(TEXT, name="a.txt")).title == "Tools That Remember"


async def test_a_reading_that_is_cancelled_answers_nobody_else(worker):
    """The next text gets its own article."""
    await worker.read(TEXT, name="a.txt")
    os.kill(worker._process.pid, signal.SIGSTOP)
    reading = asyncio.create_task(worker.read(TEXT, name="a.txt"))
    await asyncio.sleep(0.05)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading

    data = (ARTICLES / "spanish.txt").read_bytes()
    assert await worker.read(data, name="b.txt") == read_article(data, name="b.txt")


async def test_the_process_is_told_nothing_of_the_bots_settings(worker, monkeypatch):
    """A process that reads foreign pages has no token to lose."""
    monkeypatch.setenv("COLLOQUY_TOKEN", "made-up")
    await worker.read(TEXT, name="a.txt")

    assert "COLLOQUY" not in environment_of(worker._process.pid)


async def test_the_loop_goes_on_while_ten_are_read(worker):
    """Whoever else is at work hardly notices."""
    await worker.read(TEXT, name="a.txt")
    naps = []

    async def nap():
        while True:
            before = time.thread_time()
            await asyncio.sleep(0)
            naps.append(time.thread_time() - before)
            await asyncio.sleep(0.001)

    napping = asyncio.create_task(nap())
    await asyncio.gather(*(worker.read(TEXT * 20, name="a.txt") for _ in range(10)))
    napping.cancel()

    assert len(naps) > 20
    assert max(naps) < 0.02
