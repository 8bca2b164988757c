"""The form an article's words are kept in: JSON, which this makes and reads.

A text may have twenty thousand paragraphs, so whoever is on the event loop has this done elsewhere.
And bit by bit: one call of `json.dumps` with all of it would let nothing else run meanwhile.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from bot.domain.article import (
    Article,
    Block,
    BlockKind,
    Question,
    QuestionKind,
    QuestionSource,
    Section,
)
from bot.domain.ids import QuestionId

_KINDS = {kind.value: kind for kind in BlockKind}
Ids = tuple[QuestionId | None, ...]


def dump_blocks(section: Section) -> str:
    """Give a section's blocks as they are kept."""
    return _listed(json.dumps([block.kind, block.text]) for block in section.blocks)


def parse_section(heading: str | None, blocks: str) -> Section:
    """Give a section back from its heading and its blocks as they are kept."""
    return _section(heading, json.loads(blocks))


def dump_question(question: Question) -> dict[str, Any]:
    """Give a question as the values that are kept."""
    return {
        "text": question.text,
        "shown": question.shown,
        "sentence": question.sentence,
        "section": question.section,
        "kind": question.kind,
        "source": question.source,
        "alternatives": list(question.alternatives),
    }


def parse_question(kept: Any) -> Question:
    """Give a question back from a row or a mapping of the values that are kept."""
    return Question(
        text=kept["text"],
        shown=kept["shown"],
        sentence=kept["sentence"],
        section=kept["section"],
        kind=QuestionKind(kept["kind"]),
        source=QuestionSource(kept["source"]),
        alternatives=tuple(kept["alternatives"]),
    )


def dump_text(article: Article, question_ids: Sequence[QuestionId | None]) -> str:
    """Give a whole text as it is kept, with the ids along its questions."""
    around = json.dumps(
        {
            "title": article.title,
            "author": article.author,
            "source": article.source,
            "dropped": list(article.dropped),
            "questions": [dump_question(question) for question in article.questions],
            "question_ids": list(question_ids),
        }
    )
    sections = _listed(
        _listed([json.dumps(section.heading), dump_blocks(section)]) for section in article.sections
    )
    return f'{around[:-1]}, "sections": {sections}}}'


def parse_text(content: str) -> tuple[Article, Ids]:
    """Give a whole text back from what is kept, with the ids along its questions."""
    kept = json.loads(content)
    article = Article(
        title=kept["title"],
        author=kept["author"],
        source=kept["source"],
        dropped=tuple(kept["dropped"]),
        sections=tuple(_section(heading, blocks) for heading, blocks in kept["sections"]),
        questions=tuple(parse_question(one) for one in kept["questions"]),
    )
    return article, tuple(None if one is None else QuestionId(one) for one in kept["question_ids"])


def _listed(values: Iterable[str]) -> str:
    return f"[{', '.join(values)}]"


def _section(heading: str | None, blocks: Sequence[tuple[str, str]]) -> Section:
    return Section(
        heading=heading, blocks=tuple(Block(kind=_KINDS[kind], text=text) for kind, text in blocks)
    )
