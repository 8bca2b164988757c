"""Where a long text without headings could be cut; a proposal, which an organizer may take."""

from bisect import bisect_left
from itertools import accumulate

from bot.domain.article import Article, Block, BlockKind

SECTION_LENGTH = 1_500  # characters; about what one message holds


def propose_cuts(article: Article) -> tuple[int, ...]:
    """Give the numbers of the blocks that would begin a section, in order; the first is not among.

    The sections come out nearly equal, near `SECTION_LENGTH`. Nothing is proposed for an article
    that has headings or is short; lists stay whole, and what a colon announces stays below it.
    """
    if len(article.sections) != 1 or article.sections[0].heading is not None:
        return ()
    blocks = article.sections[0].blocks
    ends = list(accumulate(len(block.text) + 1 for block in blocks))
    number = round(ends[-1] / SECTION_LENGTH)
    free = [place for place in range(1, len(blocks)) if _may_begin(blocks, place)]
    above = [ends[place - 1] for place in free]
    cuts: set[int] = set()
    for part in range(1, number):
        wanted = ends[-1] * part / number
        near = bisect_left(above, wanted)
        reach = range(max(near - 1, 0), min(near + 1, len(free)))
        _, place = min(((abs(above[at] - wanted), free[at]) for at in reach), default=(0, 0))
        if place:
            cuts.add(place)
    return tuple(sorted(cuts))


def _may_begin(blocks: tuple[Block, ...], place: int) -> bool:
    before, block = blocks[place - 1], blocks[place]
    is_announced = before.text.endswith(":") and before.kind is BlockKind.PARAGRAPH
    return block.kind is BlockKind.PARAGRAPH and not is_announced
