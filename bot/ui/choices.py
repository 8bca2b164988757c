"""What autocomplete offers while somebody types."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Final

from discord import app_commands

from bot.domain.ballot import PollState
from bot.domain.calendar_words import parse_rhythm
from bot.domain.discussion import DiscussionLabel, DiscussionState
from bot.domain.forum import ForumTag
from bot.domain.language import OWN_NAMES, find_languages
from bot.domain.length import PromptLength
from bot.domain.library import ArticleLabel
from bot.domain.poll import PollLabel
from bot.domain.post import SectionLabel
from bot.domain.recurrence import Recurrence
from bot.domain.time_zone import find_time_zones
from bot.errors import InvalidInput, TimesTwice
from bot.ui.headings import unheaded
from bot.ui.limits import CHOICE_NAME, CHOICES
from bot.ui.markup import clip
from bot.ui.schedules import describe_rhythm
from bot.ui.speech import N_, _

Choices = list[app_commands.Choice[str]]
# Gives a channel's name; None for one that is gone or cannot be seen.
ChannelName = Callable[[int], str | None]

# What tells namesakes apart follows, and should be read whole.
_LONGEST_TITLE = 42
_LONGEST_CHANNEL = 20
_DAYS = (
    *("Mon, Thu", "Tue, Fri", "Mon, Wed, Fri", "Tue, Thu", "Weekdays", "Daily", "Sat, Sun"),
    *("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    *("every 2 weeks", "every 3 days", "first Mon", "last Fri", "0 9 * * 1,4"),
)
_NINE = "09:00"
_STATES: Final = {
    DiscussionState.RUNNING: N_("running"),
    DiscussionState.PAUSED: N_("paused"),
    DiscussionState.STOPPED: N_("stopped"),
    DiscussionState.FINISHED: N_("finished"),
}


def article_choices(articles: Iterable[ArticleLabel], typed: str) -> Choices:
    """Offer articles by title."""
    return _offer(((one.title, str(one.article_id)) for one in articles), typed)


def discussion_choices(
    discussions: Iterable[DiscussionLabel], typed: str, channel_name: ChannelName
) -> Choices:
    """Offer discussions by title; state, start and channel tell those of one article apart."""
    return _offer(
        (
            (
                _(
                    "{title} ({state}, from {day}, {channel})",
                    title=clip(one.title, _LONGEST_TITLE),
                    state=_(_STATES[one.state]),
                    day=f"{one.started_at:%Y-%m-%d}",
                    channel=_channel(channel_name(one.channel_id)),
                ),
                str(one.discussion_id),
            )
            for one in discussions
        ),
        typed,
    )


def section_choices(sections: Iterable[SectionLabel], typed: str) -> Choices:
    """Offer sections by number and heading."""
    return _offer(
        (
            (
                f"{f'{one.number}.' if one.number else '–'} {one.heading or unheaded(one.number)}",
                f"#{one.section_id}",
            )
            for one in sections
        ),
        typed,
    )


def poll_choices(polls: Sequence[PollLabel], typed: str, channel_name: ChannelName) -> Choices:
    """Offer polls by question, open ones first, then the newest first.

    State, day and channel tell those of one question apart, as a restarted article has them.
    """
    wanted = typed.strip().casefold()
    newest_first = polls[::-1]
    ordered = sorted(newest_first, key=lambda poll: poll.state is not PollState.OPEN)
    found = (poll for poll in ordered if wanted in poll.question.casefold())
    return _named((_poll_name(poll, channel_name), str(poll.poll_id)) for poll in found)


def _poll_name(poll: PollLabel, channel_name: ChannelName) -> str:
    return _(
        "{question} ({state}, {day}, {channel})",
        question=clip(poll.question, _LONGEST_TITLE),
        state=_("open") if poll.state is PollState.OPEN else _("closed"),
        day=f"{poll.opened_at:%Y-%m-%d}" if poll.opened_at else "–",
        channel=_channel(channel_name(poll.channel_id)),
    )


def _channel(name: str | None) -> str:
    return f"#{clip(name, _LONGEST_CHANNEL)}" if name else _("channel gone")


def tag_choices(tags: Iterable[ForumTag], typed: str) -> Choices:
    """Offer a forum's tags."""
    return _offer(((tag.name, str(tag.tag_id)) for tag in tags), typed)


def day_choices(typed: str) -> Choices:
    """Offer rhythms: what was typed, if it can be read, and common ones."""
    # Counted from whenever; it is not shown.
    since = date(2000, 1, 1)
    try:
        read = [describe_rhythm(_read_rhythm(typed, since))] if typed.strip() else []
    except InvalidInput:
        read = []
    understood = [(f"{typed.strip()} ({name})", typed) for name in read]
    return _named([*understood, *_matching([(days, days) for days in _DAYS], typed)])


def _read_rhythm(typed: str, since: date) -> Recurrence:
    try:
        return parse_rhythm(typed, times=_NINE, since=since)
    except TimesTwice:
        return parse_rhythm(typed, times=None, since=since)


def missed_choices() -> Choices:
    """Offer what becomes of a section whose slot came while nobody could send it."""
    return [
        app_commands.Choice(name="Shift: a little late, or in the next slot", value="shift"),
        app_commands.Choice(name="Skip: always in the next slot", value="skip"),
        app_commands.Choice(name="Catch up: one every 15 minutes", value="catch up"),
    ]


def zone_choices(typed: str) -> Choices:
    """Offer time zones by place, country or abbreviation."""
    return _named([(zone, zone) for zone in find_time_zones(typed, limit=CHOICES)])


def length_choices() -> Choices:
    """Offer how much of a section's text is posted."""
    return [
        app_commands.Choice(name="The whole text", value=PromptLength.FULL),
        app_commands.Choice(name="Its opening and the link", value=PromptLength.OPENING),
        app_commands.Choice(name="Its questions and the link", value=PromptLength.QUESTIONS),
    ]


def language_choices(typed: str = "") -> Choices:
    """Offer the languages the bot speaks, each by its own name."""
    return [
        app_commands.Choice(name=OWN_NAMES[one], value=one.value) for one in find_languages(typed)
    ]


def setting_choices() -> Choices:
    """Offer what a server may set no longer."""
    return [
        app_commands.Choice(name="The channel for discussions", value="channel_id"),
        app_commands.Choice(name="The time zone", value="time_zone"),
        app_commands.Choice(name="The log channel", value="log_channel_id"),
        app_commands.Choice(name="The language", value="language"),
    ]


def _offer(pairs: Iterable[tuple[str, str]], typed: str) -> Choices:
    return _named(_matching(pairs, typed))


def _matching(pairs: Iterable[tuple[str, str]], typed: str) -> Iterator[tuple[str, str]]:
    wanted = typed.strip().casefold()
    return ((name, value) for name, value in pairs if wanted in name.casefold())


def _named(pairs: Iterable[tuple[str, str]]) -> Choices:
    return [
        app_commands.Choice(name=clip(name, CHOICE_NAME) or value, value=value)
        # No more is worded than is shown: every key asks anew.
        for name, value in islice(pairs, CHOICES)
        # A longer value is refused together with all the others.
        if len(value) <= CHOICE_NAME
    ]
