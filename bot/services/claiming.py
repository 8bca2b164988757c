"""Claiming: what is due is sent now, or has its slot moved; what comes after it is dated.

For `dispatch`, which asks for all that is due, and for an organizer who wants the next one now.
"""

from collections.abc import Collection, Iterable
from datetime import datetime

import structlog

from bot.domain.discussion import PauseReason
from bot.domain.ids import DiscussionId
from bot.domain.schedule import PUNCTUAL, MissedSlot, is_on_time, settle_missed, slot_of_next
from bot.storage import agenda, discussions
from bot.storage.agenda import Claim, Dating, DuePost, Undated
from bot.storage.database import Unit

_log = structlog.get_logger()


async def claim(unit: Unit, due: Iterable[DuePost], now: datetime) -> list[DuePost]:
    """Claim what is sent now, and give other slots to what is not.

    What follows in their discussions waits for its slot until `date_following`.
    """
    claimed, moved = [], []
    for post in due:
        if is_on_time(post.missed, post.due_at, now):
            claimed.append(post)
            continue
        late_at = await _find_late(unit, post)
        sends_at = settle_missed(post.schedule, post.due_at, now, sent_at=late_at)
        if sends_at is not None and sends_at <= now:
            claimed.append(post)
        else:
            moved.append(_moved(post, sends_at))
    await agenda.claim_all(unit, claimed, at=now)
    await _date_all(unit, moved, now)
    return claimed


async def claim_now(unit: Unit, post: Claim, now: datetime) -> None:
    """Claim a post before its slot, as an organizer wants it; the next one has the slot then."""
    await agenda.claim_all(unit, [post], at=now)
    await date_following(unit, now, among=[post.discussion_id], limit=1)


async def date_following(
    unit: Unit, now: datetime, *, among: Collection[DiscussionId] | None, limit: int
) -> bool:
    """Give slots to what waits for one, in some discussions; say whether more may wait."""
    undated = await agenda.list_undated(unit, now=now, among=among, limit=limit)
    await _date_all(unit, [_successor(one) for one in undated], now)
    return len(undated) == limit


async def _find_late(unit: Unit, post: DuePost) -> datetime | None:
    """Give when the section before was sent, if that was late: who catches up waits after it."""
    if post.missed is not MissedSlot.CATCH_UP:
        return None
    last = await agenda.find_last_sent(
        unit, guild_id=post.guild_id, discussion_id=post.discussion_id
    )
    return last[1] if last and last[1] - last[0] > PUNCTUAL else None


def _moved(post: DuePost, sends_at: datetime | None) -> Dating:
    catches_up = post.missed is MissedSlot.CATCH_UP
    return Dating(
        guild_id=post.guild_id,
        discussion_id=post.discussion_id,
        # Who catches up goes on from the slot that was missed.
        due_at=post.due_at if catches_up else sends_at,
        sends_at=sends_at,
    )


def _successor(undated: Undated) -> Dating:
    # One that was sent early, by hand, has used up its slot then.
    slot = min(undated.due_at, undated.claimed_at)
    return Dating(
        guild_id=undated.guild_id,
        discussion_id=undated.discussion_id,
        due_at=slot_of_next(undated.schedule, slot, undated.claimed_at),
    )


async def _date_all(unit: Unit, datings: Collection[Dating], now: datetime) -> None:
    """Give slots; discussions whose schedule has ended with sections left are paused."""
    await agenda.date_all(unit, datings)
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
