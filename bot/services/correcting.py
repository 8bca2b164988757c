"""Correcting: open polls are put as their question is now, as far as votes allow.

Rows say what is to be; the section's walk does it.
"""

from dataclasses import dataclass

from bot.clock import Clock
from bot.domain.ids import ArticleId, GuildId, QuestionId
from bot.domain.poll import Poll, plan_poll
from bot.services.dispatch import Dispatch
from bot.services.editing import Editing, Worktable
from bot.storage import corrections, posts
from bot.storage.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """An article after a correction, and the open polls that were corrected."""

    table: Worktable
    polls: tuple[Poll, ...]


class Correcting:
    """Corrections of polls that members can see."""

    def __init__(
        self, database: Database, editing: Editing, dispatch: Dispatch, clock: Clock
    ) -> None:
        self._database = database
        self._editing = editing
        self._dispatch = dispatch
        self._clock = clock

    async def correct(
        self, guild_id: GuildId, article_id: ArticleId, question_id: QuestionId, *, seen: int
    ) -> Correction:
        """Put a question's open polls as it is in version `seen`.

        Other words are marked as corrected; options are replaced where nobody has voted, and stay
        if somebody does before that is done. Raises `ArticleNotFound`, `QuestionNotFound`, or
        `ArticleChangedMeanwhile`.
        """
        now = self._clock.now()
        async with self._database.write() as unit:
            table = await self._editing.require_within(unit, guild_id, article_id, seen)
            preparation = table.kept.preparation
            planned = plan_poll(preparation.question(question_id))
            stale = table.usage.stale_polls(preparation, question_id)
            for poll in stale:
                if poll.question != planned.question:
                    words = planned.question
                    await corrections.record_corrected(unit, poll=poll, words=words, at=now)
                if poll.poll_id not in table.usage.voted_on and not poll.offers(planned.options):
                    await corrections.ask_for_options(
                        unit, poll=poll, new_options=poll.positioned(planned.options)
                    )
                post = await posts.get(unit, guild_id=guild_id, post_id=poll.post_id)
                await posts.attend(unit, post=post, at=now)
            table = await self._editing.look_within(unit, guild_id, article_id)
        self._dispatch.ring()
        return Correction(table=table, polls=stale)
