"""Article text ▶ Discord text: foreign words stay words, and a section is cut to what fits.

Pure text in and out; the one place that knows Discord's markup.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from bot.domain.article import Block, BlockKind, Section
from bot.ui.limits import EMBED_DESCRIPTION, length

# ── what cannot be seen ───────────────────────────────────────────────────────────────────────

_BREAK = "\u200b"  # zero-width space: ours alone, since `plain` removes all others
_JOINERS = "\u200c\u200d"
# Between other than ASCII letters they hold emoji families and Persian words together.
_STRAY_JOINER = re.compile(rf"(?<![^\x00-\x7f])[{_JOINERS}]+|[{_JOINERS}]+(?![^\x00-\x7f])")


class _Visible(dict[int, str]):
    """What each character shows as, looked up once: texts may have two million of them."""

    def __missing__(self, code: int) -> str:
        shown = self[code] = _shown(chr(code))
        return shown


_VISIBLE = _Visible()


def plain(text: str) -> str:
    """Give the text without invisible characters, for places that render no markup."""
    return _STRAY_JOINER.sub("", text.translate(_VISIBLE))


def one_line(text: str) -> str:
    """Give the text as `plain` does, on one line."""
    return " ".join(plain(text).split())


def _shown(character: str) -> str:
    if character in "\n\t" or character in _JOINERS:
        return character
    category = unicodedata.category(character)
    if category in {"Zl", "Zp"}:
        return "\n"
    # Controls, formats (zero-width, bidirectional), surrogates.
    return "" if category in {"Cc", "Cf", "Cs"} else character


# ── what would be markup ──────────────────────────────────────────────────────────────────────

_ACTIVE = re.compile(
    rf"""
      (?P<link> (?-i:https?)://[^\s<>`|\\{_BREAK}]+ )         # a bare link stays a link
    | (?P<loud> @ (?=everyone|here) )
    | (?P<angle> < (?:[a-z]{{1,4}} (?=:))? )            # <@1> <#1> <:e:1> </run:1> <t:1> <id:home>
      (?P<sign> : (?!//) | [\#/] | @ (?!everyone|here) )
    | (?P<start> ^ [ \t]* (?: \d+ (?=\.) | (?=[-+>\#]) ) )  # list, quote, heading, small print
    | (?P<emoji> : (?=[\w+-]+:) )
    | [\\*_~|`\[\]]
    """,
    re.VERBOSE | re.MULTILINE | re.IGNORECASE,
)
_LOUD_SIGN = re.compile(r"@(?=everyone|here)", re.IGNORECASE)


def escape(text: str) -> str:
    """Give the text as Discord shows it word for word: no markup, no mention; bare links stay."""
    return _ACTIVE.sub(_defuse, plain(text))


def _defuse(found: re.Match[str]) -> str:
    if found["link"]:
        return _LOUD_SIGN.sub("%40", found["link"])
    if found["loud"]:
        # A backslash would do for the eye, but whether it does for the ping is nowhere promised.
        return f"@{_BREAK}"
    if found["sign"]:
        return f"{found['angle']}\\{found['sign']}"
    if found["start"] is not None:
        return f"{found['start']}\\"
    return f"\\{found[0]}"


# ── what would be too long ────────────────────────────────────────────────────────────────────

_ELLIPSIS = "…"


def clip(text: str, limit: int) -> str:
    """Give the text on one line, its end cut off with an ellipsis if it exceeds `limit`."""
    return _shorten(one_line(text), limit, lambda words: words)


def escape_within(text: str, limit: int) -> str:
    """Give the text escaped and on one line, its end cut off if it then exceeds `limit`."""
    return _shorten(one_line(text), limit, escape)


def _shorten(text: str, limit: int, render: Callable[[str], str]) -> str:
    if length(render(text)) <= limit:
        return render(text)
    at = _longest(text, render, limit - len(_ELLIPSIS))
    return render(text[:at].rstrip()) + _ELLIPSIS


_LONGEST_RENDERED = 4


def _longest(text: str, render: Callable[[str], str], limit: int) -> int:
    """Find how many characters from the beginning fit once rendered; at least one."""
    low, high = 1, min(len(text), limit)
    while low < high:
        middle = (low + high + 1) // 2
        if length(render(text[:middle])) <= limit:
            low = middle
        else:
            high = middle - 1
    # Where a cut falls decides what is markup, so longer is not always longer once rendered.
    # No character renders as more than a few, so this many must go at least.
    while low > 1 and (excess := length(render(text[:low])) - limit) > 0:
        low -= min(max(excess // _LONGEST_RENDERED, 1), low - 1)
    return _whole_character(text, low)


_MARKS_AT_MOST = 16


def _whole_character(text: str, at: int) -> int:
    """Step back where a cut would part a letter from its accent or an emoji from its family."""
    for earlier in range(at, max(at - _MARKS_AT_MOST, 0), -1):
        after = text[earlier : earlier + 1]
        clings = after and (unicodedata.category(after) in {"Mn", "Me"} or after in _JOINERS)
        if not clings and text[earlier - 1] not in _JOINERS:
            return earlier
    return at


# ── a section in parts ────────────────────────────────────────────────────────────────────────

_NOTHING = "—"
_SENTENCE_END = re.compile(r"[.!?…][”\"’»)\]]*\s+")
_LINE_END = re.compile(r"\n")
_WORD_END = re.compile(r"\s+")
_ITEM = "- "
_BULLET = re.compile(r"[-*+•◦▪‣·●○■□➤►▶»–—]\s*")
_NUMBER = re.compile(r"\(?\w{1,5}[.)](?=\s)")


@dataclass(frozen=True, slots=True)
class _Chunk:
    """Rendered text that stays together; `apart` is what separates it from what stands before."""

    text: str
    apart: str = "\n\n"


def render_parts(section: Section) -> tuple[str, ...]:
    """Give the section as Discord text, in parts that each fit an embed; at least one.

    Cut between blocks, lists left whole; what is longer than a part by itself between sentences,
    else words, else characters.
    """
    parts: list[str] = []
    for chunk in _chunks(section.blocks):
        longer = f"{parts[-1]}{chunk.apart}{chunk.text}" if parts else ""
        if longer and length(longer) <= EMBED_DESCRIPTION:
            parts[-1] = longer
        else:
            parts.append(chunk.text)
    return tuple(parts) or (_NOTHING,)


def _chunks(blocks: Sequence[Block]) -> Iterator[_Chunk]:
    for kind, run in groupby(blocks, key=lambda block: block.kind):
        pieces = [_pieces(block.kind, block.text) for block in run]
        if kind is not BlockKind.ITEM:
            yield from (_Chunk(piece) for cut in pieces for piece in cut)
            continue
        whole = "\n".join(piece for cut in pieces for piece in cut)
        if length(whole) <= EMBED_DESCRIPTION:
            yield from [_Chunk(whole)] if whole else []
        else:
            yield from (_Chunk(piece, "\n") for cut in pieces for piece in cut)


def _pieces(kind: BlockKind, text: str) -> list[str]:
    """Render a block, cut if it is longer than a part."""
    text = plain(text).strip("\n" if kind is BlockKind.CODE else None)
    match kind:
        case BlockKind.CODE:
            return list(_cut(text, _code, _LINE_END))
        case BlockKind.QUOTE:
            return list(_cut(text, _quote, _SENTENCE_END))
        case BlockKind.ITEM:
            return _item_pieces(text)
        case BlockKind.HEADING:
            return list(_cut(one_line(text), _bold, _WORD_END))
        case BlockKind.PARAGRAPH:
            return list(_cut(text, escape, _SENTENCE_END))


def _bold(text: str) -> str:
    return f"**{escape(text)}**"


def _quote(text: str) -> str:
    return "\n".join(f"> {line}" for line in escape(text).split("\n"))


def _item_pieces(text: str) -> list[str]:
    # Discord would count a numbered list anew; with its dot escaped a number stays what it was.
    if _NUMBER.match(text):
        return list(_cut(text, escape, _SENTENCE_END))
    bullet = _BULLET.match(text)
    words = text[bullet.end() :] if bullet else text
    room = EMBED_DESCRIPTION - len(_ITEM)
    first, *others = list(_cut(words, escape, _SENTENCE_END, room)) or [""]
    return [_ITEM + first, *others] if first else []


_PING = re.compile(r"@(?=everyone|here)|<(?=@[!&]?\d)|`(?=`)", re.IGNORECASE)


def _code(text: str) -> str:
    # Backslashes show in code, so what would end the fence or ping somebody is broken instead.
    safe = _PING.sub(lambda found: found[0] + _BREAK, text)
    return f"```\n{safe}\n```"


def _cut(
    text: str, render: Callable[[str], str], end: re.Pattern[str], room: int = EMBED_DESCRIPTION
) -> Iterator[str]:
    # A line of code keeps its indent.
    blanks = "\n" if end is _LINE_END else None
    while len(text) > room or length(render(text)) > room:
        at = _boundary(text, _longest(text, render, room), end)
        yield render(text[:at].rstrip())
        text = text[at:].lstrip(blanks)
    if text.strip():
        yield render(text)


def _boundary(text: str, at: int, end: re.Pattern[str]) -> int:
    """Give the best place for a cut no later than `at`, but not so early that little is left."""
    for pattern in (end, _WORD_END):
        ends = [found.end() for found in pattern.finditer(text, 0, at + 1)]
        ends = [place for place in ends if at // 3 < place <= at + 1]
        if ends:
            return ends[-1]
    return at
