"""Articles as rows: what comes out is what went in."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.article import (
    Article,
    Block,
    BlockKind,
    Question,
    QuestionKind,
    QuestionSource,
    Section,
)
from bot.errors import ArticleAlreadyAdded, ArticleNotFound
from bot.storage import articles, texts
from tests.builders import DAY, GUILD, NOW, ORGANIZER, OTHER_GUILD, make_article
from tests.storage.stands import undone

_words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
_blocks = st.builds(Block, kind=st.sampled_from(BlockKind), text=_words)
_sections = st.builds(
    Section, heading=st.none() | _words, blocks=st.lists(_blocks, max_size=3).map(tuple)
)
_questions = st.builds(
    Question,
    text=_words,
    shown=_words,
    sentence=_words,
    section=st.none() | st.integers(0, 3),
    kind=st.sampled_from(QuestionKind),
    source=st.sampled_from([QuestionSource.BODY, QuestionSource.HEADING]),
    alternatives=st.lists(_words, max_size=3).map(tuple),
)
_articles = st.builds(
    Article,
    title=_words,
    author=st.none() | _words,
    source=st.none() | _words,
    dropped=st.lists(_words, max_size=3).map(tuple),
    sections=st.lists(_sections, min_size=1, max_size=4).map(tuple),
    questions=st.lists(_questions, max_size=4).map(tuple),
)


async def add(unit, article, *, guild_id=GUILD, at=NOW):
    """Keep an article for a server."""
    return await articles.add(unit, guild_id=guild_id, article=article, added_by=ORGANIZER, at=at)


@given(article=_articles)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
async def test_round_trip(database, article):
    """Any article comes back as it was added, each question with an id of its own."""
    async with undone(database) as unit:
        article_id = await add(unit, article)
        kept = await articles.get(unit, guild_id=GUILD, article_id=article_id)

    assert kept.article == article
    assert len(set(kept.question_ids)) == len(article.questions)


@given(article=_articles, other=_articles)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
async def test_another_text(database, article, other):
    """Another text of an article comes back as it was kept, also once its questions have ids."""
    ids = tuple(None if at % 2 else 100 + at for at in range(len(other.questions)))
    given_ids = tuple(range(200, 200 + len(other.questions)))
    async with undone(database) as unit:
        of = {"guild_id": GUILD, "article_id": await add(unit, article), "number": 1}
        await texts.propose(unit, **of, article=other, at=NOW, question_ids=ids)
        before = await texts.find(unit, **of)
        await texts.identify(unit, **of, question_ids=given_ids)
        after = await texts.find(unit, **of)

    assert before == (other, ids)
    assert after == (other, given_ids)


async def test_the_same_words_twice(database):
    """A server has a text once; another server may have it too."""
    async with undone(database) as unit:
        await add(unit, make_article())
        await add(unit, make_article(), guild_id=OTHER_GUILD)

        with pytest.raises(ArticleAlreadyAdded) as refusal:
            await add(unit, make_article())

        assert refusal.value.title == "On reading"


async def test_removed(database):
    """A removed article leaves the list, can still be read by its id, and may be added again."""
    async with undone(database) as unit:
        article_id = await add(unit, make_article())

        await articles.remove(unit, guild_id=GUILD, article_id=article_id, at=NOW)

        assert await articles.list_all(unit, guild_id=GUILD) == ()
        kept = await articles.get(unit, guild_id=GUILD, article_id=article_id)
        assert kept.article == make_article()
        assert await add(unit, make_article()) != article_id


async def test_the_list(database):
    """The list has the newest first, with the number of sections and questions."""
    async with undone(database) as unit:
        await add(unit, make_article("First"))
        await add(unit, make_article("Second", kinds=((),)), at=NOW + DAY)

        listed = await articles.list_all(unit, guild_id=GUILD)

    assert [(one.title, one.sections, one.questions) for one in listed] == [
        ("Second", 1, 0),
        ("First", 2, 2),
    ]
    assert listed[0].added_at == NOW + DAY


async def test_unknown(database):
    """An article that is not there is not found."""
    async with database.read() as unit:
        with pytest.raises(ArticleNotFound):
            await articles.get(unit, guild_id=GUILD, article_id=99)
