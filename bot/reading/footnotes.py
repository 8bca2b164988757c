"""Footnotes for the Markdown parser, which CommonMark has none of: `word[^1]` and `[^1]: note`."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

NOTE_OPEN, NOTE_CLOSE, REFERENCE = "footnote_open", "footnote_close", "footnote_reference"

_NOTE = re.compile(r"\[\^[^\[\]\s]{1,60}\]:[ \t]*")
_REFERENCE = re.compile(r"\[\^[^\[\]\s]{1,60}\](?!\()")
_CODE_INDENT = 4


def with_footnotes(parser: MarkdownIt) -> MarkdownIt:
    """Teach a parser footnotes; a note comes as tokens around its words."""
    parser.block.ruler.before("reference", NOTE_OPEN, _read_note, {"alt": ["paragraph"]})
    parser.inline.ruler.before("link", REFERENCE, _read_reference)
    return parser


def _read_note(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:  # noqa: FBT001
    start = state.bMarks[start_line] + state.tShift[start_line]
    if state.is_code_block(start_line) or not state.src.startswith("[^", start):
        return False
    mark = _NOTE.match(state.src, start, state.eMarks[start_line])
    if mark is None:
        return False
    if silent:
        return True
    words = [state.src[mark.end() : state.eMarks[start_line]]]
    line = start_line + 1
    while line < end_line and _goes_on(state, line):
        words.append(state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]])
        line += 1
    state.line = line
    state.push(NOTE_OPEN, "", 1)
    inline = state.push("inline", "", 0)
    inline.content = "\n".join(words).strip()
    inline.map = [start_line, line]
    inline.children = []
    state.push(NOTE_CLOSE, "", -1)
    return True


def _goes_on(state: StateBlock, line: int) -> bool:
    """Say whether a line belongs to the note above: its paragraph, or a further one set in."""
    if state.isEmpty(line):
        following = line + 1
        return (
            following < state.lineMax
            and not state.isEmpty(following)
            and state.sCount[following] - state.blkIndent >= _CODE_INDENT
        )
    start = state.bMarks[line] + state.tShift[line]
    return _NOTE.match(state.src, start) is None


def _read_reference(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    if not state.src.startswith("[^", state.pos):
        return False
    mark = _REFERENCE.match(state.src, state.pos, state.posMax)
    if mark is None:
        return False
    if not silent:
        state.push(REFERENCE, "", 0)
    state.pos = mark.end()
    return True
