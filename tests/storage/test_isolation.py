"""Servers apart: through no function of storage can one see, change or tally another's rows."""

import inspect
import re
import shutil
from contextlib import suppress
from dataclasses import replace

import pytest
import pytest_asyncio
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from bot.domain.ballot import PollState, default_options
from bot.domain.channel import ChannelKind
from bot.domain.discussion import DiscussionState, PauseReason
from bot.domain.guild import GuildSettings
from bot.domain.history import Deed, HistoryEntry, RecordedEntry
from bot.domain.index import Index
from bot.domain.length import PromptLength
from bot.domain.library import Version
from bot.domain.nicety import Nicety, Shortfall, Why
from bot.domain.poll import Poll
from bot.domain.post import Pin, Post, PostState
from bot.domain.schedule import MissedSlot
from bot.domain.terms import Terms
from bot.errors import Conflict, NotFound
from bot.storage import (
    agenda,
    articles,
    checks,
    closings,
    corrections,
    discussions,
    drafts,
    erasures,
    exclusions,
    guilds,
    history,
    indexes,
    polls,
    posts,
    preparations,
    series,
    shortfalls,
    texts,
    votes,
)
from bot.storage.agenda import Dating, DuePost
from bot.storage.closings import Waiting
from bot.storage.database import open_database
from bot.storage.polls import NewPoll
from bot.storage.tables import metadata
from bot.storage.votes import Addition, Clearing, Mark
from tests.builders import (
    FIRST_SLOT,
    NOW,
    ORGANIZER,
    OTHER_CHANNEL,
    OTHER_GUILD,
    WEEK,
    make_article,
    make_kept,
    make_question,
    make_schedule,
    make_series,
)
from tests.storage.stands import set_up, set_up_in, undone

_REPOSITORIES = (
    agenda,
    articles,
    checks,
    closings,
    corrections,
    discussions,
    exclusions,
    guilds,
    drafts,
    history,
    indexes,
    polls,
    posts,
    preparations,
    series,
    shortfalls,
    texts,
    votes,
)

# Functions that serve all servers at once, with the reason why they must.
_SYSTEM_WIDE = {
    "checks.ask": "a lost session concerns all servers of a shard; every row says whose it is",
    "checks.list_awaited": "reading back serves all servers; every row says whose it is",
    "checks.list_to_sweep": "reading back serves all servers; every row says whose it is",
    "guilds.list_known": "which servers were left while away; nothing but ids and instants",
    "guilds.list_left": "upkeep deletes what left servers had; nothing but ids",
    "agenda.next_attention_at": "one alarm rings for all servers, and only an instant comes out",
    "agenda.list_due": "dispatch claims for all servers; every row says whose it is",
    "agenda.list_undated": "dispatch dates for all servers; every row says whose it is",
    "agenda.list_to_attend": "dispatch walks for all servers; every row says whose it is",
    "drafts.forget": "upkeep deletes what nobody has begun; nothing comes out",
    "history.next_tell_at": "one alarm rings for all servers, and only an instant comes out",
    "history.list_to_be_told": "dispatch has all servers told; nothing but ids",
    "posts.list_threads_with_open_polls": "one look after an absence; nothing but ids",
    "polls.list_open": "intake listens for all servers; every poll says whose it is",
    "closings.list_over": "dispatch closes for all servers; every row says whose it is",
    "indexes.list_due": "dispatch indexes for all servers; nothing but ids",
    "indexes.next_at": "one alarm rings for all servers, and only an instant comes out",
    "indexes.refresh": "votes of all servers come together; only when to look next is set",
    "indexes.refresh_all": "one look after an absence; only when to look next is set",
    "votes.last_arrival": "one count of arrivals for all servers, and only a number comes out",
}


def _their_entry(mine):
    """Make the first entry of the record that stands in the rows, as if it were theirs."""
    return RecordedEntry(
        entry_id=1,
        guild_id=OTHER_GUILD,
        discussion_id=mine.discussion_id,
        title=None,
        deed=Deed.PAUSED,
        done_by=ORGANIZER,
        done_at=NOW,
    )


def _their_index(mine):
    """Make the index of `mine`, as if it were theirs."""
    return Index(
        discussion_id=mine.discussion_id,
        guild_id=OTHER_GUILD,
        channel_id=mine.channel_id,
        kind=ChannelKind.TEXT,
    )


def _their_waiting(mine):
    """Make the wait of a poll of `mine`, as if it were theirs."""
    poll = mine.polls[0]
    return Waiting(
        OTHER_GUILD, mine.discussion_id, poll.post_id, poll.poll_id, followed=True, terms=Terms()
    )


