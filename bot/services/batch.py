"""A batch: the changes to votes that gathered in memory and go to the rows in one transaction."""

from dataclasses import dataclass, field

from bot.storage.votes import Clearing, Mark


@dataclass(slots=True)
class Batch:
    """Changes, of which per mark the last wins, but a removal before it is remembered."""

    # When its first event was heard, on the monotonic clock.
    since: float = 0.0
    cleared: set[Clearing] = field(default_factory=set)
    removed: set[Mark] = field(default_factory=set)
    added: dict[Mark, int] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.cleared) + len(self.removed) + len(self.added)

    def add(self, mark: Mark, arrival: int) -> None:
        """Put a mark; the last time it was put is the one that counts."""
        self.added[mark] = arrival

    def remove(self, mark: Mark) -> None:
        """Take a mark away."""
        self.added.pop(mark, None)
        self.removed.add(mark)

    def clear(self, clearing: Clearing) -> None:
        """Take all marks of a poll away, or all of one option."""

        def covered(mark: Mark) -> bool:
            return mark.poll_id == clearing.poll_id and clearing.position in {None, mark.position}

        self.added = {mark: at for mark, at in self.added.items() if not covered(mark)}
        self.removed = {mark for mark in self.removed if not covered(mark)}
        self.cleared.add(clearing)
