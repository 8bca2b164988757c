"""A tally: a poll's counted votes; after the ballot, before the report. Computed, never stored."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.domain.ballot import Option, Vote, choices


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many members chose an option."""

    option: Option
    votes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """The counts of a poll in the order of its options.

    `turnout` is the number of members whose choice counts, neutral choices among them.
    """

    counts: tuple[Count, ...]
    turnout: int

    def share(self, position: int) -> float | None:
        """Give the part of the turnout, 0 to 1, that chose an option; None when nobody voted.

        Where a poll allows several choices the shares may exceed 1 together. Raise `KeyError` for
        a position that the poll does not have.
        """
        votes = {count.option.position: count.votes for count in self.counts}[position]
        return votes / self.turnout if self.turnout else None

    @property
    def leading(self) -> tuple[Count, ...]:
        """Give the count ahead, several if they are level, none without a vote for a side.

        Neutral options never lead: that most are unsure is no answer.
        """
        sides = [count for count in self.counts if not count.option.neutral and count.votes]
        most = max((count.votes for count in sides), default=0)
        return tuple(count for count in sides if count.votes == most)


def tally(options: Sequence[Option], votes: Iterable[Vote], *, multiple: bool = False) -> Tally:
    """Count the votes on these options; votes for anything else are as if never cast."""
    positions = frozenset(option.position for option in options)
    # Before the counting rule, not after: a stray vote must not supersede a valid one.
    chosen = choices([vote for vote in votes if vote.position in positions], multiple=multiple)
    totals: Counter[int] = Counter()
    for held, members in Counter(chosen.values()).items():
        totals.update(dict.fromkeys(held, members))
    return Tally(
        counts=tuple(Count(option=option, votes=totals[option.position]) for option in options),
        turnout=len(chosen),
    )


def percentages(tally: Tally) -> tuple[int, ...]:
    """Give each option's part of the turnout in whole percent, in the order of the counts.

    Where everybody has one choice they sum to exactly 100 (0 without votes): each is rounded down
    and the missing points go to the largest remainders, at a tie to the option listed first. Where
    members chose several they need not sum to anything, and each is rounded to the nearest.
    """
    if not tally.turnout:
        return tuple(0 for _ in tally.counts)
    votes = [count.votes for count in tally.counts]
    if sum(votes) == tally.turnout:
        return _shared_out(votes, tally.turnout)
    return tuple((200 * number + tally.turnout) // (2 * tally.turnout) for number in votes)


def _shared_out(votes: list[int], turnout: int) -> tuple[int, ...]:
    parts = [divmod(100 * number, turnout) for number in votes]
    percents = [percent for percent, _ in parts]
    by_remainder = sorted(range(len(parts)), key=lambda place: -parts[place][1])
    for place in by_remainder[: 100 - sum(percents)]:
        percents[place] += 1
    return tuple(percents)
