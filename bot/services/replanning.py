"""Replanning: the sections still to come of a discussion follow their article's preparation."""

from datetime import datetime
from typing import TYPE_CHECKING

from bot.domain.ballot import PollState
from bot.domain.discussion import OPEN_STATES, Discussion, DiscussionState, PauseReason
from bot.domain.ids import ArticleId, ChannelId, GuildId, QuestionId, SectionId
from bot.domain.library import KeptArticle
from bot.domain.order import free_places, keep_order
from bot.domain.post import Post, PostState
from bot.domain.preparation import Preparation
from bot.domain.schedule import slot_of_next
from bot.domain.usage import Usage
from bot.errors import SectionAlreadyPosted
from bot.storage import discussions, polls, posts, series, votes
from bot.storage.database import Unit
from bot.storage.polls import new_polls

if TYPE_CHECKING:
    from bot.domain.poll import Poll


async def read_usage(unit: Unit, guild_id: GuildId, article_id: ArticleId) -> Usage:
    """Say where an article is being discussed, and what of it is out there."""
    held = await discussions.list_all(unit, guild_id=guild_id, article_id=article_id)
    posted = {}
    under_way: list[ChannelId] = []
    open_polls: dict[QuestionId, tuple[Poll, ...]] = {}
    asked: set[QuestionId] = set()
    for discussion in held:
        is_on = discussion.state in OPEN_STATES
        out = set()
        for post in await posts.list_series(
            unit, guild_id=guild_id, discussion_id=discussion.discussion_id
        ):
            # On its way it needs its text, however its discussion stands.
            if post.state is PostState.CLAIMED or (is_on and post.state is not PostState.PLANNED):
                posted[post.section_id] = post.channel_id
                out.add(post.post_id)
            if post.state is PostState.CLAIMED or (is_on and post.state is PostState.FAILED):
                under_way.append(post.channel_id)
        for poll in await polls.list_of_discussion(
            unit, guild_id=guild_id, discussion_id=discussion.discussion_id
        ):
            if poll.post_id in out:
                asked.add(poll.question_id)
            if poll.state is PollState.OPEN:
                of_question = open_polls.get(poll.question_id, ())
                open_polls[poll.question_id] = (*of_question, poll)
    still_open = [poll.poll_id for found in open_polls.values() for poll in found]
    marks = await votes.count_marks(unit, guild_id=guild_id, poll_ids=still_open)
    on = tuple(discussion for discussion in held if discussion.state in OPEN_STATES)
    return Usage(
        discussions=on,
        posted=posted,
        open_polls=open_polls,
        voted_on=frozenset(marks),
        asked=frozenset(asked),
        without_polls=frozenset(one.channel_id for one in held if one.prompts_only),
        under_way=tuple(under_way),
    )


def require_uncut(kept: KeptArticle, usage: Usage, preparation: Preparation) -> None:
    """Raise `SectionAlreadyPosted` where a preparation changes the text of what is out."""
    changed = usage.find_changed(kept.preparation, preparation)
    if changed is not None:
        require_unposted(kept, usage, changed)


def require_unposted(kept: KeptArticle, usage: Usage, section_id: SectionId) -> None:
    """Raise `SectionAlreadyPosted` for a section that is out."""
    channel_id = usage.posted.get(section_id)
    if channel_id is not None:
        heading = kept.preparation.section(section_id).heading
        raise SectionAlreadyPosted(heading=heading, channel_id=channel_id)


async def replan(unit: Unit, discussion: Discussion, kept: KeptArticle, now: datetime) -> None:
    """Plan anew what a discussion has not posted yet; what is out or on its way stays.

    The next section takes over the slot of the one that would have been next.
    """
    guild_id, discussion_id = discussion.guild_id, discussion.discussion_id
    planned_and_out = await posts.list_series(unit, guild_id=guild_id, discussion_id=discussion_id)
    out = [post for post in planned_and_out if post.state is not PostState.PLANNED]
    planned = [post for post in planned_and_out if post.state is PostState.PLANNED]
    taken = {post.section_id for post in out}
    prepared = {one.section_id: one for one in kept.preparation.series}
    order = list(prepared)
    if discussion.own_order:
        order = keep_order([post.section_id for post in planned], order)
    to_come = [prepared[section_id] for section_id in order if section_id not in taken]
    free = free_places(planned_and_out)
    due_at = await _next_due_at(unit, discussion, out, planned, now)
    await polls.remove_planned(unit, guild_id=guild_id, post_ids=[post.post_id for post in planned])
    post_ids = await series.replan(
        unit,
        guild_id=guild_id,
        discussion_id=discussion_id,
        to_come=to_come,
        places=[next(free) for _ in to_come],
        first_due_at=due_at,
    )
    if not discussion.prompts_only:
        await polls.add_all(
            unit,
            [
                new
                for section, post_id in zip(to_come, post_ids, strict=True)
                for new in new_polls(kept, section, post_id)
            ],
            guild_id=guild_id,
            discussion_id=discussion_id,
        )
    if to_come and due_at is None and discussion.state is DiscussionState.RUNNING:
        await discussions.pause(
            unit,
            guild_id=guild_id,
            discussion_id=discussion_id,
            reason=PauseReason.SCHEDULE_ENDED,
            at=now,
        )
    if not to_come:
        # Nobody would look whether that was all: what is out does, when it is next attended.
        await posts.attend_open(unit, guild_id=guild_id, discussion_id=discussion_id, at=now)


async def _next_due_at(
    unit: Unit, discussion: Discussion, out: list[Post], planned: list[Post], now: datetime
) -> datetime | None:
    if discussion.state is not DiscussionState.RUNNING:
        return None
    # Without a slot it waits for one just now.
    if planned and planned[0].due_at is not None:
        return planned[0].due_at
    schedule = await discussions.get_schedule(
        unit, guild_id=discussion.guild_id, discussion_id=discussion.discussion_id
    )
    last_due_at = out[-1].due_at if out else None
    return slot_of_next(schedule, last_due_at or now, now)
