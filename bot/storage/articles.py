"""Articles with their sections and questions, kept per server."""

import asyncio
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.article import Article, QuestionKind, QuestionSource, Section
from bot.domain.ids import ArticleId, GuildId, MemberId, QuestionId
from bot.domain.length import PromptLength
from bot.domain.library import AS_ADDED, ArticleLabel, ArticleSummary, KeptArticle
from bot.domain.preparation import prepare
from bot.errors import ArticleAlreadyAdded, ArticleNotFound
from bot.storage import preparations, texts
from bot.storage.article_form import Ids, dump_blocks, dump_question, parse_question, parse_section
from bot.storage.tables import articles, questions, sections
from bot.storage.tables import preparations as versions


async def add(
    unit: AsyncConnection,
    *,
    guild_id: GuildId,
    article: Article,
    added_by: MemberId,
    at: datetime,
    length: PromptLength = PromptLength.FULL,
) -> ArticleId:
    """Keep an article; raise `ArticleAlreadyAdded` if the server has that very text."""
    revision, kept = await asyncio.to_thread(_kept_form, article)
    try:
        result = await unit.execute(
            sa.insert(articles)
            .values(
                guild_id=guild_id,
                title=article.title,
                author=article.author,
                source=article.source,
                revision=revision,
                dropped=list(article.dropped),
                added_by=added_by,
                added_at=at,
                length=length,
            )
            .returning(articles.c.article_id)
        )
    except IntegrityError:
        raise ArticleAlreadyAdded(title=article.title) from None
    article_id = ArticleId(result.scalar_one())
    owner: dict[str, Any] = {"guild_id": guild_id, "article_id": article_id}
    await unit.execute(
        sa.insert(sections).values(blocks=sa.bindparam("kept", type_=sa.Text)),
        [
            owner | {"position": position, "heading": section.heading, "kept": blocks}
            for position, (section, blocks) in enumerate(zip(article.sections, kept, strict=True))
        ],
    )
    if article.questions:
        await unit.execute(
            sa.insert(questions),
            [
                owner | {"position": position} | dump_question(question)
                for position, question in enumerate(article.questions)
            ],
        )
    return article_id


def _kept_form(article: Article) -> tuple[str, list[str]]:
    return article.revision, [dump_blocks(section) for section in article.sections]


async def list_labels(unit: AsyncConnection, *, guild_id: GuildId) -> tuple[ArticleLabel, ...]:
    """List a server's articles by their titles alone, the newest first."""
    rows = await unit.execute(
        sa.select(articles.c.article_id, articles.c.title)
        .where(articles.c.guild_id == guild_id, articles.c.removed_at.is_(None))
        .order_by(articles.c.added_at.desc(), articles.c.article_id.desc())
    )
    return tuple(ArticleLabel(ArticleId(article_id), title) for article_id, title in rows)


async def list_all(unit: AsyncConnection, *, guild_id: GuildId) -> tuple[ArticleSummary, ...]:
    """List a server's articles, the newest first."""

    def count(table: sa.Table) -> sa.ScalarSelect[int]:
        of_article = table.c.article_id == articles.c.article_id
        # Not by its column: SQLite would go through all of the server's for each article.
        of_guild = table.c.guild_id + 0 == guild_id
        return sa.select(sa.func.count()).where(of_article, of_guild).scalar_subquery()

    def edited(column: sa.Column[int]) -> sa.ScalarSelect[int]:
        of_article = versions.c.article_id == articles.c.article_id
        of_guild = versions.c.guild_id == guild_id
        newest = sa.select(column).where(of_article, of_guild).order_by(versions.c.number.desc())
        return newest.limit(1).scalar_subquery()

    rows = await unit.execute(
        sa.select(
            articles.c.article_id,
            articles.c.title,
            sa.func.coalesce(edited(versions.c.sections), count(sections)).label("sections"),
            sa.func.coalesce(edited(versions.c.questions), count(questions)).label("questions"),
            articles.c.added_at,
        )
        .where(articles.c.guild_id == guild_id, articles.c.removed_at.is_(None))
        .order_by(articles.c.added_at.desc(), articles.c.article_id.desc())
    )
    return tuple(ArticleSummary(**row) for row in rows.mappings())


