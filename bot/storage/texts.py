"""The texts of an article that was added anew, kept whole; one that was not has no rows here.

A text is proposed first: it counts once a version prepares it.
"""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.article import (
    Article,
    Block,
    BlockKind,
    Question,
    QuestionKind,
    QuestionSource,
    Section,
)
from bot.domain.ids import ArticleId, GuildId, QuestionId
from bot.errors import ArticleAlreadyAdded, ArticleNotFound
from bot.storage.tables import articles, preparations, texts


async def propose(
    unit: AsyncConnection,
    *,
    guild_id: GuildId,
    article_id: ArticleId,
    article: Article,
    number: int,
    at: datetime,
    question_ids: tuple[QuestionId | None, ...],
) -> None:
    """Keep a text under a number; an id is None for a question that the article has not had yet.

    Raises `ArticleNotFound`.
    """
    owned = sa.select(articles.c.article_id).filter_by(guild_id=guild_id, article_id=article_id)
    if await unit.scalar(owned) is None:
        raise ArticleNotFound(given=str(article_id))
    await unit.execute(
        sa.insert(texts).values(
            article_id=article_id,
            number=number,
            guild_id=guild_id,
            content={**_dump(article), "question_ids": list(question_ids)},
            proposed_at=at,
        )
    )


async def find(
    unit: AsyncConnection, *, guild_id: GuildId, article_id: ArticleId, number: int
) -> tuple[Article, tuple[QuestionId | None, ...]] | None:
    """Give a text and the ids along its questions; None if it is not kept here."""
    content = await unit.scalar(
        sa.select(texts.c.content).where(
            texts.c.guild_id == guild_id,
            texts.c.article_id == article_id,
            texts.c.number == number,
        )
    )
    if content is None:
        return None
    ids = tuple(None if one is None else QuestionId(one) for one in content["question_ids"])
    return _parse(content), ids


async def next_number(unit: AsyncConnection, *, guild_id: GuildId, article_id: ArticleId) -> int:
    """Forget what was proposed and not taken, and give the number the next text has."""
    prepared = sa.select(preparations.c.text).where(
        preparations.c.guild_id == guild_id, preparations.c.article_id == article_id
    )
    await unit.execute(
        sa.delete(texts).where(
            texts.c.guild_id == guild_id,
            texts.c.article_id == article_id,
            texts.c.number != 0,
            texts.c.number.not_in(prepared),
        )
    )
    last = await unit.scalar(
        sa.select(sa.func.max(texts.c.number)).where(
            texts.c.guild_id == guild_id, texts.c.article_id == article_id
        )
    )
    return 1 if last is None else last + 1


async def identify(
    unit: AsyncConnection,
    *,
    guild_id: GuildId,
    article_id: ArticleId,
    number: int,
    question_ids: tuple[QuestionId, ...],
) -> None:
    """Say what the questions of a text are known by from now on."""
    where = (
        texts.c.guild_id == guild_id,
        texts.c.article_id == article_id,
        texts.c.number == number,
    )
    content = await unit.scalar(sa.select(texts.c.content).where(*where))
    if content is not None:
        changed = {**content, "question_ids": list(question_ids)}
        await unit.execute(sa.update(texts).where(*where).values(content=changed))


async def set_current(
    unit: AsyncConnection, *, guild_id: GuildId, article_id: ArticleId, article: Article
) -> None:
    """Have lists and look-ups know the article by a text; raise `ArticleAlreadyAdded`."""
    try:
        await unit.execute(
            sa.update(articles)
            .where(articles.c.guild_id == guild_id, articles.c.article_id == article_id)
            .values(
                title=article.title,
                author=article.author,
                source=article.source,
                revision=article.revision,
                dropped=list(article.dropped),
            )
        )
    except IntegrityError:
        raise ArticleAlreadyAdded(title=article.title) from None


# ── the form ──────────────────────────────────────────────────────────────────────────────────


def _dump(article: Article) -> dict[str, Any]:
    return {
        "title": article.title,
        "author": article.author,
        "source": article.source,
        "dropped": list(article.dropped),
        "sections": [
            [section.heading, [[block.kind, block.text] for block in section.blocks]]
            for section in article.sections
        ],
        "questions": [
            {
                "text": question.text,
                "shown": question.shown,
                "sentence": question.sentence,
                "section": question.section,
                "kind": question.kind,
                "source": question.source,
                "alternatives": list(question.alternatives),
            }
            for question in article.questions
        ],
    }


def _parse(kept: dict[str, Any]) -> Article:
    return Article(
        title=kept["title"],
        author=kept["author"],
        source=kept["source"],
        dropped=tuple(kept["dropped"]),
        sections=tuple(
            Section(
                heading=heading,
                blocks=tuple(Block(kind=BlockKind(kind), text=text) for kind, text in blocks),
            )
            for heading, blocks in kept["sections"]
        ),
        questions=tuple(
            Question(
                text=one["text"],
                shown=one["shown"],
                sentence=one["sentence"],
                section=one["section"],
                kind=QuestionKind(one["kind"]),
                source=QuestionSource(one["source"]),
                alternatives=tuple(one["alternatives"]),
            )
            for one in kept["questions"]
        ),
    )
