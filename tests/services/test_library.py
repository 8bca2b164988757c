"""The library: what is added, listed and removed; reading itself is tested in tests/reading."""

import asyncio

import pytest

from bot.domain.article import QuestionKind
from bot.domain.length import PromptLength
from bot.errors import ArticleAlreadyAdded, ArticleInUse, ArticleNotFound, InvalidInput
from bot.reading.fetching.fetcher import Fetcher
from bot.reading.submission import Submission
from bot.reading.worker import ReadingWorker
from bot.services.library import Library
from tests.builders import CHANNEL, DAY, GUILD, NOW, ORGANIZER, OTHER_GUILD, make_article
from tests.web import Names, serving

_TEXT = """On walking

Why walk

Walking is slow. Is slowness a virtue? Many think so.

Where to

Who decides where a path leads? Nobody does.
"""


async def add(bot, text=_TEXT, guild_id=GUILD, **about):
    """Add a text to a server's library."""
    submission = Submission(data=text.encode(), name="walking.txt", **about)
    return await bot.library.add(guild_id, submission, added_by=ORGANIZER)


async def test_added_and_found(bot):
    """A file becomes an article, which is found by its id and by its title."""
    kept = await add(bot)

    assert kept.article.title == "On walking"
    assert kept.article.questions[0].kind is QuestionKind.YES_NO
    for given in (str(kept.article_id), "on walking", " On Walking "):
        assert await bot.library.get(GUILD, given) == kept
    (listed,) = await bot.library.list_all(GUILD)
    assert (listed.title, listed.questions) == ("On walking", 2)
    assert listed.added_at == NOW


async def test_a_fetched_article_is_posted_with_its_openings(bot):
    """Whether the server may post more of what is on the web is for the organizer to say."""
    fetched = await add(bot, source="https://example.org/walking")
    given = await add(bot, _TEXT + "\nMore.\n", title="On slow walking")

    assert (fetched.length, fetched.article.source) == (
        PromptLength.OPENING,
        "https://example.org/walking",
    )
    assert (given.length, given.article.source) == (PromptLength.FULL, None)
    assert given.article.title == "On slow walking"


async def test_the_same_again(bot):
    """The same words are not added twice to a server, however their spaces differ."""
    await add(bot)

    with pytest.raises(ArticleAlreadyAdded):
        await add(bot, _TEXT.replace("\n", "\r\n"))

    assert (await add(bot, guild_id=OTHER_GUILD)).article.title == "On walking"
    assert len(await bot.library.list_all(GUILD)) == 1


@pytest.mark.parametrize("data", [b"", b"   \n\n", b"\x00\x01\x02\xff" * 100, b"a" * 5_000_000])
async def test_unreadable(bot, data):
    """What cannot be read is refused, and nothing is kept."""
    with pytest.raises(InvalidInput):
        await bot.library.add(GUILD, Submission(data=data, name="file"), added_by=ORGANIZER)

    assert await bot.library.list_all(GUILD) == ()


@pytest.mark.parametrize("given", ["", "99", "Another", "-1"])
async def test_unknown(bot, given):
    """What names no article is not found."""
    await add(bot)

    with pytest.raises(ArticleNotFound):
        await bot.library.get(GUILD, given)
    with pytest.raises(ArticleNotFound):
        await bot.library.remove(GUILD, given)


async def test_another_servers(bot):
    """Another server's article is not found and not removed."""
    kept = await add(bot)

    with pytest.raises(ArticleNotFound):
        await bot.library.get(OTHER_GUILD, str(kept.article_id))
    with pytest.raises(ArticleNotFound):
        await bot.library.remove(OTHER_GUILD, str(kept.article_id))
    assert await bot.library.get(GUILD, str(kept.article_id)) == kept


@pytest.mark.parametrize("paused", [False, True])
async def test_in_use(bot, paused):
    """An article that is being discussed, paused or not, cannot be removed."""
    await bot.begin()
    if paused:
        await bot.control.pause(GUILD, "1", by=ORGANIZER)

    with pytest.raises(ArticleInUse) as refusal:
        await bot.library.remove(GUILD, "On reading")

    assert (refusal.value.title, refusal.value.channel_id) == ("On reading", CHANNEL)
    assert len(await bot.library.list_all(GUILD)) == 1


async def test_removed_after_the_end(bot):
    """After its discussion it can be removed; the tallies stay."""
    await bot.begin(make_article(kinds=((QuestionKind.YES_NO,),)))
    await bot.play()

    assert await bot.library.remove(GUILD, "On reading") == "On reading"

    assert await bot.library.list_all(GUILD) == ()
    report = await bot.reporting.tally_discussion(GUILD, 1)
    assert report.discussion.title == "On reading"
    assert len(report.polls) == 1
    with pytest.raises(ArticleNotFound):
        await bot.library.get(GUILD, "On reading")
    assert bot.clock.now() > NOW + DAY


async def test_a_servers_links_are_fetched_one_after_the_other(database, clock):
    """Whoever gives many slow links holds up their own server and no other."""
    gate = asyncio.Event()

    async def gated():
        await gate.wait()
        yield b"HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\nconnection: close\r\n\r\nwords"

    async with serving() as web, ReadingWorker() as worker:
        fetcher = Fetcher(Names(), worker.may_fetch, reach=web.reach)
        library = Library(database, worker, fetcher, clock)
        slow = [
            asyncio.create_task(library.fetch(GUILD, web.stream(f"/slow-{number}", gated)))
            for number in range(3)
        ]
        while "/slow-0" not in web.asked:
            await asyncio.sleep(0.01)

        assert (await library.fetch(OTHER_GUILD, web.serve("/quick"))).data

        assert web.asked == ["/robots.txt", "/slow-0", "/robots.txt", "/quick"]
        gate.set()
        assert [found.data for found in await asyncio.gather(*slow)] == [b"words"] * 3
