"""Reading in a process of its own, which is ended and replaced when a text takes too long.

A thread could not be stopped, and would hold up the loop. One text is read at a time; what comes
back is JSON, for a process that reads foreign pages is not to be trusted with more. A site's
robots.txt is read there too.
"""

import asyncio
import contextlib
import json
import os
import signal
import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Self

from bot import errors
from bot.domain.article import (
    MOST_QUESTIONS,
    MOST_SECTIONS,
    Article,
    Block,
    BlockKind,
    Question,
    QuestionKind,
    QuestionSource,
    Section,
)
from bot.errors import InvalidInput, ReadingBroke, ReadingTookTooLong, SeriesTooLong

READING_SECONDS = 5
READING_MEMORY = 512_000_000  # bytes; the largest texts we read take about a third
_STARTING_SECONDS = 30.0  # a busy machine may be slow to load what reading needs
_STOPPING_SECONDS = 2.0
_LONGEST_LINE = 64_000_000
_PACKAGES = Path(__file__).resolve().parents[2]
_READY = b"ready\n"


class ReadingWorker:
    """Reads articles elsewhere; its process starts with the first one.

    A text is given up after `seconds`. `memory` is what the process may take in bytes, where the
    system can bound it.
    """

    def __init__(self, seconds: float = READING_SECONDS, memory: int = READING_MEMORY) -> None:
        self.seconds = seconds
        self._memory = memory
        self._process: asyncio.subprocess.Process | None = None
        self._turn = asyncio.Lock()
        self._is_closed = False

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def read(
        self,
        data: bytes,
        *,
        name: str,
        media_type: str | None = None,
        title: str | None = None,
        source: str | None = None,
    ) -> Article:
        """Read an article as `read_article` does; the time counts from when its turn has come.

        Raises what `read_article` raises, `SeriesTooLong`, `ReadingTookTooLong`, and `ReadingBroke`
        where the process ended over the text. The next text finds a new process.
        """
        about = {"name": name, "media_type": media_type, "title": title, "source": source}
        async with self._turn:
            answer = await self._ask("article", about, data, name)
        # Away from the loop: it may be a book.
        return await asyncio.to_thread(_opened, answer)

    async def may_fetch(self, rules: bytes, agent: str, address: str) -> bool:
        """Say whether the rules of a robots.txt let the program `agent` fetch an address.

        Raises `ReadingTookTooLong` and `ReadingBroke`, for rules may be made to do both.
        """
        about = {"agent": agent, "address": address}
        async with self._turn:
            answer = await self._ask("rules", about, rules, "robots.txt")
        return bool(json.loads(answer)["may_fetch"])

    async def close(self) -> None:
        """End the process; texts that are being read or wait for it are refused as broken."""
        self._is_closed = True
        if self._turn.locked() and self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()
        async with self._turn:
            process = self._process
            if process is None or process.stdin is None:
                return
            process.stdin.close()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), _STOPPING_SECONDS)
            await self._end()

    async def _ask(
        self, task: str, about: Mapping[str, str | None], data: bytes, name: str
    ) -> bytes:
        job = {"task": task, "size": len(data), "seconds": self.seconds, **about}
        is_answered = False
        try:
            process = await self._started(name)
            async with asyncio.timeout(self.seconds):
                answer = await _answer_of(process, json.dumps(job).encode() + b"\n", data)
            is_answered = bool(answer)
        except TimeoutError:
            raise ReadingTookTooLong(name=name, seconds=self.seconds) from None
        finally:
            # Also where the asking task is cancelled: its answer must not become another's.
            if not is_answered:
                await self._end()
        if not answer:
            raise ReadingBroke(name=name)
        return answer

    async def _started(self, name: str) -> asyncio.subprocess.Process:
        if self._is_closed:
            raise ReadingBroke(name=name)
        if self._process is not None and self._process.returncode is None:
            return self._process
        self._process = process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",
            "-m",
            "bot.reading.worker",
            str(self._memory),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            env=_environment(),
            limit=_LONGEST_LINE,
            start_new_session=True,  # Ctrl-C is for us; we end the process ourselves
        )
        async with asyncio.timeout(_STARTING_SECONDS):
            ready = await process.stdout.readline() if process.stdout else b""
        if ready != _READY:
            await self._end()
            raise ReadingBroke(name=name)
        return process

    async def _end(self) -> None:
        """End the process at once and wait until it is gone."""
        process, self._process = self._process, None
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await asyncio.shield(process.communicate())


