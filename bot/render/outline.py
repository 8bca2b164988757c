"""An article ▶ what the reader made of it, as JSON for programs and as text for a terminal."""

import json
import textwrap
from collections.abc import Iterator

from bot.domain.article import Article, Question, QuestionKind, QuestionSource, Section

_WIDTH = 88
_KINDS = {
    QuestionKind.YES_NO: "yes or no",
    QuestionKind.EITHER_OR: "either/or",
    QuestionKind.WH: "open",
}
_OPENING = "Opening"


def render_outline_json(article: Article) -> str:
    """Give the outline as a JSON object; sections count from 0, null is the title's question."""
    outline = {
        "title": article.title,
        "dropped": list(article.dropped),
        "sections": [
            {"heading": section.heading, "text": section.text} for section in article.sections
        ],
        "quotes": list(article.quotes),
        "questions": [_question_object(question) for question in article.questions],
    }
    return json.dumps(outline, ensure_ascii=False, indent=2)


def _question_object(question: Question) -> dict[str, object]:
    return {
        "text": question.text,
        "shown": question.shown,
        "section": question.section,
        "kind": question.kind.value,
        "source": question.source.value,
        "options": list(question.alternatives),
    }


def render_outline_text(article: Article) -> str:
    """Give the outline for a person at a terminal, with hints at what could be put right."""
    parts = [_head(article)]
    parts += [
        _section(number, section, article.questions)
        for number, section in enumerate(article.sections)
    ]
    parts += [part for part in (_of_title(article), _dropped(article), _hints(article)) if part]
    return "\n\n".join(parts) + "\n"


def _head(article: Article) -> str:
    author = f"by {article.author} · " if article.author else ""
    body = sum(question.source is QuestionSource.BODY for question in article.questions)
    counts = [_count(len(article.sections), "section"), _count(body, "question")]
    if len(article.questions) > body:
        counts.append(f"{len(article.questions) - body} more in headings")
    if article.quotes:
        counts.append(_count(len(article.quotes), "quote"))
    return "\n".join([*_wrapped(article.title, ""), author + " · ".join(counts)])


def _section(number: int, section: Section, questions: tuple[Question, ...]) -> str:
    heading = section.heading or _OPENING
    size = f"{_count(len(section.text.split()), 'word')}, {len(section.text):,} characters"
    lines = [*_wrapped(heading, f"{number + 1:>2}. "), f"    {size}"]
    own = [question for question in questions if question.section == number]
    return "\n".join(lines + [line for question in own for line in _question(question)])


def _of_title(article: Article) -> str:
    own = [question for question in article.questions if question.section is None]
    lines = [line for question in own for line in _question(question)]
    return "\n".join(["The title asks", *lines]) if lines else ""


def _question(question: Question) -> Iterator[str]:
    offered = (
        "" if question.source is QuestionSource.BODY else ", in a heading: offered, not posted"
    )
    yield from _wrapped(question.shown, "    ? ")
    if question.alternatives:
        yield from _wrapped(" | ".join(question.alternatives), "      ▸ ")
    yield f"      ({_KINDS[question.kind]}{offered})"


def _dropped(article: Article) -> str:
    lines = [line for words in article.dropped for line in _wrapped(words, "    - ")]
    return "\n".join(["Not part of the series", *lines]) if lines else ""


def _hints(article: Article) -> str:
    hints = []
    if all(section.heading is None for section in article.sections):
        hints.append("No headings were found, so the whole text is one section.")
    if not article.questions:
        hints.append("No open questions were found; the discussion can be prompts only.")
    return "\n".join(f"Hint: {hint}" for hint in hints)


def _wrapped(text: str, lead: str) -> list[str]:
    return textwrap.wrap(
        text,
        width=_WIDTH,
        initial_indent=lead,
        subsequent_indent=" " * len(lead),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
