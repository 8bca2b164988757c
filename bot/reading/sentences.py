"""A block's text ▶ its sentences, and the stretches of it that are not the article's own voice.

Never cuts inside a quotation, an address, a link or code; the sentences joined give the input.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.reading.languages import Language
from bot.reading.wording import Span

_LITERAL = re.compile(
    r"""
      `[^`\n]{1,500}`                           # code in a line
    | !?\[[^\[\]\n]{0,300}\]\([^()\s]{0,500}\)  # a Markdown link or image, words and address
    | (?:https?://|www\.)                       # a bare address: up to a space or quotation mark,
      [^\s<>"“”«»]*[^\s<>"“”«».,;:!?…)\]'’*_]   # without the punctuation after it
    """,
    re.VERBOSE,
)

_OPENING_QUOTE = re.compile(
    r"""
      [“„«「『]
    | (?<![^\s(\[—–-]) (?:         # the ambiguous ones only at the beginning of a word:
        "(?=\S)                    # straight quotation marks
      | »(?=\w)                    # German books quote »so«
      | ['‘](?=[\w¿¡])                 # single ones, which are apostrophes too
      )
    """,
    re.VERBOSE,
)
_CLOSING_QUOTE = {
    "“": re.compile("”"),
    "„": re.compile("[“”]"),
    "«": re.compile("»"),
    "»": re.compile("«"),
    "「": re.compile("」"),
    "『": re.compile("』"),
    '"': re.compile('"'),
    "'": re.compile(r"(?<=[.,?!…])'(?!\w)"),
    "‘": re.compile(r"(?<=[.,?!…])’(?!\w)"),
}
_RUNNING_QUOTES = "“„«"  # a quotation of several paragraphs opens each, and closes only the last

_SENTENCE_END = re.compile(
    r"""
    (?P<mark>[.!?…。！？]+)
    (?P<closers>(?:["”’»“'」』)\]*_]|[ ]»)*)   # what closes with the sentence stays with it
    (?P<space>\s*)
    """,
    re.VERBOSE,
)
_NO_SPACE_NEEDED = "。！？"
_GOES_ON = ",;:)]—–-&/"
_UNFINISHED = ("…", "...")  # may have their question mark behind a space, as in French
_WORD_LOOKBACK = 24
_BEFORE_NUMBERS = frozenset({"no", "nos", "nr", "núm", "n", "p", "pp", "pág", "vol", "fig", "art"})
_INITIALS = re.compile(r"\w(?:\.\w)*")
_NEXT_WORD = re.compile(r"[\w'’]{1,30}")
_ORDINAL = re.compile(r"\d{1,2}")


@dataclass(frozen=True, slots=True)
class Voice:
    """A text with the spans in it, in order and apart, that are quoted, code or addresses."""

    text: str
    spans: tuple[tuple[int, int], ...]

    def is_own(self, position: int) -> bool:
        """Say whether the character is in the article's own voice."""
        return self._ends_before(position, bisect_left(self.spans, (position + 1,)))

    def may_cut(self, position: int) -> bool:
        """Say whether a cut before the character leaves every span whole."""
        return self._ends_before(position, bisect_left(self.spans, (position,)))

    def _ends_before(self, position: int, begun: int) -> bool:
        return begun == 0 or self.spans[begun - 1][1] <= position


def listen(text: str, foreign: Sequence[Span] = ()) -> Voice:
    """Tell the article's own words in a text from those it quotes or points to.

    `foreign` are spans already known to be links' or code's, in order and apart.
    """
    masked = _LITERAL.sub(lambda match: "x" * len(match[0]), _mask(text, foreign))
    spans = [match.span() for match in _LITERAL.finditer(text)]
    return Voice(text, _merge(sorted([*spans, *foreign, *_quotations(masked)])))


def _mask(text: str, foreign: Sequence[Span]) -> str:
    """Cover known spans, so that a mark inside opens no quotation outside."""
    if not foreign:
        return text
    parts, end = [], 0
    for start, stop in foreign:
        stop = min(stop, len(text))  # noqa: PLW2901
        parts += [text[end:start], "x" * (stop - start)]
        end = max(stop, end)
    return "".join([*parts, text[end:]])


def _quotations(text: str) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    end = 0
    unclosed: set[str] = set()
    for opening in _OPENING_QUOTE.finditer(text):
        mark = opening[0]
        if opening.start() < end or mark in unclosed:
            continue
        closing = _CLOSING_QUOTE[mark].search(text, opening.end())
        if closing:
            end = closing.end()
            spans.append((opening.start(), end))
        elif opening.start() == 0 and mark in _RUNNING_QUOTES:
            return [(0, len(text))]
        else:
            unclosed.add(mark)  # looked for to the end; once is enough
    return spans


def _merge(spans: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def split_sentences(text: str, language: Language) -> list[str]:
    """Cut a text into sentences, each with the space after it; joined they give the text."""
    return [text[start:end] for start, end in sentence_spans(listen(text), language)]


def sentence_spans(voice: Voice, language: Language) -> Iterator[tuple[int, int]]:
    """Give where each sentence begins and where the next one does, one by one."""
    start = 0
    for match in _SENTENCE_END.finditer(voice.text):
        end = match.end()
        if end < len(voice.text) and _ends_sentence(match, voice, language):
            yield start, end
            start = end
    if start < len(voice.text):
        yield start, len(voice.text)


def _ends_sentence(match: re.Match[str], voice: Voice, language: Language) -> bool:
    following = voice.text[match.end()]
    if not voice.may_cut(match.end()) or following.islower() or following in _GOES_ON:
        return False
    if following in "?!" and match["mark"].endswith(_UNFINISHED):
        return False
    if match["mark"][-1] in _NO_SPACE_NEEDED:
        return True
    if not match["space"]:
        return _is_glued(match, following, language)
    if match["mark"] != "." or match["closers"]:
        return True
    return not _is_abbreviation(match, language)


def _is_glued(match: re.Match[str], following: str, language: Language) -> bool:
    """Recognise a sentence that follows without a space: `keep up?Or will it`."""
    before, after = _word_before(match), _word_after(match)
    if not following.isupper() or not before.isalpha() or len(before) == 1:
        return False
    return match["mark"] != "." or (before.islower() and after in language.starters)


def _is_abbreviation(match: re.Match[str], language: Language) -> bool:
    before, after = _word_before(match).lower(), _word_after(match)
    if before in _BEFORE_NUMBERS:
        return after.isdigit()
    if before in language.abbreviations:
        return True
    if before.isdigit():
        # The number of a list's item, or a German ordinal: "am 3. Mai".
        is_ordinal = language.code == "de" and _ORDINAL.fullmatch(before) is not None
        return match.start() == len(before) or is_ordinal
    if before in language.open_abbreviations or _INITIALS.fullmatch(before):
        return after not in language.starters
    return False


def _word_before(match: re.Match[str]) -> str:
    # Bounded, for a text without spaces would be read again at every full stop.
    lookback = match.string[max(0, match.start() - _WORD_LOOKBACK) : match.start()]
    words = lookback.split()
    return words[-1].lstrip("([{“\"'‘«„*_") if words and not lookback[-1:].isspace() else ""


def _word_after(match: re.Match[str]) -> str:
    word = _NEXT_WORD.match(match.string, match.end())
    return word[0].lower() if word else ""
