"""Text copied from typeset pages ▶ text without their numbers and running heads.

First step of plain text: what a page has above and below its text stands between two halves of a
sentence, once pages are put one after the other.
"""

import re
from collections import Counter
from collections.abc import Sequence

_NUMBER = re.compile(
    r"(?:[-–—]\s?)?(?P<word>page|p\.|seite|s\.|página|pág\.|pagina|pag\.)?\s?"
    r"(?P<number>\d{1,4})(?:\s?[-–—])?(?:\s?(?:of|/|von|de|sur|di)\s?\d{1,4})?",
    re.IGNORECASE,
)
_FEWEST = 2
_LONGEST_HEAD = 100  # characters
_CENTRED = 8  # spaces before a number in the middle of its line
_SPACES = re.compile(r"\s{1,500}")
_ENDED = re.compile(r"[.!?…:;”\"’»)]\s*$")


def part_page_marks(text: str) -> tuple[str, tuple[str, ...]]:
    """Part the numbers and running heads of pages from the text; without numbers nothing is one."""
    lines = text.split("\n")
    numbers = _where_numbers_stand(lines)
    if not numbers:
        return text, ()
    heads = _where_heads_stand(lines, numbers)
    marks = sorted({*numbers, *heads})
    dropped = tuple(_SPACES.sub(" ", lines[place].strip()) for place in marks)
    kept: list[str] = []
    gone = frozenset(marks)
    end = 0
    for place in marks:
        kept += lines[end:place]
        end = place + 1
        below = end
        while below < len(lines) and not lines[below].strip():
            below += 1
        if below < len(lines) and below not in gone and _goes_on(kept, lines[below]):
            end = below
    rest = "\n".join([*kept, *lines[end:]])
    return (rest, dropped) if any(map(str.isalnum, rest)) else (text, ())


def _goes_on(above: list[str], below: str) -> bool:
    """Close up the lines above a page's end where the sentence goes on below it."""
    while above and not above[-1].strip():
        if not below.lstrip()[:1].islower():
            return False
        last = next((line for line in reversed(above[-_CENTRED:]) if line.strip()), "")
        if not last or _ENDED.search(last[-3:]):
            return False
        above.pop()
    return bool(above)


def _where_numbers_stand(lines: Sequence[str]) -> list[int]:
    """Give the lines that are nothing but a page's number, each one more than the one before."""
    found = [
        (place, match)
        for place, line in enumerate(lines)
        if len(line) <= _LONGEST_HEAD
        and (match := _NUMBER.fullmatch(line.strip()))
        and _is_blank(lines, place - 1)
    ]
    counted = [int(match["number"]) for _, match in found]
    if len(found) < _FEWEST or counted != list(range(counted[0], counted[0] + len(found))):
        return []
    first, match = found[0]
    is_last = all(_is_blank(lines, place) for place in range(found[-1][0] + 1, len(lines)))
    is_centred = lines[first].startswith(" " * _CENTRED)
    # "1", "2", "3" at the left are the numbers of sections.
    return [at for at, _ in found] if is_last or is_centred or match["word"] else []


def _is_blank(lines: Sequence[str], place: int) -> bool:
    return not 0 <= place < len(lines) or not lines[place].strip()


def _where_heads_stand(lines: Sequence[str], numbers: Sequence[int]) -> list[int]:
    """Give the lines beside pages' numbers that are the same on every page, and on the first."""
    beside = []
    for number in numbers:
        for step in (-1, 1):
            place = number + step
            while 0 <= place < len(lines) and abs(place - number) <= _CENTRED:
                if lines[place].strip():
                    beside.append(place)
                    break
                place += step
    alone = [
        place
        for place in dict.fromkeys(beside)
        if len(lines[place]) <= 2 * _LONGEST_HEAD and _is_blank(lines, place + 1)
    ]
    counts = Counter(_folded(lines[place]) for place in alone)
    repeated = {words for words, count in counts.items() if count >= _FEWEST}
    heads = [place for place in alone if _folded(lines[place]) in repeated]
    first = next((place for place, line in enumerate(lines) if line.strip()), None)
    if first is not None and _is_blank(lines, first + 1) and first not in numbers:
        top = _folded(lines[first])
        # With the pages that the article fills: "Journal 12 (2021), pp. 88-90".
        if any(top.startswith(words) and top != words for words in repeated):
            heads.append(first)
    return heads


def _folded(line: str) -> str:
    return _SPACES.sub(" ", line.strip()).casefold()