# Each function called for the other server with everything that belongs to `mine`.
_TRESPASSES = {
    "articles.add": lambda unit, _mine: articles.add(
        unit, guild_id=OTHER_GUILD, article=make_article(), added_by=ORGANIZER, at=NOW
    ),
    "articles.list_all": lambda unit, _mine: articles.list_all(unit, guild_id=OTHER_GUILD),
    "articles.list_labels": lambda unit, _mine: articles.list_labels(unit, guild_id=OTHER_GUILD),
    "articles.get": lambda unit, mine: articles.get(
        unit, guild_id=OTHER_GUILD, article_id=mine.article_id
    ),
    "articles.get_credit": lambda unit, mine: articles.get_credit(
        unit, guild_id=OTHER_GUILD, article_id=mine.article_id
    ),
    "articles.add_question": lambda unit, mine: articles.add_question(
        unit, guild_id=OTHER_GUILD, article_id=mine.article_id, words="Whose is this?"
    ),
    "exclusions.add": lambda unit, mine: exclusions.add(
        unit,
        guild_id=OTHER_GUILD,
        poll_ids=[poll.poll_id for poll in mine.polls],
        member_id=mine.voter,
        reason=None,
        by=ORGANIZER,
        at=NOW,
    ),
    "exclusions.remove": lambda unit, mine: exclusions.remove(
        unit,
        guild_id=OTHER_GUILD,
        poll_ids=[poll.poll_id for poll in mine.polls],
        member_id=mine.voter,
    ),
    "exclusions.list_all": lambda unit, _mine: exclusions.list_all(unit, guild_id=OTHER_GUILD),
    "exclusions.list_members": lambda unit, mine: exclusions.list_members(
        unit, _taken(mine.polls[0])
    ),
    "exclusions.list_of_member": lambda unit, mine: exclusions.list_of_member(
        unit, guild_id=OTHER_GUILD, member_id=mine.voter
    ),
    "exclusions.list_votes": lambda unit, mine: exclusions.list_votes(
        unit, [_taken(mine.polls[0])]
    ),
    "exclusions.stand_in": lambda unit, mine: exclusions.stand_in(
        unit, mine.polls[0].poll_id, guild_id=OTHER_GUILD, member_id=-9
    ),
    "exclusions.erase": lambda unit, mine: exclusions.erase(
        unit, guild_id=OTHER_GUILD, member_id=mine.voter, stand_ins={}
    ),
    "exclusions.forget": lambda unit, mine: exclusions.forget(unit, _taken(mine.polls[0])),
    "polls.show_anew": lambda unit, mine: polls.show_anew(
        unit, guild_id=OTHER_GUILD, poll_ids=[poll.poll_id for poll in mine.polls]
    ),
    "preparations.add": lambda unit, mine: preparations.add(
        unit,
        guild_id=OTHER_GUILD,
        article_id=mine.article_id,
        preparation=make_kept().preparation,
        version=Version(number=2),
        at=NOW,
    ),
    "texts.propose": lambda unit, mine: texts.propose(
        unit,
        guild_id=OTHER_GUILD,
        article_id=mine.article_id,
        article=make_article(),
        number=7,
        at=NOW,
        question_ids=(),
    ),
    "texts.find": lambda unit, mine: texts.find(
        unit, guild_id=OTHER_GUILD, article_id=mine.article_id, number=1
    ),
    "texts.next_number": lambda unit, mine: texts.next_number(
        unit, guild_id=OTHER_GUILD, article_id=mine.article_id
    ),
    "texts.identify": lambda unit, mine: texts.identify(
        unit, guild_id=OTHER_GUILD, article_id=mine.article_id, number=1, question_ids=(1,)
    ),
    "texts.set_current": lambda unit, mine: texts.set_current(
        unit, guild_id=OTHER_GUILD, article_id=mine.article_id, article=make_article("Theirs")
    ),
    "preparations.find": lambda unit, mine: preparations.find(
        unit, guild_id=OTHER_GUILD, article_id=mine.article_id
    ),
    "articles.set_length": lambda unit, mine: articles.set_length(
        unit, guild_id=OTHER_GUILD, article_id=mine.article_id, length=PromptLength.OPENING
    ),
    "articles.is_listed": lambda unit, mine: articles.is_listed(
        unit, guild_id=OTHER_GUILD, article_id=mine.article_id
    ),
    "articles.remove": lambda unit, mine: articles.remove(
        unit, guild_id=OTHER_GUILD, article_id=mine.article_id, at=NOW
    ),
    "checks.list_homes": lambda unit, _mine: checks.list_homes(unit, guild_id=OTHER_GUILD),
    "checks.last_asking": lambda unit, mine: checks.last_asking(
        unit, guild_id=OTHER_GUILD, poll_id=mine.polls[0].poll_id
    ),
    "checks.list_uncounted": lambda unit, mine: checks.list_uncounted(
        unit, guild_id=OTHER_GUILD, poll_ids=[mine.polls[0].poll_id]
    ),
    "checks.list_doubted": lambda unit, mine: checks.list_doubted(
        unit, guild_id=OTHER_GUILD, poll_ids=[mine.polls[0].poll_id]
    ),
    "checks.record_counts": lambda unit, mine: checks.record_counts(
        unit, guild_id=OTHER_GUILD, asked={mine.polls[0].poll_id: 5}, at=NOW
    ),
    "checks.record_voters": lambda unit, mine: checks.record_voters(
        unit, poll=_taken(mine.polls[0]), asked=5, at=NOW, uncounted={0: 3}, every=True
    ),
    "discussions.add": lambda unit, mine: discussions.add(
        unit,
        guild_id=OTHER_GUILD,
        channel_id=mine.channel_id,
        article_id=mine.article_id,
        prompts_only=False,
        schedule=make_schedule(),
        started_by=ORGANIZER,
        at=NOW,
    ),
    "discussions.get": lambda unit, mine: discussions.get(
        unit, guild_id=OTHER_GUILD, discussion_id=mine.discussion_id
    ),
    "discussions.list_all": lambda unit, mine: discussions.list_all(
        unit, guild_id=OTHER_GUILD, channel_id=mine.channel_id, article_id=mine.article_id
    ),
    "discussions.get_schedule": lambda unit, mine: discussions.get_schedule(
        unit, guild_id=OTHER_GUILD, discussion_id=mine.discussion_id
    ),
    "discussions.set_channel_kind": lambda unit, mine: discussions.set_channel_kind(
        unit, guild_id=OTHER_GUILD, channel_id=mine.channel_id, kind=ChannelKind.FORUM
    ),
    "discussions.set_state": lambda unit, mine: discussions.set_state(
        unit,
        guild_id=OTHER_GUILD,
        discussion_id=mine.discussion_id,
        state=DiscussionState.STOPPED,
        at=NOW,
    ),
    "discussions.pause": lambda unit, mine: discussions.pause(
        unit,
        guild_id=OTHER_GUILD,
        discussion_id=mine.discussion_id,
        reason=PauseReason.ORGANIZER,
        at=NOW,
    ),
    "discussions.set_schedule": lambda unit, mine: discussions.set_schedule(
        unit,
        guild_id=OTHER_GUILD,
        discussion_id=mine.discussion_id,
        schedule=make_schedule(time_zone="Asia/Kolkata"),
    ),
    "discussions.find_id": lambda unit, mine: discussions.find_id(
        unit, guild_id=OTHER_GUILD, discussion_id=mine.discussion_id
    ),
    "discussions.list_labels": lambda unit, _mine: discussions.list_labels(
        unit, guild_id=OTHER_GUILD
    ),
    "discussions.set_terms": lambda unit, mine: discussions.set_terms(
        unit, guild_id=OTHER_GUILD, discussion_id=mine.discussion_id, terms=Terms(pins=True)
    ),
    "history.record": lambda unit, _mine: history.record(
        unit,
        HistoryEntry(
            guild_id=OTHER_GUILD,
            discussion_id=None,
            deed=Deed.SETTINGS_CHANGED,
            done_by=ORGANIZER,
            done_at=NOW,
        ),
    ),
    "history.find_to_tell": lambda unit, _mine: history.find_to_tell(
        unit, guild_id=OTHER_GUILD, now=NOW
    ),
    "history.record_tried": lambda unit, mine: history.record_tried(
        unit, entry=_their_entry(mine), at=NOW
    ),
    "history.record_told": lambda unit, mine: history.record_told(
        unit, entry=_their_entry(mine), at=NOW
    ),
    "history.record_untold": lambda unit, mine: history.record_untold(
        unit, entry=_their_entry(mine)
    ),
    "indexes.list_unpinned": lambda unit, _mine: indexes.list_unpinned(unit, guild_id=OTHER_GUILD),
    "indexes.retry_pin": lambda unit, mine: indexes.retry_pin(
        unit, index=_their_index(mine), at=NOW
    ),
    "history.put_off_direct": lambda unit, mine: history.put_off_direct(
        unit, entry=_their_entry(mine), until=NOW
    ),
    "history.hand_on": lambda unit, _mine: history.hand_on(unit, guild_id=OTHER_GUILD, at=NOW),
    "discussions.write_no_more": lambda unit, _mine: discussions.write_no_more(
        unit, guild_id=OTHER_GUILD, member_id=ORGANIZER
    ),
    "history.put_off": lambda unit, mine: history.put_off(
        unit, entry=_their_entry(mine), until=NOW
    ),
    "discussions.set_channel": lambda unit, mine: discussions.set_channel(
        unit,
        guild_id=OTHER_GUILD,
        discussion_id=mine.discussion_id,
        title="On reading",
        channel_id=OTHER_CHANNEL + 5,
        channel_kind=ChannelKind.TEXT,
        terms=Terms(),
    ),
    "drafts.add": lambda unit, mine: drafts.add(unit, replace(mine.draft, guild_id=OTHER_GUILD)),
    "drafts.get": lambda unit, mine: drafts.get(
        unit, guild_id=OTHER_GUILD, draft_id=mine.draft.draft_id, now=NOW
    ),
    "drafts.update": lambda unit, mine: drafts.update(
        unit, replace(mine.draft, guild_id=OTHER_GUILD, seen=7)
    ),
    "drafts.remove": lambda unit, mine: drafts.remove(
        unit, guild_id=OTHER_GUILD, draft_id=mine.draft.draft_id
    ),
    "posts.find_by_channel": lambda unit, mine: posts.find_by_channel(
        unit, guild_id=OTHER_GUILD, channel_id=mine.channel_id
    ),
    "series.list_labels": lambda unit, mine: series.list_labels(
        unit,
        guild_id=OTHER_GUILD,
        discussion_id=mine.discussion_id,
        states=tuple(PostState),
    ),
    "series.release_failed": lambda unit, mine: series.release_failed(
        unit, guild_id=OTHER_GUILD, discussion_id=mine.discussion_id
    ),
    "discussions.set_own_order": lambda unit, mine: discussions.set_own_order(
        unit, guild_id=OTHER_GUILD, discussion_id=mine.discussion_id
    ),
    "posts.record_skipped": lambda unit, mine: posts.record_skipped(
        unit, post=_taken(mine.posts[1])
    ),
    "posts.record_planned": lambda unit, mine: posts.record_planned(
        unit, post=_taken(mine.posts[1])
    ),
    "series.arrange": lambda unit, mine: series.arrange(
        unit,
        guild_id=OTHER_GUILD,
        discussion_id=mine.discussion_id,
        post_ids=mine.post_ids,
        places=(5, 4),
    ),
    "history.find_pause": lambda unit, mine: history.find_pause(
        unit, guild_id=OTHER_GUILD, discussion_id=mine.discussion_id
    ),
    "history.take_untold_pauses": lambda unit, _mine: history.take_untold_pauses(
        unit, guild_id=OTHER_GUILD, at=NOW
    ),
    "history.list_entries": lambda unit, mine: history.list_entries(
        unit, guild_id=OTHER_GUILD, discussion_id=mine.discussion_id
    ),
    "guilds.get_settings": lambda unit, _mine: guilds.get_settings(unit, guild_id=OTHER_GUILD),
    "guilds.set_settings": lambda unit, _mine: guilds.set_settings(
        unit, guild_id=OTHER_GUILD, settings=GuildSettings(time_zone="UTC")
    ),
    "guilds.get_organizer_role": lambda unit, _mine: guilds.get_organizer_role(
        unit, guild_id=OTHER_GUILD
    ),
    "guilds.set_organizer_role": lambda unit, _mine: guilds.set_organizer_role(
        unit, guild_id=OTHER_GUILD, role_id=5
    ),
    "guilds.purge": lambda unit, _mine: guilds.purge(unit, guild_id=OTHER_GUILD),
    "guilds.set_left_at": lambda unit, _mine: guilds.set_left_at(
        unit, guild_id=OTHER_GUILD, at=NOW
    ),
    "polls.add_all": lambda unit, mine: polls.add_all(
        unit,
        [
            NewPoll(
                post_id=mine.post_ids[0],
                question_id=mine.polls[0].question_id,
                question="Is it so?",
                kind=mine.polls[0].kind,
                number=2,
                of=2,
                place=mine.polls[0].place,
                options=default_options(make_question()),
            )
        ],
        guild_id=OTHER_GUILD,
        discussion_id=mine.discussion_id,
    ),
    "polls.get": lambda unit, mine: polls.get(
        unit, guild_id=OTHER_GUILD, poll_id=mine.polls[0].poll_id
    ),
    "polls.list_of_post": lambda unit, mine: polls.list_of_post(
        unit, guild_id=OTHER_GUILD, post_id=mine.post_ids[0]
    ),
    "polls.list_of_discussion": lambda unit, mine: polls.list_of_discussion(
        unit, guild_id=OTHER_GUILD, discussion_id=mine.discussion_id
    ),
    "polls.list_labels": lambda unit, _mine: polls.list_labels(
        unit, guild_id=OTHER_GUILD, states=tuple(PollState)
    ),
    "polls.list_of_guild": lambda unit, _mine: polls.list_of_guild(
        unit, guild_id=OTHER_GUILD, states=tuple(PollState)
    ),
    "polls.list_by_id": lambda unit, mine: polls.list_by_id(
        unit, guild_id=OTHER_GUILD, poll_ids=[mine.polls[0].poll_id]
    ),
    "polls.find_by_message": lambda unit, mine: polls.find_by_message(
        unit, guild_id=OTHER_GUILD, message_ids=[mine.polls[0].message_id]
    ),
    "polls.record_opened": lambda unit, mine: polls.record_opened(
        unit,
        poll=_taken(mine.polls[1]),
        channel_id=1,
        message_id=2,
        at=NOW,
        closes_at=NOW + WEEK,
    ),
    "polls.record_seeded": lambda unit, mine: polls.record_seeded(
        unit, poll=_taken(mine.polls[0]), at=NOW
    ),
    "polls.record_closed": lambda unit, mine: polls.record_closed(
        unit, poll=_taken(mine.polls[0]), at=NOW
    ),
    "polls.reopen": lambda unit, mine: polls.reopen(
        unit, poll=_taken(mine.polls[0]), closes_at=NOW
    ),
    "polls.close_one": lambda unit, mine: polls.close_one(unit, poll=_taken(mine.polls[0]), at=NOW),
    "polls.close_at": lambda unit, mine: polls.close_at(
        unit, guild_id=OTHER_GUILD, discussion_id=mine.discussion_id, at=NOW
    ),
    "polls.record_shown": lambda unit, mine: polls.record_shown(
        unit, poll=_taken(mine.polls[0]), at=NOW
    ),
    "polls.record_withdrawn": lambda unit, mine: polls.record_withdrawn(
        unit, poll=_taken(mine.polls[0]), at=NOW
    ),
    "corrections.record_corrected": lambda unit, mine: corrections.record_corrected(
        unit, poll=_taken(mine.polls[0]), words="Whose is this?", at=NOW
    ),
    "corrections.record_correction_shown": lambda unit, mine: corrections.record_correction_shown(
        unit, poll=_taken(mine.polls[0])
    ),
    "corrections.ask_for_options": lambda unit, mine: corrections.ask_for_options(
        unit, poll=_taken(mine.polls[0]), new_options=mine.polls[0].options
    ),
    "corrections.replace_options": lambda unit, mine: corrections.replace_options(
        unit, poll=_taken(mine.polls[0])
    ),
    "corrections.keep_options": lambda unit, mine: corrections.keep_options(
        unit, poll=_taken(mine.polls[0]), seeded_at=None
    ),
    "polls.remove_planned": lambda unit, mine: polls.remove_planned(
        unit, guild_id=OTHER_GUILD, post_ids=mine.post_ids
    ),
    "polls.withdraw_planned": lambda unit, mine: polls.withdraw_planned(
        unit, guild_id=OTHER_GUILD, discussion_id=mine.discussion_id, at=NOW
    ),
    "series.add": lambda unit, mine: series.add(
        unit,
        guild_id=OTHER_GUILD,
        discussion_id=mine.discussion_id,
        series=make_series(1),
        first_due_at=NOW,
    ),
    "series.replan": lambda unit, mine: series.replan(
        unit,
        guild_id=OTHER_GUILD,
        discussion_id=mine.discussion_id,
        to_come=make_series(3),
        places=(0, 1, 2),
        first_due_at=NOW,
    ),
    "agenda.claim_all": lambda unit, mine: agenda.claim_all(
        unit,
        [
            DuePost(
                guild_id=OTHER_GUILD,
                discussion_id=mine.discussion_id,
                post_id=mine.post_ids[1],
                due_at=NOW,
                state=DiscussionState.RUNNING,
                missed=MissedSlot.SHIFT,
                kept_schedule="",
            )
        ],
        at=NOW,
    ),
    "posts.count_series": lambda unit, mine: posts.count_series(
        unit, guild_id=OTHER_GUILD, discussion_id=mine.discussion_id
    ),
    "agenda.date_all": lambda unit, mine: agenda.date_all(
        unit,
        [Dating(guild_id=OTHER_GUILD, discussion_id=mine.discussion_id, due_at=NOW)],
    ),
    "posts.get": lambda unit, mine: posts.get(unit, guild_id=OTHER_GUILD, post_id=mine.post_ids[0]),
    "posts.list_series": lambda unit, mine: posts.list_series(
        unit, guild_id=OTHER_GUILD, discussion_id=mine.discussion_id
    ),
    "posts.find_by_message": lambda unit, mine: posts.find_by_message(
        unit, guild_id=OTHER_GUILD, message_ids=mine.posts[0].message_ids
    ),
    "posts.record_part": lambda unit, mine: posts.record_part(
        unit, post=_taken(mine.posts[0]), part=1, message_id=5
    ),
    "posts.record_posted": lambda unit, mine: posts.record_posted(
        unit, post=_taken(mine.posts[1]), at=NOW
    ),
    "posts.record_thread": lambda unit, mine: posts.record_thread(
        unit, post=_taken(mine.posts[0]), thread_id=5
    ),
    "posts.record_completed": lambda unit, mine: posts.record_completed(
        unit, post=_taken(mine.posts[0]), at=NOW
    ),
    "posts.record_concluded": lambda unit, mine: posts.record_concluded(
        unit, post=_taken(mine.posts[0]), message_id=5, at=NOW
    ),
    "posts.reopen": lambda unit, mine: posts.reopen(unit, post=_taken(mine.posts[0])),
    "posts.attend": lambda unit, mine: posts.attend(unit, post=_taken(mine.posts[0]), at=NOW),
    "posts.rest": lambda unit, mine: posts.rest(unit, post=_taken(mine.posts[0]), until=NOW),
    "posts.record_retry": lambda unit, mine: posts.record_retry(
        unit, post=_taken(mine.posts[0]), attend_at=NOW, reason="none"
    ),
    "posts.record_failed": lambda unit, mine: posts.record_failed(
        unit, post=_taken(mine.posts[0]), reason="none"
    ),
    "posts.record_withdrawn": lambda unit, mine: posts.record_withdrawn(
        unit, post=_taken(mine.posts[0]), at=NOW
    ),
    "posts.record_taken_down": lambda unit, mine: posts.record_taken_down(
        unit, post=_taken(mine.posts[0]), at=NOW
    ),
    "posts.find_by_results": lambda unit, mine: posts.find_by_results(
        unit, guild_id=OTHER_GUILD, message_id=mine.guild_id + 4000
    ),
    "posts.halt": lambda unit, mine: posts.halt(
        unit, guild_id=OTHER_GUILD, discussion_id=mine.discussion_id
    ),
    "posts.skip_planned": lambda unit, mine: posts.skip_planned(
        unit, guild_id=OTHER_GUILD, discussion_id=mine.discussion_id
    ),
    "posts.attend_open": lambda unit, mine: posts.attend_open(
        unit, guild_id=OTHER_GUILD, discussion_id=mine.discussion_id, at=NOW
    ),
    "agenda.find_last_sent": lambda unit, mine: agenda.find_last_sent(
        unit, guild_id=OTHER_GUILD, discussion_id=mine.discussion_id
    ),
    "agenda.count_planned": lambda unit, mine: agenda.count_planned(
        unit, guild_id=OTHER_GUILD, discussion_id=mine.discussion_id
    ),
    "posts.record_pin": lambda unit, mine: posts.record_pin(
        unit, post=_taken(mine.posts[0]), pin=Pin.PINNED
    ),
    "posts.record_published": lambda unit, mine: posts.record_published(
        unit, post=_taken(mine.posts[0]), published=7
    ),
    "posts.record_archived": lambda unit, mine: posts.record_archived(
        unit, post=_taken(mine.posts[0]), archived=True
    ),
    "posts.note_archived": lambda unit, mine: posts.note_archived(
        unit,
        guild_id=OTHER_GUILD,
        thread_ids=[one.thread_id for one in mine.posts if one.thread_id],
        at=NOW,
    ),
    "posts.find_newest": lambda unit, mine: posts.find_newest(
        unit, guild_id=OTHER_GUILD, discussion_id=mine.discussion_id
    ),
    "posts.list_pinned": lambda unit, mine: posts.list_pinned(
        unit, guild_id=OTHER_GUILD, discussion_id=mine.discussion_id
    ),
    "posts.attend_pins": lambda unit, mine: posts.attend_pins(
        unit, guild_id=OTHER_GUILD, discussion_id=mine.discussion_id, at=NOW
    ),
    "shortfalls.note": lambda unit, mine: shortfalls.note(
        unit,
        guild_id=OTHER_GUILD,
        discussion_id=mine.discussion_id,
        shortfall=Shortfall(nicety=Nicety.PIN, why=Why.FULL, since=NOW),
    ),
    "shortfalls.clear": lambda unit, mine: shortfalls.clear(
        unit, guild_id=OTHER_GUILD, discussion_id=mine.discussion_id, nicety=Nicety.PIN
    ),
    "shortfalls.list_of_discussion": lambda unit, mine: shortfalls.list_of_discussion(
        unit, guild_id=OTHER_GUILD, discussion_id=mine.discussion_id
    ),
    "posts.record_reminded": lambda unit, mine: posts.record_reminded(
        unit, post=_taken(mine.posts[0]), at=NOW
    ),
    "closings.awaits_next": lambda unit, mine: closings.awaits_next(
        unit, post=_taken(mine.posts[0])
    ),
    "closings.set_closing": lambda unit, mine: closings.set_closing(
        unit, waiting=_their_waiting(mine), closes_at=NOW, now=NOW
    ),
    "indexes.add": lambda unit, mine: indexes.add(
        unit, guild_id=OTHER_GUILD, discussion_id=mine.discussion_id, at=NOW
    ),
    "indexes.find": lambda unit, mine: indexes.find(
        unit, guild_id=OTHER_GUILD, discussion_id=mine.discussion_id
    ),
    "indexes.record_tried": lambda unit, mine: indexes.record_tried(
        unit, index=_their_index(mine), at=NOW
    ),
    "indexes.record_sent": lambda unit, mine: indexes.record_sent(
        unit, index=_their_index(mine), message_id=1, frame="a", shown="b", at=NOW
    ),
    "indexes.record_shown": lambda unit, mine: indexes.record_shown(
        unit, index=_their_index(mine), frame="a", shown="b", at=NOW
    ),
    "indexes.record_removed": lambda unit, mine: indexes.record_removed(
        unit, index=_their_index(mine)
    ),
    "indexes.record_pin": lambda unit, mine: indexes.record_pin(
        unit, index=_their_index(mine), pin=Pin.PINNED
    ),
    "indexes.stands_in": lambda unit, mine: indexes.stands_in(
        unit, guild_id=OTHER_GUILD, message_ids=[mine.guild_id + 3000]
    ),
    "indexes.dismiss": lambda unit, mine: indexes.dismiss(
        unit, guild_id=OTHER_GUILD, message_ids=[mine.guild_id + 3000], at=NOW
    ),
    "indexes.rest": lambda unit, mine: indexes.rest(unit, index=_their_index(mine), until=NOW),
    "indexes.hold": lambda unit, mine: indexes.hold(unit, index=_their_index(mine), until=NOW),
    "posts.revive": lambda unit, mine: posts.revive(
        unit, guild_id=OTHER_GUILD, discussion_id=mine.discussion_id, at=NOW
    ),
    "votes.apply": lambda unit, mine: votes.apply(
        unit,
        clearings=[Clearing(OTHER_GUILD, mine.polls[0].poll_id, None)],
        removals=[Mark(OTHER_GUILD, mine.polls[0].poll_id, 0, mine.voter)],
        additions=[Addition(Mark(OTHER_GUILD, mine.polls[0].poll_id, 1, 78), 9)],
        at=NOW,
    ),
    "votes.count_marks": lambda unit, mine: votes.count_marks(
        unit, guild_id=OTHER_GUILD, poll_ids=[mine.polls[0].poll_id]
    ),
    "votes.are_anonymous": lambda unit, mine: votes.are_anonymous(
        unit, guild_id=OTHER_GUILD, poll_id=mine.polls[0].poll_id
    ),
    "votes.list_of_poll": lambda unit, mine: votes.list_of_poll(
        unit, guild_id=OTHER_GUILD, poll_id=mine.polls[0].poll_id
    ),
    "votes.list_part": lambda unit, mine: votes.list_part(
        unit, guild_id=OTHER_GUILD, poll_id=mine.polls[0].poll_id
    ),
    "votes.list_of_member": lambda unit, mine: votes.list_of_member(
        unit, guild_id=OTHER_GUILD, member_id=mine.voter
    ),
}

