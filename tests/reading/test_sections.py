"""How a text is cut: headings of every sort, blocks and furniture."""

import pytest

from bot.domain.article import LONGEST_HEADING, BlockKind
from bot.reading.blocks import MOST_LINES
from bot.reading.reader import read_article

PROSE = "The grid was built for a city that slept at night, and it is asked to feed another one."
MORE = "A substation hums in B flat, and the rest of the street has learned to sleep through it."


def read(text, name="x.txt"):
    """Give the article of a text."""
    return read_article(text.encode(), name=name)


def headings(text):
    """Give the headings below a title."""
    return [section.heading for section in read(f"On Grids\n\n{PROSE}\n\n{text}").sections[1:]]


def kinds(text):
    """Give the kinds and texts of the blocks of a text without headings."""
    (section,) = read(f"On Grids\n\n{PROSE}\n\n{text}\n\n{MORE}").sections
    return [(block.kind.value, block.text) for block in section.blocks[1:-1]]


# ── headings ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "heading",
    [
        "What the Neighbours Want",
        "WHAT THE NEIGHBOURS WANT",
        "What the neighbours want",
        "1. What they want",
        "1) Wants",
        "1.2 Their Wants",
        "IV. Wants and Needs",
        "Chapter 3: Wants",
        "Part Two",
        "Author’s Note:",
        "What the Neighbours Want:",
        "Is the Street Too Loud?",
        "Qué quieren los vecinos",
    ],
)
def test_a_line_above_a_paragraph_is_a_heading(heading):
    """Capitals, numbers and shape show headings that nothing marks."""
    assert headings(f"{heading}\n\n{MORE}") == [heading]


@pytest.mark.parametrize(
    "line",
    [
        "Figure 1: The Street Before",
        "This is a short sentence.",
        "Dear Neighbours",
        "one two three",
        "NASA",
        "Who pays?",
        "https://example.org/Some/Page",
        "Subscribe to Our Newsletter",
        "On and on and on,",
        "A Line " * 20,
    ],
)
def test_other_short_lines_are_none(line):
    """Captions, greetings, acronyms, calls and sentences head nothing."""
    assert headings(f"{line}\n\n{MORE}") == []


def test_lines_in_a_row_are_a_poem_and_no_headings():
    """Three lines that all look like headings head nothing."""
    assert headings(f"Wires of Copper\nPoles of Wood\nStreets of Stone\n\n{MORE}") == []


def test_the_last_line_heads_nothing():
    """A heading needs something below it."""
    assert headings("The End") == []
    assert read("## The End\n\n## Really").sections[0].text == "Really"


def test_the_end_is_kept_with_the_last_section():
    """A last line with the looks of a heading is text."""
    article = read(f"# On Grids\n\n## One\n\n{PROSE}\n\n## The End")

    assert article.sections[-1].text == f"{PROSE}\nThe End"


def test_a_heading_right_above_another_is_set_aside():
    """A part's name without text of its own cannot be posted."""
    article = read(f"On Grids\n\n{PROSE}\n\nPART TWO\n\nThe Street\n\n{MORE}")

    assert [section.heading for section in article.sections] == [None, "The Street"]
    assert article.dropped == ("PART TWO",)


def test_marked_headings_leave_no_room_for_guesses():
    """In a text with marked headings a line in title case is a line."""
    found = headings(f"## One\n\n{PROSE}\n\nJane Doe, Electrician\n\n{MORE}\n\n## Two\n\n{MORE}")

    assert found == ["One", "Two"]


def test_three_questions_on_lines_of_their_own_are_an_interview():
    """One such line may be a paragraph; three are headings."""
    lines = ["Is it loud?", "Who complains?", "What can be done?"]

    assert headings("\n\n".join(f"{line}\n\n{MORE}" for line in lines)) == lines


