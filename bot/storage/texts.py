"""The texts of an article that was added anew, kept whole; one that was not has no rows here.

A text is proposed first: it counts once a version prepares it.
"""

import asyncio
import json
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.article import Article
from bot.domain.ids import ArticleId, GuildId, QuestionId
from bot.errors import ArticleAlreadyAdded, ArticleNotFound
from bot.storage.article_form import Ids, dump_text, parse_text
from bot.storage.tables import articles, preparations, texts

# Proposed texts of an article that several organizers may be looking at.
MOST_WAITING = 3


async def propose(
    unit: AsyncConnection,
    *,
    guild_id: GuildId,
    article_id: ArticleId,
    article: Article,
    number: int,
    at: datetime,
    question_ids: Ids,
) -> None:
    """Keep a text under a number; an id is None for a question that the article has not had yet.

    Raises `ArticleNotFound`.
    """
    owned = sa.select(articles.c.article_id).filter_by(guild_id=guild_id, article_id=article_id)
    if await unit.scalar(owned) is None:
        raise ArticleNotFound(given=str(article_id))
    content = await asyncio.to_thread(dump_text, article, question_ids)
    await unit.execute(
        sa.insert(texts).values(
            article_id=article_id,
            number=number,
            guild_id=guild_id,
            content=sa.literal(content, sa.Text),
            proposed_at=at,
        )
    )


async def find(
    unit: AsyncConnection, *, guild_id: GuildId, article_id: ArticleId, number: int
) -> tuple[Article, Ids] | None:
    """Give a text and the ids along its questions; None if it is not kept here."""
    content = await unit.scalar(
        sa.select(sa.type_coerce(texts.c.content, sa.Text)).where(
            texts.c.guild_id == guild_id,
            texts.c.article_id == article_id,
            texts.c.number == number,
        )
    )
    return None if content is None else await asyncio.to_thread(parse_text, content)


async def next_number(unit: AsyncConnection, *, guild_id: GuildId, article_id: ArticleId) -> int:
    """Give the number the next text has, and forget all but the last that were not taken.

    No number comes again, so that whoever was shown one text never takes another.
    """
    of_article = (texts.c.guild_id == guild_id, texts.c.article_id == article_id)
    prepared = sa.select(preparations.c.text).where(
        preparations.c.guild_id == guild_id, preparations.c.article_id == article_id
    )
    is_waiting = (*of_article, texts.c.number != 0, texts.c.number.not_in(prepared))
    last = sa.select(texts.c.number).where(*is_waiting).order_by(texts.c.number.desc())
    await unit.execute(
        sa.delete(texts).where(*is_waiting, texts.c.number.not_in(last.limit(MOST_WAITING - 1)))
    )
    number = await unit.scalar(sa.select(sa.func.max(texts.c.number)).where(*of_article))
    return 1 if number is None else number + 1


async def identify(
    unit: AsyncConnection,
    *,
    guild_id: GuildId,
    article_id: ArticleId,
    number: int,
    question_ids: tuple[QuestionId, ...],
) -> None:
    """Say what the questions of a text are known by from now on."""
    ids = sa.func.json(json.dumps(question_ids))
    await unit.execute(
        sa.update(texts)
        .where(
            texts.c.guild_id == guild_id,
            texts.c.article_id == article_id,
            texts.c.number == number,
        )
        .values(content=sa.func.json_set(texts.c.content, "$.question_ids", ids, type_=sa.Text))
    )


async def set_current(
    unit: AsyncConnection, *, guild_id: GuildId, article_id: ArticleId, article: Article
) -> None:
    """Have lists and look-ups know the article by a text; raise `ArticleAlreadyAdded`."""
    revision = await asyncio.to_thread(lambda: article.revision)
    try:
        await unit.execute(
            sa.update(articles)
            .where(articles.c.guild_id == guild_id, articles.c.article_id == article_id)
            .values(
                title=article.title,
                author=article.author,
                source=article.source,
                revision=revision,
                dropped=list(article.dropped),
            )
        )
    except IntegrityError:
        raise ArticleAlreadyAdded(title=article.title) from None
