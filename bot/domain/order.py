"""The order of what is to come, where an organizer has put it otherwise than the article has it."""

from collections.abc import Iterator, Sequence
from itertools import count

from bot.domain.ids import SectionId
from bot.domain.post import Post, PostState

_NOT_OUT = frozenset({PostState.PLANNED, PostState.SKIPPED})


def free_places(posts: Sequence[Post]) -> Iterator[int]:
    """Give the places for what is to come: behind all that is out, and not of what is skipped."""
    behind = max((post.section + 1 for post in posts if post.state not in _NOT_OUT), default=0)
    skipped = {post.section for post in posts if post.state is PostState.SKIPPED}
    return (place for place in count(behind) if place not in skipped)


def keep_order(own: Sequence[SectionId], article: Sequence[SectionId]) -> list[SectionId]:
    """Put an article's sections in an order of one's own, as far as that has them.

    What it does not have comes behind what it comes behind in the article.
    """
    known = set(article)
    order = [section_id for section_id in own if section_id in known]
    for place, section_id in enumerate(article):
        if section_id not in order:
            at = order.index(article[place - 1]) + 1 if place else 0
            order.insert(at, section_id)
    return order
