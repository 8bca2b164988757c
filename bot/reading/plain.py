"""Bytes ▶ text: decodes a file and evens out what editors and systems do to plain text.

First step of reading; everything after it sees lines that end with a newline and plain spaces.
"""

import codecs
import re
import unicodedata

from bot.errors import UnreadableArticle

# UTF-32 before UTF-16: the shorter mark is the beginning of the longer one.
_MARKED = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# Files that may hold text but are not text: PDF, zip (docx, odt, epub), PNG, GIF, JPEG, gzip,
# RTF, old Office, RIFF (webp, wav), ELF, TIFF.
_FOREIGN = (
    b"%PDF-",
    b"PK\x03\x04",
    b"\x89PNG",
    b"GIF8",
    b"\xff\xd8\xff",
    b"\x1f\x8b",
    b"{\\rtf",
    b"\xd0\xcf\x11\xe0",
    b"RIFF",
    b"\x7fELF",
    b"II*\x00",
    b"MM\x00*",
)

_SAMPLE = 4096
_MOSTLY = 0.4  # of the bytes at even or odd places, if Latin text is in UTF-16
_CONTROLS_TOLERATED = 0.02
_DAMAGE_TOLERATED = 0.1

_CHARSET = re.compile(
    rb"""(?:charset|encoding)\s{0,5}=\s{0,5}["']?(?P<name>[A-Za-z0-9_:-]{2,20})""", re.IGNORECASE
)
_LATIN = frozenset({"iso-8859-1", "latin1", "latin-1", "iso8859-1", "us-ascii", "ascii"})
_ENCODINGS = re.compile(
    r"windows-125\d|iso-8859-(?:[2-9]|1[0-6])|koi8-[ru]|macintosh|shift[_-]jis|euc-jp|euc-kr"
    r"|gb2312|gbk|gb18030|big5"
)

_LINE_END = re.compile(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f]")
# Typesetting in one character: ligatures, and the bullet of word processors' symbol fonts.
_TYPESETTING = {
    "ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff", "ﬃ": "ffi", "ﬄ": "ffl", "\uf0b7": "•", "\uf0a7": "▪",
}  # fmt: skip


def decode_article(data: bytes, *, name: str, media_type: str | None = None) -> str:
    """Give the file's text with its line ends, spaces and invisible characters evened out.

    The encoding that a page or `media_type` declares counts where the bytes are no UTF-8.

    Raises:
        UnreadableArticle: it is no text, or in no encoding we read.

    """
    if data.startswith(_FOREIGN):
        raise UnreadableArticle(name)
    text = _decode(data, _declared_encoding(data, media_type))
    if text is None or _is_noise(text):
        raise UnreadableArticle(name)
    return even_out(text)


def _decode(data: bytes, declared: str | None) -> str | None:
    for mark, encoding in _MARKED:
        if data.startswith(mark):
            return _try(data[len(mark) :], encoding)
    wide = _wide_encoding(data)
    if wide:
        return _try(data, wide)
    text = _try(data, "utf-8")
    if text is None and declared:
        text = _try(data, declared)
    return text or _damaged_utf8(data) or _try(data, "windows-1252")


def _declared_encoding(data: bytes, media_type: str | None) -> str | None:
    """Give the encoding that the media type or the page's head names, if we read it."""
    declaration = _CHARSET.search((media_type or "").encode("ascii", "ignore"))
    if declaration is None and b"<" in data[:_SAMPLE]:
        declaration = _CHARSET.search(data[:_SAMPLE])
    if declaration is None:
        return None
    named = declaration["name"].decode("ascii").lower()
    if named in _LATIN:
        return "windows-1252"  # as browsers do
    return named if _ENCODINGS.fullmatch(named) else None


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _wide_encoding(data: bytes) -> str | None:
    """Recognise UTF-16 without a mark by the empty halves of its Latin letters."""
    sample = data[:_SAMPLE]
    pairs = len(sample) // 2
    if not pairs or b"\x00" not in sample:
        return None
    if sample[1::2].count(0) > pairs * _MOSTLY and sample[::2].count(0) == 0:
        return "utf-16-le"
    if sample[::2].count(0) > pairs * _MOSTLY and sample[1::2].count(0) == 0:
        return "utf-16-be"
    return None


def _damaged_utf8(data: bytes) -> str | None:
    """Read UTF-8 with a few broken characters; windows-1252 would spoil all the sound ones."""
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    sound = sum(1 for character in text if character > "\x7f") - broken
    return text if broken <= sound * _DAMAGE_TOLERATED else None


def _is_noise(text: str) -> bool:
    if not any(map(_CONTROL.match, set(text))):
        return False
    return len(_CONTROL.findall(text)) > len(text) * _CONTROLS_TOLERATED


def even_out(text: str) -> str:
    """Leave newlines, tabs and plain spaces as the only spacing, and nothing invisible."""
    characters = set(text)
    # Most texts need no change, and looking at every character takes longer than all else here.
    if any(map(_LINE_END.match, characters)):
        text = _LINE_END.sub("\n", text)
    if any(map(_CONTROL.match, characters)):
        text = _CONTROL.sub("", text)
    seen = {character: _visible(character) for character in characters}
    changed = {ord(old): new for old, new in seen.items() if old != new}
    return unicodedata.normalize("NFC", text.translate(changed) if changed else text)


def _visible(character: str) -> str:
    """Give a plain space for any spacing character, and nothing for one that cannot be seen."""
    if character in _TYPESETTING:
        return _TYPESETTING[character]
    if character in "\n\t\u200c\u200d":
        return character  # the zero-width joiners hold emoji families and Persian words together
    category = unicodedata.category(character)
    if category == "Zs":
        return " "
    return "" if category in {"Cf", "Cs", "Co"} else character
