"""Updating: a corrected text takes the place of an article's, after its changes were looked at."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.clock import Clock
from bot.domain.article import LONGEST_HEADING, Article
from bot.domain.carrying import carry_over, match_questions
from bot.domain.changes import Changes, compare
from bot.domain.ids import ArticleId, GuildId, MemberId, QuestionId
from bot.domain.library import KeptArticle
from bot.domain.poll import Poll
from bot.domain.preparation import Preparation, require_at_most
from bot.domain.usage import Usage
from bot.errors import ProposalGone, SameText, WordsWanted
from bot.services.editing import Editing, Worktable
from bot.services.replanning import read_usage
from bot.storage import articles, polls, posts, texts
from bot.storage.database import Database, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What an update would do: the text's number, what changes, which open polls would close.

    All of it to the article as it is `kept`, and as far as that is out.
    """

    kept: KeptArticle
    usage: Usage
    number: int
    changes: Changes
    closing: tuple[Poll, ...]


class Updating:
    """Texts that follow one another under one article."""

    def __init__(self, database: Database, editing: Editing, clock: Clock) -> None:
        self._database = database
        self._editing = editing
        self._clock = clock

    async def propose(self, guild_id: GuildId, article_id: ArticleId, article: Article) -> Proposal:
        """Keep a text beside the article's and say what it would change; raise `SameText`."""
        table = await self._editing.look(guild_id, article_id)
        kept = table.kept
        # A file says nothing of where the article is from, and may not say by whom; that stays.
        article = replace(
            article,
            source=article.source or kept.article.source,
            author=article.author or kept.article.author,
        )
        # Off the loop, here and below: a text may have thousands of paragraphs.
        if await asyncio.to_thread(_has_same_words, article, kept.article):
            raise SameText(title=kept.article.title)
        question_ids = match_questions(kept, article)
        number = await self._keep_beside(guild_id, kept, article, question_ids)
        # Ids that no question has: what they will be is known once the text is taken.
        made_up = tuple(
            QuestionId(-1 - place) if one is None else one for place, one in enumerate(question_ids)
        )
        posted = table.usage.posted
        preparation = await asyncio.to_thread(carry_over, kept, article, made_up, posted)
        after = replace(kept, article=article, question_ids=made_up, preparation=preparation)
        return Proposal(
            kept=kept,
            usage=table.usage,
            number=number,
            changes=await asyncio.to_thread(compare, kept, after),
            closing=_closing(table.usage, preparation),
        )

    async def propose_again(
        self, guild_id: GuildId, article_id: ArticleId, number: int
    ) -> Proposal:
        """Say what a proposed text would change by now, under another number.

        Raises `ProposalGone`, or `SameText` where the article has that text by now.
        """
        async with self._database.read() as unit:
            found = await texts.find(unit, guild_id=guild_id, article_id=article_id, number=number)
        if found is None:
            raise ProposalGone
        article, _ = found
        return await self.propose(guild_id, article_id, article)

    async def retitle(
        self,
        guild_id: GuildId,
        article_id: ArticleId,
        title: str,
        author: str,
        *,
        seen: int,
        by: MemberId,
    ) -> Worktable:
        """Give an article another title and author, none if empty; the words below stay.

        Raises `WordsWanted` or `WordsTooLong`, `ArticleChangedMeanwhile` and `SectionUnderWay`.
        """
        table = await self._editing.look(guild_id, article_id)
        kept = table.kept
        title, author = (" ".join(words.split()) for words in (title, author))
        if not title:
            raise WordsWanted
        for words in (title, author):
            require_at_most(words, LONGEST_HEADING)
        if (title, author or None) == (kept.article.title, kept.article.author):
            return table
        number = await self._keep_beside(
            guild_id,
            kept,
            replace(kept.article, title=title, author=author or None),
            kept.question_ids,
        )

        async def prepared(_unit: Unit, kept: KeptArticle) -> Preparation:
            return kept.preparation

        return await self._editing.adopt(
            guild_id, article_id, prepared, edit="Retitle", by=by, seen=seen, text=number
        )

    async def take(
        self,
        guild_id: GuildId,
        article_id: ArticleId,
        number: int,
        *,
        seen: int,
        by: MemberId,
    ) -> Worktable:
        """Put a proposed text in the article's place; open polls of changed questions close.

        Raises `ProposalGone`, `ArticleChangedMeanwhile`, `SectionUnderWay`, and
        `ArticleAlreadyAdded` if the server has that text as another article.
        """

        async def prepared(unit: Unit, kept: KeptArticle) -> Preparation:
            article, question_ids = await self._identified(unit, guild_id, article_id, number)
            usage = await read_usage(unit, guild_id, article_id)
            preparation = await asyncio.to_thread(
                carry_over, kept, article, question_ids, usage.posted
            )
            await self._close(unit, _closing(usage, preparation))
            return preparation

        return await self._editing.adopt(
            guild_id, article_id, prepared, edit="Update", by=by, seen=seen, text=number
        )

    async def _identified(
        self, unit: Unit, guild_id: GuildId, article_id: ArticleId, number: int
    ) -> tuple[Article, tuple[QuestionId, ...]]:
        """Give a proposed text, its new questions known by ids from now on; or `ProposalGone`."""
        found = await texts.find(unit, guild_id=guild_id, article_id=article_id, number=number)
        if found is None:
            raise ProposalGone
        article, ids = found
        known = tuple(
            [
                one
                if one is not None
                else await articles.add_question(
                    unit, guild_id=guild_id, article_id=article_id, words=question.shown
                )
                for one, question in zip(ids, article.questions, strict=True)
            ]
        )
        await texts.identify(
            unit, guild_id=guild_id, article_id=article_id, number=number, question_ids=known
        )
        return article, known

    async def _close(self, unit: Unit, closing: Sequence[Poll]) -> None:
        now = self._clock.now()
        for poll in closing:
            await polls.close_one(unit, poll=poll, at=now)
            post = await posts.get(unit, guild_id=poll.guild_id, post_id=poll.post_id)
            await posts.attend(unit, post=post, at=now)

    async def _keep_beside(
        self,
        guild_id: GuildId,
        kept: KeptArticle,
        article: Article,
        question_ids: Sequence[QuestionId | None],
    ) -> int:
        """Keep a text beside an article's, and give its number."""
        article_id = kept.article_id
        async with self._database.write() as unit:
            number = await texts.next_number(unit, guild_id=guild_id, article_id=article_id)
            await self._keep_first(unit, guild_id, kept)
            await texts.propose(
                unit,
                guild_id=guild_id,
                article_id=article_id,
                article=article,
                number=number,
                at=self._clock.now(),
                question_ids=tuple(question_ids),
            )
        return number

    async def _keep_first(self, unit: Unit, guild_id: GuildId, kept: KeptArticle) -> None:
        """Keep the text an article was added with like those that follow, if it is not yet."""
        article_id = kept.article_id
        found = await texts.find(unit, guild_id=guild_id, article_id=article_id, number=0)
        if kept.version.text or found:
            return
        await texts.propose(
            unit,
            guild_id=guild_id,
            article_id=kept.article_id,
            article=kept.article,
            number=0,
            at=self._clock.now(),
            question_ids=kept.question_ids,
        )


def _has_same_words(one: Article, other: Article) -> bool:
    return one.author == other.author and one.revision == other.revision


def _closing(usage: Usage, after: Preparation) -> tuple[Poll, ...]:
    """Give the open polls whose question a new text no longer asks."""
    asked = {question.question_id for question in after.questions}
    return tuple(
        poll
        for question_id, found in usage.open_polls.items()
        if question_id not in asked
        for poll in found
    )
