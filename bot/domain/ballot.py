"""A ballot: the options a poll offers, where the poll goes, and which votes count.

Between post and tally in the stream; it does not know how a vote was cast.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from bot.domain.article import Question, QuestionKind
from bot.domain.terms import Placement

LEAST_OPTIONS, MOST_OPTIONS = 2, 20


class PollState(StrEnum):
    """planned ▶ open ▶ closed; a poll that a moderator took away is `withdrawn`."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class Place(StrEnum):
    """Where a poll is posted: beside its prompt, or in the thread under it."""

    CHANNEL = "channel"
    THREAD = "thread"


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One possible answer; a neutral one takes no side and is never counted against any."""

    position: int
    label: str
    emoji: str
    neutral: bool = False


class Vote(NamedTuple):
    """A held vote: one option that one member has chosen and not taken back.

    `arrival` grows with every vote that was seen to arrive; None for a vote that was read back, of
    which only the existence is known.
    """

    member_id: int
    position: int
    arrival: int | None


# ── options ───────────────────────────────────────────────────────────────────────────────────

_UNSURE = ("❔", "Unsure", True)
_DEPENDS = ("⚖️", "Both / it depends", True)
_DEPENDS_AMONG_MORE = ("⚖️", "Several / it depends", True)
_YES_NO = (("✅", "Yes", False), ("❌", "No", False), _UNSURE)
_PRESSING = (
    ("🔥", "Pressing", False),
    ("👀", "Worth watching", False),
    ("💤", "Not a concern", False),
    _UNSURE,
)
_SCALE = (
    ("1️⃣", "Not at all", False),
    ("2️⃣", "A little", False),
    ("3️⃣", "Somewhat", False),
    ("4️⃣", "Very much", False),
    ("5️⃣", "Completely", False),
    _UNSURE,
)
# Labels that are the bot's own: rows keep them in English, readers see them in their language.
DEFAULT_LABELS = frozenset(
    label for _, label, _ in (*_YES_NO, _DEPENDS, _DEPENDS_AMONG_MORE, *_PRESSING, *_SCALE)
)

_NEUTRAL_ONES = 2
_TWO_LETTERS = ("🅰️", "🅱️")
# Only A and B exist as coloured letters; from three alternatives on, all take regional indicators.
_LETTERS = tuple(chr(ord("🇦") + place) for place in range(MOST_OPTIONS))


def default_options(question: Question) -> tuple[Option, ...]:
    """Give the options a question is asked with until an organizer writes others.

    An either/or question whose alternatives were not found is asked like a discussion question.
    """
    return options_for(question.kind, question.alternatives)


def options_for(kind: QuestionKind, alternatives: tuple[str, ...]) -> tuple[Option, ...]:
    """Give the options for a kind of question, as `default_options` does."""
    return _numbered(_answers(kind, alternatives))


def scale() -> tuple[Option, ...]:
    """Give the options that a question of degree ("to what extent …?") may be offered with."""
    return _numbered(_SCALE)


def _numbered(answers: Sequence[tuple[str, str, bool]]) -> tuple[Option, ...]:
    return tuple(
        Option(position=position, label=label, emoji=emoji, neutral=neutral)
        for position, (emoji, label, neutral) in enumerate(answers)
    )


def _answers(kind: QuestionKind, alternatives: tuple[str, ...]) -> Sequence[tuple[str, str, bool]]:
    if kind is QuestionKind.YES_NO:
        return _YES_NO
    if kind is QuestionKind.EITHER_OR and len(alternatives) > 1:
        depends = _DEPENDS if len(alternatives) == len(_TWO_LETTERS) else _DEPENDS_AMONG_MORE
        return (*_lettered(alternatives), depends, _UNSURE)
    return _PRESSING


def letters(number: int) -> tuple[str, ...]:
    """Give as many letters as emoji, in order."""
    return (_TWO_LETTERS if number <= len(_TWO_LETTERS) else _LETTERS)[:number]


def _lettered(alternatives: tuple[str, ...]) -> list[tuple[str, str, bool]]:
    signs = letters(min(len(alternatives), MOST_OPTIONS - _NEUTRAL_ONES))
    return [(sign, label, False) for sign, label in zip(signs, alternatives, strict=False)]


_CUSTOM_EMOJI = re.compile(r"(?:<a?:)?\w+:(?P<emoji_id>\d+)>?")
_VARIATION_SELECTOR_16 = "\ufe0f"
_SKIN_TONES = "".join(chr(tone) for tone in range(0x1F3FB, 0x1F400))
_WITHOUT_TONES = str.maketrans("", "", _SKIN_TONES)


@lru_cache(maxsize=4096)
def normalise_emoji(emoji: str) -> str:
    """Give the form in which two reactions are compared.

    A server's own emoji is its id, in whichever notation it comes; any other loses variation
    selector 16 (clients send it or not) and skin tones (a raised brown hand is a raised hand).
    """
    spelled = spell_emoji(emoji)
    # A skin tone by itself is an emoji of its own and would vanish.
    return spell_emoji(spelled.translate(_WITHOUT_TONES)) or spelled


@lru_cache(maxsize=4096)
def spell_emoji(emoji: str) -> str:
    """Give the form in which Discord tells reactions apart: as compared, but with its skin tone."""
    plain = emoji.replace(_VARIATION_SELECTOR_16, "")
    custom = _CUSTOM_EMOJI.fullmatch(plain)
    return custom["emoji_id"] if custom else plain


# ── where ────────────────────────────────────────────────────────────────


def place_of(kind: QuestionKind) -> Place:
    """Give the place of a poll under *auto*: answers to choose from stand in the channel."""
    return Place.THREAD if kind is QuestionKind.WH else Place.CHANNEL


def placed(placement: Placement, by_kind: Place) -> Place:
    """Say where a poll goes by the terms whose place is `by_kind` under *auto*."""
    if placement is Placement.AUTO:
        return by_kind
    return Place.CHANNEL if placement is Placement.CHANNEL else Place.THREAD


# ── the counting rule ─────────────────────────────────────────────────────────────────────────


def choices(votes: Iterable[Vote], *, multiple: bool = False) -> dict[int, frozenset[int]]:
    """Give for each member the positions that count; the order of `votes` does not matter.

    Where a poll allows several, all held votes count. Else the latest arrival counts; a known
    arrival is later than an unknown one; among unknown ones the first listed option counts.
    """
    return _every_choice(votes) if multiple else _latest_choice(votes)


def anonymise(held: Sequence[Vote], stand_in: int, *, multiple: bool) -> tuple[Vote, ...]:
    """Give what one member's votes on a poll add to its tally, under another id and no order.

    A stand-in's id is negative; Discord's are positive.
    """
    counting: frozenset[int] = frozenset()
    for positions in choices(held, multiple=multiple).values():
        counting |= positions
    return tuple(Vote(stand_in, position, None) for position in sorted(counting))


def turnout_over(polls: Iterable[Iterable[Vote]]) -> int:
    """Count who voted on any of several polls, each member once.

    Of members who were erased only their number on each poll is known: there were at least as
    many as on the poll that has the most.
    """
    voters: set[int] = set()
    erased = 0
    for votes in polls:
        members = {vote.member_id for vote in votes}
        known = {member_id for member_id in members if member_id > 0}
        voters |= known
        erased = max(erased, len(members) - len(known))
    return len(voters) + erased


def _every_choice(votes: Iterable[Vote]) -> dict[int, frozenset[int]]:
    chosen: dict[int, frozenset[int]] = {}
    alone: dict[int, frozenset[int]] = {}
    for member_id, position, _ in votes:
        held = chosen.get(member_id)
        if held is None:
            chosen[member_id] = alone.get(position) or alone.setdefault(
                position, frozenset({position})
            )
        elif position not in held:
            chosen[member_id] = held | {position}
    return chosen


def _latest_choice(votes: Iterable[Vote]) -> dict[int, frozenset[int]]:
    # Written out, without a call or a new tuple per vote: a report counts votes by the 100,000.
    latest: dict[int, Vote] = {}
    for vote in votes:
        member_id, position, arrival = vote
        held = latest.get(member_id)
        if held is None:
            latest[member_id] = vote
        elif arrival == held.arrival:
            if position < held.position:
                latest[member_id] = vote
        elif held.arrival is None or (arrival is not None and arrival > held.arrival):
            latest[member_id] = vote
    positions = [vote.position for vote in latest.values()]
    # Members by the ten thousand share a handful of sets.
    alone = {position: frozenset({position}) for position in set(positions)}
    return {
        member_id: alone[position] for member_id, position in zip(latest, positions, strict=True)
    }
