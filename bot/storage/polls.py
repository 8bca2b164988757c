"""Polls and their options, kept per server, and how far each has come."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.article import QuestionKind
from bot.domain.ballot import Option, Place, PollState
from bot.domain.ids import ChannelId, DiscussionId, GuildId, MessageId, PollId, PostId, QuestionId
from bot.domain.library import KeptArticle
from bot.domain.poll import Poll, PollLabel, plan_polls
from bot.domain.preparation import PreparedSection
from bot.errors import PollNotFound
from bot.storage import erasures
from bot.storage.poll_form import (
    MINIMUM_ACCOUNT_DAYS,
    add_options,
    change,
    held_within,
    read,
    read_of_post,
)
from bot.storage.tables import discussions, options, polls


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPoll:
    """A poll as it is planned when its discussion starts."""

    post_id: PostId
    question_id: QuestionId
    question: str
    kind: QuestionKind
    number: int
    of: int
    place: Place
    options: tuple[Option, ...]


def new_polls(kept: KeptArticle, section: PreparedSection, post_id: PostId) -> list[NewPoll]:
    """Give the polls that a section's post is planned with."""
    planned = plan_polls(kept, section)
    return [
        NewPoll(
            post_id=post_id,
            question_id=poll.question_id,
            question=poll.question,
            kind=poll.kind,
            number=number,
            of=len(planned),
            place=poll.place,
            options=poll.options,
        )
        for number, poll in enumerate(planned, start=1)
    ]


async def add_all(
    unit: AsyncConnection,
    new_polls: Sequence[NewPoll],
    *,
    guild_id: GuildId,
    discussion_id: DiscussionId,
) -> None:
    """Plan polls with their options."""
    for new in new_polls:
        result = await unit.execute(
            sa.insert(polls)
            .values(
                guild_id=guild_id,
                discussion_id=discussion_id,
                post_id=new.post_id,
                question_id=new.question_id,
                question=new.question,
                kind=new.kind,
                number=new.number,
                of=new.of,
                place=new.place,
                multiple=False,
                state=PollState.PLANNED,
            )
            .returning(polls.c.poll_id)
        )
        poll_id = result.scalar_one()
        await add_options(unit, guild_id, poll_id, new.options)


async def get(unit: AsyncConnection, *, guild_id: GuildId, poll_id: PollId) -> Poll:
    """Give one poll; raise `PollNotFound`, also for a poll of another server."""
    found = await read(unit, polls.c.guild_id == guild_id, polls.c.poll_id == poll_id)
    if not found:
        raise PollNotFound(given=str(poll_id))
    return found[0]


async def list_of_post(
    unit: AsyncConnection, *, guild_id: GuildId, post_id: PostId
) -> tuple[Poll, ...]:
    """List a section's polls in order."""
    return await read_of_post(unit, guild_id, post_id)


async def list_of_discussion(
    unit: AsyncConnection, *, guild_id: GuildId, discussion_id: DiscussionId
) -> tuple[Poll, ...]:
    """List a discussion's polls in order."""
    return await read(unit, polls.c.guild_id == guild_id, polls.c.discussion_id == discussion_id)


async def list_of_guild(
    unit: AsyncConnection,
    *,
    guild_id: GuildId,
    states: Collection[PollState],
    within: Collection[ChannelId] | None = None,
) -> tuple[Poll, ...]:
    """List a server's polls in those states, in order; with `within` those of these channels.

    A poll in a thread is of the channel that the thread is in.
    """
    chosen = (polls.c.guild_id == guild_id, polls.c.state.in_(states))
    return await read(unit, *chosen, held_within(guild_id, within))


async def list_labels(
    unit: AsyncConnection,
    *,
    guild_id: GuildId,
    states: Collection[PollState],
    within: Collection[ChannelId] | None = None,
) -> tuple[PollLabel, ...]:
    """List what `list_of_guild` does, by their questions alone."""
    rows = await unit.execute(
        sa.select(
            polls.c.poll_id,
            polls.c.question,
            polls.c.state,
            discussions.c.channel_id,
            polls.c.opened_at,
        )
        .join_from(polls, discussions, polls.c.discussion_id == discussions.c.discussion_id)
        .where(
            polls.c.guild_id == guild_id,
            polls.c.state.in_(states),
            held_within(guild_id, within),
        )
        .order_by(polls.c.poll_id)
    )
    return tuple(
        PollLabel(PollId(poll_id), question, PollState(state), ChannelId(channel_id), opened_at)
        for poll_id, question, state, channel_id, opened_at in rows
    )


async def list_by_id(
    unit: AsyncConnection, *, guild_id: GuildId, poll_ids: Collection[PollId]
) -> tuple[Poll, ...]:
    """List those of these polls that are the server's, in order."""
    return await read(unit, polls.c.guild_id == guild_id, polls.c.poll_id.in_(poll_ids))


async def list_open(unit: AsyncConnection) -> tuple[Poll, ...]:
    """List the open polls of all servers: what intake listens for and reading back reads."""
    return await read(unit, polls.c.state == PollState.OPEN)


