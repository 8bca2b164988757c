"""Claiming: what is due is sent now, or has its slot moved; what comes after it is dated.

For `dispatch`, which asks for all that is due, and for an organizer who wants the next one now.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

import structlog

from bot.domain.discussion import DiscussionState, PauseReason
from bot.domain.schedule import PUNCTUAL, MissedSlot, settle_missed, slot_of_next
from bot.storage import agenda, discussions
from bot.storage.agenda import Dating, DuePost
from bot.storage.database import Unit

_log = structlog.get_logger()


async def claim(unit: Unit, due: Iterable[DuePost], now: datetime) -> list[DuePost]:
    """Claim what is sent now, and give other slots to what is not and to what comes next."""
    claimed, datings = [], []
    for post in due:
        late_at = await _find_late(unit, post)
        sends_at = settle_missed(post.schedule, post.due_at, now, sent_at=late_at)
        if sends_at is not None and sends_at <= now:
            claimed.append(post)
        else:
            datings.append(_moved(post, sends_at))
    await agenda.claim_all(unit, claimed, at=now)
    # In a pause nothing follows what an organizer has posted by hand.
    running = [post for post in claimed if post.state is DiscussionState.RUNNING]
    datings += [_successor(post, now) for post in running]
    await agenda.date_all(unit, datings)
    await _pause_ended(unit, datings, now)
    return claimed


async def claim_now(unit: Unit, post: DuePost, now: datetime) -> None:
    """Claim a post before its slot, as an organizer wants it; the next one has the slot then."""
    await agenda.claim_all(unit, [post], at=now)
    if post.state is DiscussionState.RUNNING:
        early = replace(post, due_at=min(post.due_at, now))
        datings = [_successor(early, now)]
        await agenda.date_all(unit, datings)
        await _pause_ended(unit, datings, now)


async def _find_late(unit: Unit, post: DuePost) -> datetime | None:
    """Give when the section before was sent, if that was late: who catches up waits after it."""
    if post.schedule.missed is not MissedSlot.CATCH_UP:
        return None
    last = await agenda.find_last_sent(
        unit, guild_id=post.guild_id, discussion_id=post.discussion_id
    )
    return last[1] if last and last[1] - last[0] > PUNCTUAL else None


def _moved(post: DuePost, sends_at: datetime | None) -> Dating:
    catches_up = post.schedule.missed is MissedSlot.CATCH_UP
    return Dating(
        guild_id=post.guild_id,
        discussion_id=post.discussion_id,
        # Who catches up goes on from the slot that was missed.
        due_at=post.due_at if catches_up else sends_at,
        sends_at=sends_at,
    )


def _successor(post: DuePost, now: datetime) -> Dating:
    return Dating(
        guild_id=post.guild_id,
        discussion_id=post.discussion_id,
        due_at=slot_of_next(post.schedule, post.due_at, now),
    )


async def _pause_ended(unit: Unit, datings: Iterable[Dating], now: datetime) -> None:
    """Pause the discussions whose schedule has ended with sections left."""
    for dating in datings:
        if dating.due_at is not None:
            continue
        guild_id, discussion_id = dating.guild_id, dating.discussion_id
        if await agenda.count_planned(unit, guild_id=guild_id, discussion_id=discussion_id):
            await discussions.pause(
                unit,
                guild_id=guild_id,
                discussion_id=discussion_id,
                reason=PauseReason.SCHEDULE_ENDED,
                at=now,
            )
            _log.warning(
                "schedule ended with sections left", guild_id=guild_id, discussion_id=discussion_id
            )
