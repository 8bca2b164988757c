"""Trespasses on polls, votes, and whose votes are set aside or in doubt."""

from bot.domain.ballot import PollState, default_options
from bot.storage import checks, corrections, exclusions, polls, votes
from bot.storage.polls import NewPoll
from bot.storage.votes import Addition, Clearing, Mark
from tests.builders import NOW, ORGANIZER, OTHER_GUILD, WEEK, make_question
from tests.storage.trespasses.taken import taken

POLLS = {
    "polls.show_anew": lambda unit, mine: polls.show_anew(
        unit, guild_id=OTHER_GUILD, poll_ids=[poll.poll_id for poll in mine.polls]
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
        poll=taken(mine.polls[1]),
        channel_id=1,
        message_id=2,
        at=NOW,
        closes_at=NOW + WEEK,
    ),
    "polls.record_seeded": lambda unit, mine: polls.record_seeded(
        unit, poll=taken(mine.polls[0]), at=NOW
    ),
    "polls.record_closed": lambda unit, mine: polls.record_closed(
        unit, poll=taken(mine.polls[0]), at=NOW
    ),
    "polls.reopen": lambda unit, mine: polls.reopen(unit, poll=taken(mine.polls[0]), closes_at=NOW),
    "polls.close_one": lambda unit, mine: polls.close_one(unit, poll=taken(mine.polls[0]), at=NOW),
    "polls.close_at": lambda unit, mine: polls.close_at(
        unit, guild_id=OTHER_GUILD, discussion_id=mine.discussion_id, at=NOW
    ),
    "polls.record_shown": lambda unit, mine: polls.record_shown(
        unit, poll=taken(mine.polls[0]), at=NOW
    ),
    "polls.record_withdrawn": lambda unit, mine: polls.record_withdrawn(
        unit, poll=taken(mine.polls[0]), at=NOW
    ),
    "polls.remove_planned": lambda unit, mine: polls.remove_planned(
        unit, guild_id=OTHER_GUILD, post_ids=mine.post_ids
    ),
    "polls.withdraw_planned": lambda unit, mine: polls.withdraw_planned(
        unit, guild_id=OTHER_GUILD, discussion_id=mine.discussion_id, at=NOW
    ),
    "corrections.record_corrected": lambda unit, mine: corrections.record_corrected(
        unit, poll=taken(mine.polls[0]), words="Whose is this?", at=NOW
    ),
    "corrections.record_correction_shown": lambda unit, mine: corrections.record_correction_shown(
        unit, poll=taken(mine.polls[0])
    ),
    "corrections.ask_for_options": lambda unit, mine: corrections.ask_for_options(
        unit, poll=taken(mine.polls[0]), new_options=mine.polls[0].options
    ),
    "corrections.replace_options": lambda unit, mine: corrections.replace_options(
        unit, poll=taken(mine.polls[0])
    ),
    "corrections.keep_options": lambda unit, mine: corrections.keep_options(
        unit, poll=taken(mine.polls[0]), seeded_at=None
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
        unit, taken(mine.polls[0])
    ),
    "exclusions.list_of_member": lambda unit, mine: exclusions.list_of_member(
        unit, guild_id=OTHER_GUILD, member_id=mine.voter
    ),
    "exclusions.list_votes": lambda unit, mine: exclusions.list_votes(unit, [taken(mine.polls[0])]),
    "exclusions.stand_in": lambda unit, mine: exclusions.stand_in(
        unit, mine.polls[0].poll_id, guild_id=OTHER_GUILD, member_id=-9
    ),
    "exclusions.erase": lambda unit, mine: exclusions.erase(
        unit, guild_id=OTHER_GUILD, member_id=mine.voter, stand_ins={}
    ),
    "exclusions.forget": lambda unit, mine: exclusions.forget(unit, taken(mine.polls[0])),
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
        unit, poll=taken(mine.polls[0]), asked=5, at=NOW, uncounted={0: 3}, every=True
    ),
}
