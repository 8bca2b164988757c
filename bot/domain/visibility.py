"""Which characters show anything, so that words of nothing to see count as no words."""

import unicodedata

# Letters and marks to Unicode, and yet nothing to see: Hangul fillers, Khmer's inherent vowels.
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")
BLANK_PATTERN = "\u2800"  # Braille without a dot


def is_hidden(character: str) -> bool:
    """Say whether a character takes no place: controls, formats (zero-width), surrogates."""
    return character in _BLANK or unicodedata.category(character) in {"Cc", "Cf", "Cs"}


def is_visible(words: str) -> bool:
    """Say whether there is anything to see but spaces."""
    return any(
        not (character.isspace() or character == BLANK_PATTERN or is_hidden(character))
        for character in words
    )
