"""The tags of forums: which posts may bear which, and who may put them on."""

from typing import Final

from bot.sandbox import permissions
from bot.sandbox.errors import Reason, Refusal, invalid
from bot.sandbox.rules import access
from bot.sandbox.state.channels import Channel
from bot.sandbox.state.users import User
from bot.sandbox.state.world import World

REQUIRE_TAG: Final = 1 << 4


def check(world: World, actor: User, forum: Channel, tags: list[int], *, left: bool) -> None:
    """Refuse tags that may not come or go; `left` is whether the post has any afterwards."""
    if forum.flags & REQUIRE_TAG and not left:
        moderator = access.has(world, actor, forum, permissions.MANAGE_THREADS)
        free = moderator or any(not each.moderated for each in forum.tags)
        raise Refusal(Reason.TAG_REQUIRED if free else Reason.NO_FREE_TAG)
    known = {tag.id: tag for tag in forum.tags}
    for each in tags:
        if each not in known:
            raise invalid("applied_tags", "INVALID_TAG", "Unknown tag")
        if known[each].moderated:
            access.require(world, actor, forum, permissions.MANAGE_THREADS)


def put_on(world: World, actor: User, post: Channel, wanted: list[int]) -> None:
    """Give a post these tags and no others."""
    state, forum = access.state_of(post), world.channels[post.parent_id or 0]
    known = {tag.id for tag in forum.tags}
    changed = set(wanted) - set(state.tags) | (set(state.tags) - set(wanted)) & known
    check(world, actor, forum, sorted(changed), left=bool(wanted))
    state.tags = list(dict.fromkeys(wanted))