@pytest.mark.parametrize(
    "text",
    ["- Fewer wires.\n- Fewer poles.", "It moved:\n\n- twice\n- by night", "We asked.", "Why?"],
)
def test_where_headings_are_in_sentence_case_one_may_stand_above_anything(text):
    """Two that stand above paragraphs show the style; a list or a short line may follow another."""
    shown = ["The street that hums", "The street that sleeps"]
    styled = "\n\n".join(f"{heading}\n\n{MORE}" for heading in shown)

    assert headings(f"{styled}\n\nWhat has changed since\n\n{text}") == [
        *shown,
        "What has changed since",
    ]
    assert headings(f"What has changed since\n\n{text}") == []


@pytest.mark.parametrize(
    "line", ["What has changed since:", "What has changed since.", "Listen to what has changed"]
)
def test_a_style_of_headings_makes_no_headings_of_other_lines(line):
    """What announces, ends as a sentence or calls stays text, as does a line inside a text."""
    styled = "\n\n".join(f"{heading}\n\n{MORE}" for heading in ("The hum", "The sleep"))

    assert headings(f"{styled}\n\n{line}\n\n- Wires.\n- Poles.") == ["The hum", "The sleep"]
    assert headings(f"{styled}\n\nThe wires were\n\nA line of poles\n\nNot cut.") == [
        "The hum",
        "The sleep",
    ]


def test_a_long_heading_over_two_lines_is_one():
    """Wrapped headings are joined."""
    first, second = "The Remarkably Long and Winding Story of the", "Street That Moved"

    assert headings(f"{first}\n{second}\n\n{MORE}") == [f"{first} {second}"]


def test_a_heading_glued_to_the_end_of_a_text_is_cut_off():
    """The last sentence of a block is a heading if it is written like one."""
    assert headings(f"{MORE} The Street That Moved\n{PROSE}") == ["The Street That Moved"]
    assert headings(f"- {MORE} Who Will Move the Street Next?\n{PROSE}") == [
        "Who Will Move the Street Next?"
    ]
    assert headings(f"{MORE} Will it move?\n{PROSE}") == []


def test_numbered_lines_in_a_row_are_items():
    """A number that goes on from its neighbour's counts a list."""
    assert headings(f"1. Wires\n2. Poles\n3. People\n\n{MORE}") == []
    assert headings(f"1. Wires\n{MORE}\n2. Poles\n{PROSE}") == ["1. Wires", "2. Poles"]


def test_who_said_it_is_no_heading():
    """A name under a quotation belongs to it."""
    assert headings(f"“We hear it.”\nTom Reed, Electrician\n\n{MORE}") == []


def test_no_heading_is_longer_than_discord_shows():
    """A marked line that is too long is a paragraph."""
    article = read(f"On Grids\n\n## {'Word ' * 60}\n\n{PROSE}")

    assert all(len(section.heading or "") <= LONGEST_HEADING for section in article.sections)
    assert "Word Word" in article.sections[0].text


# ── blocks ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "mark", ["-", "*", "+", "•", "◦", "▪", "–", "—", "►", "a)", "(a)", "(1)", "7)", "iv)", "12."]
)
def test_bullets_of_any_sort_make_items(mark):
    """Items keep their mark."""
    text = f"{mark} one thing\n{mark} another thing"

    assert kinds(text) == [("item", f"{mark} one thing"), ("item", f"{mark} another thing")]


def test_a_bullet_needs_no_space_but_a_dash_needs_company():
    """A single dash is a dash; a round bullet is always one."""
    assert kinds("•one") == [("item", "•one")]
    assert kinds("— one") == [("paragraph", "— one")]


def test_a_wrapped_item_is_one():
    """Lines set in under an item belong to it."""
    assert kinds("* one thing of\n  several lines\n* another") == [
        ("item", "* one thing of several lines"),
        ("item", "* another"),
    ]


