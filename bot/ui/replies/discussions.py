"""Refusals about discussions and polls, and whatever stands in the way of something."""

from typing import Final

from bot import errors
from bot.ui.headings import OPENING
from bot.ui.replies.articles import about_editing
from bot.ui.replies.phrases import FALLBACK, moment, quoted


def about_start(error: errors.InvalidInput) -> str:
    """Word why a discussion cannot be started so."""
    match error:
        case errors.NothingToAsk(title):
            return (
                f"I found no open question in {quoted(title)}, so there is nothing to vote on. "
                "To post its sections without polls, start it with `prompts_only: True`."
            )
        case errors.WrongChannelKind(channel_id):
            return (
                f"I cannot hold a discussion in <#{channel_id}>: it takes a text channel, an "
                "announcement channel or a forum. Choose one in `channel`."
            )
        case errors.UnknownThreadName(given):
            return (
                f"I cannot name threads {quoted(given)}. Use at least one of `{{number}}`, "
                "`{of}`, `{heading}` and `{title}`, no other braces, and 100 characters at most: "
                "`{number}/{of} {heading}`."
            )
        case errors.EveryonePinged():
            return (
                "That role is everybody, and I never ping everybody. "
                "Choose a role that members take for themselves, or none."
            )
        case errors.ForumTagWanted(channel_id):
            return (
                f"<#{channel_id}> takes no post without a tag. "
                "Choose one in `tag` from the list that opens while you type."
            )
        case errors.NoForum(channel_id):
            return f"<#{channel_id}> is no forum, and only forums have tags. Leave `tag` out."
        case errors.UnknownForumTag(given, channel_id):
            return (
                f"<#{channel_id}> has no tag {quoted(given)} that I may use. "
                "Choose one from the list that opens while you type."
            )
        case _:
            return _about_closing(error) or FALLBACK


def _about_closing(error: errors.InvalidInput) -> str | None:
    match error:
        case errors.UnknownSpan(given):
            return (
                f"I cannot read how long {quoted(given)} is. "
                "Give it as `12 hours`, `3 days` or `2 weeks`, a year at most."
            )
        case errors.UnknownMoment(given):
            return (
                f"I cannot read the moment {quoted(given)}. Give it as `2027-03-01 18:00`, or as "
                "`2027-03-01` for the end of that day, a year ahead at most."
            )
        case errors.ClosingWanted():
            return (
                "Say either in `by` how much longer, such as `2 days`, or in `until` when it "
                "closes, such as `2027-03-01 18:00`."
            )
        case errors.ClosesSooner(question, closing, earliest):
            return (
                f"{quoted(question)} cannot close {moment(closing)}: its members were told "
                f"{moment(earliest)}, and that never moves earlier. Choose a later time, or close "
                "it now with `/poll close`."
            )
        case errors.ClosingGoneBy(closing):
            return (
                f"{moment(closing)} has gone by. Choose a later time in `until`, or leave it out "
                "to open the poll for a week."
            )
        case _:
            return None


def about_conflict(error: errors.Conflict) -> str:
    """Word what stands in the way."""
    match error:
        case errors.ArticleAlreadyAdded(title):
            return (
                f"This server has that very text already: {quoted(title)}. "
                "See it with `/article preview`, or start it with `/discussion start`."
            )
        case errors.ArticleInUse(title, channel_id):
            return (
                f"{quoted(title)} is being discussed in <#{channel_id}>. "
                "Stop that first with `/discussion stop`; then it can be removed."
            )
        case errors.DiscussionAlreadyRunning(title, channel_id):
            return (
                f"{quoted(title)} is already being discussed in <#{channel_id}>. "
                "Choose another channel, or see how it stands with `/discussion status`."
            )
        case errors.PollNotOpen(question):
            return (
                f"{quoted(question)} has closed, so its votes are final. "
                "See them with `/tally`, or choose a poll that is open."
            )
        case errors.PollStillOpen(question):
            return (
                f"{quoted(question)} is open. "
                "To give it more time use `/poll extend`, to end it `/poll close`."
            )
        case errors.PollFinal(question):
            return (
                f"{quoted(question)} stays closed: somebody had their votes on it erased, so only "
                "its totals are kept, and going on would count them again. "
                "Ask the question anew in another discussion."
            )
        case errors.IllegalMove(action, state):
            return _about_move(action, state)
        case _:
            return about_sections(error) or about_editing(error)


_NEXT_MOVES: Final = {
    "running": "See how it stands with `/discussion status`.",
    "paused": "Go on with `/discussion resume`, or end it with `/discussion stop`.",
    "stopped": "To discuss the article again, use `/discussion restart`.",
    "finished": "To discuss the article again, use `/discussion restart`.",
}


# What is said of an action that cannot be: its own state, and what it would have done.
_MOVED: Final = {"pause": "paused", "resume": "resumed", "stop": "stopped", "finish": "finished"}
_CANNOT: Final = {
    "skip": "no section of it can be skipped",
    "take in": "no section of it can be taken in again",
    "post now": "nothing more of it can be posted",
    "move": "no section of it can be moved",
    "reschedule": "its schedule cannot be changed",
    "change channel": "it cannot move on to another channel",
    "restart": "it cannot be started again",
}


def _about_move(action: str, state: str) -> str:
    # Enum members come as text too; `str` of one is its value.
    now, wanted = str(state), _MOVED.get(str(action), str(action))
    next_move = _NEXT_MOVES.get(now, "")
    if now == wanted:
        return f"This discussion is {now} already. {next_move}".rstrip()
    cannot = _CANNOT.get(str(action), f"it cannot be {wanted}")
    return f"This discussion is {now}, so {cannot}. {next_move}".rstrip()


_AS_IT_IS: Final = {
    "planned": "is still to come",
    "claimed": "is on its way",
    "posted": "is posted",
    "failed": "could not be posted yet",
    "skipped": "is skipped",
    "withdrawn": "was withdrawn",
}


def about_sections(error: errors.Conflict) -> str | None:
    """Word why something cannot be done with a section; None for another error."""
    match error:
        case errors.SectionNotToCome(heading, state):
            how = _AS_IT_IS.get(str(state), "is not to come")
            return (
                f"{quoted(heading or OPENING)} {how}, so that cannot be done with it. "
                "See in `/discussion status` what is to come."
            )
        case errors.SectionStuck(number):
            return (
                f"Section {number} could not be posted, and sections come in order. "
                "Try it again with `/discussion resume`, or leave it out with `/discussion skip`."
            )
        case errors.NothingToPost():
            return (
                "Nothing of this discussion is still to come. "
                "See how it stands with `/discussion status`."
            )
        case _:
            return None
