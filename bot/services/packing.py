"""Packing: an organizer's preparation goes out as a file without the text, and comes in again."""

import asyncio
from collections.abc import Mapping

from bot.domain.ids import ArticleId, GuildId, MemberId
from bot.domain.library import KeptArticle
from bot.domain.pack import Pack, check_pack, pack, unpack
from bot.domain.preparation import Preparation
from bot.errors import PageOfAnotherText, TextNotHere
from bot.services.editing import Editing, Worktable
from bot.services.library import Library
from bot.storage import articles, discussions
from bot.storage.database import Database, Unit


class Packing:
    """Discussion packs of a server's articles."""

    def __init__(self, database: Database, editing: Editing, library: Library) -> None:
        self._database = database
        self._editing = editing
        self._library = library

    async def export(self, guild_id: GuildId, article_id: ArticleId) -> Pack:
        """Pack an article as it stands, with the schedule it was last discussed by."""
        async with self._database.read() as unit:
            kept = await articles.get(unit, guild_id=guild_id, article_id=article_id)
            held = await discussions.list_all(unit, guild_id=guild_id, article_id=article_id)
            schedule = None
            if held:
                schedule = await discussions.get_schedule(
                    unit, guild_id=guild_id, discussion_id=held[0].discussion_id
                )
        # Off the loop, here and below: the hash of a book takes its time.
        return await asyncio.to_thread(pack, kept, schedule)

    async def find_article(self, guild_id: GuildId, given: Pack, *, by: MemberId) -> ArticleId:
        """Find the server's article with the text of a pack, else add it from its address.

        Raises `TextNotHere` without an address, `PageOfAnotherText` where the page has another text
        by now, and what `Library.fetch` and `Library.add` raise.
        """
        found = await self._find_words(guild_id, given)
        if found is not None:
            return found
        if given.address is None or not given.address.startswith(("http://", "https://")):
            raise TextNotHere(address=given.address)
        submission = await self._library.fetch(guild_id, given.address)
        article = await self._library.read(submission)
        if await asyncio.to_thread(lambda: article.words_hash) != given.words:
            raise PageOfAnotherText(title=article.title, address=given.address)
        return (await self._library.add(guild_id, submission, added_by=by)).article_id

    async def _find_words(self, guild_id: GuildId, given: Pack) -> ArticleId | None:
        """Find the newest article with a pack's words, rather one that was read alike.

        Every text is gone through, since titles and cuts may be others: this is seldom asked.
        """
        read_otherwise = None
        for label in await self._library.list_labels(guild_id):
            async with self._database.read() as unit:
                kept = await articles.get(unit, guild_id=guild_id, article_id=label.article_id)
            article = kept.article
            if await asyncio.to_thread(lambda one: one.words_hash, article) != given.words:
                continue
            if await asyncio.to_thread(lambda one: one.reading_hash, article) == given.reading:
                return label.article_id
            read_otherwise = read_otherwise or label.article_id
        return read_otherwise

    async def take_in(
        self,
        guild_id: GuildId,
        article_id: ArticleId,
        given: Pack,
        own_emoji: Mapping[str, str],
        *,
        by: MemberId,
    ) -> Worktable:
        """Prepare an article as a pack says; one step that can be undone.

        Raises what `check_pack` raises, or `SectionAlreadyPosted`.
        """

        async def prepared(unit: Unit, kept: KeptArticle) -> Preparation:
            await asyncio.to_thread(check_pack, given, kept)
            own_ids = [
                await articles.add_question(
                    unit, guild_id=guild_id, article_id=article_id, words=question.words
                )
                for question in given.questions
                if question.found is None
            ]
            return await asyncio.to_thread(unpack, given, kept, own_ids, own_emoji)

        return await self._editing.adopt(guild_id, article_id, prepared, edit="Pack", by=by)
