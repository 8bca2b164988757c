"""An organizer's lines ▶ options: an emoji and words to a line, the neutral option by itself."""

import re
from collections.abc import Mapping, Sequence

import emoji as emoji_list

from bot.domain.asking import check_options
from bot.domain.ballot import LEAST_OPTIONS, MOST_OPTIONS, Option, letters
from bot.errors import OptionWithoutWords, UnknownEmoji, WordsWanted, WrongNumberOfOptions

# Half a flag each, and no emoji to the list; reactions take them.
_LETTERS = frozenset(letters(MOST_OPTIONS))
_NEUTRAL = "❔"
# A server's own emoji, or the name of any, as Discord's apps let people type it.
_NAMED = re.compile(r"<a?:\w+:\d+>|:\w+:", re.ASCII)


def parse_options(lines: str, neutral: str, own_emoji: Mapping[str, str]) -> tuple[Option, ...]:
    """Read one option to a line, as `✅ Yes`; a line without an emoji is given an unused letter.

    Each line of `neutral` is a neutral option. `own_emoji` are the server's own: names to the
    notation in which reactions take them.

    Raises `UnknownEmoji`, `OptionWithoutWords`, and what `check_options` raises.
    """
    answers, neutrals = _lines(lines), _lines(neutral)
    if not neutrals:
        raise WordsWanted
    given = len(answers) + len(neutrals)
    if not answers or given > MOST_OPTIONS:
        raise WrongNumberOfOptions(given=given, least=LEAST_OPTIONS, most=MOST_OPTIONS)
    parted = [_part(line, own_emoji) for line in answers]
    last = [_part(line, own_emoji) for line in neutrals]
    signs = _lettered([sign for sign, _ in parted])
    options = [
        Option(position=position, label=label, emoji=sign)
        for position, (sign, (_, label)) in enumerate(zip(signs, parted, strict=True))
    ]
    options += [
        Option(position=position, label=label, emoji=sign or _NEUTRAL, neutral=True)
        for position, (sign, label) in enumerate(last, start=len(options))
    ]
    check_options(options)
    return tuple(options)


def _lettered(signs: Sequence[str | None]) -> list[str]:
    """Give what has no sign the letter of its place, or where another has that, a free one."""
    of_place = letters(len(signs))
    used = {sign for sign in signs if sign is not None}
    spare = iter(letter for letter in letters(MOST_OPTIONS) if letter not in used | set(of_place))
    return [
        sign or (letter if letter not in used else next(spare))
        for sign, letter in zip(signs, of_place, strict=True)
    ]


def _lines(written: str) -> list[str]:
    return [line.strip() for line in written.splitlines() if line.strip()]


def _part(line: str, own_emoji: Mapping[str, str]) -> tuple[str | None, str]:
    """Part a line into its emoji, if it begins with one, and its words."""
    own = _NAMED.match(line)
    sign: str | None
    if own:
        sign, words = _own(own[0], own_emoji), line[own.end() :]
    else:
        found = next(iter(emoji_list.analyze(line, join_emoji=True)), None)
        sign = found.chars if found and line.startswith(found.chars) else None
        if sign is None and line[:1] in _LETTERS:
            sign = line[0]
        words = line[len(sign or "") :]
    words = " ".join(words.split())
    if not words:
        raise OptionWithoutWords(sign=line)
    return sign, words


def is_emoji(sign: str) -> bool:
    """Say whether a sign is an emoji that every Discord has."""
    return emoji_list.is_emoji(sign) or sign in _LETTERS


def name_of(own: str) -> str:
    """Give the name in a server's own emoji, written `:name:` or `<:name:id>`."""
    return own.strip("<>").removeprefix("a:").strip(":").partition(":")[0]


def _own(given: str, own_emoji: Mapping[str, str]) -> str:
    known = own_emoji.get(name_of(given))
    everywhere = emoji_list.emojize(given, language="alias")
    if known is None and is_emoji(everywhere):
        return everywhere
    if known is None or (given.startswith("<") and given != known):
        raise UnknownEmoji(given=given)
    return known
