"""Servers with something in every table."""

from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.domain.ballot import PollState, default_options, place_of
from bot.domain.draft import Draft
from bot.domain.guild import GuildSettings
from bot.domain.history import Deed, HistoryEntry
from bot.domain.ids import ArticleId, DiscussionId, PostId
from bot.domain.length import PromptLength
from bot.domain.library import Version
from bot.storage import (
    agenda,
    articles,
    checks,
    discussions,
    drafts,
    exclusions,
    guilds,
    history,
    indexes,
    polls,
    posts,
    preparations,
    series,
    texts,
    votes,
)
from bot.storage.checks import Asking
from bot.storage.polls import NewPoll
from bot.storage.votes import Addition, Mark
from tests.builders import (
    CHANNEL,
    FIRST_SLOT,
    GUILD,
    NOW,
    ORGANIZER,
    WEEK,
    make_article,
    make_schedule,
)


@dataclass(frozen=True, kw_only=True)
class Stand:
    """A server's discussion: the first section posted with an open poll, the second planned."""

    guild_id: int
    channel_id: int
    article_id: ArticleId
    discussion_id: DiscussionId
    post_ids: tuple[PostId, ...]
    posts: tuple
    polls: tuple
    voter: int
    draft: Draft


async def set_up(database, **whose):
    """Set up a server's discussion in a transaction of its own."""
    async with database.write() as unit:
        return await set_up_in(unit, **whose)


async def set_up_in(unit, *, guild_id=GUILD, channel_id=CHANNEL, voter=77):
    """Set up a server's discussion, with one vote for the first option, set aside."""
    await guilds.set_organizer_role(unit, guild_id=guild_id, role_id=guild_id + 1)
    article_id = await articles.add(
        unit, guild_id=guild_id, article=make_article(), added_by=ORGANIZER, at=NOW
    )
    discussion_id = await discussions.add(
        unit,
        guild_id=guild_id,
        channel_id=channel_id,
        article_id=article_id,
        prompts_only=False,
        schedule=make_schedule(),
        started_by=ORGANIZER,
        at=NOW,
    )
    post_ids = await _prepare(unit, guild_id, article_id, discussion_id)
    first, poll = await _post_first(unit, guild_id, channel_id, post_ids[0])
    await _show_index(unit, guild_id, discussion_id)
    await posts.record_concluded(unit, post=first, message_id=guild_id + 4000, at=None)
    await posts.attend(unit, post=first, at=first.attend_at)
    await _vote(unit, poll, voter)
    await checks.ask(unit, Asking(guild_id=guild_id))
    await guilds.set_settings(
        unit,
        guild_id=guild_id,
        settings=GuildSettings(organizer_role_id=guild_id + 1, log_channel_id=guild_id + 7),
    )
    await history.record(
        unit,
        HistoryEntry(
            guild_id=guild_id,
            discussion_id=discussion_id,
            deed=Deed.STARTED,
            done_by=ORGANIZER,
            done_at=NOW,
        ),
    )
    return Stand(
        guild_id=guild_id,
        channel_id=channel_id,
        article_id=article_id,
        discussion_id=discussion_id,
        post_ids=post_ids,
        posts=await posts.list_series(unit, guild_id=guild_id, discussion_id=discussion_id),
        polls=await polls.list_of_guild(unit, guild_id=guild_id, states=tuple(PollState)),
        voter=voter,
        draft=await drafts.add(unit, make_draft(guild_id, channel_id, article_id)),
    )


async def _prepare(unit, guild_id, article_id, discussion_id):
    """Prepare the article a second time and plan its posts and polls; give the posts' ids."""
    kept = await articles.get(unit, guild_id=guild_id, article_id=article_id)
    await preparations.add(
        unit,
        guild_id=guild_id,
        article_id=article_id,
        preparation=kept.preparation,
        version=Version(number=1, edit="rename", made_by=ORGANIZER, undo_to=0),
        at=NOW,
    )
    await texts.propose(
        unit,
        guild_id=guild_id,
        article_id=article_id,
        article=kept.article,
        number=1,
        at=NOW,
        question_ids=kept.question_ids,
    )
    post_ids = await series.add(
        unit,
        guild_id=guild_id,
        discussion_id=discussion_id,
        series=kept.preparation.series,
        first_due_at=FIRST_SLOT,
    )
    asked = list(zip(kept.article.questions, kept.question_ids, strict=True))
    await polls.add_all(
        unit,
        [
            NewPoll(
                post_id=post_ids[question.section],
                question_id=question_id,
                question=question.shown,
                kind=question.kind,
                number=1,
                of=1,
                place=place_of(question.kind),
                options=default_options(question),
            )
            for question, question_id in asked
        ],
        guild_id=guild_id,
        discussion_id=discussion_id,
    )
    return post_ids


async def _post_first(unit, guild_id, channel_id, post_id):
    """Have the first section stand with its poll, which is open; give both."""
    await agenda.claim_all(unit, await agenda.list_due(unit, now=FIRST_SLOT), at=FIRST_SLOT)
    first = await posts.get(unit, guild_id=guild_id, post_id=post_id)
    await posts.record_part(unit, post=first, part=0, message_id=guild_id + 1000)
    await posts.record_posted(unit, post=first, at=FIRST_SLOT)
    (poll,) = await polls.list_of_post(unit, guild_id=guild_id, post_id=post_id)
    await polls.record_opened(
        unit,
        poll=poll,
        channel_id=channel_id,
        message_id=guild_id + 2000,
        at=FIRST_SLOT,
        closes_at=FIRST_SLOT + WEEK,
    )
    return first, poll


async def _show_index(unit, guild_id, discussion_id):
    """Have an index stand."""
    await indexes.add(unit, guild_id=guild_id, discussion_id=discussion_id, at=NOW)
    index = await indexes.find(unit, guild_id=guild_id, discussion_id=discussion_id)
    await indexes.record_sent(
        unit, index=index, message_id=guild_id + 3000, frame="frame", shown="shown", at=NOW
    )


async def _vote(unit, poll, voter):
    """Have somebody vote for the first option, and that vote set aside."""
    mark = Mark(poll.guild_id, poll.poll_id, 0, voter)
    await votes.apply(unit, additions=[Addition(mark, 1)], at=FIRST_SLOT)
    await exclusions.add(
        unit,
        guild_id=poll.guild_id,
        poll_ids=[poll.poll_id],
        member_id=voter,
        reason="more than one account",
        by=ORGANIZER,
        at=FIRST_SLOT,
    )


def make_draft(guild_id, channel_id, article_id):
    """Make a draft of an article's discussion that nobody has confirmed."""
    return Draft(
        draft_id=0,
        guild_id=guild_id,
        article_id=article_id,
        channel_id=channel_id,
        schedule=make_schedule(),
        length=PromptLength.FULL,
        prompts_only=False,
        fit=3,
        seen=0,
        first_due_at=FIRST_SLOT,
        made_by=ORGANIZER,
        made_at=NOW,
    )


@asynccontextmanager
async def undone(database):
    """Open a transaction whose changes are undone at the end."""
    async with database.write() as unit:
        yield unit
        await unit.rollback()
