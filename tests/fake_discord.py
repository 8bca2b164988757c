"""Discord in memory: what stands where, who has reacted, and which requests it refuses."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.errors import TargetGone

BOT = 1
_CLOCKS_MAY_DIFFER_BY = timedelta(minutes=5)


@dataclass(eq=False)
class Message:
    """A message of the bot's that stands; `result` and `correction` are what edits wrote."""

    message_id: int
    channel_id: int
    reference: tuple
    body: object
    at: datetime
    reactions: dict[str, set[int]] = field(default_factory=dict)
    result: object = None
    correction: object = None
    offered: object = None
    closes_at: object = None


@dataclass(eq=False)
class _Fault:
    """What becomes of one request: an error, or none at all and silence, before or after it."""

    error: Exception | None
    after: bool


class FakeDiscord:
    """Discord, remembered: channels, threads, messages, and which member holds which reaction.

    Requests are numbered from 1 and named (`prompt 3.0`, `poll 2`, `seed 2 ✅` …). `refuse` answers
    those whose name begins so with an error, `refuse_at` the n-th, `hang_at` leaves the n-th
    without an answer, each before or after it took effect. A repeated reference within
    `repeats_known_for` gives the first message, as Discord's nonce does.
    """

    def __init__(self, clock, *, repeats_known_for=timedelta(minutes=3)):
        self._clock = clock
        self._repeats_known_for = repeats_known_for
        self._last_id = 10_000
        self._faults: dict[int, _Fault] = {}
        self._refusals: list[list] = []
        self._refuses_new: _Fault | None = None
        self.guilds: dict[int, int] = {}
        self.threads: dict[int, int] = {}
        self.lacking: dict[int, tuple[str, ...]] = {}
        self.voices: set[int] = set()
        self.kinds: dict = {}
        self.forums: dict = {}
        self.pings: dict = {}
        self.opened: dict = {}
        self.pins: list[int] = []
        self.most_pins = 250
        self.published: list[int] = []
        self.archived: set[int] = set()
        self.messages: dict[int, Message] = {}
        self.everything_sent: list[Message] = []
        self.requests: list[str] = []
        self.hung = asyncio.Event()
        self.other_bots: set[int] = set()
        self.intake = None
        self.while_reading = None
        self.page_size = 100
        self.without_history: set[int] = set()
        self.urgencies: list = []

    # ── the world, from outside ───────────────────────────────────────────────────────────────

    def add_channel(self, guild_id, channel_id):
        """Make a channel the bot may do everything in."""
        self.guilds[channel_id] = guild_id

    def refuse(self, beginning, error, *, times=1_000_000, after=False):
        """Refuse the next `times` requests whose name begins so."""
        self._refusals.append([beginning, times, _Fault(error, after)])

    def refuse_each_once(self, error, *, after=False):
        """Refuse every request that was not asked before; asked again, it is answered."""
        self._refuses_new = _Fault(error, after)

    def allow_all(self):
        """Refuse nothing any more."""
        self._refusals.clear()
        self._faults.clear()
        self._refuses_new = None

    def refuse_at(self, number, error, *, after=False):
        """Refuse the request of that number."""
        self._faults[number] = _Fault(error, after)

    def hang_at(self, number, *, after):
        """Never answer the request of that number, and set `hung`."""
        self._faults[number] = _Fault(None, after)

    def react(self, member_id, message_id, emoji):
        """Have a member put a reaction, and the gateway tell whoever listens."""
        self.messages[message_id].reactions.setdefault(emoji, set()).add(member_id)
        if self.intake is not None and member_id not in {BOT, *self.other_bots}:
            self.intake.added(message_id, emoji, member_id)

    def unreact(self, member_id, message_id, emoji):
        """Have a member take a reaction back."""
        self.messages[message_id].reactions[emoji].discard(member_id)
        if self.intake is not None:
            self.intake.removed(message_id, emoji, member_id)

    def clear(self, message_id, emoji=None):
        """Have a moderator clear a message's reactions, all or of one emoji."""
        reactions = self.messages[message_id].reactions
        for cleared in [emoji] if emoji else list(reactions):
            reactions.pop(cleared, None)
        if self.intake is None:
            return None
        self.intake.cleared(message_id, emoji)
        return self.intake.find_poll(message_id)

    def lose_message(self, message_id):
        """Have somebody delete a message; the thread under it stays, as it does on Discord."""
        del self.messages[message_id]

    def lose_channel(self, channel_id):
        """Have somebody delete a channel or thread with all that is in it."""
        for thread_id in [one for one, parent in self.threads.items() if parent == channel_id]:
            self.lose_channel(thread_id)
        self.guilds.pop(channel_id, None)
        self.threads.pop(channel_id, None)
        for message in list(self.messages.values()):
            if message.channel_id == channel_id:
                del self.messages[message.message_id]

    # ── the world, looked at ──────────────────────────────────────────────────────────────────

    def standing(self, kind, channel_id=None):
        """List the messages of a kind that stand, in the order of sending."""
        return [
            message
            for message in self.messages.values()
            if message.reference[0] == kind and channel_id in {None, message.channel_id}
        ]

    def times_sent(self):
        """Count how often each message was made."""
        return Counter(message.reference for message in self.everything_sent)

    def seeds(self, message):
        """Give the emoji under a message that bear the bot's own mark, in order."""
        return [emoji for emoji, members in message.reactions.items() if BOT in members]

    # ── requests ──────────────────────────────────────────────────────────────────────────────

    async def _send(self, channel_id, reference, body, since):
        if since is not None:
            found = await self._find(channel_id, reference, since)
            if found is not None:
                return found
        name = " ".join([reference[0], ".".join(map(str, reference[1:]))])
        return await self._ask(name, lambda: self._post(channel_id, reference, body))

    async def _find(self, channel_id, reference, since):
        def effect():
            self._require_channel(channel_id)
            return next(
                (
                    message.message_id
                    for message in self.messages.values()
                    if (message.channel_id, message.reference) == (channel_id, reference)
                    and message.at > since - _CLOCKS_MAY_DIFFER_BY
                ),
                None,
            )

        return await self._ask(f"find {reference[0]}", effect)

    def _post(self, channel_id, reference, body):
        self._require_channel(channel_id)
        now = self._clock.now()
        for earlier in self.everything_sent:
            if (
                earlier.reference == reference
                and now - earlier.at < self._repeats_known_for
                and earlier.channel_id == channel_id
            ):
                return self._require_message(earlier.message_id).message_id
        self._last_id += 1
        message = Message(self._last_id, channel_id, reference, body, now)
        self.messages[message.message_id] = message
        self.everything_sent.append(message)
        return message.message_id

    def _require_channel(self, channel_id):
        if channel_id not in self.guilds and channel_id not in self.threads:
            raise TargetGone(reason="404 10003 Unknown Channel")

    def _require_message(self, message_id):
        if message_id not in self.messages:
            raise TargetGone(reason="404 10008 Unknown Message")
        return self.messages[message_id]

    async def _ask(self, name, effect):
        self.requests.append(name)
        fault = self._faults.pop(len(self.requests), None) or self._refusal_of(name)
        await asyncio.sleep(0)
        if fault is not None and not fault.after:
            await self._strike(fault)
        answer = effect()
        await asyncio.sleep(0)
        if fault is not None:
            await self._strike(fault)
        return answer

    def _refusal_of(self, name):
        for refusal in self._refusals:
            beginning, times, fault = refusal
            if times and name.startswith(beginning):
                refusal[1] -= 1
                return fault
        return self._refuses_new if name not in self.requests[:-1] else None

    async def _strike(self, fault):
        if fault.error is not None:
            raise fault.error
        self.hung.set()
        await asyncio.Event().wait()
