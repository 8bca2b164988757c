"""Corrections of open polls: other words for a question, other options to choose from."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ballot import Option, PollState
from bot.domain.poll import Poll
from bot.storage import polls as poll_rows
from bot.storage import votes
from bot.storage.poll_form import add_options, change
from bot.storage.tables import options, polls


async def record_corrected(unit: AsyncConnection, *, poll: Poll, words: str, at: datetime) -> None:
    """Record other words for an open poll; its message is still to follow."""
    await change(
        unit,
        poll,
        polls.c.state == PollState.OPEN,
        question=words,
        corrected_at=at,
        correction_shown_at=None,
    )


async def record_correction_shown(unit: AsyncConnection, *, poll: Poll) -> None:
    """Record that the poll's message bears the words and the closing time that `poll` has."""
    await change(
        unit, poll, correction_shown_at=poll.corrected_at, printed_closes_at=poll.closes_at
    )


async def ask_for_options(
    unit: AsyncConnection, *, poll: Poll, new_options: Sequence[Option]
) -> None:
    """Have an open poll's options replaced; they stay until `replace_options`."""
    form = [[one.position, one.emoji, one.label, one.neutral] for one in new_options]
    await change(unit, poll, polls.c.state == PollState.OPEN, new_options=form)


async def replace_options(unit: AsyncConnection, *, poll: Poll) -> bool:
    """Put the new options in the place of those `poll` has; its seeds are to be put anew.

    False, and nothing is changed, where somebody has voted, others were asked for meanwhile, or it
    is no longer open.
    """
    current = await poll_rows.get(unit, guild_id=poll.guild_id, poll_id=poll.poll_id)
    counted = await votes.count_marks(unit, guild_id=poll.guild_id, poll_ids=[poll.poll_id])
    if counted or current.state is not PollState.OPEN or current.new_options != poll.new_options:
        return False
    await change(unit, poll, new_options=None, seeded_at=None)
    await unit.execute(
        sa.delete(options).where(
            options.c.guild_id == poll.guild_id, options.c.poll_id == poll.poll_id
        )
    )
    await add_options(unit, poll.guild_id, poll.poll_id, poll.new_options or ())
    return True


async def keep_options(unit: AsyncConnection, *, poll: Poll, seeded_at: datetime | None) -> None:
    """Leave a poll the options it has, unless others still were asked for meanwhile."""
    current = await poll_rows.get(unit, guild_id=poll.guild_id, poll_id=poll.poll_id)
    if current.new_options == poll.new_options:
        await change(unit, poll, new_options=None, seeded_at=seeded_at)
