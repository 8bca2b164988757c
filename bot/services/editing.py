"""Editing: an organizer puts an article right, one recorded version at a time.

Discussions that are on follow in the same transaction, as far as nothing of it is posted there yet.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from bot.clock import Clock
from bot.domain.adding import TakeBack
from bot.domain.asking import AddQuestion, Reword
from bot.domain.editing import AskTwice, Cut, Edit, MoveSection, Split, find_heading
from bot.domain.ids import ArticleId, GuildId, MemberId, QuestionId, SectionId
from bot.domain.length import PromptLength
from bot.domain.library import KeptArticle, Version
from bot.domain.preparation import Preparation
from bot.domain.suggestion import AskAdded, AskIndirect, CutText, Suggestion
from bot.domain.usage import Usage
from bot.errors import (
    ArticleChangedMeanwhile,
    ArticleNotFound,
    NoCutHere,
    NothingToRedo,
    NothingToUndo,
    SectionUnderWay,
)
from bot.reading.own_questions import read_question
from bot.services.advice import advise
from bot.services.dispatch import Dispatch
from bot.services.replanning import read_usage, replan, require_uncut, require_unposted
from bot.storage import articles, preparations, texts
from bot.storage.database import Database, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Worktable:
    """An article as it stands for whoever edits it, and what of it is out.

    `has_other_text` says that what was just undone or redone was an update.
    """

    kept: KeptArticle
    usage: Usage
    has_other_text: bool = False


Step = Edit | TakeBack
# Makes a preparation within the transaction that keeps it.
Prepared = Callable[[Unit, KeptArticle], Awaitable[Preparation]]


class Editing:
    """Edits of articles, told apart by version: `seen` is the one the asker was shown.

    Every edit raises `ArticleNotFound`, `ArticleChangedMeanwhile` where somebody was quicker, and
    `SectionAlreadyPosted` where it would change the text of what stands in a discussion.
    """

    def __init__(self, database: Database, dispatch: Dispatch, clock: Clock) -> None:
        self._database = database
        self._dispatch = dispatch
        self._clock = clock

    async def look(self, guild_id: GuildId, article_id: ArticleId) -> Worktable:
        """Give an article of the server's list as it stands; raise `ArticleNotFound`."""
        async with self._database.read() as unit:
            return await self.look_within(unit, guild_id, article_id)

    async def edit(
        self, guild_id: GuildId, article_id: ArticleId, edit: Step, *, seen: int, by: MemberId
    ) -> Worktable:
        """Make an edit; raise also what the edit itself raises."""
        async with self._database.write() as unit:
            table = await self.edit_within(unit, guild_id, article_id, edit, seen=seen, by=by)
        self._dispatch.ring()
        return table

    async def edit_within(
        self,
        unit: Unit,
        guild_id: GuildId,
        article_id: ArticleId,
        edit: Step,
        *,
        seen: int,
        by: MemberId,
    ) -> Worktable:
        """Make an edit as `edit` does, within a transaction."""
        table = await self.require_within(unit, guild_id, article_id, seen)
        await self._make(unit, guild_id, table, edit, by)
        return await self.look_within(unit, guild_id, article_id)

    async def reword(
        self,
        guild_id: GuildId,
        article_id: ArticleId,
        question_id: QuestionId,
        words: str,
        *,
        seen: int,
        by: MemberId,
    ) -> Worktable:
        """Ask a question in other words; its kind follows their grammar if it did before."""
        async with self._database.write() as unit:
            table = await self.require_within(unit, guild_id, article_id, seen)
            article = table.kept.article
            question = table.kept.preparation.question(question_id)
            before, read = (read_question(one, article) for one in (question.words, words.strip()))
            follows = before.kind is question.kind and question.options is None
            kind = read.kind if follows else question.kind
            alternatives = read.alternatives if follows else question.alternatives
            edit = Reword(question_id, words, kind, alternatives)
            await self._make(unit, guild_id, table, edit, by)
            table = await self.look_within(unit, guild_id, article_id)
        self._dispatch.ring()
        return table

    async def add_question(
        self,
        guild_id: GuildId,
        article_id: ArticleId,
        section_id: SectionId,
        words: str,
        *,
        seen: int,
        by: MemberId,
    ) -> Worktable:
        """Ask a question of the organizer's own in a section, as the kind its grammar tells."""
        async with self._database.write() as unit:
            table = await self.require_within(unit, guild_id, article_id, seen)
            read = read_question(words.strip(), table.kept.article)
            question_id = await articles.add_question(
                unit, guild_id=guild_id, article_id=article_id, words=words
            )
            edit = AddQuestion(section_id, question_id, words, read.kind, read.alternatives)
            await self._make(unit, guild_id, table, edit, by)
            table = await self.look_within(unit, guild_id, article_id)
        self._dispatch.ring()
        return table

    async def ask_twice(
        self,
        guild_id: GuildId,
        article_id: ArticleId,
        question_id: QuestionId,
        *,
        seen: int,
        by: MemberId,
    ) -> Worktable:
        """Ask a question, such as the title's, at the beginning and at the end."""
        async with self._database.write() as unit:
            table = await self.require_within(unit, guild_id, article_id, seen)
            words = table.kept.preparation.question(question_id).words
            again_id = await articles.add_question(
                unit, guild_id=guild_id, article_id=article_id, words=words
            )
            await self._make(unit, guild_id, table, AskTwice(question_id, again_id), by)
            table = await self.look_within(unit, guild_id, article_id)
        self._dispatch.ring()
        return table

    async def split(
        self, guild_id: GuildId, article_id: ArticleId, split: Split, *, seen: int, by: MemberId
    ) -> Worktable:
        """Split a section; a line that looks like a heading becomes the new one's."""
        async with self._database.write() as unit:
            kept = (await self.require_within(unit, guild_id, article_id, seen)).kept
            section = kept.preparation.section(split.section_id)
            heading = find_heading(kept.blocks, kept.preparation, section, split.block)
            edit = replace(split, heading=heading)
            table = await self.edit_within(unit, guild_id, article_id, edit, seen=seen, by=by)
        self._dispatch.ring()
        return table

    async def cut_as_proposed(
        self, guild_id: GuildId, article_id: ArticleId, *, seen: int, by: MemberId
    ) -> Worktable:
        """Cut a text without headings where it was proposed; raise `NoCutHere` if it was not."""
        table = await self.look(guild_id, article_id)
        cuts = [one.blocks for one in await self.advise(table) if isinstance(one, CutText)]
        if not cuts:
            raise NoCutHere
        return await self.edit(guild_id, article_id, Cut(cuts[0]), seen=seen, by=by)

    async def advise(self, table: Worktable) -> tuple[Suggestion, ...]:
        """Give what an organizer may want to change about an article, as far as it can be."""
        # Off the loop: a text may have twenty thousand paragraphs.
        return await asyncio.to_thread(advise, table.kept, table.usage.posted)

    async def find_suggested(self, table: Worktable, number: int, place: int) -> str:
        """Give the words that could be asked of a block or an added paragraph, counted from 0.

        Empty where they are suggested no more.
        """
        found = [
            one.words
            for one in await self.advise(table)
            if (isinstance(one, AskIndirect) and one.block == number)
            or (isinstance(one, AskAdded) and one.number == number)
        ]
        return found[place] if place < len(found) else ""

    async def undo(
        self, guild_id: GuildId, article_id: ArticleId, *, seen: int, by: MemberId
    ) -> Worktable:
        """Take the last edit back, and say so in the record; raise `NothingToUndo`."""
        async with self._database.write() as unit:
            table = await self.require_within(unit, guild_id, article_id, seen)
            version = table.kept.version
            if version.undo_to is None:
                raise NothingToUndo
            try:
                earlier = await articles.get(
                    unit, guild_id=guild_id, article_id=article_id, number=version.undo_to
                )
            except ArticleNotFound:
                raise NothingToUndo from None
            table = await self._bring_back(
                unit, guild_id, table, earlier, by, redo_to=version.number
            )
        self._dispatch.ring()
        return table

    async def redo(
        self, guild_id: GuildId, article_id: ArticleId, *, seen: int, by: MemberId
    ) -> Worktable:
        """Do again what was last undone; raise `NothingToRedo`."""
        async with self._database.write() as unit:
            table = await self.require_within(unit, guild_id, article_id, seen)
            if table.kept.version.redo_to is None:
                raise NothingToRedo
            try:
                later = await articles.get(
                    unit,
                    guild_id=guild_id,
                    article_id=article_id,
                    number=table.kept.version.redo_to,
                )
            except ArticleNotFound:
                raise NothingToRedo from None
            redo_to = later.version.redo_to
            table = await self._bring_back(unit, guild_id, table, later, by, redo_to=redo_to)
        self._dispatch.ring()
        return table

    async def adopt(
        self,
        guild_id: GuildId,
        article_id: ArticleId,
        prepared: Prepared,
        *,
        edit: str,
        by: MemberId,
        seen: int | None = None,
        text: int | None = None,
    ) -> Worktable:
        """Take over a whole preparation as one step, of another `text` if one is named.

        Raises also what `prepared` raises.
        """
        async with self._database.write() as unit:
            table = await self.look_within(unit, guild_id, article_id)
            before = table.kept.version.number
            if seen is not None:
                table = await self.require_within(unit, guild_id, article_id, seen)
            after = await prepared(unit, table.kept)
            version = Version(
                number=before + 1,
                edit=edit,
                text=table.kept.version.text if text is None else text,
                made_by=by,
                undo_to=before,
            )
            await self._keep(unit, guild_id, table, after, version)
            table = await self.look_within(unit, guild_id, article_id)
        self._dispatch.ring()
        return table

    async def set_length(
        self, guild_id: GuildId, article_id: ArticleId, length: PromptLength
    ) -> None:
        """Say how much is posted in discussions that start from now on."""
        async with self._database.write() as unit:
            await self.look_within(unit, guild_id, article_id)
            await articles.set_length(unit, guild_id=guild_id, article_id=article_id, length=length)

    # ── versions ──────────────────────────────────────────────────────────────────────────────

    async def look_within(self, unit: Unit, guild_id: GuildId, article_id: ArticleId) -> Worktable:
        """Give an article as `look` does, within a transaction."""
        if not await articles.is_listed(unit, guild_id=guild_id, article_id=article_id):
            # Nobody typed the id.
            raise ArticleNotFound(given="")
        kept = await articles.get(unit, guild_id=guild_id, article_id=article_id)
        return Worktable(kept=kept, usage=await read_usage(unit, guild_id, article_id))

    async def require_within(
        self, unit: Unit, guild_id: GuildId, article_id: ArticleId, seen: int
    ) -> Worktable:
        """Give an article as `look_within` does; raise `ArticleChangedMeanwhile`."""
        table = await self.look_within(unit, guild_id, article_id)
        version = table.kept.version
        if version.number != seen:
            raise ArticleChangedMeanwhile(title=table.kept.article.title, by=version.made_by or 0)
        return table

    async def _make(
        self, unit: Unit, guild_id: GuildId, table: Worktable, edit: Step, by: MemberId
    ) -> None:
        before = table.kept
        if isinstance(edit, TakeBack):
            edit = edit.out_of(before.article, before.preparation)
        if isinstance(edit, MoveSection):
            require_unposted(before, table.usage, edit.section_id)
        version = Version(
            number=before.version.number + 1,
            edit=type(edit).__name__,
            text=before.version.text,
            made_by=by,
            undo_to=before.version.number,
        )
        after = edit.apply(before.preparation)
        if after != before.preparation:
            await self._keep(unit, guild_id, table, after, version)

    async def _bring_back(
        self,
        unit: Unit,
        guild_id: GuildId,
        table: Worktable,
        other: KeptArticle,
        by: MemberId,
        *,
        redo_to: int | None,
    ) -> Worktable:
        version = Version(
            number=table.kept.version.number + 1,
            edit=other.version.edit,
            text=other.version.text,
            made_by=by,
            undo_to=other.version.undo_to,
            redo_to=redo_to,
        )
        await self._keep(unit, guild_id, table, other.preparation, version)
        after = await self.look_within(unit, guild_id, table.kept.article_id)
        # Another title alone is none.
        has_other_text = other.article.sections != table.kept.article.sections
        return replace(after, has_other_text=has_other_text)

    async def _keep(
        self,
        unit: Unit,
        guild_id: GuildId,
        table: Worktable,
        preparation: Preparation,
        version: Version,
    ) -> None:
        article_id = table.kept.article_id
        is_other_text = version.text != table.kept.version.text
        if is_other_text:
            # What is posted stays as it is; what is being posted still needs its text.
            _require_nothing_under_way(table)
        else:
            require_uncut(table.kept, table.usage, preparation)
        now = self._clock.now()
        await preparations.add(
            unit,
            guild_id=guild_id,
            article_id=article_id,
            preparation=preparation,
            version=version,
            at=now,
        )
        kept = await articles.get(unit, guild_id=guild_id, article_id=article_id)
        if is_other_text:
            await texts.set_current(
                unit, guild_id=guild_id, article_id=article_id, article=kept.article
            )
        for discussion in table.usage.discussions:
            await replan(unit, discussion, kept, now)


def _require_nothing_under_way(table: Worktable) -> None:
    for channel_id in table.usage.under_way:
        raise SectionUnderWay(channel_id=channel_id)
