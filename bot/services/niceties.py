"""Niceties: the steps a section goes on without, and what an organizer is told of it, once."""

from datetime import timedelta
from typing import Final, assert_never

import structlog

from bot.clock import Clock
from bot.domain.history import Deed, HistoryEntry
from bot.domain.ids import ChannelId, DiscussionId, GuildId
from bot.domain.nicety import Nicety, Shortfall, Why
from bot.domain.ping import Ping
from bot.domain.post import Pin, Post
from bot.domain.walk import KeepOpen, Nice, PinPrompt, PublishPart, Unpin, next_closing_at
from bot.errors import (
    AccessLost,
    DeliveryError,
    TargetGone,
    Temporary,
    ThreadArchived,
    TooManyPins,
)
from bot.services.publisher import Publisher
from bot.services.section import Section, read_anew
from bot.storage import history, posts, shortfalls
from bot.storage.database import Database, Unit

# How long to wait before a nicety is tried again: Discord publishes but ten messages an hour.
_PAUSES: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 20, 60))

_log = structlog.get_logger()


class Niceties:
    """Takes the steps that are merely nice; what cannot be had is left out, and that is told."""

    def __init__(self, database: Database, publisher: Publisher, clock: Clock) -> None:
        self._database = database
        self._publisher = publisher
        self._clock = clock

    async def take(self, section: Section, step: Nice) -> Section:
        """Take a step and give the section as it is then.

        Raises what the publisher raises; then nothing was recorded.
        """
        post = section.post
        match step:
            case KeepOpen():
                if post.thread_id is not None:
                    await self._publisher.keep_open(post.thread_id)
            case Unpin(pinned):
                await self._publisher.unpin(pinned)
            case PinPrompt():
                await self._publisher.pin(post)
            case PublishPart(part):
                await self._publisher.publish(post, part)
            case _:
                assert_never(step)
        return await self._record(section, step, None)

    async def leave_out(self, section: Section, step: Nice, error: DeliveryError) -> Section:
        """Go on without a step that cannot be taken; an organizer is told, once."""
        return await self._record(section, step, error)

    async def try_later(self, section: Section, step: Nice, error: Temporary) -> Section | None:
        """Note when to try again, and rest till then; after some tries go on without."""
        post = section.post
        if post.attempts >= len(_PAUSES):
            return await self.leave_out(section, step, error)
        # A poll that closes earlier is not kept waiting.
        now = self._clock.now()
        later = now + _PAUSES[post.attempts]
        attend_at = min(later, next_closing_at(section.polls, now) or later)
        async with self._database.write() as unit:
            await posts.record_retry(unit, post=post, attend_at=attend_at, reason=error.reason)
        return None

    async def went_without(self, section: Section, nicety: Nicety, error: DeliveryError) -> None:
        """Note that a section went without something that Discord refused."""
        async with self._database.write() as unit:
            await self.note(unit, section.post, nicety, why_of(error))

    async def had(self, unit: Unit, post: Post, nicety: Nicety) -> None:
        """Note that something works."""
        await shortfalls.clear(
            unit, guild_id=post.guild_id, discussion_id=post.discussion_id, nicety=nicety
        )

    async def note_ping(self, unit: Unit, post: Post, ping: Ping) -> None:
        """Note whether mentioning the role notified anybody."""
        match ping:
            case Ping.NOTIFIES:
                await self.had(unit, post, Nicety.PING)
            case Ping.NOT_MENTIONABLE:
                await self.note(unit, post, Nicety.PING, Why.PERMISSION)
            case Ping.ROLE_GONE:
                await self.note(unit, post, Nicety.PING, Why.GONE)

    async def _record(self, section: Section, step: Nice, error: DeliveryError | None) -> Section:
        post, gone = section.post, isinstance(error, TargetGone)
        async with self._database.write() as unit:
            match step:
                case KeepOpen():
                    # Locked by a moderator, or gone: that is theirs to say.
                    await posts.record_archived(unit, post=post, archived=False)
                case Unpin(pinned):
                    await posts.record_pin(unit, post=pinned, pin=Pin.REFUSED if error else None)
                case PinPrompt():
                    await posts.record_pin(
                        unit, post=post, pin=Pin.REFUSED if error else Pin.PINNED
                    )
                case PublishPart(part):
                    done = len(post.message_ids) if error else part + 1
                    await posts.record_published(unit, post=post, published=done)
                case _:
                    assert_never(step)
            nicety = _NICETIES.get(type(step))
            if nicety is not None and error is None:
                await self.had(unit, post, nicety)
            elif nicety is not None and error is not None and not gone:
                await self.note(unit, post, nicety, why_of(error))
            return await read_anew(unit, section)

    async def note(self, unit: Unit, post: Post, nicety: Nicety, why: Why) -> None:
        """Note that a section went without something; on record only where that is news."""
        shortfall = Shortfall(nicety=nicety, why=why, since=self._clock.now())
        await note_shortfall(unit, post.guild_id, post.discussion_id, post.channel_id, shortfall)


async def note_shortfall(
    unit: Unit,
    guild_id: GuildId,
    discussion_id: DiscussionId,
    channel_id: ChannelId,
    shortfall: Shortfall,
) -> None:
    """Note that a discussion goes without something; on record only where that is news."""
    news = await shortfalls.note(
        unit, guild_id=guild_id, discussion_id=discussion_id, shortfall=shortfall
    )
    if news:
        what, why = shortfall.nicety.value, shortfall.why.value
        entry = HistoryEntry(
            guild_id=guild_id,
            discussion_id=discussion_id,
            deed=Deed.WENT_WITHOUT,
            done_by=None,
            done_at=shortfall.since,
            detail={"what": what, "why": why, "channel": channel_id},
        )
        await history.record(unit, entry)
        _log.info("goes on without", discussion_id=discussion_id, what=what, why=why)


_NICETIES: Final[dict[type, Nicety]] = {
    Unpin: Nicety.PIN,
    PinPrompt: Nicety.PIN,
    PublishPart: Nicety.PUBLISH,
}


def why_of(error: DeliveryError) -> Why:
    """Give the reason that an organizer is told."""
    match error:
        case AccessLost():
            return Why.PERMISSION
        case TooManyPins():
            return Why.FULL
        case TargetGone() | ThreadArchived():
            return Why.GONE
        case Temporary():
            return Why.BUSY
        case _:
            return Why.REFUSED
