"""The demo's members: they read, reply, vote, change their minds, and take votes back.

What each does is drawn from a seeded source, so that every demo is the same play.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from bot.domain.ids import ChannelId
from bot.domain.poll import Poll
from bot.sandbox import ControlClient, GuildView

_VOTES = 0.8  # of the members, on a poll
_RECONSIDERS = 0.18  # of the voters, at a later slot: some tap a second option, some switch
_TAKES_BACK = 0.05  # of the voters, at a later slot
_REPLIES = (
    "This is the part I keep coming back to.",
    "I read it the other way round: the second paragraph answers the first.",
    "Has anybody seen numbers on this?",
    "Not convinced. What would change your mind?",
    "My team had this very argument last week.",
    "I voted, but I would not bet on it.",
    "Good question for Thursday.",
    "Reading this on the train, more tonight.",
    "The bullet list is where it gets uncomfortable.",
    "I changed my vote after reading the comments above.",
)


@dataclass(slots=True)
class Doings:
    """What the members of a server did at one slot."""

    voted: int = 0
    reconsidered: int = 0
    took_back: int = 0
    replied: int = 0

    def __str__(self) -> str:
        """Say it in words."""
        told = [
            (self.voted, "votes", "vote"),
            (self.reconsidered, "second thoughts", "second thought"),
            (self.took_back, "taken back", "taken back"),
            (self.replied, "replies", "reply"),
        ]
        words = [f"{number} {one if number == 1 else many}" for number, many, one in told if number]
        return ", ".join(words)


@dataclass(slots=True)
class Cast:
    """The members of one server by id, without its organizer, and what they hold."""

    guild: GuildView
    control: ControlClient
    random: Random
    members: Sequence[int]
    _held: dict[tuple[int, int], list[str]] = field(default_factory=dict)

    async def vote(self, poll: Poll, doings: Doings) -> None:
        """Vote on a poll that has just opened, each with some liking for some option."""
        liking = [self.random.uniform(0.3, 2.0) for _ in poll.options]
        for member_id in self.members:
            if self.random.random() < _VOTES:
                (option,) = self.random.choices(poll.options, liking)
                await self._react(poll, member_id, option.emoji)
                doings.voted += 1

    async def reconsider(self, poll: Poll, doings: Doings) -> None:
        """Think again about a poll that has been open for a while."""
        for member_id in self.members:
            held = self._held.get((poll.poll_id, member_id), [])
            if not held:
                continue
            chance = self.random.random()
            if chance < _TAKES_BACK:
                await self._unreact(poll, member_id, held[-1])
                doings.took_back += 1
            elif chance < _TAKES_BACK + _RECONSIDERS:
                if self.random.random() < 0.5:  # noqa: PLR2004 - half of them tidy up first
                    await self._unreact(poll, member_id, held[-1])
                others = [each.emoji for each in poll.options if each.emoji not in held]
                if others:
                    await self._react(poll, member_id, self.random.choice(others))
                    doings.reconsidered += 1

    async def reply(self, channel_id: ChannelId, doings: Doings) -> None:
        """Say something under a section."""
        for member_id in self.random.sample(self.members, self.random.randint(1, 3)):
            await self.control.members.send(member_id, channel_id, self.random.choice(_REPLIES))
            doings.replied += 1

    async def _react(self, poll: Poll, member_id: int, emoji: str) -> None:
        channel_id, message_id = _standing(poll)
        await self.control.members.react(member_id, channel_id, message_id, emoji)
        self._held.setdefault((poll.poll_id, member_id), []).append(emoji)

    async def _unreact(self, poll: Poll, member_id: int, emoji: str) -> None:
        channel_id, message_id = _standing(poll)
        await self.control.members.unreact(member_id, channel_id, message_id, emoji)
        self._held[poll.poll_id, member_id].remove(emoji)


def _standing(poll: Poll) -> tuple[int, int]:
    if poll.channel_id is None or poll.message_id is None:
        raise AssertionError(poll)
    return poll.channel_id, poll.message_id