# What is written where it belongs, to the other server: new rows of its own, its own settings.
_FOR_THEMSELVES = {"articles.add", "drafts.add", "guilds.get_settings", "texts.next_number"}


def _taken(thing):
    """Give a post or poll as if it belonged to the other server."""
    return replace(thing, guild_id=OTHER_GUILD)


def public_functions():
    """List the functions by which other rooms reach the rows."""
    return {
        f"{module.__name__.rpartition('.')[2]}.{name}": function
        for module in _REPOSITORIES
        for name, function in inspect.getmembers(module, inspect.iscoroutinefunction)
        if not name.startswith("_") and function.__module__ == module.__name__
    }


async def rows_of(unit, guild_id):
    """Give every row of a server, in all tables."""
    return {
        table.name: (
            await unit.execute(
                sa.select(table)
                .where(table.c.guild_id == guild_id)
                .order_by(*table.primary_key.columns)
            )
        ).all()
        for table in metadata.sorted_tables
        if "guild_id" in table.c
    }


async def view_of(unit, stand):
    """Give what a server sees of its own discussion."""
    owner = {"guild_id": stand.guild_id, "discussion_id": stand.discussion_id}
    poll_ids = [poll.poll_id for poll in stand.polls]
    return (
        await checks.list_homes(unit, guild_id=stand.guild_id),
        await checks.list_doubted(unit, guild_id=stand.guild_id, poll_ids=poll_ids),
        await discussions.list_all(unit, guild_id=stand.guild_id),
        await posts.list_series(unit, **owner),
        await polls.list_of_discussion(unit, **owner),
        [
            await votes.list_of_poll(unit, guild_id=stand.guild_id, poll_id=poll.poll_id)
            for poll in stand.polls
        ],
    )


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def servers(migrated_file, tmp_path_factory):
    """Give a database with two servers, of which only the second shares the first's article."""
    path = shutil.copy(migrated_file, tmp_path_factory.mktemp("servers") / "colloquy.db")
    async with open_database(path) as database:
        yield database, await set_up(database)


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("neighbours", ["alone", "equals"])
@pytest.mark.parametrize("name", _TRESPASSES)
async def test_no_trespass(servers, name, neighbours):
    """A server that names another's rows changes nothing, and sees nothing but its own."""
    database, mine = servers
    seen = None
    async with undone(database) as unit:
        if neighbours == "equals":
            await set_up_in(unit, guild_id=OTHER_GUILD, channel_id=OTHER_CHANNEL)
        before = await rows_of(unit, mine.guild_id), await view_of(unit, mine)
        # Refusing is as good as finding nothing.
        with suppress(NotFound, Conflict, IntegrityError, ValueError):
            seen = await _TRESPASSES[name](unit, mine)
        after = await rows_of(unit, mine.guild_id), await view_of(unit, mine)

    assert after == before
    assert not seen or neighbours == "equals" or name in _FOR_THEMSELVES


