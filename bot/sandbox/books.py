"""The books: what happened, kept for accounting; the world itself holds what there is now."""

from collections import Counter, deque
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.sandbox.happenings import Change, Happening, InteractionBegan, MessageChanged
from bot.sandbox.jsontypes import Json
from bot.sandbox.state.interactions import Interaction
from bot.sandbox.state.messages import Message, Reaction
from bot.sandbox.state.world import World

MOST_REQUESTS: Final = 50_000


@dataclass(frozen=True, slots=True)
class RequestRecord:
    """One answered request; `code` is Discord's JSON code of a refusal, 0 if there is none."""

    number: int
    at: datetime
    method: str
    route: str
    path: str
    status: int
    code: int = 0

    @property
    def label(self) -> str:
        """Name the route as the request counts do."""
        return f"{self.method} {self.route}"


@dataclass(frozen=True, slots=True)
class Unrouted:
    """A request the sandbox did not understand, and what about it."""

    method: str
    path: str
    what: str


@dataclass(frozen=True, slots=True)
class Held:
    """One emoji that one user holds on one message; `order` grows with the moment it was put."""

    message_id: int
    emoji: str
    user_id: int
    bot: bool
    burst: bool
    order: int


def _tell_nobody(unrouted: Unrouted) -> None:
    del unrouted


class Books:
    """Writes down what happens and answers questions about it.

    `tell_unrouted` is called with each request that the sandbox does not understand.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self._posted: dict[int, list[Message]] = {}
        self._numbers = 0
        self.requests: deque[RequestRecord] = deque(maxlen=MOST_REQUESTS)
        self.request_counts: Counter[str] = Counter()
        self.unrouted: list[Unrouted] = []
        self.tell_unrouted = _tell_nobody
        self.interactions = list[Interaction]()

    def write(self, happening: Happening) -> None:
        """Note what happened."""
        if isinstance(happening, MessageChanged) and happening.change is Change.CREATED:
            message = happening.message
            self._posted.setdefault(message.channel_id, []).append(message)
        elif isinstance(happening, InteractionBegan):
            self.interactions.append(happening.interaction)

    def note_request(self, method: str, route: str, path: str, status: int, code: int = 0) -> None:
        """Note an answered request."""
        self._numbers += 1
        now = self._world.clock.now()
        record = RequestRecord(self._numbers, now, method, route, path, status, code)
        self.requests.append(record)
        self.request_counts[record.label] += 1

    def note_unrouted(self, method: str, path: str, what: str) -> None:
        """Note a request that was not understood."""
        self.unrouted.append(Unrouted(method, path, what))
        self.tell_unrouted(self.unrouted[-1])

    @property
    def refusals(self) -> list[RequestRecord]:
        """The requests that were answered with an error."""
        return [each for each in self.requests if each.status >= 400]  # noqa: PLR2004 - HTTP

    def posted(self, channel_id: int, *, deleted: bool = False) -> list[Message]:
        """List all messages of a channel in the order they came, the deleted ones if asked."""
        return [m for m in self._posted.get(channel_id, []) if deleted or not m.deleted]

    def held(self, message: Message) -> list[Held]:
        """List who holds which emoji on a message, in the order they put it."""
        found = []
        for reaction in message.reactions.values():
            found += self._held(message, reaction, reaction.normal, burst=False)
            found += self._held(message, reaction, reaction.burst, burst=True)
        return sorted(found, key=lambda each: each.order)

    def held_everywhere(self) -> list[Held]:
        """List every reaction held anywhere, ordered by the moment it was put."""
        found = [
            held
            for channel in self._world.channels.values()
            for message in channel.messages
            for held in self.held(message)
        ]
        return sorted(found, key=lambda each: each.order)

    def _held(
        self, message: Message, reaction: Reaction, holders: dict[int, int], *, burst: bool
    ) -> list[Held]:
        emoji = str(reaction.emoji)
        return [
            Held(message.id, emoji, user_id, self._world.users[user_id].bot, burst, order)
            for user_id, order in holders.items()
        ]

    def summary(self) -> Json:
        """Summarise counts, for a glance."""
        return {
            "requests": dict(self.request_counts),
            "refusals": Counter(f"{each.label} {each.code}" for each in self.refusals),
            "unrouted": len(self.unrouted),
        }
