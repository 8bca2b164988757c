"""A section's prompt at the length its discussion has: the text, its opening, or its questions."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple
from urllib.parse import quote, urlsplit

from bot.domain.article import Article, Block, BlockKind, Section
from bot.domain.length import PromptLength
from bot.domain.library import KeptArticle
from bot.domain.preparation import PreparedSection
from bot.ui.limits import EMBED_DESCRIPTION, EMBED_URL, length
from bot.ui.markup import escape_label, escape_within, is_inviting, render_parts
from bot.ui.speech import _

_ENOUGH: Final = 400  # characters of a section that tell what it is about
_MOST: Final = 700
_SENTENCE_END: Final = re.compile(r"[.!?…][”\"’»)\]]*(?=\s)")
_LONGEST_NAME: Final = 200
_LONGEST_QUESTION: Final = 400
_IN_ADDRESS: Final = "-._~:/?#@!$&'+,;=%"  # of those that mean something, beside letters and digits
_LEFT_OUT: Final = frozenset({BlockKind.CODE, BlockKind.HEADING})


def prompt_parts(
    kept: KeptArticle, section: PreparedSection, prompt_length: PromptLength
) -> tuple[str, ...]:
    """Give the parts of a section's prompt as Discord text; at least one."""
    whole = kept.compose(section)
    match prompt_length:
        case PromptLength.FULL:
            return render_parts(whole)
        case PromptLength.OPENING:
            opening = Section(heading=None, blocks=tuple(_opening(whole)))
            return (_above(render_parts(opening)[0], _rest(kept.article)),)
        case PromptLength.QUESTIONS:
            asked = [
                f"- {escape_within(question.words, _LONGEST_QUESTION)}"
                for question in kept.preparation.posted_in(section)
            ]
            return (_above("\n".join(asked), _rest(kept.article)),)


class Size(NamedTuple):
    """How much is posted of a section: characters of text in all its messages, and those."""

    characters: int
    messages: int


def posted_size(kept: KeptArticle, section: PreparedSection, prompt_length: PromptLength) -> Size:
    """Count what `prompt_parts` gives, as Discord counts; of a section without text it is 0.

    A book takes a second: not on the event loop.
    """
    parts = prompt_parts(kept, section, prompt_length)
    is_empty = prompt_length is PromptLength.FULL and not kept.compose(section).blocks
    return Size(0 if is_empty else sum(map(length, parts)), len(parts))


def link_of(source: str | None) -> str | None:
    """Give the source where it is an address that may be linked to, so written that it stays one.

    An address that names a user shows another place than it leads to; one that lets people into a
    server of Discord's is an invitation. Neither is linked.
    """
    if source is None or any(character.isspace() for character in source):
        return None
    try:
        parts = urlsplit(source)
        host = parts.hostname
    except ValueError:
        return None
    if (
        parts.scheme not in {"http", "https"}
        or not host
        or not host.isascii()
        or "@" in parts.netloc
    ):
        return None
    # Brackets and the like would end the link within other text.
    written = quote(source, safe=_IN_ADDRESS)
    return None if len(written) > EMBED_URL or is_inviting(source) else written


def _opening(section: Section) -> Iterator[Block]:
    """Give the first blocks that say enough, the last cut after a sentence if it is long."""
    room = _MOST
    for block in section.blocks:
        if block.kind in _LEFT_OUT:
            continue
        text = block.text if len(block.text) <= room else _cut(block.text, room)
        yield Block(kind=block.kind, text=text)
        room -= len(text)
        if room <= _MOST - _ENOUGH:
            return


def _cut(text: str, room: int) -> str:
    ends = [found.end() for found in _SENTENCE_END.finditer(text, 0, room)]
    if ends:
        return f"{text[: ends[-1]]} …"
    return f"{text[:room].rpartition(' ')[0] or text[:room]} …"


def _rest(article: Article) -> str:
    """Say where the rest is to be read: by link if there is one, else by name."""
    address = link_of(article.source)
    title = (escape_label if address else escape_within)(article.title, _LONGEST_NAME)
    author = escape_within(article.author, _LONGEST_NAME) if article.author else None
    where = _("Read it in “{title}”", title=title)
    pieces = [f"**[{where}]({address})**" if address else where]
    if author:
        pieces.append(_("by {author}", author=author))
    return " ".join(pieces) + ("" if address else ".")


def _above(text: str, rest: str) -> str:
    room = EMBED_DESCRIPTION - length(f"\n\n{rest}")
    while length(text) > room:
        text = text.rpartition("\n")[0] if "\n" in text else text[:room]
    return f"{text}\n\n{rest}" if text.strip() else rest