async def get(
    unit: AsyncConnection, *, guild_id: GuildId, article_id: ArticleId, number: int | None = None
) -> KeptArticle:
    """Give an article whole, removed or not, as it is prepared now or was in version `number`.

    Raises `ArticleNotFound`, also for a version that is forgotten.
    """
    owned = {"guild_id": guild_id, "article_id": article_id}
    row = (await unit.execute(sa.select(articles).filter_by(**owned))).mappings().first()
    if row is None:
        raise ArticleNotFound(given=str(article_id))
    found = await preparations.find(unit, guild_id=guild_id, article_id=article_id, number=number)
    if found is None and number:
        raise ArticleNotFound(given=str(article_id))
    version = found[1] if found else AS_ADDED
    text = await texts.find(unit, guild_id=guild_id, article_id=article_id, number=version.text)
    article, all_ids = text or await _as_added(unit, row)
    ids = tuple(question_id for question_id in all_ids if question_id is not None)
    preparation = found[0] if found else await asyncio.to_thread(prepare, article, ids)
    return KeptArticle(
        article_id=article_id,
        article=article,
        question_ids=ids,
        preparation=preparation,
        version=version,
        length=PromptLength(row["length"]),
    )


async def _as_added(unit: AsyncConnection, row: sa.RowMapping) -> tuple[Article, Ids]:
    """Give the text an article was added with, and the ids along its questions."""
    owned = {"guild_id": row["guild_id"], "article_id": row["article_id"]}
    blocks = sa.type_coerce(sections.c.blocks, sa.Text)
    parts = await unit.execute(
        sa.select(sections.c.heading, blocks).filter_by(**owned).order_by(sections.c.position)
    )
    asked = await unit.execute(
        sa.select(questions)
        .filter_by(**owned)
        .where(questions.c.position >= 0)
        .order_by(questions.c.position)
    )
    question_rows = asked.mappings().all()
    article = Article(
        title=row["title"],
        author=row["author"],
        source=row["source"],
        dropped=tuple(row["dropped"]),
        sections=await asyncio.to_thread(_sections, parts.all()),
        questions=tuple(parse_question(question) for question in question_rows),
    )
    return article, tuple(QuestionId(question["question_id"]) for question in question_rows)


def _sections(rows: Iterable[Sequence[Any]]) -> tuple[Section, ...]:
    return tuple(parse_section(heading, blocks) for heading, blocks in rows)


async def get_credit(
    unit: AsyncConnection, *, guild_id: GuildId, article_id: ArticleId
) -> tuple[str | None, str | None]:
    """Give an article's author and source, without reading it; raises `ArticleNotFound`."""
    rows = await unit.execute(
        sa.select(articles.c.author, articles.c.source).where(
            articles.c.guild_id == guild_id, articles.c.article_id == article_id
        )
    )
    row = rows.first()
    if row is None:
        raise ArticleNotFound(given=str(article_id))
    return row.author, row.source


async def add_question(
    unit: AsyncConnection, *, guild_id: GuildId, article_id: ArticleId, words: str
) -> QuestionId:
    """Keep a question of an organizer's own, and give what it is known by from then on."""
    result = await unit.execute(
        sa.insert(questions)
        .from_select(
            [
                *("guild_id", "article_id", "position", "text", "shown", "sentence"),
                *("kind", "source", "alternatives"),
            ],
            sa.select(
                articles.c.guild_id,
                articles.c.article_id,
                sa.literal(-1),
                *[sa.literal(words)] * 3,
                sa.literal(QuestionKind.WH.value),
                sa.literal(QuestionSource.ORGANIZER.value),
                sa.literal([], sa.JSON),
            ).where(articles.c.guild_id == guild_id, articles.c.article_id == article_id),
        )
        .returning(questions.c.question_id)
    )
    question_id = result.scalar()
    if question_id is None:
        raise ArticleNotFound(given=str(article_id))
    return QuestionId(question_id)


async def is_listed(unit: AsyncConnection, *, guild_id: GuildId, article_id: ArticleId) -> bool:
    """Say whether an article is on the server's list."""
    found = sa.select(articles.c.article_id).where(
        articles.c.guild_id == guild_id,
        articles.c.article_id == article_id,
        articles.c.removed_at.is_(None),
    )
    return await unit.scalar(found) is not None


async def set_length(
    unit: AsyncConnection, *, guild_id: GuildId, article_id: ArticleId, length: PromptLength
) -> None:
    """Say how much of an article's text is posted, in discussions that start from now on."""
    await unit.execute(
        sa.update(articles)
        .where(articles.c.guild_id == guild_id, articles.c.article_id == article_id)
        .values(length=length)
    )


async def remove(
    unit: AsyncConnection, *, guild_id: GuildId, article_id: ArticleId, at: datetime
) -> None:
    """Take an article off the server's list; tallies of past discussions keep what they need."""
    await unit.execute(
        sa.update(articles)
        .where(articles.c.guild_id == guild_id, articles.c.article_id == article_id)
        .values(removed_at=at)
    )
