"""How well and how fast articles are read, over the corpus in `tests/articles`."""

import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from benchmarks import updating
from benchmarks.figures import Bench
from benchmarks.reading_worker import worker_benches
from bot.domain.article import Article
from bot.reading.reader import read_article

_CORPUS = Path(__file__).resolve().parents[1] / "tests" / "articles"
_FORMATS = frozenset({".txt", ".md", ".html"})
_WORDS = 5_000
_PAGE_BYTES = 300_000
_LONG_READ_WORDS = 5_000


@dataclass(frozen=True, slots=True)
class _Score:
    """What was found of what should be: right ones, found ones, and those of the gold."""

    right: int
    found: int
    gold: int

    @property
    def f1(self) -> float:
        return 2 * self.right / max(self.found + self.gold, 1)


@dataclass(frozen=True, slots=True)
class _Reading:
    """How one article of the corpus was read."""

    name: str
    sections: _Score
    questions: _Score
    kinds: _Score
    leaks: int


@cache
def _readings() -> tuple[_Reading, ...]:
    """Read the corpus once, and print how each article was read as a table on stderr."""
    paths = sorted(path for path in _CORPUS.iterdir() if path.suffix in _FORMATS)
    found = tuple(_compare(path) for path in paths)
    width = max(len(reading.name) for reading in found)
    print(f"{'article':{width}}  sections  questions  kinds  leaks", file=sys.stderr)
    for reading in found:
        print(
            f"{reading.name:{width}}  {reading.sections.f1:8.3f}  {reading.questions.f1:9.3f}"
            f"  {reading.kinds.right}/{reading.kinds.gold}  {reading.leaks}",
            file=sys.stderr,
        )
    return found


def _compare(path: Path) -> _Reading:
    article = read_article(path.read_bytes(), name=path.name)
    gold = json.loads(path.with_suffix(".json").read_text("utf-8"))
    kinds = {(text, section): kind for text, section, kind, *_ in gold["questions"]}
    found = {(each.text, each.section): each.kind.value for each in article.questions}
    shared = kinds.keys() & found.keys()
    return _Reading(
        path.name,
        _score(_headings(article), gold["headings"]),
        _score(list(found), list(kinds)),
        _Score(sum(kinds[each] == found[each] for each in shared), len(shared), len(shared)),
        _leaks_of(article, gold.get("forbidden", ())),
    )


def _leaks_of(article: Article, forbidden: Iterable[str]) -> int:
    """Count what surrounds the article and is posted all the same."""
    posted = [article.title, *(question.shown for question in article.questions)]
    for section in article.sections:
        posted += [section.heading or "", section.text]
    return sum(words in "\n".join(posted) for words in forbidden)


def _headings(article: Article) -> Iterator[str | None]:
    return (section.heading for section in article.sections)


def _score(found: Iterable[object], gold: Iterable[object]) -> _Score:
    ours, theirs = Counter(found), Counter(gold)
    return _Score((ours & theirs).total(), ours.total(), theirs.total())


def _whole(part: Callable[[_Reading], _Score]) -> float:
    scores = [part(reading) for reading in _readings()]
    return _Score(
        sum(score.right for score in scores),
        sum(score.found for score in scores),
        sum(score.gold for score in scores),
    ).f1


async def _sections() -> float:
    return _whole(lambda reading: reading.sections)


async def _questions() -> float:
    return _whole(lambda reading: reading.questions)


async def _kinds() -> float:
    return _whole(lambda reading: reading.kinds)


async def _leaks() -> float:
    return sum(reading.leaks for reading in _readings())


# ── speed ─────────────────────────────────────────────────────────────────────────────────────


async def _plain_milliseconds() -> float:
    return _milliseconds(_long_text("wrapped.txt"), "long.txt")


async def _markdown_milliseconds() -> float:
    return _milliseconds(_long_text("notes.md"), "long.md")


async def _page_milliseconds() -> float:
    return _milliseconds(_long_page(), "long.html")


def _milliseconds(data: bytes, name: str) -> float:
    read_article(data, name=name)  # the first one loads what its format needs
    started = time.process_time()
    read_article(data, name=name)
    return (time.process_time() - started) * 1000


@cache
def _long_text(name: str) -> bytes:
    """Repeat an article of the corpus up to `_WORDS` words, its title and notes once."""
    above, _, body = (_CORPUS / name).read_text("utf-8").partition("\n\n")
    text = body.rpartition("\n\n")[0]
    times = _WORDS // len(text.split()) + 1
    return (above + "\n\n" + "\n\n".join([text] * times)).encode()


@cache
def _long_page() -> bytes:
    """Build a page of 300 kB: a long read, scripts, and comments for the rest, as pages are."""
    page = (_CORPUS / "wordpress.html").read_text("utf-8")
    start, end = page.index("<p>For eleven"), page.index('<div class="sharedaddy')
    text = page[start:end]
    times = _LONG_READ_WORDS // len(text.split()) + 1
    script = "<script>" + "window.settings = {'lamp': 'on'};\n" * 2_500 + "</script>"
    long = script + page[:start] + text * times + page[end:]
    comment = '<article class="comment-body"><p>Why not dim them all? I would.</p></article>'
    more = comment * ((_PAGE_BYTES - len(long)) // len(comment) + 1)
    return long.replace('<div id="respond">', more + '<div id="respond">').encode()


BENCHES = (
    Bench(name="reading.sections", unit="F1", bar=0.95, run=_sections, at_least=True),
    Bench(name="reading.questions", unit="F1", bar=0.95, run=_questions, at_least=True),
    Bench(name="reading.kinds", unit="share", bar=0.90, run=_kinds, at_least=True),
    Bench(name="reading.leaks", unit="strings", bar=0, run=_leaks),
    Bench(name="reading.plain", unit="ms", bar=60, run=_plain_milliseconds),
    Bench(name="reading.markdown", unit="ms", bar=60, run=_markdown_milliseconds),
    Bench(name="reading.html", unit="ms", bar=400, run=_page_milliseconds),
    *worker_benches(_long_page),
    *updating.BENCHES,
)
