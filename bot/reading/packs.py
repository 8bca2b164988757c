"""A file ▶ a discussion pack, strictly: nothing unknown, nothing missing, nothing too long."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.domain.article import QuestionKind
from bot.domain.ballot import MOST_OPTIONS, Option
from bot.domain.calendar_words import parse_quiet_hours, parse_rhythm
from bot.domain.pack import Pack, PackedPassage, PackedQuestion, PackedSchedule, pack_schedule
from bot.domain.schedule import MissedSlot, Schedule
from bot.domain.time_zone import parse_time_zone
from bot.errors import InvalidInput, PackTooLarge, PackTooNew, UnreadablePack

_VERSION = 1
_ANY_DAY = date(2000, 1, 1)
MAX_PACK_BYTES = 1_000_000
_MOST_BLOCKS = 100_000
_MOST_SECTIONS = 2_000
_MOST_QUESTIONS = 2_000

_Number = Annotated[int, Field(ge=0, le=_MOST_BLOCKS)]
_Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
_Words = Annotated[str, Field(max_length=1_000)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class _Article(_Strict):
    address: Annotated[str, Field(max_length=2_048)] | None
    hash: _Hash
    reading: _Hash


class _Passage(_Strict):
    heading: _Words | None
    first_block: _Number
    end_block: _Number
    skipped: bool


class _Option(_Strict):
    emoji: Annotated[str, Field(min_length=1, max_length=100)]
    label: _Words
    neutral: bool


class _Question(_Strict):
    found: _Number | None
    words: _Words
    kind: Annotated[QuestionKind, Field(strict=False)]
    alternatives: Annotated[list[_Words], Field(max_length=MOST_OPTIONS)]
    options: Annotated[list[_Option], Field(max_length=MOST_OPTIONS)] | None
    passage: _Number | None
    posted: bool


class _Schedule(_Strict):
    days: _Words
    time: _Words | None
    zone: _Words
    quiet: _Words | None
    missed: Annotated[MissedSlot, Field(strict=False)]


class _Head(BaseModel):
    format: Literal["colloquy-discussion-pack"]
    version: Annotated[int, Field(strict=True)]


class _File(_Strict):
    format: Literal["colloquy-discussion-pack"]
    version: Literal[1]
    article: _Article
    sections: Annotated[
        list[Annotated[list[_Passage], Field(min_length=1, max_length=_MOST_SECTIONS)]],
        Field(min_length=1, max_length=_MOST_SECTIONS),
    ]
    left_out_blocks: Annotated[list[_Number], Field(max_length=_MOST_BLOCKS)]
    questions: Annotated[list[_Question], Field(max_length=_MOST_QUESTIONS)]
    schedule: _Schedule | None


def read_pack(data: bytes, *, name: str) -> Pack:
    """Read a pack; raise `PackTooLarge`, `PackTooNew` or `UnreadablePack`."""
    require_pack_size(name, len(data))
    try:
        _require_version(_Head.model_validate_json(data).version, name)
        return _pack(_File.model_validate_json(data))
    except PackTooNew:
        raise
    except (ValidationError, InvalidInput):
        raise UnreadablePack(name=name) from None


def _require_version(version: int, name: str) -> None:
    if version > _VERSION:
        raise PackTooNew(name=name)


def require_pack_size(name: str, size: int) -> None:
    """Raise `PackTooLarge` for a file that need not even be fetched; `size` in bytes."""
    if size > MAX_PACK_BYTES:
        raise PackTooLarge(name=name, size=size, limit=MAX_PACK_BYTES)


def _pack(file: _File) -> Pack:
    return Pack(
        address=file.article.address,
        words=file.article.hash,
        reading=file.article.reading,
        sections=tuple(
            tuple(
                PackedPassage(
                    heading=one.heading,
                    first=one.first_block,
                    stop=one.end_block,
                    skipped=one.skipped,
                )
                for one in section
            )
            for section in file.sections
        ),
        left_out=frozenset(file.left_out_blocks),
        questions=tuple(_question(question) for question in file.questions),
        schedule=None if file.schedule is None else _schedule(file.schedule),
    )


def _question(question: _Question) -> PackedQuestion:
    options = None
    if question.options is not None:
        options = tuple(
            Option(position=place, label=one.label, emoji=one.emoji, neutral=one.neutral)
            for place, one in enumerate(question.options)
        )
    return PackedQuestion(
        found=question.found,
        words=question.words,
        kind=question.kind,
        alternatives=tuple(question.alternatives),
        options=options,
        passage=question.passage,
        posted=question.posted,
    )


def _schedule(schedule: _Schedule) -> PackedSchedule | None:
    """Read the words as if somebody had typed them, and give them as we would write them."""
    given = Schedule(
        recurrence=parse_rhythm(schedule.days, times=schedule.time, since=_ANY_DAY),
        time_zone=parse_time_zone(schedule.zone),
        quiet=None if schedule.quiet is None else parse_quiet_hours(schedule.quiet),
        missed=schedule.missed,
    )
    return pack_schedule(given)