@pytest.mark.parametrize(
    ("text", "quotation"),
    [
        ("“We hear it.”", "“We hear it.”"),
        ('"We hear it."', '"We hear it."'),
        ("«Lo oímos».", "«Lo oímos»."),
        ("„Wir hören es.“", "„Wir hören es.“"),
        ("‘We hear it.’", "‘We hear it.’"),
        ("*“We hear it.”*", "*“We hear it.”*"),
        ("“We hear it.” — Tom Reed", "“We hear it.” — Tom Reed"),
        ("“We hear it.”\n— Tom Reed, 2012", "“We hear it.”\n— Tom Reed, 2012"),
        ("> We hear it,\n> and we sleep.\n>\n> Really.", "We hear it, and we sleep.\nReally."),
        ("“We hear it.\n\n“We sleep.”", "“We hear it.\n“We sleep.”"),
    ],
)
def test_a_paragraph_of_somebody_elses_words_is_a_quotation(text, quotation):
    """Marks of any language, margins, several paragraphs and an attribution."""
    assert kinds(text) == [("quote", quotation)]


@pytest.mark.parametrize("text", ["“We hear it,” he said. “We do.”", "“A tool” is what it is."])
def test_a_paragraph_that_quotes_is_no_quotation(text):
    """Quotation marks inside a paragraph leave it the article's own."""
    assert kinds(text) == [("paragraph", text)]


def test_a_quotation_that_is_never_closed_is_a_paragraph():
    """Nothing is swallowed by a missing mark."""
    assert [kind for kind, _ in kinds("“We hear it.\n\nReally, now.")] == ["paragraph"] * 2
    many = "\n\n".join(f"“We hear number {number}." for number in range(20))
    assert [kind for kind, _ in kinds(many)] == ["paragraph"] * 20


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("```python\nwho()\n\n  what()\n```", "who()\n\n  what()"),
        ("~~~\nwho?\n~~~", "who?"),
        ("    who(it)\n    what(it)", "who(it)\nwhat(it)"),
        ("| a | b |\n|---|---|\n| c | d |", "| a | b |\n|---|---|\n| c | d |"),
    ],
)
def test_code_and_tables_are_kept_as_they_are(text, code):
    """Line breaks and indentation mean something there."""
    assert kinds(text) == [("code", code)]


def test_only_a_bare_fence_closes_code():
    """A line that goes on after its marks belongs to the code, and no word of it is lost."""
    article = read_article(
        b"A Title\n\nProse of it.\n\n~~~\ncode\n~~~who?\n~~~\n\nMore.", name="a.txt"
    )

    assert [block.text for block in article.sections[0].blocks] == [
        "Prose of it.",
        "code\n~~~who?",
        "More.",
    ]


def test_a_fence_that_is_never_closed_is_no_fence():
    """The rest of the text is not code."""
    assert kinds("```\nWho pays for it all?")[-1] == ("paragraph", "Who pays for it all?")
    assert kinds("~~~~\nIt was.\n\n```\n\nIt is.\n\n~~~")[0][0] == "paragraph"


def test_rules_are_not_text():
    """Lines that only draw separate, and say nothing."""
    assert kinds("* * *\n\n-----\n\n__________") == []


def test_hard_wrapped_lines_are_one_paragraph():
    """Lines that end with the page's width are joined, words broken at hyphens too."""
    wrapped = (
        "An apple tree needs seven years before it bears\n"
        "well, and a lease in this valley runs for five. So\n"
        "the valley grows straw-\nberries, and a self-\nsown plum or two. Nobody\nplants."
    )

    whole = (
        "An apple tree needs seven years before it bears well, and a lease in this valley runs "
        "for five. So the valley grows straw-berries, and a self-sown plum or two. Nobody plants."
    )
    assert kinds(wrapped) == [("paragraph", whole)]


def test_indented_first_lines_begin_paragraphs():
    """Books set in the first line instead of leaving one empty."""
    text = (
        "   An apple tree needs seven years before it bears\n"
        "well, and a lease in this valley runs for only five.\n"
        "   The valley grows strawberries, although everybody\n"
        "who has ever stood in it knows what it was made for."
    )

    assert [words.split()[0] for _, words in kinds(text)] == ["An", "The"]


