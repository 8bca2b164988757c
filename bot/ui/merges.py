"""Merges in words: that a series has fewer sections so as to fit, wherever that is shown."""

from collections.abc import Sequence
from typing import Final

from bot.domain.ids import ChannelId
from bot.ui.bars import others, sections
from bot.ui.speech import _, ngettext

_MOST_PLACES: Final = 5


def say_merged(fewer: int, left: int) -> str:
    """Say that so many sections fewer are left, and how to part them."""
    return _(
        "{before} are merged into {after}, neighbours with neighbours. **Undo** in `/article edit` "
        "parts them as long as none of them is posted.",
        before=sections(fewer + left),
        after=left,
    )


def say_merged_elsewhere(channel_ids: Sequence[ChannelId]) -> str:
    """Warn that other discussions of the article follow."""
    names = sorted({f"<#{channel_id}>" for channel_id in channel_ids})
    more = [others(len(names) - _MOST_PLACES)] if len(names) > _MOST_PLACES else []
    return _(
        "The article is being discussed in {places} too: what is to come there merges.",
        places=", ".join([*names[:_MOST_PLACES], *more]),
    )


def count_merged(number: int) -> str:
    """Count the sections that were merged into one."""
    return ngettext("{count} section merged", "{count} sections merged", number)
