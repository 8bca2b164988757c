"""Prompting: sending a section's text, part by part, to whom it concerns."""

from dataclasses import replace

from bot.clock import Clock
from bot.domain.ballot import PollState
from bot.domain.ids import ChannelId, MessageId
from bot.domain.nicety import Nicety, Why
from bot.domain.ping import Ping
from bot.domain.post import Post
from bot.domain.prompt import Prompt
from bot.domain.report import CountedPoll
from bot.domain.thread import NewThread
from bot.services.counting import count
from bot.services.intake import Intake
from bot.services.niceties import Niceties
from bot.services.publisher import Publisher
from bot.services.section import Section, read_anew
from bot.storage import polls, posts
from bot.storage.database import Database, Unit


class Prompting:
    """Takes the step that sends a part of the prompt."""

    def __init__(
        self,
        database: Database,
        publisher: Publisher,
        intake: Intake,
        niceties: Niceties,
        clock: Clock,
    ) -> None:
        self._database = database
        self._publisher = publisher
        self._intake = intake
        self._niceties = niceties
        self._clock = clock

    async def take(self, section: Section, part: int) -> Section:
        """Send a part and give the section as it is then.

        Raises what the publisher raises; then nothing was recorded.
        """
        post, article = section.post, section.article
        terms = section.discussion.terms
        ping = self._ping(section) if part == 0 else None
        prompt = Prompt(
            post=post,
            part=part,
            parts=len(section.parts),
            text=section.parts[part],
            title=article.title,
            author=article.author,
            source=article.source,
            heading=post.heading,
            number=post.number,
            of=section.of,
            standing=(
                await self._standing_before(post) if part == 0 and not terms.hides_results else None
            ),
            thread=self._thread(section),
            ping_role_id=None if ping in {None, Ping.ROLE_GONE} else terms.ping_role_id,
        )
        message_id = await self._publisher.send_prompt(prompt, since=section.since)
        async with self._database.write() as unit:
            await posts.record_part(unit, post=post, part=part, message_id=message_id)
            if part == 0:
                await self._record_first(unit, section, prompt, message_id, ping)
            if part + 1 == len(section.parts):
                await posts.record_posted(unit, post=post, at=self._clock.now())
            return await read_anew(unit, section)

    def _ping(self, section: Section) -> Ping | None:
        """Say what mentioning the role does; None where nobody is to be mentioned."""
        role_id = section.discussion.terms.ping_role_id
        if role_id is None:
            return None
        return self._publisher.ping(section.post.guild_id, section.post.channel_id, role_id)

    def _thread(self, section: Section) -> NewThread:
        """Say how a forum's post is opened: with those of its tags that can still be had."""
        thread, post = section.thread, section.post
        forum = self._publisher.forum(post.guild_id, post.channel_id) if thread.tag_ids else None
        if forum is None:
            return thread
        known = {tag.tag_id for tag in forum.tags}
        return replace(thread, tag_ids=tuple(one for one in thread.tag_ids if one in known))

    async def _record_first(
        self,
        unit: Unit,
        section: Section,
        prompt: Prompt,
        message_id: MessageId,
        ping: Ping | None,
    ) -> None:
        post = section.post
        if section.is_forum_post:
            # A post's thread has its first message's id.
            await posts.record_thread(unit, post=post, thread_id=ChannelId(message_id))
            given, wanted = prompt.thread, section.thread
            if given is not None and given.tag_ids != wanted.tag_ids:
                await self._niceties.note(unit, post, Nicety.TAGS, Why.GONE)
            else:
                await self._niceties.had(unit, post, Nicety.TAGS)
        if ping is not None:
            await self._niceties.note_ping(unit, post, ping)

    async def _standing_before(self, post: Post) -> CountedPoll | None:
        """Find how the section before stands: its poll with the greatest turnout."""
        if post.number == 1:
            return None
        await self._intake.flush()
        async with self._database.read() as unit:
            series = await posts.list_series(
                unit, guild_id=post.guild_id, discussion_id=post.discussion_id
            )
            before = [one for one in series if one.section < post.section and one.posted_at]
            if not before:
                return None
            found = await polls.list_of_post(
                unit, guild_id=post.guild_id, post_id=before[-1].post_id
            )
        standings = [
            await count(self._database, poll)
            for poll in found
            if poll.state in {PollState.OPEN, PollState.CLOSED}
        ]
        best = max(standings, key=lambda standing: standing.tally.turnout, default=None)
        return best if best and best.tally.leading else None
