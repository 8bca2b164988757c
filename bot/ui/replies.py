"""Errors in words: what is wrong, where, and what to do next. The only place that words them."""

from datetime import datetime
from typing import Final

import discord

from bot import errors
from bot.ui.markup import escape_within
from bot.ui.prompts import OPENING

FALLBACK: Final = "That did not work, and nothing was changed. Please try again in a minute."

_LONGEST_QUOTED = 100
_MEGABYTE = 1_000_000


# ── to whoever gave a command ─────────────────────────────────────────────────────────────────


def explain(error: errors.ColloquyError) -> str:
    """Say in one or two sentences why something was refused and what to do about it."""
    match error:
        case errors.InvalidInput():
            return (
                _about_file(error)
                or _about_words(error)
                or _about_schedule(error)
                or _about_rhythm(error)
                or _about_start(error)
            )
        case errors.NotFound():
            return _about_missing(error)
        case errors.Conflict():
            return _about_conflict(error)
        case errors.SetupError():
            return _about_setup(error)
        case errors.DeliveryError():
            return _about_delivery(error)
        case errors.StorageError():
            return (
                "My memory could not be read or written just now, so nothing was changed. "
                "Please try again in a minute; if it goes on, tell whoever runs this bot."
            )
        case _:
            return FALLBACK


def explain_bug(*, reference: str) -> str:
    """Say that the fault is ours; the reference is in the log beside what happened."""
    return (
        "Something went wrong on my side; this is not your fault. Please try again. "
        f"If it happens again, tell whoever runs this bot the reference `{reference}`."
    )


def _about_file(error: errors.InvalidInput) -> str | None:
    match error:
        case errors.UnreadableArticle(name):
            return (
                f"{_quoted(name)} is not a text I can read. "
                "Save the article as plain text (.txt, UTF-8), Markdown (.md) or a web page "
                "(.html) and attach that file."
            )
        case errors.EmptyArticle(name):
            return (
                f"{_quoted(name)} has no words in it. "
                "Check that it is the right file, and attach it again."
            )
        case errors.UnreadableCalendar(name):
            return (
                f"{_quoted(name)} is no calendar I can read. "
                "Export the holidays as an iCalendar file (.ics) of up to 1 MB and give me that."
            )
        case errors.ArticleTooLarge(name, size, limit):
            return (
                f"{_quoted(name)} has {_megabytes(size)}; I read up to {_megabytes(limit)}. "
                "Attach the article’s text alone, or cut it into several files."
            )
        case errors.SeriesTooLong(name, sections, questions, most_sections, most_questions):
            return (
                f"{_quoted(name)} would make a series of {sections:,} sections with {questions:,} "
                f"questions; I take up to {most_sections} sections and {most_questions} questions. "
                "Cut it into several files, or leave out headings that head little."
            )
        case errors.ReadingTookTooLong(name):
            return (
                f"I gave up on {_quoted(name)}: reading it took too long. "
                "Save the article’s text alone as plain text (.txt) and attach that file."
            )
        case errors.ReadingBroke(name):
            return (
                f"I could not get through {_quoted(name)}. "
                "Save the article’s text alone as plain text (.txt) and attach that file."
            )
        case _:
            return None


def _about_words(error: errors.InvalidInput) -> str | None:
    match error:
        case errors.WordsWanted():
            return "There are no words. Write some, and send it again."
        case errors.WordsTooLong(given, length, limit):
            return (
                f"{_quoted(given)} has {length} characters; there is room for {limit}. "
                "Say it more briefly."
            )
        case errors.WrongNumberOfOptions(given, least, most):
            return (
                f"With the neutral one that makes {given} options; a poll has {least} to {most}. "
                "Write one option to a line."
            )
        case errors.RepeatedEmoji(emoji):
            return (
                f"Two options have {_quoted(emoji)}, which is one reaction to Discord. "
                "Give each an emoji of its own."
            )
        case errors.PackTooLarge(name, size, limit):
            return (
                f"{_quoted(name)} has {_megabytes(size)}; a discussion pack has up to "
                f"{_megabytes(limit)}. Give me the file that `/article export-pack` made."
            )
        case errors.UnreadablePack(name):
            return (
                f"{_quoted(name)} is no discussion pack I can read. "
                "Give me the file that `/article export-pack` made, as it was made."
            )
        case errors.UnusablePack():
            return (
                "The parts of this discussion pack do not fit together, so nothing was changed. "
                "Ask for it again where it was made with `/article export-pack`."
            )
        case errors.PackOfAnotherText(title, address):
            return (
                f"This discussion pack was made for another text than {_quoted(title)}. "
                f"{_get_text(address)}"
            )
        case errors.UnknownEmoji(given):
            return (
                f"This server has no emoji {_quoted(given)} of its own. "
                "Use one of this server’s, or one that every Discord has."
            )
        case _:
            return None


