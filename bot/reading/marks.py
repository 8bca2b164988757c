"""The marks by which plain text shows what a line is: bullets, hashes, rules, quotation marks."""

import re

_LONGEST_BOLD = 200
_LONGEST_MARKED = 300  # characters of a line that may be a heading or a rule

FENCE = re.compile(r"[ ]{0,3}(?P<fence>`{3,}|~{3,})[ ]*[\w+#.-]{0,30}$")

# A line that only draws.
RULE = re.compile(r"\s*(?:[-*_=~#•·–—+]\s*){3,}")

MARGIN = re.compile(r"[ ]{0,3}(?:>[ ]?)+")

TABLE_RULE = re.compile(r"[\s|:-]*-[\s|:-]*\|[\s|:-]*|[\s|:-]*\|[\s|:-]*-[\s|:-]*")

CODE_INDENT = "    "
INDENTED_CODE = re.compile(
    r"""
    [ ]{4,} (?:
      [#$@<{}\[/]                                           # a comment, a prompt, a bracket
    | (?:def|class|import|return|for|while|var|let|const|function|if)\b[^.?!]*[:;({=]
    | [^.?!]{0,200}[;{}]$                                   # the end of a statement
    | [\w.]+[ ]?=[ ]?\S                                     # an assignment
    | [\w.]+\(                                              # a call
    )
    """,
    re.VERBOSE,
)
# Set in and in columns, as a table is; a gap below a full stop is only how typists end sentences.
COLUMNS = re.compile(r"[ ]{4,8}\S(?:.{0,40}[^\s.!?:;,\"”’)])?[ ]{2,20}\S.{0,40}")

_BULLET = r"[-*+•◦▪‣·●○■□◆◇❖★➢➤➔►▶▸✓✔→»⁃∙]"
_NUMBER = r"\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})\)|\d{1,3}\."
ITEM = re.compile(
    rf"""
    \s* (?P<mark>
      (?:{_BULLET}|{_NUMBER})(?=\s+\S)
    | [•◦▪‣●○■◆❖➢➤►✔](?=\S)              # these need no space after them
    ) \s*
    """,
    re.VERBOSE,
)
_DASH = re.compile(r"\s*(?P<dash>[–—o])\s+\S")

TASK = re.compile(r"\[[ xX]\]\s+")

# What every mark of a line begins with; a line that begins otherwise is words.
_MAY_MARK = re.compile(r"\s*(?:[^\w\s]|[\d_]|[a-z]{1,5}\)|o\s)")

_HASHES = re.compile(r"[ ]{0,3}\#{1,6}[ ]+(?P<words>[^\s].*)")
_BOLD_LINE = re.compile(r"\s*(?P<stars>\*\*|__)(?P<words>[^\s*_][^*_]*)(?P=stars):?")
_UNDERLINE = re.compile(r"""[ ]{0,3}([=\-~^"*_\#+])\1{2,}""")
_SENTENCE_STOP = re.compile(r"[.!;,…:][”\"’)]*$")
_HALF = 0.5

QUOTATION = re.compile(
    r"""
    [*_]{0,3}
    (?: “[^”]+” | "[^"]+" | «[^»]+» | »[^«]+« | „[^“”]+[“”] | ‘[^‘]+[.,?!…]’ )
    [.,;]? [*_]{0,3}
    (?: \s* [—–-]{1,2} \s* [^.?!]{1,100}\.?    # whose words they are, on the same line
      | \s* \([^()]{1,100}\)
    )?
    """,
    re.VERBOSE,
)
_RUNNING = {"“": "”", "«": "»", '"': '"'}
ATTRIBUTION = re.compile(r"[—–―-]{1,2}\s*\w[^?!]{0,120}")


def closes_fence(line: str) -> bool:
    """Say whether a line is a fence and nothing else, as one is below code."""
    rule = line.strip()
    return rule.startswith(("```", "~~~")) and not rule.strip(rule[0])


def heading_words(line: str) -> str:
    """Give the words of a line that is a heading by hashes or bold letters; else nothing."""
    if len(line) > _LONGEST_MARKED or not _MAY_MARK.match(line):
        return ""
    hashes = _HASHES.fullmatch(line)
    if hashes:
        return _unbold(hashes["words"].rstrip().rstrip("#").rstrip())
    bold = _BOLD_LINE.fullmatch(line)
    return bold["words"].strip() if bold and is_bold_heading(bold["words"]) else ""


def is_bold_heading(words: str) -> bool:
    """Say whether words that stand in bold on a line of their own are a heading."""
    is_short = 0 < len(words) <= _LONGEST_BOLD
    return is_short and has_words(words) and not _SENTENCE_STOP.search(words.rstrip())


def _unbold(words: str) -> str:
    bold = _BOLD_LINE.fullmatch(words)
    return bold["words"].strip() if bold else words


def is_underlined(line: str, following: str) -> bool:
    """Say whether the next line underlines this one, rather than rules off what was said."""
    words, rule = line.strip(), following.strip()
    if not (0 < len(words) <= _LONGEST_MARKED and _UNDERLINE.fullmatch(following)):
        return False
    if not has_words(words) or begins_piece(line):
        return False
    if len(rule) >= len(words) * _HALF:
        return True
    return (
        rule[0] in "=-" and len(words) <= _LONGEST_MARKED // 3 and not _SENTENCE_STOP.search(words)
    )


def is_overlined(line: str, following: str, after: str) -> bool:
    """Say whether the next line stands between two equal rules, of which this one is the first."""
    return (
        bool(_UNDERLINE.fullmatch(line))
        and line.strip() == after.strip()
        and 0 < len(following.strip()) <= len(line.strip())
        and has_words(following)
    )


def has_words(text: str) -> bool:
    """Say whether there is anything to read in a text."""
    return any(character.isalnum() for character in text)


def is_item(line: str, *neighbours: str) -> bool:
    """Say whether a line is a list's item; dashes count only where a neighbour has one too."""
    if not _MAY_MARK.match(line):
        return False
    if ITEM.match(line):
        return has_words(line)
    dash = _DASH.match(line)
    others = (_DASH.match(neighbour) for neighbour in neighbours)
    return dash is not None and any(other and other["dash"] == dash["dash"] for other in others)


def begins_piece(line: str, before: str = "") -> bool:
    """Say whether a line cannot be the continuation of the one before it."""
    return _MAY_MARK.match(line) is not None and (
        MARGIN.match(line) is not None
        or FENCE.match(line) is not None
        or is_item(line, before)
        or bool(heading_words(line))
        or RULE.fullmatch(line) is not None
    )


def running_quote(text: str) -> str | None:
    """Give the mark that would close a quotation which a text opens and does not close."""
    closing = _RUNNING.get(text[:1])
    return closing if closing and closing not in text[1:] else None
