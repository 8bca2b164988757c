"""Preparations as numbered versions, kept per article; what undoing goes back over.

A preparation is one JSON value: nothing is ever asked of the database about its parts.
"""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.article import QuestionKind, QuestionSource
from bot.domain.ballot import Option
from bot.domain.ids import ArticleId, GuildId, MemberId, QuestionId, SectionId
from bot.domain.library import Version
from bot.domain.preparation import (
    AddedParagraph,
    Passage,
    Preparation,
    PreparedQuestion,
    PreparedSection,
)
from bot.errors import ArticleNotFound
from bot.storage.tables import articles, preparations

# How far back undoing can go; older versions are forgotten.
MOST_VERSIONS = 50

_FORM = 1


async def add(
    unit: AsyncConnection,
    *,
    guild_id: GuildId,
    article_id: ArticleId,
    preparation: Preparation,
    version: Version,
    at: datetime,
) -> None:
    """Keep a version, the newest from now on; raise `ArticleNotFound`."""
    owned = sa.select(articles.c.article_id).filter_by(guild_id=guild_id, article_id=article_id)
    if await unit.scalar(owned) is None:
        raise ArticleNotFound(given=str(article_id))
    await unit.execute(
        sa.insert(preparations).values(
            guild_id=guild_id,
            article_id=article_id,
            number=version.number,
            text=version.text,
            edit=version.edit,
            made_by=version.made_by,
            made_at=at,
            undo_to=version.undo_to,
            redo_to=version.redo_to,
            content=dump(preparation),
            sections=len(preparation.series),
            questions=sum(map(len, map(preparation.posted_in, preparation.series))),
        )
    )
    await unit.execute(
        sa.delete(preparations).where(
            preparations.c.guild_id == guild_id,
            preparations.c.article_id == article_id,
            preparations.c.number <= version.number - MOST_VERSIONS,
        )
    )


async def find(
    unit: AsyncConnection, *, guild_id: GuildId, article_id: ArticleId, number: int | None = None
) -> tuple[Preparation, Version] | None:
    """Give a version of an article's preparation, the newest unless `number` says which.

    None where it is forgotten, or nobody has edited the article.
    """
    chosen = sa.select(preparations).where(
        preparations.c.guild_id == guild_id, preparations.c.article_id == article_id
    )
    if number is not None:
        chosen = chosen.where(preparations.c.number == number)
    rows = await unit.execute(chosen.order_by(preparations.c.number.desc()).limit(1))
    row = rows.mappings().first()
    if row is None:
        return None
    version = Version(
        number=row["number"],
        edit=row["edit"],
        text=row["text"],
        made_by=None if row["made_by"] is None else MemberId(row["made_by"]),
        undo_to=row["undo_to"],
        redo_to=row["redo_to"],
    )
    return parse(row["content"]), version


# ── the form ──────────────────────────────────────────────────────────────────────────────────


def dump(preparation: Preparation) -> dict[str, Any]:
    """Give a preparation as the value that is kept."""
    return {
        "form": _FORM,
        "sections": [
            [
                [one.passage_id, one.heading, one.first, one.stop, one.skipped]
                for one in section.passages
            ]
            for section in preparation.sections
        ],
        "questions": [_dump_question(question) for question in preparation.questions],
        "left_out": sorted(preparation.left_out),
        "added": [[one.number, one.block, one.above, one.text] for one in preparation.added],
    }


def parse(kept: dict[str, Any]) -> Preparation:
    """Give a preparation back from the value that is kept."""
    return Preparation(
        sections=tuple(
            PreparedSection(
                passages=tuple(
                    Passage(
                        passage_id=SectionId(passage_id),
                        heading=heading,
                        first=first,
                        stop=stop,
                        skipped=skipped,
                    )
                    for passage_id, heading, first, stop, skipped in passages
                )
            )
            for passages in kept["sections"]
        ),
        questions=tuple(_parse_question(question) for question in kept["questions"]),
        left_out=frozenset(kept["left_out"]),
        # What older versions of the bot have kept says nothing of it.
        added=tuple(
            AddedParagraph(number=number, block=block, above=above, text=text)
            for number, block, above, text in kept.get("added", ())
        ),
    )


def _dump_question(question: PreparedQuestion) -> dict[str, Any]:
    options = question.options
    return {
        "question_id": question.question_id,
        "words": question.words,
        "kind": question.kind,
        "source": question.source,
        "passage_id": question.passage_id,
        "posted": question.posted,
        "alternatives": list(question.alternatives),
        "options": options and [[one.emoji, one.label, one.neutral] for one in options],
        "block": question.block,
        "left_out": question.left_out,
    }


def _parse_question(kept: dict[str, Any]) -> PreparedQuestion:
    passage_id, options = kept["passage_id"], kept["options"]
    return PreparedQuestion(
        question_id=QuestionId(kept["question_id"]),
        words=kept["words"],
        kind=QuestionKind(kept["kind"]),
        source=QuestionSource(kept["source"]),
        passage_id=None if passage_id is None else SectionId(passage_id),
        posted=kept["posted"],
        alternatives=tuple(kept["alternatives"]),
        options=options
        and tuple(
            Option(position=position, label=label, emoji=emoji, neutral=neutral)
            for position, (emoji, label, neutral) in enumerate(options)
        ),
        block=kept["block"],
        # Nor of this.
        left_out=kept.get("left_out", False),
    )
