"""A text copied from typeset pages is read without what stood around each page."""

import pytest

from bot.reading.reader import read_article
from bot.reading.typeset import part_page_marks

PAGES = """The Signal Box

The lamps were lit at dusk, and nobody in the

                 {0}

The Signal Box                    P. Ashdown

street would say by whom.

                 {1}

The Signal Box                    P. Ashdown

Who turned them on?

                 {2}
"""


@pytest.mark.parametrize("numbers", [(12, 13, 14), (1, 2, 3), ("- 7 -", "- 8 -", "- 9 -")])
def test_page_numbers_and_running_heads_are_set_aside(numbers):
    """A sentence that goes on over the page's end is one sentence."""
    text, dropped = part_page_marks(PAGES.format(*numbers))

    assert "nobody in the\nstreet would say by whom." in text
    assert "Ashdown" not in text
    assert dropped.count("The Signal Box P. Ashdown") == len(numbers) - 1
    assert [str(number) for number in numbers] == [line for line in dropped if line[:3] != "The"]


@pytest.mark.parametrize(
    "text",
    [
        "1\n\nA text.\n\n2\n\nAnother text.\n\n3\n\nThe end.\n",
        "In\n\n1951\n\nand in\n\n1987\n",
        "12\n",
        "",
    ],
)
def test_numbers_of_sections_and_years_stay(text):
    """Pages are counted one by one, in the middle of their line or at the end of the text."""
    assert part_page_marks(text) == (text, ())


def test_lines_that_are_but_numbers_head_sections_where_they_count():
    """One, two, three above a text each; the text above is the opening."""
    prose = "The lamps were lit at dusk, and nobody in the street would say by whom."
    text = f"Lamps\n\n{prose}\n\nI\n\n{prose} Who was it?\n\nII\n\n{prose} Why?\n"
    article = read_article(text.encode(), name="a.txt")

    assert [section.heading for section in article.sections] == [None, "I", "II"]
    assert [question.section for question in article.questions] == [1, 2]
