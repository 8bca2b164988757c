"""A step of a section's walk: an open poll gets other options, unless somebody votes first.

Rows keep the old options until Discord's message bears the new ones, the bot's marks are off it and
every reaction has been read once more. Whoever has voted by then has voted on the old ones, and
they stay. Whoever reacts later sees the new ones, and is read back by them.
"""

from contextlib import suppress
from dataclasses import replace

import structlog

from bot.domain.poll import Poll
from bot.errors import DeliveryError, Permanent
from bot.services.intake import Intake
from bot.services.publisher import Publisher
from bot.services.readback import Readback
from bot.services.section import Section, read_anew
from bot.storage import corrections, votes
from bot.storage.database import Database

_log = structlog.get_logger()


class OptionChange:
    """Replaces the options of polls that nobody has voted on."""

    def __init__(
        self, database: Database, publisher: Publisher, intake: Intake, readback: Readback
    ) -> None:
        self._database = database
        self._publisher = publisher
        self._intake = intake
        self._readback = readback

    async def take(self, section: Section, poll: Poll) -> Section:
        """Replace a poll's options or keep them; raises what the publisher raises."""
        if poll.new_options is None:
            raise AssertionError(poll)
        if await self._is_voted_on(poll):
            return await self._keep(section, poll)
        await self._publisher.unseed_poll(poll)
        await self._publisher.correct_poll(replace(poll, options=poll.new_options))
        try:
            await self._readback.check(poll)
        except Permanent:
            # Nobody can tell now who has voted on what: nothing but the old options may stand.
            with suppress(DeliveryError):
                await self._publisher.correct_poll(poll)
            raise
        async with self._database.write() as unit:
            replaced = await corrections.replace_options(unit, poll=poll)
            section = await read_anew(unit, section)
        if replaced:
            changed = next(one for one in section.polls if one.poll_id == poll.poll_id)
            self._intake.listen(changed)
            # What was heard since the reading was taken for the old options.
            await self._readback.catch_up(changed)
        return section

    async def keep(self, section: Section, poll: Poll) -> Section:
        """Record that a poll's options stay because Discord would not have them changed."""
        async with self._database.write() as unit:
            await corrections.keep_options(unit, poll=poll, seeded_at=poll.seeded_at)
            return await read_anew(unit, section)

    async def _keep(self, section: Section, poll: Poll) -> Section:
        # An earlier try may have taken marks away and written the new options.
        await self._publisher.correct_poll(poll)
        async with self._database.write() as unit:
            await corrections.keep_options(unit, poll=poll, seeded_at=None)
            section = await read_anew(unit, section)
        _log.info("options stay: somebody has voted", guild_id=poll.guild_id, poll_id=poll.poll_id)
        return section

    async def _is_voted_on(self, poll: Poll) -> bool:
        await self._intake.flush()
        async with self._database.read() as unit:
            marks = await votes.count_marks(unit, guild_id=poll.guild_id, poll_ids=[poll.poll_id])
        return bool(marks)