def test_every_function_is_tried():
    """No function by which rows are reached is left out of the two tests above."""
    assert set(public_functions()) == set(_TRESPASSES) | set(_SYSTEM_WIDE)


def test_every_function_is_told_the_server():
    """Every function takes the server's id, alone or in what it is given, or serves all of them."""
    bearers = {"Post", "Poll", "HistoryEntry", "RecordedEntry", "Draft", "Index", "Waiting"}
    collections = {"DuePost", "Dating", "Clearing", "Mark", "Addition"}

    def told(function):
        parameters = inspect.signature(function, eval_str=False).parameters.values()
        words = " ".join(str(parameter.annotation) for parameter in parameters)
        return any(parameter.name == "guild_id" for parameter in parameters) or any(
            name in words.replace("[", " ").replace("]", " ").replace("'", " ").split(" ")
            or re.search(rf"\.{name}\b", words)
            for name in bearers | collections
        )

    untold = {name for name, function in public_functions().items() if not told(function)}

    assert untold == set(_SYSTEM_WIDE)
    assert all("guild_id" in kind.__annotations__ for kind in (Post, Poll, DuePost, Dating))
    assert "guild_id" in Mark._fields
    assert "guild_id" in Clearing._fields


def test_every_row_says_whose_it_is():
    """Every table of content has the server's id, never null."""
    own = {"installation", "erasures"}

    assert all(
        not table.c.guild_id.nullable for table in metadata.sorted_tables if table.name not in own
    )


