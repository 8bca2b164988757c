"""Markdown's dialects ▶ CommonMark: what Jekyll, Hugo, Pandoc, Obsidian and others add of marks.

Templates, comments, attributes and citations go; links between notes become links. Code stays.
"""

import re
from collections.abc import Iterator

_FENCE = re.compile(r"\s{0,3}(?:>\s?)*(?P<fence>`{3,}|~{3,})")
_HIGHLIGHT = re.compile(r"\s*\{%-?\s*(?:end)?highlight\b[^%]{0,80}%\}\s*")
_LONGEST_LINE = 20_000  # a longer one is no line that somebody wrote
_LINE = re.compile(
    r"""
      \s*:{3,}.{0,200}                                  # fenced divisions of Pandoc, Docusaurus
    | \s*\{:[^{}]{0,200}\}\s*                           # attributes of kramdown
    | \s*\[{1,2}_?(?i:toc)_?\]{1,2}\s* | \s*\{:?toc\}\s* | \s*\$\{toc\}\s*
    | import\s+(?:[\w*{][^'"]{0,200}\sfrom\s+)?['"][^'"]{1,200}['"];?\s*    # of MDX
    | export\s+(?:default|const|let|function)\s[^{}=;(]{0,100}[{}=;(].{0,300}
    """,
    re.VERBOSE,
)
_MARKS = re.compile(
    r"""
      (?P<code> `{1,3}[^`]{1,500}`{1,3} )
    | (?P<gone>
          \{%[^{}]{0,500}%\} | \{\{[^{}]{0,500}\}\}      # Liquid, Hugo's shortcodes
        | %%(?=\S).{1,500}?%%                           # comments of Obsidian
        | !\[\[[^\[\]]{0,200}\]\]                       # what is shown from elsewhere
        | \s?\[-?@[^\[\]]{1,200}\]                      # citations of Pandoc
        | \s\^[A-Za-z][\w-]{1,40}[ ]{0,3}$                   # the name of a block
        | [ ]{0,3}\{[\#.:-][^{}]{0,200}\}(?=[ ]{0,3}\#{0,6}[ ]{0,3}$)      # attributes of a heading
        | (?<=>\s)\[![\w-]{1,30}\][+-]?\s? | (?<=>)\[![\w-]{1,30}\][+-]?\s?  # a callout's kind
      )
    | \[\[(?P<page>[^\[\]|]{1,200})(?:\|(?P<shown>[^\[\]]{1,200}))?\]\]
    | ==(?P<marked>(?=\S)[^=\n]{1,500}(?<=\S))==
    | \[(?P<span>[^\[\]]{1,300})\]\{[\#.:][^{}]{0,200}\}
    | \s{1,3}(?P<note>\[\^[^\[\]\s]{1,60}\])(?=[.,;:?!)])
    """,
    re.VERBOSE,
)
_MAY_MARK = re.compile(r"\{[%{#.:-]|%%|\[\[|\[-?@|==|\s\^[A-Za-z]|\[!|\[\^|\[(?i:toc)\]")


def to_commonmark(text: str) -> str:
    """Give a text without what only some of Markdown's programs know; lines stay lines."""
    if (
        _MAY_MARK.search(text) is None
        and ":::" not in text
        and "import " not in text
        and "export " not in text
    ):
        return text
    return "\n".join(_lines(text.split("\n")))


def _lines(lines: list[str]) -> Iterator[str]:
    fence = ""
    for line in lines:
        found = _FENCE.match(line)
        if found and (not fence or found["fence"].startswith(fence)):
            fence = "" if fence else found["fence"]
            yield line
        elif fence or len(line) > _LONGEST_LINE:
            yield line
        elif _HIGHLIGHT.fullmatch(line):
            yield "```"
        elif _LINE.fullmatch(line):
            yield ""
        else:
            yield _MARKS.sub(_plain, line) if _MAY_MARK.search(line) else line


def _plain(mark: re.Match[str]) -> str:
    if mark["code"]:
        return mark["code"]
    if mark["gone"]:
        return ""
    if mark["page"]:
        words = mark["shown"] or mark["page"].partition("#")[0] or mark["page"].strip("#")
        return f"[{words}](#)"
    return mark["marked"] or mark["span"] or mark["note"]
