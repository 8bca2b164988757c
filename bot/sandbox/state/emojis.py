"""Emoji: a character, or a picture that belongs to a server."""

from dataclasses import dataclass

_VARIATION_SELECTOR = "\ufe0f"


@dataclass(frozen=True, slots=True)
class Emoji:
    """A unicode emoji (`id` is None) or a custom one, without a name once it was deleted."""

    name: str
    id: int | None = None
    animated: bool = False

    @property
    def key(self) -> str:
        """The identity among a message's reactions: same emoji, same key."""
        return str(self.id) if self.id else self.name.replace(_VARIATION_SELECTOR, "")

    def __str__(self) -> str:
        return f"{self.name or '_'}:{self.id}" if self.id else self.name
