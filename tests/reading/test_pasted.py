"""Parts of a pasted text become one text again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.pasted import submit_pasted

FIELD = 10
_CHARACTERS = st.characters(exclude_categories=["Cs"])


@given(st.text(_CHARACTERS, max_size=50))
def test_what_full_fields_cut_is_joined_where_it_was_cut(text):
    """No character is lost or added, wherever a field was full."""
    parts = [text[start : start + FIELD] for start in range(0, len(text), FIELD)]
    if all(part.strip() for part in parts):
        assert submit_pasted(parts, title="", field=FIELD).data.decode() == text


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        (["One.", "Two."], "One.\n\nTwo."),
        (["One goes", "on here."], "One goes on here."),
        (["One.", "two."], "One.\n\ntwo."),
        (["One", "Two"], "One\n\nTwo"),
        (["“One?”", "so it was"], "“One?”\n\nso it was"),
        (["One.", "", " \n", "Two."], "One.\n\nTwo."),
        (["", "", "", ""], ""),
        ([], ""),
        (["abcdefghij", "klm"], "abcdefghijklm"),
    ],
)
def test_parts_follow_one_another(parts, text):
    """A part begins a paragraph, or goes on with a sentence that has not ended."""
    assert submit_pasted(parts, title="", field=FIELD).data.decode() == text


@pytest.mark.parametrize(
    ("given", "title"), [("", None), ("  ", None), (" On\n Lamps ", "On Lamps")]
)
def test_a_title_is_one_line(given, title):
    """Spaces alone are none."""
    submission = submit_pasted(["words"], title=given, field=FIELD)

    assert submission.title == title
    assert (submission.name, submission.media_type, submission.source) == (
        "pasted text",
        None,
        None,
    )
