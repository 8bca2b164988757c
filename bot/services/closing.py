"""Closing: polls that wait for the next section are given an end once it stands, or none will."""

from collections.abc import Collection
from datetime import datetime

from bot.domain.ids import DiscussionId
from bot.domain.terms import closing_without_next
from bot.storage import closings
from bot.storage.database import Database


async def close_with_next(
    database: Database, now: datetime, among: Collection[DiscussionId] | None
) -> None:
    """Have those polls close now that a section has followed; read off rows, whatever happened.

    Those that no section will follow any more, as the last were skipped or the discussion was
    stopped, are given the time that the last section's have.
    """
    async with database.read() as unit:
        if not await closings.list_over(unit, among=among):
            return
    async with database.write() as unit:
        for waiting in await closings.list_over(unit, among=among):
            closes_at = (
                now if waiting.followed else closing_without_next(waiting.terms.closing, now)
            )
            await closings.set_closing(unit, waiting=waiting, closes_at=closes_at, now=now)
