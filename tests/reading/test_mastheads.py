"""What stands above a text: its title, who wrote it, where it appeared, what leads to it."""

import pytest

from bot.reading.reader import read_article

PROSE = "The grid was built for a city that slept at night, and it is asked to feed another one."
MORE = "A substation hums in B flat, and the rest of the street has learned to sleep through it."


def read(text, name="x.txt"):
    """Give the article of a text."""
    return read_article(text.encode(), name=name)


@pytest.mark.parametrize(
    ("first", "title"),
    [
        ("On Grids", "On Grids"),
        ("# On Grids", "On Grids"),
        ("## **On Grids** ##", "On Grids"),
        ("**On Grids**", "On Grids"),
        ("On Grids\n========", "On Grids"),
        ("========\nOn Grids\n========", "On Grids"),
        ("Title: On Grids", "On Grids"),
        ("Subject: On Grids, No. 31", "On Grids, No. 31"),
        ("Subject: On Grids\n\nOn Grids", "On Grids"),
        ("On Grids vs. Gardens", "On Grids vs. Gardens"),
        ("It is so. We know", "My essay"),
        ("Who pays for the grid?", "Who pays for the grid?"),
        ("This is already a sentence.", "My essay"),
        ("Introduction", "My essay"),
        ("- An item", "My essay"),
        ("# " + "word " * 60, "My essay"),
        ("Word " * 40, "My essay"),
    ],
)
def test_the_title_is_the_first_line_or_the_files_name(first, title):
    """A first line that is prose, an item or a section's name is no title."""
    assert read(f"{first}\n\n{PROSE}\n\n{MORE}", name="my_essay.txt").title == title


def test_a_single_paragraph_is_text_and_takes_the_files_name():
    """The only words there are make a section, not a title."""
    article = read("Hello world", name="---.txt")

    assert article.title == "Untitled"
    assert article.sections[0].text == "Hello world"


def test_a_text_of_nothing_but_a_masthead_keeps_it_as_text():
    """Where a byline is all there is, it is what is read."""
    article = read("On Grids\nBy Jane Doe")

    assert (article.title, article.author) == ("On Grids", "Jane Doe")
    assert article.sections[0].text == "By Jane Doe"
    assert article.dropped == ()


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("By Jane Doe", "Jane Doe"),
        ("BY JANE DOE", "JANE DOE"),
        ("by Jane Doe and John Roe | June 3, 2024", "Jane Doe and John Roe"),
        ("*By Jane van der Doe, Staff Writer*", "Jane van der Doe"),
        ("Written by Jane Doe on 3 June 2024", "Jane Doe"),
        ("Author: Jane Doe", "Jane Doe"),
        ("Jane Doe · June 3, 2024", "Jane Doe"),
        ("Por Ana Gil", "Ana Gil"),
        ("An essay by Jane Doe, with thanks", "Jane Doe"),
        ("A report by Jane Doe for the Riverside Review, June 2023", "Jane Doe"),
        ("Crónica de Álvaro Mendonça", "Álvaro Mendonça"),
        ("Texto: Ana Gil | Fecha: 03/11/2021", "Ana Gil"),
        ("Verfasst von Eva Roth · 30. Januar 2020 · Lesezeit 5 Min.", "Eva Roth"),
        ("Un texte d'Odile Garnier", "Odile Garnier"),
        ("Une tribune d’Odile Garnier", "Odile Garnier"),
        ("Jane Doe, 12 May 2023", "Jane Doe"),
        ("Jane van der Doe, 2023-05-12", "Jane van der Doe"),
        ("New York, 12 May 2023", None),
        ("Christmas Eve, 24 December 2023", None),
        ("Last Updated, 12 May 2023", None),
        ("Valencia, 3 de marzo de 2024", None),
        ("Pubblicato il 4 luglio 2022 alle 06:30", None),
        ("June 3, 2024", None),
        ("Published on 2024-06-03 at 10:30 · 6 min read", None),
    ],
)
def test_a_byline_names_the_author_and_is_set_aside(line, author):
    """Who wrote it and when is known and dropped, with nothing lost."""
    article = read(f"On Grids\n{line}\n\n{PROSE}\n\n{MORE}")

    assert article.author == author
    assert article.dropped == (line,)


def test_where_a_text_has_appeared_is_set_aside():
    """A line below the byline that ends in a year says so."""
    article = read(f"On Grids\n\nBy Jane Doe\nFor the Review, Summer 2022\n\n{PROSE}\n\n{MORE}")

    assert article.dropped == ("By Jane Doe", "For the Review, Summer 2022")


def test_a_name_alone_is_a_byline_where_headings_look_otherwise():
    """Where nothing shows how headings look, it may be one."""
    headed = f"On Grids\n\nJane Doe\n\n{PROSE}\n\nOne\n---\n{MORE}\n\nTwo\n---\n{MORE}"
    article = read(headed)

    assert (article.author, article.dropped) == ("Jane Doe", ("Jane Doe",))
    assert read(f"On Grids\n\nJane Doe\n\n{PROSE}\n\n{MORE}").author is None


