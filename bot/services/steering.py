"""Steering: which section comes next, which not, and when; in the transactions of `control`."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.discussion import Action, DiscussionState
from bot.domain.history import Deed
from bot.domain.ids import GuildId, MemberId
from bot.domain.order import free_places
from bot.domain.post import Post, PostState
from bot.domain.progress import Progress, find_post
from bot.domain.schedule import next_slot
from bot.errors import (
    NothingToPost,
    SectionInPlace,
    SectionNotToCome,
    SectionStuck,
    SectionUnderWay,
)
from bot.services.claiming import claim_now
from bot.services.control import Act, Control
from bot.services.finishing import finish_if_over
from bot.storage import articles, discussions, polls, posts, series
from bot.storage.agenda import Claim
from bot.storage.polls import new_polls


class Steering:
    """An organizer's hand on what is to come; raises as `Control` does.

    Sections are named by number or by `#` and their id; what is named wrongly raises
    `NoSuchSection`, what is out already `SectionNotToCome`.
    """

    def __init__(self, control: Control) -> None:
        self._control = control

    async def skip(
        self, guild_id: GuildId, given: str, section: str | None, *, by: MemberId
    ) -> tuple[Progress, Post]:
        """Leave a section out, the next one if none is named; those behind it move up.

        Raises also `NothingToPost`.
        """
        async with self._control.acting(guild_id, given, Action.SKIP, by=by) as act:
            found = await _list(act)
            post = find_post(found, section) if section else _next(found)
            _require_state(post, PostState.PLANNED, PostState.FAILED)
            slot = await _slot(act, found)
            await posts.record_skipped(act.unit, post=post)
            await polls.remove_planned(act.unit, guild_id=guild_id, post_ids=[post.post_id])
            await act.date_next(*slot)
            await act.record(Deed.SECTION_SKIPPED, section=post.number)
            await finish_if_over(act.unit, guild_id, act.discussion.discussion_id, now=act.now)
        return await self._control.progress(act), post

    async def foresee_taking_in(
        self, guild_id: GuildId, given: str, section: str
    ) -> tuple[Progress, Post, int]:
        """Say how many sections get no slot if one is taken in again; nothing is changed.

        Raises as `take_in` does.
        """
        progress, without_slot = await self._control.foresee_taking_in(guild_id, given)
        post = find_post(progress.posts, section)
        _require_state(post, PostState.SKIPPED)
        return progress, post, without_slot

    async def take_in(
        self, guild_id: GuildId, given: str, section: str, *, by: MemberId
    ) -> tuple[Progress, Post]:
        """Take a section in again that was skipped; it comes in its place, or else next.

        Raises also `SectionNotFound` where the article has it no longer, and `NoSlotLeft`.
        """
        async with self._control.acting(guild_id, given, Action.TAKE_IN, by=by) as act:
            found = await _list(act)
            post = find_post(found, section)
            _require_state(post, PostState.SKIPPED)
            slot = await _slot(act, found)
            discussion = act.discussion
            kept = await articles.get(act.unit, guild_id=guild_id, article_id=discussion.article_id)
            prepared = kept.preparation.section(post.section_id)
            await posts.record_planned(act.unit, post=post)
            if not discussion.prompts_only:
                await polls.add_all(
                    act.unit,
                    new_polls(kept, prepared, post.post_id),
                    guild_id=guild_id,
                    discussion_id=discussion.discussion_id,
                )
            to_come = sorted([*_planned(found), post], key=lambda one: one.section)
            await _arrange(act, [one for one in found if one is not post], to_come)
            await act.date_next(*slot)
            taken = await posts.get(act.unit, guild_id=guild_id, post_id=post.post_id)
            await act.record(Deed.SECTION_TAKEN_IN, section=taken.number)
        return await self._control.progress(act), taken

    async def move(
        self, guild_id: GuildId, given: str, section: str, before: str | None, *, by: MemberId
    ) -> tuple[Progress, Post]:
        """Have a section come before another one, or last of all; both must be to come.

        Raises also `SectionInPlace`.
        """
        async with self._control.acting(guild_id, given, Action.MOVE, by=by) as act:
            found = await _list(act)
            post = find_post(found, section)
            other = find_post(found, before) if before else None
            for one in filter(None, (post, other)):
                _require_state(one, PostState.PLANNED)
            order = [one for one in _planned(found) if one is not post]
            place = order.index(other) if other in order else len(order)
            moved_to = [*order[:place], post, *order[place:]]
            if other is post or moved_to == _planned(found):
                raise SectionInPlace(heading=post.heading, number=post.number)
            slot = await _slot(act, found)
            await _arrange(act, found, moved_to)
            await act.date_next(*slot)
            await discussions.set_own_order(
                act.unit, guild_id=guild_id, discussion_id=act.discussion.discussion_id
            )
            moved = await posts.get(act.unit, guild_id=guild_id, post_id=post.post_id)
            await act.record(Deed.SECTION_MOVED, section=post.number, to=moved.number)
        return await self._control.progress(act), moved

    async def post_now(
        self, guild_id: GuildId, given: str, *, by: MemberId
    ) -> tuple[Progress, Post]:
        """Post the next section at once, also in a pause; the one behind it has its slot then.

        Raises also `NothingToPost`, `MissingPermission`, `SectionUnderWay` and `SectionStuck`:
        sections come in order.
        """
        async with self._control.acting(guild_id, given, Action.POST_NOW, by=by) as act:
            self._control.require_permissions(act.discussion)
            found = await _list(act)
            post = _next(found)
            for one in found:
                if one.state is PostState.CLAIMED:
                    raise SectionUnderWay(channel_id=one.channel_id)
                if one.state is PostState.FAILED:
                    raise SectionStuck(number=one.number)
            claim = Claim(guild_id, post.discussion_id, post.post_id, act.state)
            await claim_now(act.unit, claim, act.now)
            await act.record(Deed.SECTION_POSTED_NOW, section=post.number)
        return await self._control.progress(act), post


async def _list(act: Act) -> tuple[Post, ...]:
    return await posts.list_series(
        act.unit,
        guild_id=act.discussion.guild_id,
        discussion_id=act.discussion.discussion_id,
    )


def _planned(found: Sequence[Post]) -> list[Post]:
    return [post for post in found if post.state is PostState.PLANNED]


def _next(found: Sequence[Post]) -> Post:
    planned = _planned(found)
    if not planned:
        raise NothingToPost
    return planned[0]


def _require_state(post: Post, *states: PostState) -> None:
    if post.state not in states:
        raise SectionNotToCome(heading=post.heading, state=post.state)


async def _slot(act: Act, found: Sequence[Post]) -> tuple[datetime | None, datetime | None]:
    """Give the slot of what comes next, and when that is sent; nothing has one in a pause."""
    if act.state is not DiscussionState.RUNNING:
        return None, None
    planned = _planned(found)
    if planned:
        return planned[0].due_at, planned[0].attend_at
    return next_slot(await act.schedule(), act.now), None


async def _arrange(act: Act, others: Sequence[Post], order: Sequence[Post]) -> None:
    """Put what is to come in an order, in the places that are free for it."""
    free = free_places(others)
    await series.arrange(
        act.unit,
        guild_id=act.discussion.guild_id,
        discussion_id=act.discussion.discussion_id,
        post_ids=[post.post_id for post in order],
        places=[next(free) for _ in order],
    )
