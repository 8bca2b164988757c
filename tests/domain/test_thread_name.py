"""Templates for the names of threads: read as they are meant, refused where they are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.thread_name import FIELDS, LONGEST_TEMPLATE, fill, parse_thread_name
from bot.errors import UnknownThreadName


@pytest.mark.parametrize(
    ("given", "template"),
    [
        ("{number}/{of} {heading}", "{number}/{of} {heading}"),
        ("  Week\n {number} ", "Week {number}"),
        ("{title}", "{title}"),
        ("@everyone {number}", "@everyone {number}"),
    ],
)
def test_reads(given, template):
    """A template is put on one line and otherwise kept word for word."""
    assert parse_thread_name(given) == template


@pytest.mark.parametrize(
    "given",
    [
        "",
        "The same every week",
        "{author}",
        "{number",
        "number}",
        "{{number}}",
        "{number!r}",
        "{number:>9}",
        "{heading.__class__}",
        "{0}",
        "{}",
        "{Number}",
        "{number}" + "x" * LONGEST_TEMPLATE,
    ],
)
def test_refuses(given):
    """What is no template, names no field or is too long is refused and given back."""
    with pytest.raises(UnknownThreadName) as refused:
        parse_thread_name(given)

    assert refused.value.given == given


@given(values=st.fixed_dictionaries({field: st.text() for field in FIELDS}))
def test_values_are_never_templates(values):
    """Whatever a heading says stands in the name as it is."""
    assert fill("<{title}|{heading}>", values) == f"<{values['title']}|{values['heading']}>"