def test_lines_beyond_the_most_are_one_paragraph():
    """A text of line ends costs a bounded time, and loses nothing."""
    article = read("word\n" * (MOST_LINES + 5))

    assert article.sections[-1].blocks[-1].text == "word word word word word"


# ── what is not the article ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("heading", ["Comments", "3 Comments", "COMMENTS (3)", "Leave a Reply"])
def test_comments_are_set_aside_to_the_end(heading):
    """What readers wrote is not the article, whatever it looks like."""
    comments = f"{heading}\n\nBob Jones\n\nIs this real?\n\nEve Black\n\n{MORE}"
    article = read(f"On Grids\n\n{PROSE} {MORE} {PROSE}\n\n{comments}")

    assert len(article.sections) == 1
    assert article.dropped == (heading, "Bob Jones", "Is this real?", "Eve Black", MORE)
    assert article.questions == ()


def test_a_section_called_comments_at_the_beginning_is_a_section():
    """Readers' comments stand at the end."""
    article = read(f"On Grids\n\n## Comments\n\n{PROSE}\n\n## More\n\n{MORE}")

    assert [section.heading for section in article.sections] == ["Comments", "More"]


def test_a_table_of_contents_is_set_aside():
    """Its lines come again as headings, or point to pages."""
    article = read(
        f"On Grids\n\nContents\nThe Wires\nWho Pays? ..... 4\nThe Poles\n\n"
        f"The Wires\n\n{PROSE}\n\nWho Pays?\n\n{MORE}\n\nThe Poles\n\n{MORE}"
    )

    assert [section.heading for section in article.sections] == [
        "The Wires",
        "Who Pays?",
        "The Poles",
    ]
    assert article.dropped == ("Contents", "The Wires", "Who Pays? ..... 4", "The Poles")


def test_related_links_are_set_aside():
    """Other articles' titles are no questions of this one."""
    article = read(f"On Grids\n\n{PROSE}\n\nRelated Articles\n\n- What Is a Volt?\n\n{MORE}")

    assert article.dropped == ("Related Articles", "- What Is a Volt?")
    assert article.questions == ()


def test_a_text_of_furniture_only_is_its_text():
    """Where nothing else is left, nothing is set aside."""
    article = read("Comments\n\nIs this real?", name="page.txt")

    assert [block.text for block in article.sections[0].blocks] == ["Is this real?"]
    assert article.title == "Comments"


def test_quotes_are_block_quotations():
    """The kinds of blocks are known to the article."""
    article = read(f"On Grids\n\n{PROSE}\n\n“We hear it.”\n\n{MORE}")

    assert article.quotes == ("“We hear it.”",)
    assert article.sections[0].blocks[1].kind is BlockKind.QUOTE


@pytest.mark.parametrize("marks", ["ABC", "abc"])
def test_lines_that_are_lettered_in_order_are_headings(marks):
    """Letters that count on, each above a text, head it as numbers do."""
    stop = "." if marks.isupper() else ")"
    lines = [
        f"{mark}{stop} {words}"
        for mark, words in zip(marks, ["It hums", "Its owners", "What next?"], strict=True)
    ]

    assert headings("\n\n".join(f"{line}\n\n{MORE}" for line in lines)) == lines


def test_lettered_items_of_a_list_are_no_headings():
    """Where no text stands between them, letters only list."""
    assert headings(f"a) It hums\nb) It sleeps\nc) It is old\n\n{MORE}") == []


def test_lines_in_small_letters_are_headings_where_a_text_has_no_others():
    """Two that stand alone, each above a paragraph, show that headings are written so."""
    small = ["the street that hums", "who sleeps there?"]
    text = "\n\n".join(f"{line}\n\n{MORE}" for line in small)

    assert headings(f"{MORE}\n\n{text}") == small
    assert headings(f"{MORE}\n\n{small[0]}\n\n{MORE}") == []
