"""Languages are found by what people call them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.language import OWN_NAMES, Language, find_languages, parse_language
from bot.errors import UnknownLanguage


@given(st.sampled_from(Language), st.sampled_from([str, str.upper, str.title]))
def test_by_name_or_code_in_any_case(language, written):
    """Its own name, the English one and the code are all understood."""
    for known in (OWN_NAMES[language], language.name, language.value):
        assert parse_language(written(known)) is language
        assert language in find_languages(written(known))


@pytest.mark.parametrize(
    ("typed", "found"),
    [("", list(Language)), ("port", [Language.PORTUGUESE]), ("espa", [Language.SPANISH])],
)
def test_offers_what_begins_so(typed, found):
    """Accents need not be typed; nothing typed offers all."""
    assert find_languages(typed) == found


@pytest.mark.parametrize("given", ["", "Klingon", "e", "deu"])
def test_others_are_refused(given):
    """Nothing is guessed: a part of a name is none."""
    with pytest.raises(UnknownLanguage):
        parse_language(given)
