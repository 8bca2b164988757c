"""Article text ▶ Discord text: foreign words stay words, and a section is cut to what fits.

Pure text in and out; the one place that knows Discord's markup.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import unquote

from bot.domain.article import Block, BlockKind, Section
from bot.domain.visibility import BLANK_PATTERN, is_hidden
from bot.ui.limits import EMBED_DESCRIPTION, length

# ── what cannot be seen ───────────────────────────────────────────────────────────────────────

_BREAK = "\u200b"  # zero-width space: ours alone, since `plain` removes all others
_JOINERS = "\u200c\u200d"
# Between other than ASCII letters they hold emoji families and Persian words together.
_STRAY_JOINER = re.compile(rf"(?<![^\x00-\x7f])[{_JOINERS}]+|[{_JOINERS}]+(?![^\x00-\x7f])")
# Letters that nobody sees; behind a black flag they say whose it is: England's, Scotland's, Wales'.
_TAGS = "\U000e0020-\U000e007f"
_STRAY_TAGS = re.compile(rf"(?P<flag>\U0001f3f4[{_TAGS}]{{3,6}}\U000e007f)|[{_TAGS}]+")
_LINE_ENDS = frozenset("\n\x0b\x0c\x85\u2028\u2029")


class _Visible(dict[int, str]):
    """What each character shows as, looked up once: texts may have two million of them."""

    def __missing__(self, code: int) -> str:
        shown = self[code] = _shown(chr(code))
        return shown


_VISIBLE = _Visible()


def plain(text: str) -> str:
    """Give the text without invisible characters, as it was meant to be read."""
    visible = text.translate(_VISIBLE)
    if visible.isascii():
        return visible  # nothing of what follows is
    visible = _STRAY_JOINER.sub("", visible)
    return _STRAY_TAGS.sub(lambda found: found["flag"] or "", visible)


def one_line(text: str) -> str:
    """Give the text as `plain` does, on one line."""
    return " ".join(plain(text).split())


def _shown(character: str) -> str:
    if character == "\t" or character in _JOINERS or "\U000e0020" <= character <= "\U000e007f":
        return character
    if character in _LINE_ENDS:
        return "\n"
    if character == BLANK_PATTERN:
        return " "
    return "" if is_hidden(character) else character


# ── what would be markup ──────────────────────────────────────────────────────────────────────

# What Discord's clients make a card of that lets people in, wherever it stands.
_INVITE = r"discord(?:app)? (?= \.(?: gg | gift | new | com/+(?:invite|template|gifts|events) ) )"
_ACTIVE = re.compile(
    rf"""
      (?P<link> (?-i:https?)://[^\s<>`|\\{_BREAK}]+ )         # a bare link stays a link
    | (?P<broken>
        @ (?=everyone|here) | {_INVITE}
      | \] (?=\()                                          # [masked](https://link)
      | < (?! https?://) (?= [a-z][a-z0-9+.-]{{0,30}}:/ )  # <discord://link>
      )
    | (?P<angle> < (?:[a-z]{{1,4}} (?=:))? )            # <@1> <#1> <:e:1> </run:1> <t:1> <id:home>
      (?P<sign> : (?!//) | [\#/] | @ (?!everyone|here) )
    | (?P<start> ^ [ \t]* (?: \d+ (?=\.) | (?=[-+>\#]) ) )  # list, quote, heading, small print
    | (?P<emoji> : (?=[\w+-]+:) )
    | [\\*_~|`\[\]]
    | < (?! https?://[^\s>]+> | [ ] )    # it would take all up to a > for a link, over lines too
    """,
    re.VERBOSE | re.MULTILINE | re.IGNORECASE,
)
_LOUD_SIGN = re.compile(r"@(?=everyone|here)", re.IGNORECASE)
# Where no markup is rendered, words are broken only where they would do something all the same.
_LOUD = re.compile(rf"@ (?=everyone|here) | < (?=[@#]) | {_INVITE}", re.VERBOSE | re.IGNORECASE)
_INVITING = re.compile(_INVITE, re.VERBOSE | re.IGNORECASE)
_ADDRESS = re.compile(r"https?:(?=//)", re.IGNORECASE)
_DOUBLED = re.compile(r"\*(?=\*)|(?<=\*)\*")


def escape(text: str) -> str:
    """Give the text as Discord shows it word for word: no markup, no mention, no invitation.

    Bare links stay links.
    """
    return _escape_plain(plain(text))


def _escape_plain(text: str) -> str:
    return _ACTIVE.sub(_defuse, text)


def _defuse(found: re.Match[str]) -> str:
    if found["link"]:
        return _defuse_link(found["link"])
    if found["broken"]:
        # A backslash would do for the eye, but whether it does for the ping is nowhere promised.
        escaped = "\\" if found["broken"] == "]" else ""
        return f"{escaped}{found['broken']}{_BREAK}"
    if found["sign"]:
        return f"{found['angle']}\\{found['sign']}"
    if found["start"] is not None:
        return f"{found['start']}\\"
    return f"\\{found[0]}"


def _defuse_link(link: str) -> str:
    if is_inviting(link):
        scheme, colon, rest = link.partition(":")
        return f"{scheme}{colon}{_BREAK}{_escape_plain(rest)}"
    link = _LOUD_SIGN.sub("%40", link).replace("[", "%5B").replace("]", "%5D")
    # Two of them would end bold type around the link.
    return _DOUBLED.sub("%2A", link)


def is_inviting(address: str) -> bool:
    """Say whether an address, as a browser reads it, lets people into a server of Discord's."""
    read = unicodedata.normalize("NFKC", unquote(address)).replace("。", ".")
    return _INVITING.search(read) is not None


# ── what would be too long ────────────────────────────────────────────────────────────────────

_ELLIPSIS = "…"


def clip(text: str, limit: int) -> str:
    """Give the text on one line, its end cut off with an ellipsis if it exceeds `limit`.

    For places that render no markup: names, labels, footers.
    """
    return _shorten(one_line(text), limit, _hush)


def _hush(text: str) -> str:
    return _LOUD.sub(_with_break, text)


def _with_break(found: re.Match[str]) -> str:
    return f"{found[0]}{_BREAK}"


def unescaped(text: str) -> str:
    """Take back what escaping put in, for a terminal, which shows every character."""
    return re.sub(r"\\(.)", r"\1", text.replace(_BREAK, ""))


def escape_within(text: str, limit: int) -> str:
    """Give the text escaped and on one line, its end cut off if it then exceeds `limit`."""
    return _shorten(one_line(text), limit, escape)


def escape_label(text: str, limit: int) -> str:
    """Give the text as `escape_within` does, for a link’s label: its own links lead nowhere."""
    return _shorten(one_line(text), limit, _escape_unlinked)


def _escape_unlinked(text: str) -> str:
    return _escape_plain(_ADDRESS.sub(_with_break, text))


def _shorten(text: str, limit: int, render: Callable[[str], str]) -> str:
    if length(render(text)) <= limit:
        return render(text)
    at = _longest(text, render, limit - len(_ELLIPSIS))
    return render(text[:at].rstrip()) + _ELLIPSIS


_LONGEST_RENDERED = 4


def _longest(text: str, render: Callable[[str], str], limit: int) -> int:
    """Find how many characters from the beginning fit once rendered; at least one."""
    high = min(len(text), limit)
    # No character renders as less than one, so this many go at most.
    low = max(high - max(length(render(text[:high])) - limit, 0), 1)
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


_IN_CODE = re.compile(rf"{_LOUD.pattern} | `(?=`)", re.VERBOSE | re.IGNORECASE)


def _code(text: str) -> str:
    # Backslashes show in code, so what would end the fence or ping somebody is broken instead.
    safe = _IN_CODE.sub(_with_break, text)
    return f"```\n{safe}\n```"


def in_code(text: str, room: int) -> tuple[str, ...]:
    """Give the text word for word as blocks of code of up to `room` characters; none if empty."""
    return tuple(_cut(plain(text).strip("\n"), _code, _LINE_END, room))


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
