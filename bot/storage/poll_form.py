"""Polls between rows and values: how one is read with its options, and how its row is changed."""

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.article import QuestionKind
from bot.domain.ballot import Option, Place, PollState
from bot.domain.ids import ChannelId, GuildId, PollId, PostId
from bot.domain.poll import Poll
from bot.storage.tables import discussions, guilds, options, polls, posts

# What the server sets, for polls that have not closed.
MINIMUM_ACCOUNT_DAYS = (
    sa.select(guilds.c.minimum_account_days)
    .where(guilds.c.guild_id == polls.c.guild_id)
    .scalar_subquery()
)
# In one statement, since every step of a walk reads its polls anew.
_WITH_OPTIONS = sa.select(
    polls,
    sa.select(
        sa.func.json_group_array(
            sa.func.json_array(
                options.c.position, options.c.label, options.c.emoji, options.c.neutral
            ),
            type_=sa.JSON,
        )
    )
    .where(options.c.guild_id == polls.c.guild_id, options.c.poll_id == polls.c.poll_id)
    .scalar_subquery()
    .label("put"),
    sa.func.coalesce(polls.c.minimum_account_days, MINIMUM_ACCOUNT_DAYS, 0).label("account_days"),
).order_by(polls.c.post_id, polls.c.number)
# Made once: to find that a new statement is like one before takes longer than SQLite does.
_OF_POST = _WITH_OPTIONS.where(
    polls.c.guild_id == sa.bindparam("guild_id"), polls.c.post_id == sa.bindparam("post_id")
)


async def read_of_post(
    unit: AsyncConnection, guild_id: GuildId, post_id: PostId
) -> tuple[Poll, ...]:
    """List a section's polls in order."""
    rows = await unit.execute(_OF_POST, {"guild_id": guild_id, "post_id": post_id})
    return tuple(map(_poll, rows.mappings().all()))


async def read(unit: AsyncConnection, *where: sa.ColumnElement[bool]) -> tuple[Poll, ...]:
    """List the polls whose rows are so, post by post, in order."""
    rows = await unit.execute(_WITH_OPTIONS.where(*where))
    return tuple(map(_poll, rows.mappings().all()))


async def add_options(
    unit: AsyncConnection, guild_id: GuildId, poll_id: PollId, added: Sequence[Option]
) -> None:
    """Give a poll options."""
    await unit.execute(
        sa.insert(options),
        [
            {
                "guild_id": guild_id,
                "poll_id": poll_id,
                "position": option.position,
                "label": option.label,
                "emoji": option.emoji,
                "neutral": option.neutral,
            }
            for option in added
        ],
    )


async def change(
    unit: AsyncConnection, poll: Poll, *only_if: sa.ColumnElement[bool], **values: object
) -> bool:
    """Set values of the poll's row; False where it is gone, or is not `only_if`."""
    result = await unit.execute(
        sa.update(polls)
        .where(polls.c.guild_id == poll.guild_id, polls.c.poll_id == poll.poll_id, *only_if)
        .values(**values)
    )
    return result.rowcount > 0


def _poll(row: sa.RowMapping) -> Poll:
    return Poll(
        poll_id=row["poll_id"],
        guild_id=row["guild_id"],
        discussion_id=row["discussion_id"],
        post_id=row["post_id"],
        question_id=row["question_id"],
        number=row["number"],
        of=row["of"],
        question=row["question"],
        kind=QuestionKind(row["kind"]),
        options=tuple(
            Option(position=position, label=label, emoji=emoji, neutral=bool(neutral))
            for position, label, emoji, neutral in sorted(row["put"])
        ),
        multiple=row["multiple"],
        place=Place(row["place"]),
        state=PollState(row["state"]),
        channel_id=row["channel_id"],
        message_id=row["message_id"],
        opened_at=row["opened_at"],
        seeded_at=row["seeded_at"],
        closes_at=row["closes_at"],
        closed_at=row["closed_at"],
        shown_at=row["shown_at"],
        corrected_at=row["corrected_at"],
        correction_shown_at=row["correction_shown_at"],
        printed_closes_at=row["printed_closes_at"],
        final=row["final"],
        new_options=_new_options(row["new_options"]),
        minimum_account_days=row["account_days"],
    )


def _new_options(form: list[tuple[int, str, str, bool]] | None) -> tuple[Option, ...] | None:
    if form is None:
        return None
    return tuple(
        Option(position=position, emoji=emoji, label=label, neutral=neutral)
        for position, emoji, label, neutral in form
    )


def held_within(
    guild_id: GuildId, channel_ids: Collection[ChannelId] | None
) -> sa.ColumnElement[bool]:
    """Give the condition that a poll's section stands in one of these channels; None is any."""
    if channel_ids is None:
        return sa.true()
    home = sa.func.coalesce(posts.c.channel_id, discussions.c.channel_id)
    held = (
        sa.select(posts.c.post_id)
        .join(discussions, discussions.c.discussion_id == posts.c.discussion_id)
        .where(posts.c.guild_id == guild_id, home.in_(channel_ids))
    )
    return polls.c.post_id.in_(held)
