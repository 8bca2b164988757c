"""A prompt: what is said when a section is posted, part by part."""

from dataclasses import dataclass

from bot.domain.post import Post
from bot.domain.report import CountedPoll


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """One part of a section as it is to be sent.

    `part` counts from 0, `number` of `of` sections from 1. `standing` is how a poll of the section
    before stands, for the line that opens the prompt.
    """

    post: Post
    part: int
    parts: int
    text: str
    title: str
    author: str | None
    source: str | None
    heading: str | None
    number: int
    of: int
    standing: CountedPoll | None