def _about_schedule(error: errors.InvalidInput) -> str | None:
    match error:
        case errors.UnknownDays(given):
            return (
                f"I cannot read the days {_quoted(given)}. "
                "Name days of the week, such as `Mon, Thu`, `Tue-Fri`, `weekdays` or `daily`."
            )
        case errors.UnknownTime(given):
            return (
                f"I cannot read the time {_quoted(given)}. "
                "Give it as `09:00` or `6:30 pm`; for several a day, `09:00, 18:30`."
            )
        case errors.UnknownTimeZone(given, suggestions):
            near = ", ".join(f"`{zone}`" for zone in suggestions)
            return f"I know no time zone {_quoted(given)}. " + (
                f"Did you mean {near}?"
                if near
                else "Type a city or country in `zone` and choose from the list."
            )
        case errors.UnknownDate(given):
            return (
                f"I cannot read the date {_quoted(given)}. "
                "Give it as year-month-day, such as `2027-03-01`."
            )
        case errors.PastTime(given_at, now):
            return (
                f"{_moment(given_at)} has gone by; it is {_moment(now)} now. "
                "Choose today or a later day for `starts`, or leave it out to begin today."
            )
        case errors.DistantDate(given_on):
            return (
                f"{_quoted(str(given_on))} is too far from today. "
                "Choose a nearer day for `starts`, or leave it out to begin today."
            )
        case _:
            return None


def _about_rhythm(error: errors.InvalidInput) -> str | None:
    match error:
        case errors.UnknownRhythm(given):
            return (
                f"I cannot read every how many days {_quoted(given)} is. "
                "Give it as `3 days` or `2 weeks`, a year at most."
            )
        case errors.UnknownMonthDay(given):
            return (
                f"I cannot read the day of the month {_quoted(given)}. "
                "Give it as `first-mon`, `third-thu` or `last-fri`."
            )
        case errors.UnknownCronLine():
            # Not quoted: its stars would have to be escaped.
            return (
                "I cannot read that cron line, or it never comes due. Give minute, hour, day of "
                "the month, month and day of the week, such as `0 9 * * 1,4`."
            )
        case errors.UnknownDates(given):
            return (
                f"I cannot read the days {_quoted(given)}. "
                "Give one as `2026-12-24`, or the first and the last as `2026-12-24..2027-01-02`."
            )
        case errors.NoSlotLeft(ends_on):
            last = f" after {_quoted(str(ends_on))}" if ends_on else ""
            return f"The schedule has no slot left{last}. Choose a later end, or other days."
        case _:
            return None


def _about_start(error: errors.InvalidInput) -> str:
    match error:
        case errors.NothingToAsk(title):
            return (
                f"I found no open question in {_quoted(title)}, so there is nothing to vote on. "
                "To post its sections without polls, start it with `prompts_only: True`."
            )
        case errors.WrongChannelKind(channel_id):
            return (
                f"I cannot hold a discussion in <#{channel_id}>: it takes a text channel. "
                "Choose one in `channel`."
            )
        case _:
            return FALLBACK


def _about_missing(error: errors.NotFound) -> str:
    match error:
        case errors.ArticleNotFound(given):
            return (
                f"This server has no article {_quoted(given)}. "
                "Choose one from the list that opens while you type, or see `/article list`."
            )
        case errors.DiscussionNotFound(given=""):
            return (
                "No discussion is on in this server. Start one with `/discussion start`, "
                "or choose a past one in `discussion`."
            )
        case errors.DiscussionNotFound(given):
            return (
                f"This server has no discussion {_quoted(given)}. "
                "Choose one from the list that opens while you type, or see `/discussion status`."
            )
        case errors.TextNotHere(address):
            return f"This server does not have the text of this pack. {_get_text(address)}"
        case errors.SectionNotFound() | errors.QuestionNotFound():
            return (
                "The article has that section or question no longer. "
                "See how it stands now with `/article edit`."
            )
        case errors.PollNotFound(given):
            return (
                f"This server has no poll {_quoted(given)} to count. "
                "Choose one from the list that opens while you type."
            )
        case _:
            return FALLBACK


def _about_conflict(error: errors.Conflict) -> str:
    match error:
        case errors.ArticleAlreadyAdded(title):
            return (
                f"This server has that very text already: {_quoted(title)}. "
                "See it with `/article preview`, or start it with `/discussion start`."
            )
        case errors.ArticleInUse(title, channel_id):
            return (
                f"{_quoted(title)} is being discussed in <#{channel_id}>. "
                "Stop that first with `/discussion stop`; then it can be removed."
            )
        case errors.DiscussionAlreadyRunning(title, channel_id):
            return (
                f"{_quoted(title)} is already being discussed in <#{channel_id}>. "
                "Choose another channel, or see how it stands with `/discussion status`."
            )
        case errors.PollNotOpen(question):
            return (
                f"{_quoted(question)} has closed, so its votes are final. "
                "See them with `/tally`, or choose a poll that is open."
            )
        case errors.IllegalMove(action, state):
            return _about_move(action, state)
        case _:
            return _about_editing(error)


