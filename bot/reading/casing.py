"""How a line is written: Title Case, CAPITALS, and what ends it; signs by which headings show."""

import re

_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_SMALL_WORD = 3  # letters; words up to here may stay small in a title
_TITLE_SHARE = 0.7
_MOST_TITLE_WORDS = 16
_LONGEST_LINE = 200  # no heading is longer, and longer lines are not worth the look
_TWO_SENTENCES = re.compile(r"[^\W\d_]{3,}[.!?…][”\"’»)]*\s+[¿¡“\"«(]?[^\W\d_a-z]")
_UNTITLED_END = re.compile(r"""[.!…:;,”"»–—-][)*_\]]*$""")


def ends_open(line: str) -> bool:
    """Say whether a line ends without any punctuation, as headings do; `?` is allowed too."""
    return not _UNTITLED_END.search(line[-8:])


def is_two_sentences(line: str) -> bool:
    """Say whether a sentence ends within a line."""
    return _TWO_SENTENCES.search(line) is not None


def is_title_case(line: str) -> bool:
    """Say whether a line has the capitals of a title, whatever stands at its end."""
    if len(line) > _LONGEST_LINE:
        return False
    words = _WORD.findall(line)
    if not words or len(words) > _MOST_TITLE_WORDS or not _is_raised(words[0]):
        return False
    weighty = [word for word in words if len(word) > _SMALL_WORD] or words
    raised = sum(1 for word in weighty if _is_raised(word))
    return raised >= len(weighty) * _TITLE_SHARE


def is_all_caps(line: str) -> bool:
    """Say whether a line is set in capitals, and is more than an acronym."""
    if len(line) > _LONGEST_LINE or not line.isupper():
        return False
    letters = sum(1 for character in line if character.isalpha())
    return letters > _SMALL_WORD + 1 and len(_WORD.findall(line)) <= _MOST_TITLE_WORDS


def is_sentence_case(line: str) -> bool:
    """Say whether a line could be a heading that is written like the beginning of a sentence."""
    words = _WORD.findall(line[:_LONGEST_LINE])
    first = line.lstrip("¿¡“\"'‘«(")[:1]
    is_short = len(line) <= _LONGEST_LINE // 2 and 0 < len(words) <= _MOST_TITLE_WORDS - 4
    return is_short and not is_two_sentences(line) and (first.isupper() or first.isdigit())


def is_small(line: str) -> bool:
    """Say whether a line could be a heading without any capital, as some write throughout."""
    words = _WORD.findall(line[:_LONGEST_LINE])
    is_short = len(line) <= _LONGEST_LINE // 2 and 0 < len(words) <= _MOST_TITLE_WORDS - 4
    begins = line.lstrip("¿¡“\"'‘«(")[:1]
    return is_short and begins.isalpha() and line == line.lower() and not is_two_sentences(line)


def _is_raised(word: str) -> bool:
    return word != word.lower()
