"""An organizer's lines ▶ options: an emoji and words to a line, the neutral option by itself."""

from collections.abc import Mapping

import emoji as emoji_list

from bot.domain.asking import check_options
from bot.domain.ballot import LEAST_OPTIONS, MOST_OPTIONS, Option, letters
from bot.errors import UnknownEmoji, WordsWanted, WrongNumberOfOptions

# Half a flag each, and no emoji to the list; reactions take them.
_LETTERS = frozenset(letters(MOST_OPTIONS))


def parse_options(lines: str, neutral: str, own_emoji: Mapping[str, str]) -> tuple[Option, ...]:
    """Read one option to a line, as `✅ Yes`; a line without an emoji is given a letter.

    `own_emoji` are the server's own: names to the notation in which reactions take them.

    Raises `UnknownEmoji`, and what `check_options` raises.
    """
    written = [line.strip() for line in lines.splitlines() if line.strip()]
    if not written or len(written) >= MOST_OPTIONS:
        raise WrongNumberOfOptions(given=len(written) + 1, least=LEAST_OPTIONS, most=MOST_OPTIONS)
    parted = [_part(line, own_emoji) for line in written]
    spare = iter(letters(len(written)))
    named = [(sign or letter, label) for (sign, label), letter in zip(parted, spare, strict=True)]
    options = [
        Option(position=position, label=label, emoji=sign)
        for position, (sign, label) in enumerate(named)
    ]
    sign, label = _part(neutral.strip(), own_emoji)
    if not label:
        raise WordsWanted
    options.append(Option(position=len(options), label=label, emoji=sign or "❔", neutral=True))
    check_options(options)
    return tuple(options)


def _part(line: str, own_emoji: Mapping[str, str]) -> tuple[str | None, str]:
    """Part a line into its emoji, if it begins with one, and its words."""
    own, _, words = line.partition(" ")
    if own.startswith(("<:", "<a:", ":")) and own.endswith((">", ":")) and len(own) > len("::"):
        return _own(own, own_emoji), " ".join(words.split())
    found = next(iter(emoji_list.analyze(line, join_emoji=True)), None)
    sign = found.chars if found and line.startswith(found.chars) else None
    if sign is None and line[:1] in _LETTERS:
        sign = line[0]
    return sign, " ".join(line[len(sign or "") :].split())


def is_emoji(sign: str) -> bool:
    """Say whether a sign is an emoji that every Discord has."""
    return emoji_list.is_emoji(sign) or sign in _LETTERS


def name_of(own: str) -> str:
    """Give the name in a server's own emoji, written `:name:` or `<:name:id>`."""
    return own.strip("<>").removeprefix("a:").strip(":").partition(":")[0]


def _own(given: str, own_emoji: Mapping[str, str]) -> str:
    known = own_emoji.get(name_of(given))
    if known is None or (given.startswith("<") and given != known):
        raise UnknownEmoji(given=given)
    return known
