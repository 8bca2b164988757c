"""Counting one poll from its rows, for what is posted about it."""

from bot.domain.poll import Poll
from bot.domain.report import CountedPoll
from bot.storage import tallies
from bot.storage.database import Database


async def count(database: Database, poll: Poll) -> CountedPoll:
    """Count a poll as its votes stand in rows."""
    async with database.read() as unit:
        counted = await tallies.count(unit, [poll])
    return CountedPoll(poll=poll, tally=counted[poll.poll_id])
