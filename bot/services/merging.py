"""Merging: neighbours become one section, so that a series fits into fewer slots.

That is an edit of the article, so every discussion of it follows, and has it on record.
"""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.discussion import Discussion
from bot.domain.editing import Fit
from bot.domain.fitting import find_breaks, fit
from bot.domain.history import Deed, HistoryEntry
from bot.domain.ids import GuildId, MemberId, SectionId
from bot.domain.library import KeptArticle
from bot.services.editing import Editing, Worktable
from bot.services.replanning import require_uncut
from bot.storage import agenda, history
from bot.storage.database import Unit


def merge_whole(table: Worktable, slots: int | None) -> Fit:
    """Give the merges that fit an article into so many slots; none without.

    Raises `SectionAlreadyPosted` where they would change what is out in a discussion.
    """
    if slots is None:
        return Fit(())
    series = [section.section_id for section in table.kept.preparation.series]
    return _merge(table, series, slots, breaks=())


def merge_to_come(
    table: Worktable, to_come: Sequence[SectionId], out: Sequence[SectionId], slots: int | None
) -> Fit:
    """Give the merges that fit what is to come, in its own order, into so many slots.

    Only neighbours in the article are merged, with nothing of what is `out` between them, so the
    article keeps its order. Raises `MovedApart`, and `SectionAlreadyPosted` for what is out in
    another discussion.
    """
    if slots is None or len(to_come) <= slots:
        return Fit(())
    own = {*to_come, *out}
    sections = table.kept.preparation.sections
    ordered = [section.section_id for section in sections if section.section_id in own]
    return _merge(table, to_come, slots, breaks=find_breaks(to_come, ordered))


def _merge(table: Worktable, series: Sequence[SectionId], slots: int, breaks: Sequence[int]) -> Fit:
    edit = fit(series, _lengths(table.kept, series), slots, breaks=breaks)
    require_uncut(table.kept, table.usage, edit.apply(table.kept.preparation))
    return edit


def _lengths(kept: KeptArticle, series: Sequence[SectionId]) -> list[int]:
    return [len(kept.compose(kept.preparation.section(one)).text) for one in series]


async def merge_within(
    editing: Editing,
    unit: Unit,
    guild_id: GuildId,
    table: Worktable,
    edit: Fit,
    *,
    by: MemberId,
    at: datetime,
) -> KeptArticle:
    """Make a merge and put it on record where fewer sections are to come; give the article.

    Raises what an edit raises.
    """
    kept, held = table.kept, table.usage.discussions
    before = [await _count(unit, discussion) for discussion in held]
    table = await editing.edit_within(
        unit, guild_id, kept.article_id, edit, seen=kept.version.number, by=by
    )
    for discussion, were in zip(held, before, strict=True):
        are = await _count(unit, discussion)
        if are < were:
            entry = HistoryEntry(
                guild_id=guild_id,
                discussion_id=discussion.discussion_id,
                deed=Deed.SECTIONS_MERGED,
                done_by=by,
                done_at=at,
                detail={"before": were, "after": are},
            )
            await history.record(unit, entry)
    return table.kept


async def _count(unit: Unit, discussion: Discussion) -> int:
    return await agenda.count_planned(
        unit, guild_id=discussion.guild_id, discussion_id=discussion.discussion_id
    )
