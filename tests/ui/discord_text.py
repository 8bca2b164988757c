"""A reader of Discord's text of its own: what a client would make of it, told from our side.

Knows nothing of `bot.ui.markup`. Where clients differ it takes the one that does more.
"""

import re
from dataclasses import dataclass, field

_ESCAPED = re.compile(r"\\([^0-9A-Za-z\s])")
_FENCE = re.compile(r"```(?:[a-z0-9_+\-.#]+?\n)?\n*([^\n][\s\S]*?)\n*```", re.IGNORECASE)
_CODE = re.compile(r"(`+)([\s\S]*?[^`])\1(?!`)")
_AUTOLINK = re.compile(r"<([^: >]+:/[^ >]+)>")
_URL = re.compile(r"https?://[^\s<]+[^<.,:;\"')\]\s]", re.IGNORECASE)
_MASKED = re.compile(r"\[((?:\\.|[^\]\\])+)\]\(\s*<?((?:\\.|[^\s()\\]|\([^\s()]*\))+)>?[^)]*\)")
# Bold type is found before what stands in it.
_STRONG = re.compile(r"\*\*((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)")
_LIVE = {
    "mention": re.compile(r"<(?:@[!&]?|\#)\d+>|<id:\w+>|@(?:everyone|here)", re.IGNORECASE),
    "emoji": re.compile(r"<a?:\w+:\d+>"),
    "command": re.compile(r"</[^:>]+:\d+>"),
    "time": re.compile(r"<t:-?\d+(?::\w)?>"),
}
_MARKS = ("***", "**", "__", "~~", "||", "*", "_")
_BLOCK = re.compile(r" *(?P<mark>>>> |> |#{1,3} |-# |[-*] |\d+\. )")

# Whatever stands where, also in code: what pings or lets people in is looked for by everybody.
_LOUD = re.compile(r"@(?:everyone|here)|<@[!&]?\d+>", re.IGNORECASE)
_INVITE = re.compile(
    r"discord(?:app)?\.(?:gg|gift|new|com/+(?:invite|template|gifts|events))", re.IGNORECASE
)
HIDDEN = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u2060-\u2064\ufeff\u00ad\u3164\u115f]")


@dataclass
class Seen:
    """What a client shows: the words, and everything in them that does something."""

    words: str = ""
    live: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    masked: list[tuple[str, str]] = field(default_factory=list)
    blocks: list[str] = field(default_factory=list)
    fences: int = 0
    marks: dict[str, int] = field(default_factory=dict)

    def take(self, inner: "Seen") -> None:
        """Take what stands within something."""
        self.words += inner.words
        self.live += inner.live
        self.links += inner.links
        self.masked += inner.masked
        for mark, number in inner.marks.items():
            self.marks[mark] = self.marks.get(mark, 0) + number


def see(text: str) -> Seen:
    """Read a message's text as a client does."""
    seen = Seen()
    at, line_begins = 0, True
    while at < len(text):
        if line_begins and (block := _BLOCK.match(text, at)):
            seen.blocks.append(block["mark"])
            at = block.end()
            line_begins = block["mark"] in {"> ", ">>> "}
            continue
        line_begins = text[at] == "\n"
        at = _step(text, at, seen)
    return seen


def _step(text: str, at: int, seen: Seen) -> int:
    if escaped := _ESCAPED.match(text, at):
        seen.words += escaped[1]
        return escaped.end()
    if fence := _FENCE.match(text, at):
        seen.fences += 1
        seen.words += fence[1]
        return fence.end()
    if code := _CODE.match(text, at):
        seen.marks["`"] = seen.marks.get("`", 0) + 2
        seen.words += code[2]
        return code.end()
    return _live_step(text, at, seen)


def _live_step(text: str, at: int, seen: Seen) -> int:
    for kind, pattern in _LIVE.items():
        if found := pattern.match(text, at):
            seen.live.append(f"{kind} {found[0]}")
            return found.end()
    if found := _AUTOLINK.match(text, at) or _URL.match(text, at):
        seen.links.append(found[0].strip("<>"))
        seen.words += found[0]
        return found.end()
    if masked := _MASKED.match(text, at):
        seen.masked.append((masked[1], masked[2]))
        seen.take(see(masked[1]))
        return masked.end()
    if strong := _STRONG.match(text, at):
        seen.take(see(strong[1]))
        return strong.end()
    for mark in _MARKS:
        if text.startswith(mark, at):
            seen.marks[mark] = seen.marks.get(mark, 0) + 1
            return at + len(mark)
    seen.words += text[at]
    return at + 1


def complain(text: str, *, links: tuple[str, ...] = ()) -> list[str]:
    """Say what in a text does what article text must not; `links` are addresses we put there."""
    seen = see(text)
    complaints = [
        *seen.live,
        *(f"masked link {label} to {to}" for label, to in seen.masked if to not in links),
        *(f"a link in a label: {label}" for label, _ in seen.masked if _URL.search(label)),
        *(f"ping {found}" for found in _LOUD.findall(text)),
        *(f"invitation {found}" for found in _INVITE.findall(text)),
        *(f"unseen {found!r}" for found in HIDDEN.findall(text)),
        *(f"odd {mark}" for mark, number in seen.marks.items() if number % 2),
        *(f"{mark} at work" for mark in ("||", "~~", "__", "`") if mark in seen.marks),
    ]
    # What simpler readers count, escaped or not.
    beside_code = _FENCE.sub("", text)
    complaints += [f"odd {mark}" for mark in ("```", "||") if beside_code.count(mark) % 2]
    return complaints


def words_of(text: str) -> str:
    """Give the words a client shows, without spaces: ours between them do not count."""
    return "".join(see(text).words.replace("\u200b", "").split())