async def test_what_serves_all_says_whose(database, mine, theirs):
    """What is listed for all servers at once bears the server's id with every row."""
    async with database.read() as unit:
        open_polls = await polls.list_open(unit)
        to_attend = await agenda.list_to_attend(unit, now=FIRST_SLOT)
        due = await agenda.list_due(unit, now=FIRST_SLOT)
        awaited = await checks.list_awaited(unit)

    assert {one.guild_id for one in awaited} == {mine.guild_id, theirs.guild_id}
    assert {poll.guild_id for poll in open_polls} == {mine.guild_id, theirs.guild_id}
    assert {one.guild_id for one in to_attend} == {mine.guild_id, theirs.guild_id}
    assert due == ()


def test_every_member_can_be_erased():
    """Every column that may bear a member's id is one that erasing sees to."""
    settings = {"guilds.organizer_role_id", "guilds.log_channel_id"}
    ours = {
        "only",
        "article_id",
        "question_id",
        "discussion_id",
        "post_id",
        "poll_id",
        "section_id",
        "entry_id",
        "draft_id",
    }
    places = {"guild_id", "channel_id", "thread_id", "message_id", "result_message_id"}
    erased = {
        *("votes.member_id", "articles.added_by", "discussions.started_by"),
        "preparations.made_by",
        "history.done_by",
        *("exclusions.member_id", "exclusions.excluded_by"),
        "drafts.made_by",
    }

    bearers = {
        f"{column.table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if column.name.endswith(("_id", "_by")) and column.name not in ours | places
    }

    assert bearers - settings - {"erasures.erasure_id"} == erased
    assert {f"{doer.table.name}.{doer.name}" for doer in erasures._DOERS} <= erased