def test_a_name_before_a_subject_is_a_byline_where_the_end_presents_it():
    """Elsewhere such a line may be anything."""
    text = f"On Grids\n\nJane Doe · Essays on Wires\n\n{PROSE}\n\n{MORE}"
    presented = read(f"{text}\n\nJane Doe is an electrician.")

    assert (presented.author, presented.dropped) == ("Jane Doe", ("Jane Doe · Essays on Wires",))
    assert (read(text).author, read(text).dropped) == (None, ())


@pytest.mark.parametrize(
    "line",
    [
        "Spring 2024",
        "Autumn/Winter 2023",
        "Leeds, March 2024",
        "Bremen, im März 2024",
        "12. März 2024",
        "Martes, 12 de marzo",
        "Vol. 3, No. 2",
        "Jahrgang 3, Heft 2",
        "Harbour Quarterly, No. 7",
        "Cadernos do Bairro, n.º 7",
        "Lesezeit 6 Minuten",
        "Lecture : 5 minutes",
        "1,200 words",
        "Essay",
        "Opinion / Rivers",
        "Kolumne",
    ],
)
def test_particulars_and_kickers_are_set_aside(line):
    """When and where a text appeared, how long it is and of what sort are no headings."""
    article = read(f"On Grids\n\n{line}\n\n{PROSE}\n\nThe Old Grid\n\n{MORE}\n\nAfter It\n\n{MORE}")

    assert (article.author, article.dropped) == (None, (line,))
    assert [section.heading for section in article.sections] == [None, "The Old Grid", "After It"]


@pytest.mark.parametrize(
    "beside",
    ["What it was built for\n\n{}", "{}\nSpring 2024", "Essay\n\n{}", "2024\n{}\n6 min read"],
)
def test_a_name_beside_other_lines_of_a_front_is_the_authors(beside):
    """A name below a subtitle, or beside a date or a kicker, wrote the text."""
    text = f"{PROSE}\n\nThe Old Grid\n\n{MORE}\n\nAfter It\n\n{MORE}"
    article = read(f"On Grids\n\n{beside.format('Jane Doe')}\n\n{text}")

    assert article.author == "Jane Doe"
    assert [section.heading for section in article.sections] == [None, "The Old Grid", "After It"]


def test_a_name_that_the_text_speaks_of_is_a_heading():
    """Whoever a section is about did not write it."""
    about = [("Jane Doe", "Doe drew them."), ("John Roe", "Roe dug."), ("Ann Poe", "Poe paid.")]
    text = "\n\n".join(f"{name}\n\n{words} {MORE}" for name, words in about)
    article = read(f"On Grids\n\nWho built them\n\n{text}")

    assert article.author is None
    assert "Jane Doe" in [section.heading for section in article.sections]


def test_an_epigraph_and_its_author_are_a_quotation_of_the_opening():
    """Whose words open a text did not write it."""
    front = "No man steps in the same river twice, does he?\n— Heraclitus"
    article = read(
        f"On Grids\n\n{front}\n\nJane Doe\n\n{PROSE}\n\nTHE GRID\n\n{MORE}\n\nAFTER\n\n{MORE}"
    )

    assert (article.author, article.dropped) == ("Jane Doe", ("Jane Doe",))
    assert article.sections[0].text == f"{front}\n{PROSE}"
    assert article.questions == ()


def test_a_date_that_heads_an_entry_of_a_diary_is_a_heading():
    """Where other entries have their dates, the first one keeps its own."""
    days = ["March 3, 2024", "March 4, 2024", "March 9, 2024"]
    article = read(
        "On Grids\n\n" + "\n\n".join(f"## {day}\n\n{PROSE}\n\n{MORE}" for day in days), "x.md"
    )

    assert [section.heading for section in article.sections] == days


@pytest.mark.parametrize("line", ["By then it was late", "June was warm in 2024", "By the Sea"])
def test_a_line_that_only_begins_like_a_byline_is_text(line):
    """Words that name nobody stay in the text."""
    article = read(f"On Grids\n\n{PROSE}\n\n{line}.\n\n{MORE}")

    assert article.author is None
    assert article.dropped == ()


def test_a_subtitle_above_the_byline_belongs_to_the_opening():
    """What stands between title and byline is text, and heads nothing."""
    article = read(f"On Grids\nWhat a Substation Teaches\nBy Jane Doe\n\n{PROSE}")

    assert article.sections[0].heading is None
    assert article.sections[0].text == f"What a Substation Teaches\n{PROSE}"


@pytest.mark.parametrize(
    "teaser", [f"{PROSE[:50]}…", f"{PROSE[:50]}... Read more", "On Grids", PROSE]
)
def test_a_teaser_is_dropped(teaser):
    """A beginning that is repeated below, or the title again, is set aside."""
    article = read(f"On Grids\n\n{teaser}\n\n{PROSE}\n\n{MORE}")

    assert article.dropped == (teaser,)
    assert article.sections[0].text == f"{PROSE}\n{MORE}"


@pytest.mark.parametrize("line", ["ESSAY", "12 March 2024", "No. 7 · 6 min read"])
def test_a_kicker_or_a_date_above_the_title_is_no_title(line):
    """What stands above the title is set aside like what stands below."""
    article = read(f"{line}\n\nOn Grids and Gardens\n\n{PROSE}\n\n{MORE}")

    assert (article.title, article.dropped) == ("On Grids and Gardens", (line,))
