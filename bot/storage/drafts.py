"""Drafts of discussions; the only place that knows the form of what they hold."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.draft import GOOD_FOR, Draft, Redates
from bot.domain.ids import ArticleId, ChannelId, DiscussionId, DraftId, GuildId, MemberId
from bot.domain.length import PromptLength
from bot.domain.schedule import DaySpan, MissedSlot
from bot.domain.schedule_words import ScheduleWords
from bot.errors import DraftGone
from bot.storage import schedules
from bot.storage import terms as kept_terms
from bot.storage.tables import drafts

# What a schedule's words have besides the days of a calendar file.
_SAID: Final = ("days", "times", "time_zone", "starts", "ends", "blackout", "quiet", "missed")


async def add(unit: AsyncConnection, draft: Draft) -> Draft:
    """Keep a draft for as long as it is good for; give it with its id."""
    result = await unit.execute(
        sa.insert(drafts)
        .values(
            guild_id=draft.guild_id,
            article_id=draft.article_id,
            channel_id=draft.channel_id,
            content=_dump(draft),
            made_by=draft.made_by,
            made_at=draft.made_at,
        )
        .returning(drafts.c.draft_id)
    )
    return replace(draft, draft_id=DraftId(result.scalar_one()))


async def get(
    unit: AsyncConnection, *, guild_id: GuildId, draft_id: DraftId, now: datetime
) -> Draft:
    """Give a draft; raise `DraftGone` for one that was used or is not good any more."""
    rows = await unit.execute(
        sa.select(drafts).where(
            drafts.c.guild_id == guild_id,
            drafts.c.draft_id == draft_id,
            drafts.c.made_at > now - GOOD_FOR,
        )
    )
    row = rows.mappings().first()
    if row is None:
        raise DraftGone
    return _draft(row)


async def update(unit: AsyncConnection, draft: Draft) -> None:
    """Keep a draft as it is shown now."""
    await unit.execute(
        sa.update(drafts)
        .where(drafts.c.guild_id == draft.guild_id, drafts.c.draft_id == draft.draft_id)
        .values(content=_dump(draft))
    )


async def remove(unit: AsyncConnection, *, guild_id: GuildId, draft_id: DraftId) -> None:
    """Forget a draft: it was used or given up."""
    await unit.execute(
        sa.delete(drafts).where(drafts.c.guild_id == guild_id, drafts.c.draft_id == draft_id)
    )


async def forget(unit: AsyncConnection, *, now: datetime) -> None:
    """Forget every server's drafts that are not good any more."""
    await unit.execute(sa.delete(drafts).where(drafts.c.made_at <= now - GOOD_FOR))


def _dump(draft: Draft) -> dict[str, Any]:
    return {
        "schedule": schedules.dump(draft.schedule),
        "length": draft.length.value,
        "prompts_only": draft.prompts_only,
        "terms": kept_terms.dump(draft.terms),
        "fit": draft.fit,
        "redates": draft.redates and _dump_redates(draft.redates),
        "seen": draft.seen,
        "first_due_at": draft.first_due_at.isoformat(),
    }


def _draft(row: sa.RowMapping) -> Draft:
    content = row["content"]
    return Draft(
        draft_id=DraftId(row["draft_id"]),
        guild_id=GuildId(row["guild_id"]),
        article_id=ArticleId(row["article_id"]),
        channel_id=ChannelId(row["channel_id"]),
        schedule=schedules.parse(content["schedule"]),
        length=PromptLength(content["length"]),
        prompts_only=content["prompts_only"],
        terms=kept_terms.parse(content["terms"]),
        fit=content["fit"],
        redates=_redates(content.get("redates")),
        seen=content["seen"],
        first_due_at=datetime.fromisoformat(content["first_due_at"]),
        made_by=MemberId(row["made_by"]),
        made_at=row["made_at"],
    )


def _dump_redates(redates: Redates) -> dict[str, Any]:
    words = redates.words
    said = {name: getattr(words, name) for name in _SAID}
    return {
        "discussion_id": redates.discussion_id,
        "words": {name: value for name, value in said.items() if value is not None},
        "days_off": [[span.first.isoformat(), span.last.isoformat()] for span in words.days_off],
        "until_now": schedules.dump(redates.until_now),
        "shown": redates.shown,
    }


def _redates(kept: dict[str, Any] | int | None) -> Redates | None:
    if kept is None:
        return None
    if isinstance(kept, int):
        # An earlier version kept but the discussion, not what was asked.
        raise DraftGone
    said = dict(kept["words"])
    if "missed" in said:
        said["missed"] = MissedSlot(said["missed"])
    days_off = tuple(DaySpan(*map(date.fromisoformat, span)) for span in kept["days_off"])
    return Redates(
        discussion_id=DiscussionId(kept["discussion_id"]),
        words=ScheduleWords(**said, days_off=days_off),
        until_now=schedules.parse(kept["until_now"]),
        shown=kept["shown"],
    )
