"""Inputs that look like what people send: texts of the corpus, cut up, mixed and heaped up.

Bytes changed at random seldom get past a decoder; lines and marks do.
"""

import random
import re
from collections.abc import Sequence
from pathlib import Path

from benchmarks.fuzzing.targets import LARGEST

_ARTICLES = Path(__file__).resolve().parents[2] / "tests" / "articles"
_SUFFIXES = {
    "plain": ".txt",
    "markdown": ".md",
    "page": ".html",
    "pack": ".json",
    "calendar": ".ics",
}
_MOST_REPEATED = 2_000
_LARGE = 30_000
_LEFT_ALONE = 0.95
_ONE_IN_WHICH_A_TEXT_GROWS = 40

_SEEDS = Path(__file__).parent / "seeds"
_ESCAPE = re.compile(r"\\(?:x[0-9a-f]{2}|u[0-9a-f]{4}|[nrt\\])")


def seeds(target: str) -> list[bytes]:
    """Give what a target's inputs grow from, in an order that does not change."""
    folder = _ARTICLES if target in {"plain", "markdown", "page"} else _SEEDS
    return [path.read_bytes() for path in sorted(folder.glob(f"*{_SUFFIXES[target]}"))]


def _marks(target: str) -> list[str]:
    """Give the marks that mean something to a target, a space between; escapes are Python's."""
    lines = (_SEEDS / "marks.txt").read_text("utf-8").split("\n")
    named = [line.split(" ") for line in lines if line.startswith(f"{target} ")]
    return [_ESCAPE.sub(_unescape, mark) for _, *marks in named for mark in marks]


def _unescape(escape: re.Match[str]) -> str:
    return escape[0].encode("ascii").decode("unicode_escape")


class Mutator:
    """Makes an input of another one, and of its target's seeds and marks."""

    def __init__(self, target: str) -> None:
        self._target = target
        self._texts = [seed.decode("utf-8", "replace") for seed in seeds(target)]
        self._marks = _marks(target)

    def mutate(self, data: bytes, seed: int, longest: int = LARGEST) -> bytes:
        """Give another input of at most `longest` bytes; the same seed gives the same."""
        chance = random.Random(seed)
        text = data.decode("utf-8", "replace")
        # A large input makes slow ones only, so most grow from a text again.
        if not text or (len(text) > _LARGE and chance.random() < _LEFT_ALONE):
            text = chance.choice(self._texts)
        for _ in range(chance.randint(1, 4)):
            text = self._change(text, chance)[:LARGEST]
        return self._encoded(text, chance)[:longest]

    def _change(self, text: str, chance: random.Random) -> str:
        pieces = self._cut(text, chance)
        place = chance.randrange(len(pieces) + 1)
        match chance.randrange(7):
            case 0:
                del pieces[place : place + chance.randint(1, 5)]
            case 1:
                other = self._cut(chance.choice(self._texts), chance)
                start = chance.randrange(len(other) + 1)
                pieces[place:place] = other[start : start + chance.randint(1, 12)]
            case 2 | 3:
                pieces.insert(place, chance.choice(self._marks))
            case 4:
                first, second = sorted((place, chance.randrange(len(pieces) + 1)))
                pieces[first:second] = reversed(pieces[first:second])
            case 5:
                run = pieces[place : place + chance.randint(1, 3)]
                pieces[place:place] = run * self._times(run, chance)
            case _:
                mark = [chance.choice(self._marks) for _ in range(chance.randint(1, 3))]
                pieces[place:place] = mark * self._times(mark, chance)
        return "".join(pieces)

    def _times(self, run: Sequence[str], chance: random.Random) -> int:
        """Say how often to repeat a run: mostly a few times, now and then up to the limit."""
        if chance.randrange(_ONE_IN_WHICH_A_TEXT_GROWS):
            return chance.randint(1, 8)
        size = max(sum(map(len, run)), 1)
        return min(chance.choice([_MOST_REPEATED, LARGEST]), LARGEST // size)

    def _cut(self, text: str, chance: random.Random) -> list[str]:
        """Cut a text into lines, or its middle into words or letters."""
        unit = chance.randrange(3)
        if unit == 0:
            return text.splitlines(keepends=True)
        if unit == 1:
            start = chance.randrange(len(text) + 1)
            words = text[start : start + 400].split(" ")
            spaced = [f"{word} " for word in words]
            return [text[:start], *spaced, text[start + 400 :]]
        start = chance.randrange(len(text) + 1)
        return [text[:start], *text[start : start + 60], text[start + 60 :]]

    def _encoded(self, text: str, chance: random.Random) -> bytes:
        encoding = chance.choice(["utf-8"] * 12 + ["utf-16", "utf-16-le", "windows-1252"])
        return text.encode(encoding, "ignore")
