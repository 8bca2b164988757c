"""Arranging: how a discussion posts, as its organizers choose, also in the middle of it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from bot.clock import Clock
from bot.domain.arrangement import Arrangement
from bot.domain.changed_terms import change_of
from bot.domain.closing_words import parse_span, read_closing_rule
from bot.domain.discussion import Action, Discussion, move
from bot.domain.forum import ForumTag, choose_tags
from bot.domain.history import Deed, HistoryEntry
from bot.domain.ids import ChannelId, GuildId, MemberId
from bot.domain.language import parse_language
from bot.domain.post import PostState
from bot.domain.terms import Placement, Terms, check_ping
from bot.domain.thread_name import parse_thread_name
from bot.errors import NotTheStarter
from bot.services.dispatch import Dispatch
from bot.services.planning import Planning
from bot.services.publisher import Publisher
from bot.storage import discussions, history, indexes, posts, shortfalls
from bot.storage.database import Database


class Arranging:
    """Shows and changes terms; each change is on record and holds for what is not posted yet."""

    def __init__(
        self,
        database: Database,
        planning: Planning,
        publisher: Publisher,
        dispatch: Dispatch,
        clock: Clock,
    ) -> None:
        self._database = database
        self._planning = planning
        self._publisher = publisher
        self._dispatch = dispatch
        self._clock = clock

    async def show(self, guild_id: GuildId, given: str | None) -> Arrangement:
        """Say what holds for a discussion; raise `DiscussionNotFound`."""
        return await self._arrangement(await self._planning.find(guild_id, given))

    async def set_placement(
        self, guild_id: GuildId, given: str, by: MemberId, placement: Placement
    ) -> Arrangement:
        """Say where polls go from the next section on."""
        return await self._change(
            guild_id, given, by, "polls", lambda one: replace(one.terms, placement=placement)
        )

    async def set_ping(
        self, guild_id: GuildId, given: str, by: MemberId, role_id: int | None
    ) -> Arrangement:
        """Name the role that each prompt mentions, None for none; raises `EveryonePinged`."""
        chosen = check_ping(guild_id, role_id)
        return await self._change(
            guild_id, given, by, "ping", lambda one: replace(one.terms, ping_role_id=chosen)
        )

    async def set_threads(
        self,
        guild_id: GuildId,
        given: str,
        by: MemberId,
        *,
        name: str | None,
        auto_archive: timedelta | None,
        slow_mode: timedelta | None,
    ) -> Arrangement:
        """Say how threads are opened; None leaves what holds. Raises `UnknownThreadName`."""
        template = None if name is None else parse_thread_name(name)

        def change(discussion: Discussion) -> Terms:
            terms = discussion.terms
            return replace(
                terms,
                thread_name=terms.thread_name if template is None else template,
                auto_archive=terms.auto_archive if auto_archive is None else auto_archive,
                slow_mode=terms.slow_mode if slow_mode is None else slow_mode,
            )

        return await self._change(guild_id, given, by, "threads", change)

    async def set_pins(
        self, guild_id: GuildId, given: str, by: MemberId, *, pins: bool
    ) -> Arrangement:
        """Say whether the section that is being discussed is pinned; the one that is, at once."""
        return await self._change(
            guild_id, given, by, "pin", lambda one: replace(one.terms, pins=pins)
        )

    async def set_index(
        self, guild_id: GuildId, given: str, by: MemberId, *, index: bool
    ) -> Arrangement:
        """Say whether one message shows the whole discussion; one that was deleted comes again."""
        return await self._change(
            guild_id, given, by, "index", lambda one: replace(one.terms, index=index)
        )

    async def set_closing(
        self,
        guild_id: GuildId,
        given: str,
        by: MemberId,
        *,
        after: str | None,
        until: str | None,
        with_next: bool,
    ) -> Arrangement:
        """Say when polls close: so long after they open, at a moment, or with the next section.

        With the next section, `after` is for how long the last section's are open. Raises what
        `read_closing_rule` raises.
        """
        discussion = await self._planning.find(guild_id, given)
        async with self._database.read() as unit:
            schedule = await discussions.get_schedule(
                unit, guild_id=guild_id, discussion_id=discussion.discussion_id
            )
        closing = read_closing_rule(
            after, until, with_next=with_next, time_zone=schedule.time_zone, now=self._clock.now()
        )
        return await self._change(
            guild_id, given, by, "closing", lambda one: replace(one.terms, closing=closing)
        )

    async def set_reminder(
        self, guild_id: GuildId, given: str, by: MemberId, *, before: str | None
    ) -> Arrangement:
        """Say how long before closing threads are reminded, None for never; holds at once.

        Raises `UnknownSpan`.
        """
        span = None if before is None else parse_span(before)
        return await self._change(
            guild_id, given, by, "reminder", lambda one: replace(one.terms, remind_before=span)
        )

    async def set_results_hidden(
        self, guild_id: GuildId, given: str, by: MemberId, *, hidden: bool
    ) -> Arrangement:
        """Say whether a section keeps silent on the results of the one before."""
        return await self._change(
            guild_id, given, by, "results", lambda one: replace(one.terms, hides_results=hidden)
        )

    async def set_publishes(
        self, guild_id: GuildId, given: str, by: MemberId, *, publishes: bool
    ) -> Arrangement:
        """Say whether an announcement channel's sections are published."""
        return await self._change(
            guild_id, given, by, "publishing", lambda one: replace(one.terms, publishes=publishes)
        )

    async def set_language(
        self, guild_id: GuildId, given: str, by: MemberId, language: str | None
    ) -> Arrangement:
        """Choose the language of what is said in public, None for the server's.

        Raises `UnknownLanguage`.
        """
        chosen = None if language is None else parse_language(language)
        return await self._change(
            guild_id, given, by, "language", lambda one: replace(one.terms, language=chosen)
        )

    async def set_tells_starter(
        self, guild_id: GuildId, given: str, by: MemberId, *, on: bool
    ) -> Arrangement:
        """Say whether the starter is written to if the discussion has to pause.

        Raises `NotTheStarter` where somebody else would agree for them; to end it is anybody's.
        """

        def change(discussion: Discussion) -> Terms:
            if on and discussion.started_by != by:
                raise NotTheStarter
            return replace(discussion.terms, tells_starter=on)

        return await self._change(guild_id, given, by, "tell_me", change)

    async def set_tags(
        self, guild_id: GuildId, given: str, by: MemberId, tags: Sequence[str]
    ) -> Arrangement:
        """Choose the tags of a forum's posts, by id or name.

        Raises `NoForum`, `UnknownForumTag`, or `ForumTagWanted` where there must be one.
        """

        def change(discussion: Discussion) -> Terms:
            channel_id = discussion.channel_id
            forum = self._publisher.forum(guild_id, channel_id)
            return replace(discussion.terms, forum_tag_ids=choose_tags(forum, channel_id, tags))

        return await self._change(guild_id, given, by, "tags", change)

    async def offer_tags(self, guild_id: GuildId, given: str | None) -> tuple[ForumTag, ...]:
        """List the tags that posts of a discussion can be given; raise `DiscussionNotFound`."""
        discussion = await self._planning.find(guild_id, given)
        return self.tags_of(guild_id, discussion.channel_id)

    def tags_of(self, guild_id: GuildId, channel_id: ChannelId) -> tuple[ForumTag, ...]:
        """List the tags that posts in a channel can be given; none where it is no forum."""
        forum = self._publisher.forum(guild_id, channel_id)
        return forum.tags if forum else ()

    async def _change(
        self,
        guild_id: GuildId,
        given: str,
        by: MemberId,
        what: str,
        change: Callable[[Discussion], Terms],
    ) -> Arrangement:
        discussion = await self._planning.find(guild_id, given)
        discussion_id = discussion.discussion_id
        async with self._database.write() as unit:
            discussion = await discussions.get(unit, guild_id=guild_id, discussion_id=discussion_id)
            move(discussion.state, Action.ARRANGE)
            terms = change(discussion)
            if terms != discussion.terms:
                now = self._clock.now()
                await discussions.set_terms(
                    unit, guild_id=guild_id, discussion_id=discussion_id, terms=terms
                )
                if terms.pins != discussion.terms.pins:
                    await posts.attend_pins(
                        unit, guild_id=guild_id, discussion_id=discussion_id, at=now
                    )
                if terms.remind_before != discussion.terms.remind_before:
                    await posts.attend_open(
                        unit, guild_id=guild_id, discussion_id=discussion_id, at=now
                    )
                await history.record(
                    unit,
                    HistoryEntry(
                        guild_id=guild_id,
                        discussion_id=discussion_id,
                        deed=Deed.TERMS_CHANGED,
                        done_by=by,
                        done_at=now,
                        detail=change_of(what, terms),
                    ),
                )
            if what == "index" and terms.index:
                await indexes.add(
                    unit, guild_id=guild_id, discussion_id=discussion_id, at=self._clock.now()
                )
        self._dispatch.ring()
        return await self._arrangement(replace(discussion, terms=terms))

    async def _arrangement(self, discussion: Discussion) -> Arrangement:
        guild_id, channel_id = discussion.guild_id, discussion.channel_id
        async with self._database.read() as unit:
            series = await posts.list_series(
                unit, guild_id=guild_id, discussion_id=discussion.discussion_id
            )
            index = await indexes.find(
                unit, guild_id=guild_id, discussion_id=discussion.discussion_id
            )
            missing = await shortfalls.list_of_discussion(
                unit, guild_id=guild_id, discussion_id=discussion.discussion_id
            )
        to_come = [one.number for one in series if one.state is PostState.PLANNED]
        role_id = discussion.terms.ping_role_id
        return Arrangement(
            discussion=discussion,
            next_section=to_come[0] if to_come else None,
            of=sum(one.state is not PostState.SKIPPED for one in series),
            ping=self._publisher.ping(guild_id, channel_id, role_id) if role_id else None,
            forum=self._publisher.forum(guild_id, channel_id),
            shortfalls=missing,
            index=index,
        )
