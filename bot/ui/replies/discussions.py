"""Refusals about discussions and polls, and whatever stands in the way of something."""

from typing import Final

from bot import errors
from bot.domain.language import OWN_NAMES
from bot.ui.headings import OPENING
from bot.ui.replies.articles import about_editing
from bot.ui.replies.phrases import FALLBACK, moment, quoted
from bot.ui.speech import N_, _


def about_start(error: errors.InvalidInput) -> str:
    """Word why a discussion cannot be started so."""
    match error:
        case errors.NothingToAsk(title):
            return _(
                "I found no open question in {title}, so there is nothing to vote on. To "
                "post its sections without polls, start it with `prompts_only: True`.",
                title=quoted(title),
            )
        case errors.ChannelWanted():
            return _(
                "Say in `channel` where to post. "
                "To have one for the whole server, use `/server set channel`."
            )
        case errors.WrongChannelKind(channel_id):
            return _(
                "I cannot hold a discussion in <#{channel_id}>: it takes a text channel, "
                "an announcement channel or a forum. Choose one in `channel`.",
                channel_id=channel_id,
            )
        case errors.UnknownThreadName(given):
            return _(
                "I cannot name threads {given}. Use at least one of `{{number}}`, "
                "`{{of}}`, `{{heading}}` and `{{title}}`, no other braces, and 100 "
                "characters at most: `{{number}}/{{of}} {{heading}}`.",
                given=quoted(given),
            )
        case errors.EveryonePinged():
            return _(
                "That role is everybody, and I never ping everybody. Choose a role that "
                "members take for themselves, or none."
            )
        case errors.UnknownLanguage(given):
            return _(
                "I do not speak {given} in public. Choose one of: {languages}.",
                given=quoted(given),
                languages=", ".join(OWN_NAMES.values()),
            )
        case errors.NotTheStarter():
            return _(
                "I write only to who started a discussion, and only if they agree. You did not "
                "start this one: whoever did can use `/discussion set tell_me`. With a log "
                "channel (`/server set`) every organizer can read along."
            )
        case _:
            return _about_tags(error) or _about_closing(error) or _(FALLBACK)


def _about_tags(error: errors.InvalidInput) -> str | None:
    match error:
        case errors.ForumTagWanted(channel_id):
            return _(
                "<#{channel_id}> takes no post without a tag. Choose one in `tag` from "
                "the list that opens while you type.",
                channel_id=channel_id,
            )
        case errors.NoForum(channel_id):
            return _(
                "<#{channel_id}> is no forum, and only forums have tags. Leave `tag` out.",
                channel_id=channel_id,
            )
        case errors.UnknownForumTag(given, channel_id):
            return _(
                "<#{channel_id}> has no tag {given} that I may use. Choose one from the "
                "list that opens while you type.",
                channel_id=channel_id,
                given=quoted(given),
            )
        case _:
            return None


def _about_closing(error: errors.InvalidInput) -> str | None:
    match error:
        case errors.UnknownSpan(given):
            return _(
                "I cannot read how long {given} is. Give it as `12 hours`, `3 days` or "
                "`2 weeks`, a year at most.",
                given=quoted(given),
            )
        case errors.UnknownMoment(given):
            return _(
                "I cannot read the moment {given}. Give it as `2027-03-01 18:00`, or as "
                "`2027-03-01` for the end of that day, a year ahead at most.",
                given=quoted(given),
            )
        case errors.ClosingWanted():
            return _(
                "Say either in `by` how much longer, such as `2 days`, or in `until` "
                "when it closes, such as `2027-03-01 18:00`."
            )
        case errors.ClosingRuleWanted():
            return _(
                "Say in `after` how long polls are open, such as `3 days`, or in `until` when all "
                "of them close, such as `2027-03-01 18:00`, or choose `with_next` to have them "
                "close when the next section comes."
            )
        case errors.MomentGoneBy(closing):
            return _("{when} has gone by. Choose a later time.", when=moment(closing))
        case errors.ClosesSooner(question, closing, earliest):
            return _(
                "{question} cannot close {closing}: its members were told {earliest}, "
                "and that never moves earlier. Choose a later time, or close it now with "
                "`/poll close`.",
                question=quoted(question),
                closing=moment(closing),
                earliest=moment(earliest),
            )
        case errors.ClosingGoneBy(closing):
            return _(
                "{closing} has gone by. Choose a later time in `until`, or leave it out "
                "to open the poll for a week.",
                closing=moment(closing),
            )
        case _:
            return None


def about_conflict(error: errors.Conflict) -> str:
    """Word what stands in the way."""
    match error:
        case errors.ArticleAlreadyAdded(title):
            return _(
                "This server has that very text already: {title}. See it with `/article "
                "preview`, or start it with `/discussion start`.",
                title=quoted(title),
            )
        case errors.ArticleInUse(title, channel_id):
            return _(
                "{title} is being discussed in <#{channel_id}>. Stop that first with "
                "`/discussion stop`; then it can be removed.",
                title=quoted(title),
                channel_id=channel_id,
            )
        case errors.DiscussionAlreadyRunning(title, channel_id):
            return _(
                "{title} is already being discussed in <#{channel_id}>. Choose another "
                "channel, or see how it stands with `/discussion status`.",
                title=quoted(title),
                channel_id=channel_id,
            )
        case errors.PollNotOpen(question):
            return _(
                "{question} has closed, so its votes are final. See them with `/tally`, "
                "or choose a poll that is open.",
                question=quoted(question),
            )
        case errors.PollStillOpen(question):
            return _(
                "{question} is open. To give it more time use `/poll extend`, to end it "
                "`/poll close`.",
                question=quoted(question),
            )
        case errors.PollFinal(question):
            return _(
                "{question} stays closed: somebody had their votes on it erased, so only "
                "its totals are kept, and going on would count them again. Ask the "
                "question anew in another discussion.",
                question=quoted(question),
            )
        case errors.IllegalMove(action, state):
            return _about_move(action, state)
        case _:
            return about_sections(error) or about_moderation(error) or about_editing(error)