async def find_by_message(
    unit: AsyncConnection, *, guild_id: GuildId, message_ids: Collection[MessageId]
) -> tuple[Poll, ...]:
    """Find the polls that stand in these messages."""
    return await read(unit, polls.c.guild_id == guild_id, polls.c.message_id.in_(message_ids))


async def record_opened(
    unit: AsyncConnection,
    *,
    poll: Poll,
    channel_id: ChannelId,
    message_id: MessageId,
    at: datetime,
    closes_at: datetime | None,
) -> bool:
    """Record where the poll stands; from here on its reactions are votes.

    False where it was withdrawn while it was being sent, and so must not stand.
    """
    return await change(
        unit,
        poll,
        polls.c.state == PollState.PLANNED,
        state=PollState.OPEN,
        channel_id=channel_id,
        message_id=message_id,
        opened_at=at,
        closes_at=closes_at,
        printed_closes_at=closes_at,
    )


async def record_seeded(unit: AsyncConnection, *, poll: Poll, at: datetime | None) -> None:
    """Record that every option's reaction stands; None if they were cleared away."""
    await change(unit, poll, seeded_at=at)


async def record_closed(unit: AsyncConnection, *, poll: Poll, at: datetime) -> bool:
    """Record that votes no longer count.

    False for a poll that was withdrawn meanwhile, and for one that was given another time.
    """
    final = await erasures.leaves_out(unit, poll)
    closed = await change(
        unit,
        poll,
        polls.c.state == PollState.OPEN,
        polls.c.closes_at == poll.closes_at,
        state=PollState.CLOSED,
        closed_at=at,
        new_options=None,
        final=final,
        # What the server sets afterwards changes no result.
        minimum_account_days=sa.func.coalesce(MINIMUM_ACCOUNT_DAYS, 0),
    )
    if closed:
        await erasures.forget(unit, poll)
    return closed


async def reopen(unit: AsyncConnection, *, poll: Poll, closes_at: datetime) -> None:
    """Have a closed poll take votes again; its message is still to say so."""
    await change(
        unit,
        poll,
        polls.c.state == PollState.CLOSED,
        state=PollState.OPEN,
        closes_at=closes_at,
        closed_at=None,
        shown_at=None,
        printed_closes_at=None,
        minimum_account_days=None,
    )


async def close_one(unit: AsyncConnection, *, poll: Poll, at: datetime) -> None:
    """Have an open poll close at an instant of an organizer's choice."""
    await change(unit, poll, polls.c.state == PollState.OPEN, closes_at=at)


async def close_at(
    unit: AsyncConnection, *, guild_id: GuildId, discussion_id: DiscussionId, at: datetime
) -> None:
    """Have the open polls of a discussion close at an instant of an organizer's choice."""
    await unit.execute(
        sa.update(polls)
        .where(
            polls.c.guild_id == guild_id,
            polls.c.discussion_id == discussion_id,
            polls.c.state == PollState.OPEN,
        )
        .values(closes_at=at)
    )


async def record_shown(unit: AsyncConnection, *, poll: Poll, at: datetime) -> None:
    """Record that the poll's message bears its result; not of one opened again meanwhile."""
    await change(unit, poll, polls.c.state == PollState.CLOSED, shown_at=at)


async def show_anew(
    unit: AsyncConnection, *, guild_id: GuildId, poll_ids: Collection[PollId]
) -> None:
    """Record that the results of these polls, if they have closed, are to be shown anew."""
    await unit.execute(
        sa.update(polls)
        .where(
            polls.c.guild_id == guild_id,
            polls.c.poll_id.in_(poll_ids),
            polls.c.state == PollState.CLOSED,
        )
        .values(shown_at=None)
    )


async def record_withdrawn(unit: AsyncConnection, *, poll: Poll, at: datetime) -> None:
    """Record that the poll was taken away; it is left out of reports."""
    await change(unit, poll, state=PollState.WITHDRAWN, closed_at=at)
    await erasures.forget(unit, poll)


async def remove_planned(
    unit: AsyncConnection, *, guild_id: GuildId, post_ids: Collection[PostId]
) -> None:
    """Forget the polls of posts that are to be planned anew; none of them was ever sent."""
    planned = (
        polls.c.guild_id == guild_id,
        polls.c.post_id.in_(post_ids),
        polls.c.state == PollState.PLANNED,
    )
    await unit.execute(
        sa.delete(options).where(options.c.poll_id.in_(sa.select(polls.c.poll_id).where(*planned)))
    )
    await unit.execute(sa.delete(polls).where(*planned))


async def withdraw_planned(
    unit: AsyncConnection, *, guild_id: GuildId, discussion_id: DiscussionId, at: datetime
) -> None:
    """Record that the polls of a discussion that were not sent yet never will be."""
    await unit.execute(
        sa.update(polls)
        .where(
            polls.c.guild_id == guild_id,
            polls.c.discussion_id == discussion_id,
            polls.c.state == PollState.PLANNED,
        )
        .values(state=PollState.WITHDRAWN, closed_at=at)
    )
