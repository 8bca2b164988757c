"""A text pasted into the fields of a form, in as many parts as it took ▶ one text."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from bot.reading.submission import Submission

_NAME: Final = "pasted text"
_ENDED: Final = re.compile(r"[.!?…:;。？！][”\"’»)\]]*\s*$")


def submit_pasted(parts: Sequence[str], *, title: str, field: int) -> Submission:
    """Give the text that parts make together, in order; empty ones are left out.

    `field` is how many characters the field of one part holds.
    """
    given = [part for part in parts if part.strip()]
    text = "".join(given[:1])
    for before, after in pairwise(given):
        text += _between(before, after, field) + after
    return Submission(data=text.encode(), name=_NAME, title=" ".join(title.split()) or None)


def _between(before: str, after: str, field: int) -> str:
    """Give what belongs between two parts: nothing where the field was full, and cut the text."""
    if len(before) >= field:
        return ""
    is_going_on = not _ENDED.search(before) and after.lstrip()[:1].islower()
    return " " if is_going_on else "\n\n"