async def _answer_of(process: asyncio.subprocess.Process, job: bytes, data: bytes) -> bytes:
    """Give the process's answer; nothing if it ended instead."""
    if process.stdin is None or process.stdout is None:
        return b""
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        # The data as they are: to put them into JSON would hold up the loop.
        process.stdin.writelines((job, data))
        await process.stdin.drain()
        return await process.stdout.readline()
    return b""


def _environment() -> Mapping[str, str]:
    """Give the process what it needs to find itself, and none of the bot's settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("COLLOQUY_")}
    paths = [str(_PACKAGES), *filter(None, [os.environ.get("PYTHONPATH")])]
    return kept | {"PYTHONPATH": os.pathsep.join(paths)}


# ── what goes over the pipe ───────────────────────────────────────────────────────────────────


def _opened(given: bytes) -> Article:
    """Give the article of an answer, or raise the refusal it holds."""
    answer = json.loads(given)
    if "refusal" in answer:
        refusal = getattr(errors, answer["refusal"], None)
        if isinstance(refusal, type) and issubclass(refusal, InvalidInput):
            raise refusal(**answer["data"])
        raise ReadingBroke(name=str(answer["data"].get("name", "")))
    found = answer["article"]
    sections = tuple(
        Section(
            heading=section["heading"],
            blocks=tuple(
                Block(kind=BlockKind(block["kind"]), text=block["text"])
                for block in section["blocks"]
            ),
        )
        for section in found["sections"]
    )
    questions = tuple(
        Question(
            **question
            | {
                "kind": QuestionKind(question["kind"]),
                "source": QuestionSource(question["source"]),
                "alternatives": tuple(question["alternatives"]),
            }
        )
        for question in found["questions"]
    )
    return Article(
        **found | {"dropped": tuple(found["dropped"]), "sections": sections, "questions": questions}
    )


# What follows runs in the process, where coverage does not look; tests read through it.
def _require_series(article: Article, name: str) -> None:  # pragma: no cover
    """Raise `SeriesTooLong` for what nobody could post; there, so that it need not come over."""
    sections = len(article.sections)
    questions = sum(question.source is QuestionSource.BODY for question in article.questions)
    if sections > MOST_SECTIONS or questions > MOST_QUESTIONS:
        raise SeriesTooLong(name, sections, questions, MOST_SECTIONS, MOST_QUESTIONS)


def _answer(job: Mapping[str, Any], data: bytes) -> dict[str, Any]:  # pragma: no cover
    return _answer_rules(job, data) if job["task"] == "rules" else _answer_article(job, data)


def _answer_article(job: Mapping[str, Any], data: bytes) -> dict[str, Any]:  # pragma: no cover
    from bot.reading.reader import read_article  # noqa: PLC0415 - only the process reads

    try:
        article = read_article(
            data,
            name=job["name"],
            media_type=job["media_type"],
            title=job["title"],
            source=job["source"],
        )
        _require_series(article, job["name"])
    except InvalidInput as refusal:
        return {"refusal": type(refusal).__name__, "data": vars(refusal)}
    return {"article": asdict(article)}


def _answer_rules(job: Mapping[str, Any], data: bytes) -> dict[str, Any]:  # pragma: no cover
    from protego import Protego  # noqa: PLC0415 - only the process reads

    rules = Protego.parse(data.decode("utf-8-sig", "replace"))
    return {"may_fetch": rules.can_fetch(job["address"], job["agent"])}


def _bound_memory(limit: int) -> None:  # pragma: no cover
    """Let a text that swells end this process and not the host, where the system can do that."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415 - not every system has it

        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def _serve(memory: int) -> None:  # pragma: no cover
    """Read what comes in on stdin, each job a line and so many bytes, until it is closed."""
    _bound_memory(memory)
    answers = sys.stdout.buffer
    sys.stdout = sys.stderr  # nothing that reading may print gets between the answers
    answers.write(_READY)
    answers.flush()
    while line := sys.stdin.buffer.readline():
        job = json.loads(line)
        data = sys.stdin.buffer.read(job["size"])
        # Should the bot be gone by then, nobody else would end a text that never does.
        signal.setitimer(signal.ITIMER_REAL, 2 * job["seconds"])
        answer = json.dumps(_answer(job, data)).encode()
        signal.setitimer(signal.ITIMER_REAL, 0)
        answers.write(answer + b"\n")
        answers.flush()


if __name__ == "__main__":
    _serve(int(sys.argv[1]))
