"""The reactions under polls over discord.py, in as few requests as Discord allows.

By their routes and not by discord.py's models: a page of a channel may hold a hundred messages of
which only a few are polls.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

import discord

from bot.delivery.pace import Pace, Priority
from bot.delivery.refusals import translated
from bot.domain.ballot import normalise_emoji
from bot.domain.ids import MemberId, MessageId
from bot.domain.poll import Poll
from bot.services.reactions import Counts, Page, Shown, Urgency, Voters

_PAGE = 100  # the most Discord gives at once, of messages and of voters
_UNKNOWN_EMOJI = 10014

_PRIORITIES = {
    Urgency.RECOUNT: Priority.RECOUNT,
    Urgency.CLOSING: Priority.CLOSING,
    Urgency.ABSENCE: Priority.READBACK,
    Urgency.SWEEP: Priority.SWEEP,
}


class DiscordReactions:
    """Reads reactions for the services, each request in its turn."""

    def __init__(self, client: discord.Client, *, pace: Pace) -> None:
        self._client = client
        self._pace = pace

    async def fetch_page(self, polls: Sequence[Poll], urgency: Urgency) -> Page:
        """Read one page of a channel, from the first of its polls on."""
        channel_id, first = polls[0].address
        await self._pace.turn(_PRIORITIES[urgency])
        with translated():
            messages = await self._client.http.logs_from(channel_id, _PAGE, after=first - 1)
        ids = [int(message["id"]) for message in messages]
        shown = dict(zip(ids, messages, strict=True))
        counts = {
            poll.poll_id: _counts(poll, shown[message_id])
            for poll in polls
            if (message_id := poll.address[1]) in shown
        }
        full = len(messages) >= _PAGE
        return Page(counts, through=MessageId(max(ids)) if full else None)

    async def fetch_counts(self, poll: Poll, urgency: Urgency) -> Counts:
        """Read one poll's message."""
        channel_id, message_id = poll.address
        await self._pace.turn(_PRIORITIES[urgency])
        with translated():
            message = await self._client.http.get_message(channel_id, message_id)
        return _counts(poll, message)

    async def fetch_voters(self, poll: Poll, shown: Shown, urgency: Urgency) -> Voters:
        """Read who holds a reaction, super reactions included."""
        members: set[MemberId] = set()
        listed = 0
        own = self._client.user.id if self._client.user else None
        for kind, count in (
            (discord.ReactionType.normal, shown.normal),
            (discord.ReactionType.burst, shown.burst),
        ):
            # Nobody to list where only the bot's own seed stands.
            if count > 0:
                # Page by page: a crowd as a whole would keep the loop.
                async for page in self._pages(poll, shown.emoji, kind, _PRIORITIES[urgency]):
                    others = [user for user in page if int(user["id"]) != own]
                    listed += len(others)
                    members.update(MemberId(int(one["id"])) for one in others if not one.get("bot"))
        return Voters(frozenset(members), listed=listed)

    async def _pages(
        self, poll: Poll, emoji: str, kind: discord.ReactionType, priority: Priority
    ) -> AsyncIterator[Sequence[Mapping[str, Any]]]:
        channel_id, message_id = poll.address
        after: int | None = None
        while True:
            await self._pace.turn(priority)
            with translated():
                try:
                    page = await self._client.http.get_reaction_users(
                        channel_id, message_id, emoji, _PAGE, after=after, type=kind.value
                    )
                except discord.HTTPException as error:
                    if error.code != _UNKNOWN_EMOJI:
                        raise
                    # Whoever still held it has let go of it meanwhile.
                    return
            yield page
            # Only a page that is not full is the last one: the count may have changed since.
            if len(page) < _PAGE:
                return
            after = max(int(user["id"]) for user in page)


def _counts(poll: Poll, message: Mapping[str, Any]) -> Counts:
    positions = {normalise_emoji(option.emoji): option.position for option in poll.options}
    found: list[Shown] = []
    seeded: set[int] = set()
    for reaction in message.get("reactions", ()):
        emoji = _name_of(reaction["emoji"])
        position = positions.get(normalise_emoji(emoji))
        if position is None:
            continue
        own = bool(reaction.get("me"))
        if own:
            seeded.add(position)
        counts = reaction.get("count_details") or {"normal": reaction["count"], "burst": 0}
        found.append(Shown(position, emoji, counts["normal"] - own, counts["burst"]))
    return Counts(tuple(found), seeded=len(seeded) == len(poll.options))


def _name_of(emoji: Mapping[str, Any]) -> str:
    return f"{emoji['name']}:{emoji['id']}" if emoji.get("id") else str(emoji["name"])
