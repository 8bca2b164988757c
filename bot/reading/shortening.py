"""Words cut to what Discord can show, and raised to begin a line of their own."""

_ELLIPSIS = "…"
_OPENERS = "¿¡“\"'‘«([*_"


def shorten(text: str, limit: int) -> str:
    """Cut a text at a word so that it has at most `limit` characters, with … for the rest."""
    if len(text) <= limit:
        return text
    kept = text[: limit - 1]
    if not text[limit - 1].isspace():
        whole_words = kept.rpartition(" ")[0]
        kept = whole_words or kept
    return kept.rstrip(" ,;:—–-") + _ELLIPSIS


def shorten_start(text: str, limit: int) -> str:
    """Cut the beginning of a text instead: of a long sentence that ends in its question."""
    if len(text) <= limit:
        return text
    kept = text[len(text) - limit + 2 :]
    _, space, whole_words = kept.partition(" ")
    return f"{_ELLIPSIS} {whole_words if space and whole_words else kept}"


def raise_first(text: str) -> str:
    """Raise the first letter, past opening marks; a name like *iPhone* stays as it is."""
    for place, character in enumerate(text):
        if character in _OPENERS:
            continue
        is_name = any(letter.isupper() for letter in text[place:].split(" ", 1)[0])
        return text if is_name else text[:place] + character.upper() + text[place + 1 :]
    return text
