"""Folding: what people type, made comparable."""

import unicodedata


def folded(text: str) -> str:
    """Lower the case and drop accents, so that "São Paulo" and "sao paulo" compare equal.

    Runs of white space become one blank, those at the ends go.
    """
    if text.isascii():
        return " ".join(text.lower().split())
    apart = unicodedata.normalize("NFKD", text)
    kept = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return " ".join(kept.casefold().split())
