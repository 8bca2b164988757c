"""A tally: a poll's counted votes; after the ballot, before the report. Computed, never stored."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.domain.ballot import Option, Vote, choices
from bot.domain.eligibility import EVERYBODY, Eligibility


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many members chose an option."""

    option: Option
    votes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """The counts of a poll in the order of its options.

    `turnout` is the number of members whose choice counts, neutral choices among them;
    `set_aside` that of members who have chosen and do not count.
    """

    counts: tuple[Count, ...]
    turnout: int
    set_aside: int = 0

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

    def set_apart(self, members: "Tally") -> "Tally":
        """Give the tally without some of its members, who are counted as set aside."""
        counted = zip(self.counts, members.counts, strict=True)
        return Tally(
            counts=tuple(
                Count(option=every.option, votes=every.votes - theirs.votes)
                for every, theirs in counted
            ),
            turnout=self.turnout - members.turnout,
            set_aside=self.set_aside + members.turnout,
        )


def tally(
    options: Sequence[Option],
    votes: Iterable[Vote],
    *,
    multiple: bool = False,
    eligibility: Eligibility = EVERYBODY,
) -> Tally:
    """Count the votes on these options; votes for anything else are as if never cast."""
    positions = frozenset(option.position for option in options)
    # Before the counting rule, not after: a stray vote must not supersede a valid one.
    cast = [vote for vote in votes if vote.position in positions]
    counting = [vote for vote in cast if eligibility.admits(vote.member_id)]
    chosen = choices(counting, multiple=multiple)
    totals: Counter[int] = Counter()
    for held, members in Counter(chosen.values()).items():
        totals.update(dict.fromkeys(held, members))
    return Tally(
        counts=tuple(Count(option=option, votes=totals[option.position]) for option in options),
        turnout=len(chosen),
        set_aside=len({vote.member_id for vote in cast}) - len(chosen),
    )


def percentages(tally: Tally) -> tuple[int, ...]:
    """Give each option's part of the turnout in whole percent, in the order of the counts.

    Each is rounded to the nearest by itself, half up, so that equal counts always read the same;
    together they may miss 100 by a point or two, as in any table of whole percentages.
    """
    turnout = tally.turnout
    if not turnout:
        return tuple(0 for _ in tally.counts)
    return tuple((200 * count.votes + turnout) // (2 * turnout) for count in tally.counts)
