"""The library: a server's articles, added, listed, looked at and removed."""

import asyncio
from weakref import WeakValueDictionary

from bot.clock import Clock
from bot.domain.article import Article
from bot.domain.discussion import OPEN_STATES
from bot.domain.ids import ArticleId, GuildId, MemberId
from bot.domain.length import PromptLength
from bot.domain.library import ArticleLabel, ArticleSummary, KeptArticle
from bot.errors import ArticleInUse, ArticleNotFound, ArticleTooLarge
from bot.reading.fetching.fetcher import Fetcher
from bot.reading.reader import MAX_ARTICLE_BYTES, MAX_PAGE_BYTES
from bot.reading.submission import Submission
from bot.reading.worker import ReadingWorker
from bot.storage import articles, discussions
from bot.storage.database import Database


class Library:
    """A server's articles."""

    def __init__(
        self, database: Database, worker: ReadingWorker, fetcher: Fetcher, clock: Clock
    ) -> None:
        self._database = database
        self._worker = worker
        self._fetcher = fetcher
        self._clock = clock
        self._turns = WeakValueDictionary[GuildId, asyncio.Lock]()

    def require_readable(self, name: str, size: int) -> None:
        """Raise `ArticleTooLarge` for a file that need not even be fetched; `size` in bytes."""
        if size > MAX_PAGE_BYTES:
            raise ArticleTooLarge(name=name, size=size, limit=MAX_ARTICLE_BYTES)

    async def fetch(self, guild_id: GuildId, link: str) -> Submission:
        """Fetch the page behind a link; raise what `Fetcher.fetch` raises.

        A server's links are fetched one after the other, so that it cannot take all the turns.
        """
        turn = self._turns.setdefault(guild_id, asyncio.Lock())
        async with turn:
            return await self._fetcher.fetch(link)

    async def add(
        self, guild_id: GuildId, submission: Submission, *, added_by: MemberId
    ) -> KeptArticle:
        """Read an article and keep it; what was fetched is posted with its openings alone.

        That is for the organizer to change, who knows whether the server may post the whole of it.
        Raises what `ReadingWorker.read` raises, and `ArticleAlreadyAdded`.
        """
        article = await self.read(submission)
        is_fetched = submission.source is not None
        async with self._database.write() as unit:
            article_id = await articles.add(
                unit,
                guild_id=guild_id,
                article=article,
                added_by=added_by,
                at=self._clock.now(),
                length=PromptLength.OPENING if is_fetched else PromptLength.FULL,
            )
            return await articles.get(unit, guild_id=guild_id, article_id=article_id)

    async def read(self, submission: Submission) -> Article:
        """Read a text without keeping it; raise what `ReadingWorker.read` raises."""
        return await self._worker.read(
            submission.data,
            name=submission.name,
            media_type=submission.media_type,
            title=submission.title,
            source=submission.source,
        )

    async def list_labels(self, guild_id: GuildId) -> tuple[ArticleLabel, ...]:
        """List the server's articles to choose from, the newest first."""
        async with self._database.read() as unit:
            return await articles.list_labels(unit, guild_id=guild_id)

    async def list_all(self, guild_id: GuildId) -> tuple[ArticleSummary, ...]:
        """List the server's articles, the newest first."""
        async with self._database.read() as unit:
            return await articles.list_all(unit, guild_id=guild_id)

    async def get(self, guild_id: GuildId, given: str) -> KeptArticle:
        """Give the article chosen from the list, or typed by its title; raise `ArticleNotFound`."""
        article_id = _choose(await self.list_labels(guild_id), given)
        async with self._database.read() as unit:
            return await articles.get(unit, guild_id=guild_id, article_id=article_id)

    async def remove(self, guild_id: GuildId, given: str) -> str:
        """Take an article off the list and give its title; raise `ArticleInUse`."""
        article_id = _choose(await self.list_labels(guild_id), given)
        async with self._database.write() as unit:
            kept = await articles.get(unit, guild_id=guild_id, article_id=article_id)
            users = await discussions.list_all(
                unit, guild_id=guild_id, states=OPEN_STATES, article_id=article_id
            )
            if users:
                raise ArticleInUse(title=kept.article.title, channel_id=users[0].channel_id)
            await articles.remove(
                unit, guild_id=guild_id, article_id=article_id, at=self._clock.now()
            )
        return kept.article.title


def _choose(labels: tuple[ArticleLabel, ...], given: str) -> ArticleId:
    """Find what autocomplete sent (an id) or somebody typed (a title, in any case)."""
    by_title = {one.title.casefold(): one.article_id for one in reversed(labels)}
    by_id = {str(one.article_id): one.article_id for one in labels}
    # An id goes before a title, which may be a number too.
    found = (by_title | by_id).get(given.strip().casefold())
    if found is None:
        raise ArticleNotFound(given=given)
    return found
