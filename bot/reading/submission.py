"""A text as somebody gave it, before it is read: a file, a page, or words pasted into a form."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """The bytes, and what whoever gave them says about them.

    `name` is the file's, or whatever the text may be called where it cannot be read. `title` goes
    before a title that the text itself has. `source` is the address it was fetched from.
    """

    data: bytes
    name: str
    media_type: str | None = None
    title: str | None = None
    source: str | None = None