def about_moderation(error: errors.Conflict) -> str | None:
    """Word why votes cannot be set aside or a section withdrawn; None for another error."""
    match error:
        case errors.NothingToExclude():
            return _(
                "There is no poll yet whose votes could be set aside: polls open when their "
                "section is posted."
            )
        case errors.AlreadyExcluded(member_id):
            return _(
                "The votes of {member} are set aside there already. See `/poll excluded`; "
                "to count them again use `/poll readmit`.",
                member=f"<@{member_id}>",
            )
        case errors.AlreadyWithdrawn(number):
            return _(
                "Section {number} is withdrawn already. See in `/discussion status` how the "
                "discussion stands.",
                number=number,
            )
        case errors.NotExcluded(member_id):
            return _(
                "No votes of {member} are set aside there. "
                "See in `/poll excluded` whose votes are.",
                member=f"<@{member_id}>",
            )
        case _:
            return None


_NEXT_MOVES: Final = {
    "running": N_("See how it stands with `/discussion status`."),
    "paused": N_("Go on with `/discussion resume`, or end it with `/discussion stop`."),
    "stopped": N_("To discuss the article again, use `/discussion restart`."),
    "finished": N_("To discuss the article again, use `/discussion restart`."),
}


_STANDING: Final = {
    "running": N_("This discussion is running"),
    "paused": N_("This discussion is paused"),
    "stopped": N_("This discussion is stopped"),
    "finished": N_("This discussion is finished"),
}
_ALREADY: Final = {
    ("pause", "paused"): N_("This discussion is paused already."),
    ("stop", "stopped"): N_("This discussion is stopped already."),
    ("finish", "finished"): N_("This discussion is finished already."),
}
# What is said of an action that cannot be.
_CANNOT: Final = {
    "pause": N_("it cannot be paused"),
    "resume": N_("it cannot be resumed"),
    "stop": N_("it cannot be stopped"),
    "finish": N_("it cannot be finished"),
    "skip": N_("no section of it can be skipped"),
    "take in": N_("no section of it can be taken in again"),
    "post now": N_("nothing more of it can be posted"),
    "move": N_("no section of it can be moved"),
    "reschedule": N_("its schedule cannot be changed"),
    "change channel": N_("it cannot move on to another channel"),
    "arrange": N_("how it posts cannot be changed"),
    "restart": N_("it cannot be started again"),
}


def _about_move(action: str, state: str) -> str:
    # Enum members come as text too; `str` of one is its value.
    now, asked = str(state), str(action)
    next_move = _(_NEXT_MOVES[now])
    if (asked, now) in _ALREADY:
        return f"{_(_ALREADY[asked, now])} {next_move}"
    return _(
        "{standing}, so {cannot}. {next_move}",
        standing=_(_STANDING[now]),
        cannot=_(_CANNOT[asked]),
        next_move=next_move,
    )


_AS_IT_IS: Final = {
    "planned": N_("is still to come"),
    "claimed": N_("is on its way"),
    "posted": N_("is posted"),
    "failed": N_("could not be posted yet"),
    "skipped": N_("is skipped"),
    "withdrawn": N_("was withdrawn"),
}


def about_sections(error: errors.Conflict) -> str | None:
    """Word why something cannot be done with a section; None for another error."""
    match error:
        case errors.SectionNotToCome(heading, state):
            how = _(_AS_IT_IS[str(state)])
            return _(
                "{heading} {how}, so that cannot be done with it. See in `/discussion "
                "status` what is to come.",
                heading=quoted(heading or _(OPENING)),
                how=how,
            )
        case errors.SectionInPlace(heading, number):
            return _(
                "{heading} comes there already: it is section {number}. To have it come earlier or "
                "later, choose another section in `before`.",
                heading=quoted(heading or _(OPENING)),
                number=number,
            )
        case errors.SectionStuck(number):
            return _(
                "Section {number} could not be posted, and sections come in order. Try "
                "it again with `/discussion resume`, or leave it out with `/discussion "
                "skip`.",
                number=number,
            )
        case errors.DraftGone():
            return _(
                "This dry run was used or given up, or it is more than a day old. See what is on "
                "with `/discussion status`, or make a new one with `/discussion start`."
            )
        case errors.DraftStale():
            return _(
                "Since this was shown, time has gone by or the article was changed. "
                "Look at how it stands now, and start it if it is still wanted."
            )
        case errors.NothingToPost():
            return _(
                "Nothing of this discussion is still to come. See how it stands with "
                "`/discussion status`."
            )
        case _:
            return None
