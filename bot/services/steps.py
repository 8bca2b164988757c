"""The steps of a section's walk: each does one thing on Discord and records it.

Whoever comes after a crash finds in the rows what is left to do.
"""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import assert_never

import structlog

from bot.clock import Clock
from bot.domain.ballot import Place, PollState
from bot.domain.ids import MessageId
from bot.domain.nicety import Nicety
from bot.domain.poll import Poll
from bot.domain.terms import ClosesWithNext, closing_time
from bot.domain.walk import (
    ChangeOptions,
    ClosePoll,
    Complete,
    Conclude,
    CorrectPoll,
    Nice,
    OpenThread,
    Remind,
    Rest,
    SeedPoll,
    SendPart,
    SendPoll,
    ShowResult,
    Step,
    TakeDown,
    reminder_due,
)
from bot.errors import Permanent, TargetGone
from bot.services.counting import count
from bot.services.intake import Intake
from bot.services.niceties import Niceties
from bot.services.option_change import OptionChange
from bot.services.prompting import Prompting
from bot.services.publisher import Publisher
from bot.services.readback import Readback
from bot.services.section import Section, read_anew
from bot.storage import closings, corrections, exclusions, polls, posts
from bot.storage.database import Database

_log = structlog.get_logger()


class Steps:
    """Takes the steps that the rows call for, one at a time."""

    def __init__(
        self,
        database: Database,
        publisher: Publisher,
        intake: Intake,
        readback: Readback,
        clock: Clock,
    ) -> None:
        self._database = database
        self._publisher = publisher
        self._intake = intake
        self._readback = readback
        self._clock = clock
        self.niceties = Niceties(database, publisher, clock)
        self._prompting = Prompting(database, publisher, intake, self.niceties, clock)
        self.option_change = OptionChange(database, publisher, intake, readback)

    async def take(self, section: Section, step: Step) -> Section:  # noqa: C901, PLR0912 - an arm per step
        """Take one step and give the section as it is then.

        Raises what the publisher raises; then nothing was recorded.
        """
        if isinstance(step, Nice):
            return await self.niceties.take(section, step)
        match step:
            case SendPart(part):
                return await self._prompting.take(section, part)
            case OpenThread():
                return await self._open_thread(section)
            case SendPoll(poll):
                return await self._send_poll(section, poll)
            case SeedPoll(poll):
                return await self._seed(section, poll)
            case Complete():
                return await self._complete(section)
            case ClosePoll(poll):
                return await self._close(section, poll)
            case ChangeOptions(poll):
                return await self.option_change.take(section, poll)
            case CorrectPoll(poll):
                return await self._correct(section, poll)
            case ShowResult(poll):
                return await self._show(section, poll)
            case Conclude():
                return await self._conclude(section)
            case Remind():
                return await self._remind(section)
            case TakeDown():
                return await self._take_down(section)
            case Rest():
                raise AssertionError(step)
            case _:
                assert_never(step)

    # ── delivery ──────────────────────────────────────────────────────────────────────────────

    async def _open_thread(self, section: Section) -> Section:
        thread_id = await self._publisher.open_thread(section.post, section.thread)
        async with self._database.write() as unit:
            await posts.record_thread(unit, post=section.post, thread_id=thread_id)
            await self.niceties.had(unit, section.post, Nicety.THREAD)
            return await read_anew(unit, section)

    async def _send_poll(self, section: Section, poll: Poll) -> Section:
        channel_id = section.channel_of(section.place_of(poll))
        now = self._clock.now()
        closes_at = await self._closing_time(section, now)
        with self._intake.expecting():
            message_id = await self._publisher.send_poll(
                poll, channel_id=channel_id, closes_at=closes_at, since=section.since
            )
            async with self._database.write() as unit:
                stands = await polls.record_opened(
                    unit,
                    poll=poll,
                    channel_id=channel_id,
                    message_id=message_id,
                    at=now,
                    closes_at=closes_at,
                )
                section = await read_anew(unit, section)
            sent = replace(poll, channel_id=channel_id, message_id=message_id)
            heard_all = self._intake.listen(sent) if stands else True
        if not stands:
            await self._publisher.delete_message(channel_id, message_id)
        elif section.since is not None or not heard_all:
            # An earlier try may have sent it, and members may have voted on it unheard.
            await self._readback.catch_up(sent)
        return section

    async def _closing_time(self, section: Section, now: datetime) -> datetime | None:
        closing, awaits_next = section.discussion.terms.closing, False
        if isinstance(closing, ClosesWithNext):
            async with self._database.read() as unit:
                awaits_next = await closings.awaits_next(unit, post=section.post)
        return closing_time(closing, now, awaits_next=awaits_next)

    async def _seed(self, section: Section, poll: Poll) -> Section:
        with self._intake.watching(poll.poll_id) as watch:
            await self._publisher.seed_poll(poll)
            async with self._database.write() as unit:
                # What was cleared meanwhile took seeds along: the next step puts them again.
                if not watch.cleared:
                    await polls.record_seeded(unit, poll=poll, at=self._clock.now())
                return await read_anew(unit, section)

    async def _complete(self, section: Section) -> Section:
        post = section.post
        async with self._database.write() as unit:
            await posts.record_completed(unit, post=post, at=self._clock.now())
            section = await read_anew(unit, section)
        _log.info(
            "section posted", guild_id=post.guild_id, post_id=post.post_id, section=post.number
        )
        return section

    # ── closing ───────────────────────────────────────────────────────────────────────────────

    async def _close(self, section: Section, poll: Poll) -> Section:
        await self._readback.check(poll)
        # What was heard meanwhile was left to its event: a closed poll takes none any more.
        await self._intake.flush()
        async with self._database.write() as unit:
            closed = await polls.record_closed(unit, poll=poll, at=self._clock.now())
            section = await read_anew(unit, section)
        # An organizer may have given it more time meanwhile.
        if closed:
            self._intake.ignore(poll)
        return section

    async def _correct(self, section: Section, poll: Poll) -> Section:
        await self._publisher.correct_poll(poll)
        return await self.record_correction_shown(section, poll)

    async def record_correction_shown(self, section: Section, poll: Poll) -> Section:
        """Record that a poll's corrected words stand, or cannot."""
        async with self._database.write() as unit:
            await corrections.record_correction_shown(unit, poll=poll)
            return await read_anew(unit, section)

    async def _show(self, section: Section, poll: Poll) -> Section:
        async with self._database.read() as unit:
            excluded = await exclusions.list_members(unit, poll)
        standing = await count(self._database, poll)
        await self._publisher.show_result(poll, standing.tally)
        async with self._database.write() as unit:
            # Votes set aside meanwhile are still in what was shown: once more then.
            if await exclusions.list_members(unit, poll) == excluded:
                await polls.record_shown(unit, poll=poll, at=self._clock.now())
            return await read_anew(unit, section)

    async def record_shown(self, section: Section, poll: Poll) -> Section:
        """Record that a poll's result cannot be shown."""
        async with self._database.write() as unit:
            await polls.record_shown(unit, poll=poll, at=self._clock.now())
            return await read_anew(unit, section)

    async def _conclude(self, section: Section) -> Section:
        closed = [poll for poll in section.polls if poll.state is PollState.CLOSED]
        results = [await count(self._database, poll) for poll in closed]
        channel_id = section.channel_of(Place.THREAD)
        if section.post.result_message_id is not None:
            # A poll was opened again after they had been sent, perhaps to the channel because the
            # thread took nothing then.
            for place in dict.fromkeys((channel_id, section.post.home_id)):
                with suppress(TargetGone):
                    await self._publisher.update_results(section.post, results, channel_id=place)
                    return await self.record_concluded(section, section.post.result_message_id)
        message_id = await self._publisher.send_results(
            section.post,
            results,
            channel_id=channel_id,
            since=min(poll.closed_at for poll in closed if poll.closed_at),
        )
        return await self.record_concluded(section, message_id)

    async def record_concluded(self, section: Section, message_id: MessageId | None) -> Section:
        """Record that the results stand; None where they could not be sent."""
        now = self._clock.now()
        async with self._database.write() as unit:
            current = await read_anew(unit, section)
            # A poll may have been opened again meanwhile, or votes on it set aside: then they are
            # to be shown anew.
            over = not any(
                poll.state is PollState.OPEN
                or (poll.state is PollState.CLOSED and poll.shown_at is None)
                for poll in current.polls
            )
            at = now if over else None
            await posts.record_concluded(unit, post=section.post, message_id=message_id, at=at)
            return await read_anew(unit, section)

    async def _remind(self, section: Section) -> Section:
        open_polls = [poll for poll in section.polls if poll.state is PollState.OPEN]
        # An earlier try may have sent it from then on.
        since = reminder_due(section.post, open_polls, section.wishes.remind_before)
        await self._publisher.send_reminder(
            section.post, open_polls, channel_id=section.channel_of(Place.THREAD), since=since
        )
        return await self.record_reminded(section)

    async def record_reminded(self, section: Section) -> Section:
        """Record that the thread was reminded, or that it cannot be."""
        async with self._database.write() as unit:
            await posts.record_reminded(unit, post=section.post, at=self._clock.now())
            return await read_anew(unit, section)

    async def withdraw(self, section: Section, poll: Poll) -> Section:
        """Record that a poll was taken away."""
        async with self._database.write() as unit:
            await polls.record_withdrawn(unit, poll=poll, at=self._clock.now())
            section = await read_anew(unit, section)
        self._intake.ignore(poll)
        return section

    async def _take_down(self, section: Section) -> Section:
        """Delete what stands of a withdrawn section, the prompt first; what is gone does no harm.

        What must not be deleted is left to moderators.
        """
        post = section.post
        standing = [(post.home_id, message_id) for message_id in post.message_ids]
        standing += [poll.address for poll in section.polls if poll.message_id is not None]
        if post.result_message_id is not None:
            # Where the thread was refused they went to the channel.
            places = dict.fromkeys([section.channel_of(Place.THREAD), post.home_id])
            standing += [(channel_id, post.result_message_id) for channel_id in places]
        for channel_id, message_id in standing:
            try:
                await self._publisher.delete_message(channel_id, message_id)
            except Permanent as error:
                _log.warning(
                    "a withdrawn message stays",
                    guild_id=post.guild_id,
                    channel_id=channel_id,
                    message_id=message_id,
                    reason=error.reason,
                )
        async with self._database.write() as unit:
            await posts.record_taken_down(unit, post=post, at=self._clock.now())
            return await read_anew(unit, section)
