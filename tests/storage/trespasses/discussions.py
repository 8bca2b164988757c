"""Trespasses on discussions: their series, what is due, their index, and their record."""

from bot.domain.channel import ChannelKind
from bot.domain.discussion import DiscussionState, PauseReason
from bot.domain.history import Deed, HistoryEntry, RecordedEntry
from bot.domain.index import Index
from bot.domain.nicety import Nicety, Shortfall, Why
from bot.domain.post import Pin, PostState
from bot.domain.schedule import MissedSlot
from bot.domain.terms import Terms
from bot.storage import agenda, closings, discussions, history, indexes, series, shortfalls
from bot.storage.agenda import Dating, DuePost
from bot.storage.closings import Waiting
from tests.builders import NOW, ORGANIZER, OTHER_CHANNEL, OTHER_GUILD, make_schedule, make_series
from tests.storage.trespasses.taken import taken


def their_entry(mine):
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


def their_index(mine):
    """Make the index of `mine`, as if it were theirs."""
    return Index(
        discussion_id=mine.discussion_id,
        guild_id=OTHER_GUILD,
        channel_id=mine.channel_id,
        kind=ChannelKind.TEXT,
    )


def their_waiting(mine):
    """Make the wait of a poll of `mine`, as if it were theirs."""
    poll = mine.polls[0]
    return Waiting(
        OTHER_GUILD, mine.discussion_id, poll.post_id, poll.poll_id, followed=True, terms=Terms()
    )


DISCUSSIONS = {
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
    "discussions.write_no_more": lambda unit, _mine: discussions.write_no_more(
        unit, guild_id=OTHER_GUILD, member_id=ORGANIZER
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
    "discussions.set_own_order": lambda unit, mine: discussions.set_own_order(
        unit, guild_id=OTHER_GUILD, discussion_id=mine.discussion_id
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
    "series.arrange": lambda unit, mine: series.arrange(
        unit,
        guild_id=OTHER_GUILD,
        discussion_id=mine.discussion_id,
        post_ids=mine.post_ids,
        places=(5, 4),
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
    "agenda.date_all": lambda unit, mine: agenda.date_all(
        unit,
        [Dating(guild_id=OTHER_GUILD, discussion_id=mine.discussion_id, due_at=NOW)],
    ),
    "agenda.find_last_sent": lambda unit, mine: agenda.find_last_sent(
        unit, guild_id=OTHER_GUILD, discussion_id=mine.discussion_id
    ),
    "agenda.count_planned": lambda unit, mine: agenda.count_planned(
        unit, guild_id=OTHER_GUILD, discussion_id=mine.discussion_id
    ),
    "closings.awaits_next": lambda unit, mine: closings.awaits_next(
        unit, post=taken(mine.posts[0])
    ),
    "closings.set_closing": lambda unit, mine: closings.set_closing(
        unit, waiting=their_waiting(mine), closes_at=NOW, now=NOW
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
    "indexes.list_unpinned": lambda unit, _mine: indexes.list_unpinned(unit, guild_id=OTHER_GUILD),
    "indexes.retry_pin": lambda unit, mine: indexes.retry_pin(
        unit, index=their_index(mine), at=NOW
    ),
    "indexes.add": lambda unit, mine: indexes.add(
        unit, guild_id=OTHER_GUILD, discussion_id=mine.discussion_id, at=NOW
    ),
    "indexes.find": lambda unit, mine: indexes.find(
        unit, guild_id=OTHER_GUILD, discussion_id=mine.discussion_id
    ),
    "indexes.record_tried": lambda unit, mine: indexes.record_tried(
        unit, index=their_index(mine), at=NOW
    ),
    "indexes.record_sent": lambda unit, mine: indexes.record_sent(
        unit, index=their_index(mine), message_id=1, frame="a", shown="b", at=NOW
    ),
    "indexes.record_shown": lambda unit, mine: indexes.record_shown(
        unit, index=their_index(mine), frame="a", shown="b", at=NOW
    ),
    "indexes.record_removed": lambda unit, mine: indexes.record_removed(
        unit, index=their_index(mine)
    ),
    "indexes.record_pin": lambda unit, mine: indexes.record_pin(
        unit, index=their_index(mine), pin=Pin.PINNED
    ),
    "indexes.stands_in": lambda unit, mine: indexes.stands_in(
        unit, guild_id=OTHER_GUILD, message_ids=[mine.guild_id + 3000]
    ),
    "indexes.dismiss": lambda unit, mine: indexes.dismiss(
        unit, guild_id=OTHER_GUILD, message_ids=[mine.guild_id + 3000], at=NOW
    ),
    "indexes.rest": lambda unit, mine: indexes.rest(unit, index=their_index(mine), until=NOW),
    "indexes.hold": lambda unit, mine: indexes.hold(unit, index=their_index(mine), until=NOW),
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
        unit, entry=their_entry(mine), at=NOW
    ),
    "history.record_told": lambda unit, mine: history.record_told(
        unit, entry=their_entry(mine), at=NOW
    ),
    "history.record_untold": lambda unit, mine: history.record_untold(
        unit, entry=their_entry(mine)
    ),
    "history.put_off_direct": lambda unit, mine: history.put_off_direct(
        unit, entry=their_entry(mine), until=NOW
    ),
    "history.hand_on": lambda unit, _mine: history.hand_on(unit, guild_id=OTHER_GUILD, at=NOW),
    "history.put_off": lambda unit, mine: history.put_off(unit, entry=their_entry(mine), until=NOW),
    "history.find_pause": lambda unit, mine: history.find_pause(
        unit, guild_id=OTHER_GUILD, discussion_id=mine.discussion_id
    ),
    "history.take_untold_pauses": lambda unit, _mine: history.take_untold_pauses(
        unit, guild_id=OTHER_GUILD, at=NOW
    ),
    "history.list_entries": lambda unit, mine: history.list_entries(
        unit, guild_id=OTHER_GUILD, discussion_id=mine.discussion_id
    ),
}
