"""Long answers as several embeds, each a message of its own and within Discord's limits."""

from collections.abc import Iterable, Iterator, Sequence

import discord

from bot.ui.limits import EMBED_DESCRIPTION, EMBED_TITLE, length
from bot.ui.markup import escape_within
from bot.ui.speech import N_, _

_MOST_PAGES = 10
_CUT = N_("… there is more than fits here.")


def paginate(
    blocks: Iterable[str], *, title: str, foot: str = "", apart: str = "\n\n"
) -> tuple[discord.Embed, ...]:
    """Spread blocks of Discord text over embeds; `foot` stands under the last one.

    A block too long for an embed is parted between its lines. What exceeds ten embeds is left out,
    and that is said.
    """
    pages = _pages([*blocks, *([foot] if foot else [])], apart)
    if len(pages) > _MOST_PAGES:
        pages = [*pages[: _MOST_PAGES - 1], _(_CUT)]
    room = EMBED_TITLE - length(_("{place}, continued", place=""))
    heading = escape_within(title, room)
    return tuple(
        discord.Embed(
            title=_("{place}, continued", place=heading) if number else heading, description=page
        )
        for number, page in enumerate(pages)
    )


def _pages(blocks: Sequence[str], apart: str) -> list[str]:
    pages: list[str] = []
    for block in _fitting(blocks):
        longer = f"{pages[-1]}{apart}{block}" if pages else ""
        if longer and length(longer) <= EMBED_DESCRIPTION:
            pages[-1] = longer
        else:
            pages.append(block)
    return pages


def _fitting(blocks: Iterable[str]) -> Iterator[str]:
    for block in blocks:
        yield from [block] if length(block) <= EMBED_DESCRIPTION else block.split("\n")
