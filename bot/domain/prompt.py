"""A prompt: what is said when a section is posted, part by part."""

from dataclasses import dataclass

from bot.domain.post import Post
from bot.domain.report import CountedPoll
from bot.domain.thread import NewThread


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """One part of a section as it is to be sent.

    `part` counts from 0, `number` of `of` sections from 1. `standing` is how a poll of the section
    before stands, for the line that opens the prompt. In a forum the first part opens `thread`;
    the role of `ping_role_id` is mentioned with the first part alone.
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
    thread: NewThread | None = None
    ping_role_id: int | None = None