def _about_editing(error: errors.Conflict) -> str:
    match error:
        case errors.ArticleChangedMeanwhile(title, by):
            who = f"<@{by}>" if by else "Somebody"
            return (
                f"{who} changed {_quoted(title)} meanwhile, so nothing of yours was done. "
                "Look at how it stands now, and do it again if it is still wanted."
            )
        case errors.SectionAlreadyPosted(heading, channel_id):
            return (
                f"{_quoted(heading or OPENING)} is posted in <#{channel_id}> already, so it stays "
                "as it is cut. Stop that discussion first, or edit what is still to come."
            )
        case errors.NoSectionBelow():
            return "That is the last section: there is none below to merge it with."
        case errors.NoCutHere():
            return "No section can begin there. Choose a paragraph below the section’s first."
        case errors.LastSection():
            return "It is the last section that is posted. Take another one in first."
        case errors.NothingToUndo():
            return "There is nothing to undo: no earlier state of the article is remembered."
        case errors.NothingToRedo():
            return "There is nothing to redo: the last thing done was not an undoing."
        case _:
            return _about_update(error)


def _about_update(error: errors.Conflict) -> str:
    match error:
        case errors.SectionUnderWay(channel_id):
            return (
                f"A section is on its way to <#{channel_id}> and still needs its text. "
                "Try again in a minute, or see in `/discussion status` what holds it up."
            )
        case errors.SameText(title):
            return (
                f"That is the text {_quoted(title)} has already, so there is nothing to update. "
                "Check that it is the corrected one."
            )
        case errors.ProposalGone():
            return (
                "That text is no longer kept, for another was given since. "
                "Give it again with `/article update`."
            )
        case _:
            return FALLBACK


_NEXT_MOVES: Final = {
    "running": "See how it stands with `/discussion status`.",
    "paused": "Go on with `/discussion resume`, or end it with `/discussion stop`.",
    "stopped": "To discuss the article again, use `/discussion start`.",
    "finished": "To discuss the article again, use `/discussion start`.",
}
_MOVED: Final = {"pause": "paused", "resume": "resumed", "stop": "stopped", "finish": "finished"}


def _about_move(action: str, state: str) -> str:
    # Enum members come as text too; `str` of one is its value.
    now, wanted = str(state), _MOVED.get(str(action), str(action))
    next_move = _NEXT_MOVES.get(now, "")
    if now == wanted:
        return f"This discussion is {now} already. {next_move}".rstrip()
    return f"This discussion is {now}, so it cannot be {wanted}. {next_move}".rstrip()


def _about_setup(error: errors.SetupError) -> str:
    match error:
        case errors.MissingPermission(channel_id, permissions):
            names = ", ".join(f"**{name}**" for name in permissions)
            return (
                f"In <#{channel_id}> I lack {names}. Allow me that there (Edit Channel ▸ "
                "Permissions, or Server Settings ▸ Roles), then try again."
            )
        case errors.NotOrganizer():
            return (
                "You may not do this here: it takes Manage Server or, for everything but "
                "`/server organizers`, the server’s organizer role. Ask somebody who has one."
            )
        case errors.GuildOnly():
            return "This works only in a server. Use it in a channel of the server concerned."
        case _:
            return FALLBACK


def _about_delivery(error: errors.DeliveryError) -> str:
    match error:
        case errors.AccessLost():
            return (
                "Discord did not allow me that. Check that I may View Channel, Send Messages, "
                "Embed Links, Read Message History and Add Reactions there, then try again."
            )
        case errors.TargetGone():
            return (
                "The channel or message is gone. "
                "See with `/discussion status` what goes on where, and choose another channel."
            )
        case errors.Temporary():
            return "Discord does not answer as it should just now. Please try again in a minute."
        case _:
            return (
                "Discord refused that, and trying again will not help. "
                "See with `/discussion status` what is missing."
            )


def _get_text(address: str | None) -> str:
    where = f" from {_quoted(address)}" if address else ""
    return f"Add that text first{where} with `/article add`, then give me the pack again."


def _quoted(given: str) -> str:
    return f"“{escape_within(given, _LONGEST_QUOTED)}”"


def _moment(instant: datetime) -> str:
    return discord.utils.format_dt(instant, "f")


def _megabytes(size: int) -> str:
    return f"{size / _MEGABYTE:.1f} MB"
