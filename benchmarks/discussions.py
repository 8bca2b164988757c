"""Discussions whose polls are all open, as rows: what a bot finds when it starts."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta

from bot.domain.article import (
    Article,
    Block,
    BlockKind,
    Question,
    QuestionKind,
    QuestionSource,
    Section,
)
from bot.domain.ballot import Place, PollState, default_options
from bot.domain.ids import ChannelId, DiscussionId, GuildId, MemberId, MessageId
from bot.domain.poll import Poll
from bot.domain.recurrence import Weekly
from bot.domain.schedule import Schedule
from bot.storage import articles, discussions, polls, posts, series
from bot.storage.database import Database, Unit
from bot.storage.polls import NewPoll

SECTIONS, POLLS_A_SECTION = 7, 3
_FIRST_GUILD = 1_100_000_000_000_000_000
# As far apart as ids that Discord gave a millisecond after each other.
_APART = 1 << 22
_ORGANIZER = MemberId(1_200_000_000_000_000_001)


async def open_discussions(database: Database, servers: int) -> Sequence[Poll]:
    """Open a discussion in each of many servers; gives their polls, 21 for each."""
    opened: list[Poll] = []
    async with database.write() as unit:
        for number in range(servers):
            guild_id = GuildId(_FIRST_GUILD + number * _APART)
            opened += await _open_discussion(unit, guild_id)
    return opened


async def _open_discussion(unit: Unit, guild_id: GuildId) -> Sequence[Poll]:
    now = datetime.now(UTC)
    article_id = await articles.add(
        unit, guild_id=guild_id, article=_write_article(), added_by=_ORGANIZER, at=now
    )
    discussion_id = await discussions.add(
        unit,
        guild_id=guild_id,
        channel_id=ChannelId(guild_id + 1),
        article_id=article_id,
        prompts_only=False,
        schedule=Schedule(
            recurrence=Weekly(days=frozenset(range(7)), times=(time(9),)), time_zone="UTC"
        ),
        started_by=_ORGANIZER,
        at=now,
    )
    kept = await articles.get(unit, guild_id=guild_id, article_id=article_id)
    post_ids = await series.add(
        unit,
        guild_id=guild_id,
        discussion_id=discussion_id,
        series=kept.preparation.series,
        first_due_at=now,
    )
    await polls.add_all(
        unit,
        [
            NewPoll(
                post_id=post_ids[question.section or 0],
                question_id=question_id,
                question=question.shown,
                kind=question.kind,
                number=1,
                of=1,
                place=Place.CHANNEL,
                options=default_options(question),
            )
            for question, question_id in zip(kept.article.questions, kept.question_ids, strict=True)
        ],
        guild_id=guild_id,
        discussion_id=discussion_id,
    )
    for post_id in post_ids:
        post = await posts.get(unit, guild_id=guild_id, post_id=post_id)
        await posts.record_part(unit, post=post, part=0, message_id=MessageId(guild_id + post_id))
        await posts.record_posted(unit, post=post, at=now)
        # Nothing is left to be done for it.
        await posts.attend(unit, post=post, at=None)
    return await _open_polls(unit, guild_id, discussion_id, now)


async def _open_polls(
    unit: Unit, guild_id: GuildId, discussion_id: DiscussionId, now: datetime
) -> Sequence[Poll]:
    for number, poll in enumerate(
        await polls.list_of_discussion(unit, guild_id=guild_id, discussion_id=discussion_id)
    ):
        await polls.record_opened(
            unit,
            poll=poll,
            channel_id=ChannelId(guild_id + 1),
            message_id=MessageId(guild_id + (1 << 20) + number),
            at=now,
            closes_at=now + timedelta(days=7),
        )
    return await polls.list_of_guild(unit, guild_id=guild_id, states=(PollState.OPEN,))


def _write_article() -> Article:
    return Article(
        title="On counting",
        author="A. Writer",
        sections=tuple(
            Section(
                heading=f"Part {number}",
                blocks=(Block(kind=BlockKind.PARAGRAPH, text=f"Words of part {number}."),),
            )
            for number in range(SECTIONS)
        ),
        questions=tuple(
            Question(
                text=f"What of {section}.{number}?",
                shown=f"What of {section}.{number}?",
                sentence=f"What of {section}.{number}?",
                section=section,
                kind=QuestionKind.WH,
                source=QuestionSource.BODY,
                alternatives=(),
            )
            for section in range(SECTIONS)
            for number in range(POLLS_A_SECTION)
        ),
    )
