"""A forum, as far as posts of ours are sorted in it."""

from collections.abc import Sequence
from typing import NamedTuple

from bot.domain.ids import ChannelId
from bot.errors import ForumTagWanted, NoForum, UnknownForumTag


class ForumTag(NamedTuple):
    """A tag that the bot may give a post."""

    tag_id: int
    name: str


class Forum(NamedTuple):
    """The tags of a forum, and whether a post must have one."""

    tags: tuple[ForumTag, ...]
    wants_tag: bool


def choose_tags(
    forum: Forum | None, channel_id: ChannelId, given: Sequence[str]
) -> tuple[int, ...]:
    """Find a forum's tags by id or name, each once, in the order given.

    Raises `NoForum`, `UnknownForumTag`, or `ForumTagWanted` where there must be one.
    """
    if forum is None:
        if given:
            raise NoForum(channel_id=channel_id)
        return ()
    if forum.wants_tag and not given:
        raise ForumTagWanted(channel_id=channel_id)
    named = {tag.name.casefold(): tag.tag_id for tag in forum.tags}
    known = named | {str(tag.tag_id): tag.tag_id for tag in forum.tags}
    found: dict[int, None] = {}
    for one in given:
        tag_id = known.get(one.strip().casefold())
        if tag_id is None:
            raise UnknownForumTag(given=one, channel_id=channel_id)
        found[tag_id] = None
    return tuple(found)
