"""Hard-wrapped lines ▶ whole paragraphs: which line ends only went with the width of a page."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.reading.casing import ends_open, is_all_caps, is_title_case
from bot.reading.marks import begins_piece

_LONGEST_WRAPPED = 130
_SHORTEST_WRAPPED = 30
_WRAPPED_SHARE = 0.4  # of the line ends inside paragraphs
_USUAL_WIDTH = 0.95  # the quantile, so that a long address does not pass for the page's width
_FULL = 0.7  # of the width, where the sentence goes on
_FULL_WITH_STOP = 0.9  # where a sentence ends there, so a paragraph may
_STOP = re.compile(r"[.!?…:;][”\"’»)*_\]]*$")
# What may stand under a title: surely so if it is a whole name.
_BYLINE = re.compile(
    r"(?:by|von|por|par|di|de)\s+[^\W\da-z_](?P<whole>[\w.’'-]*\s+[^\W\da-z_][\w.’'-]*(?:\s*$|\s*[,|·•(–—-]))?"
)
_BROKEN_WORD = re.compile(r"\w-$")


@dataclass(frozen=True, slots=True)
class Wrapping:
    """The width at which a text was wrapped; 0 if its lines are its paragraphs."""

    width: int

    @classmethod
    def of(cls, lines: Sequence[str]) -> "Wrapping":
        """Find the width from the line ends after which a sentence goes on."""
        wrapped, whole = [], 0
        for line, following in pairwise(lines):
            if not _may_be_wrapped(line, following):
                continue
            if is_unfinished(line) and following.lstrip()[:1].islower():
                wrapped.append(len(line))
            else:
                whole += 1
        if len(wrapped) <= (len(wrapped) + whole) * _WRAPPED_SHARE:
            return cls(0)
        return cls(sorted(wrapped)[int((len(wrapped) - 1) * _USUAL_WIDTH)])

    def joins(self, line: str, following: str) -> bool:
        """Say whether the next line, not an empty one, goes on with this line's paragraph."""
        first = following.lstrip()
        if is_unfinished(line) and first[:1].islower():
            return not (names_author(first) or (_BYLINE.match(first) and is_title_case(line)))
        if not self.width or _is_indented(line, following):
            return False
        if self._may_be_heading(first) and not self._breaks_off(line):
            return False
        reach = len(line) + 1 + len(first.split(maxsplit=1)[0])
        return reach > self.width * (_FULL if is_unfinished(line) else _FULL_WITH_STOP)

    def _breaks_off(self, line: str) -> bool:
        """Say whether a line surely goes on in the next: full prose without an end."""
        is_full = len(line) > self.width * _FULL
        return is_full and is_unfinished(line) and not is_title_case(line) and not line.isupper()

    def _may_be_heading(self, line: str) -> bool:
        is_short = len(line) < self.width * _FULL
        return is_short and ends_open(line) and (is_title_case(line) or is_all_caps(line))


def _may_be_wrapped(line: str, following: str) -> bool:
    return (
        _SHORTEST_WRAPPED <= len(line) <= _LONGEST_WRAPPED
        and bool(following.strip())
        and not begins_piece(following)
    )


def names_author(line: str) -> bool:
    """Say whether a line is a byline that begins small: "di Ottavio Serra"."""
    byline = _BYLINE.match(line)
    return byline is not None and byline["whole"] is not None


def is_unfinished(line: str) -> bool:
    """Say whether a line ends in the middle of a sentence, as far as its end shows."""
    return not _STOP.search(line[-8:])


def _is_indented(line: str, following: str) -> bool:
    """Say whether the next line is set in, as the first of a paragraph is in books."""
    return following[:2].isspace() and not line[:1].isspace() and not is_unfinished(line)


def join_lines(lines: Iterable[str]) -> str:
    """Put wrapped lines into one; a word broken at a hyphen keeps it, for it may be its own."""
    parts: list[str] = []
    for line in lines:
        words = line.strip()
        if parts and words and not _BROKEN_WORD.search(parts[-1][-2:]):
            parts.append(" ")
        parts.append(words)
    return "".join(parts)
