"""Markdown in, the same article out: marks become what they mean, and their words stay."""

import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.article import BlockKind
from bot.errors import InvalidInput
from bot.reading.markdown import _parser, read_markdown
from bot.reading.plain import decode_article
from bot.reading.reader import read_article

PROSE = "The grid was built for a city that slept at night, and it feeds another one now."
MORE = "A substation hums in B flat, and the rest of the street sleeps through it by now."


def read(text, name="x.md"):
    """Give the article of a Markdown text."""
    return read_article(text.encode("utf-8", "ignore"), name=name)


def blocks(text):
    """Give the kinds and texts of what stands between two paragraphs."""
    (section,) = read(f"# On Grids\n\n{PROSE}\n\n{text}\n\n{PROSE} End.\n").sections
    return [(block.kind.value, block.text) for block in section.blocks[1:-1]]


def headings(text):
    """Give the headings below a title."""
    return [section.heading for section in read(f"# On Grids\n\n{text}").sections]


def asked(text):
    """Give the questions of a text."""
    return [question.text for question in read(f"# On Grids\n\n{PROSE}\n\n{text}").questions]


# ── what a text declares ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("lines", "title", "author", "source"),
    [
        ("title: On Grids\nauthor: Jane Doe", "On Grids", "Jane Doe", None),
        ('title: "Grids: a #1 guide" # draft', "Grids: a #1 guide", None, None),
        (
            "title: 'On Grids'\nauthors: [Jane Doe, 'Ann Lee']",
            "On Grids",
            "Jane Doe, Ann Lee",
            None,
        ),
        ("title: >-\n  On\n  Grids\nlayout: post", "On Grids", None, None),
        (
            "title: A\nauthors:\n- Jane Doe\n- name: Ann Lee\n  url: x",
            "A",
            "Jane Doe, Ann Lee",
            None,
        ),
        ("title: A\nauthor:\n  name: Jane Doe\n  mail: a@b", "A", "Jane Doe", None),
        ("Title: A\ncanonical_url: https://example.org/a", "A", None, "https://example.org/a"),
        ("title: A\nurl: /relative\ndate: 2024-05-01", "A", None, None),
        ("title: A\n# a comment\n\nauthor:\ntags:\n- x", "A", None, None),
    ],
)
def test_front_matter_declares_title_author_and_address(lines, title, author, source):
    """What stands between the rules is heard and is no text."""
    article = read(f"---\n{lines}\n---\n\n{PROSE}\n\n{MORE}")

    assert (article.title, article.author, article.source) == (title, author, source)
    assert article.sections[0].text == f"{PROSE}\n{MORE}"
    assert article.dropped == ()


def test_front_matter_may_be_toml():
    """Plus signs fence it as well as dashes."""
    article = read(f'+++\ntitle = "On Grids"\nauthor = "Jane Doe"\n+++\n\n{PROSE}')

    assert (article.title, article.author) == ("On Grids", "Jane Doe")


@pytest.mark.parametrize(
    "text",
    [
        f"---\n\n{PROSE}\n\n---\n\n**{PROSE}**",
        f"---\ntitle: A\n\n{PROSE}",
        "---\n# a\n---\n\nB *c*",
    ],
)
def test_a_rule_at_the_top_is_a_rule(text):
    """Only lines that declare something are front matter."""
    article = read(text)

    assert any(block.text for section in article.sections for block in section.blocks)
    assert article.author is None


def test_a_declared_title_is_not_said_twice():
    """The first heading repeats the title; it heads no section."""
    article = read(f"---\ntitle: On Grids\n---\n\n# On *Grids*\n\n{PROSE}\n\n## Next\n\n{PROSE}")

    assert article.title == "On Grids"
    assert [section.heading for section in article.sections] == [None, "Next"]


def test_a_text_of_its_title_only_keeps_it_as_text():
    """There is nothing else to read."""
    article = read("---\ntitle: On Grids\n---\n\n# On Grids\n")

    assert (article.title, article.sections[0].text) == ("On Grids", "On Grids")


def test_the_address_it_was_fetched_from_goes_before_one_declared_elsewhere():
    """Whoever gave an address knows better."""
    text = f"---\ntitle: A\nurl: https://example.com/a\n---\n\n{PROSE}"
    article = read_article(text.encode(), name="a.md", source="https://example.org/b")

    assert article.source == "https://example.org/b"


def test_the_only_top_heading_is_the_title_though_lines_stand_above():
    """A kicker or a date above the title does not become it."""
    article = read(f"*Essays*\n\nMay 3, 2024\n\n# On Grids\n\n{PROSE}\n\n## One\n\n{PROSE}")

    assert article.title == "On Grids"
    assert article.dropped == ("Essays", "May 3, 2024")


# ── headings ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "heading",
    [
        "## Who *Pays*",
        "## **Who Pays** ##",
        "Who Pays\n--------",
        "Who\nPays\n====",
        '## [Who Pays](https://example.org/ "a title")',
        "###### Who `Pays`",
        "**Who Pays**",
        "__Who [Pays](#pays)__",
        "## Who Pays[^1]",
    ],
)
def test_headings_of_every_sort_lose_their_marks(heading):
    """Hashes, underlines and bold lines head sections, in words without markup."""
    assert headings(f"## One\n\n{PROSE}\n\n{heading}\n\n{PROSE}\n\n[^1]: Note.") == [
        "One",
        "Who Pays",
    ]


def test_a_bold_line_right_above_its_text_is_a_heading():
    """No empty line is needed, if the text begins anew."""
    assert headings(f"## One\n\n{PROSE}\n\n**Who Pays**\n{PROSE}") == ["One", "Who Pays"]


@pytest.mark.parametrize(
    "paragraph",
    ["**Nobody pays.**", "**Nobody** pays", "**Nobody\n**pays", "**Nobody pays**\nnow."],
)
def test_bold_words_of_a_sentence_are_no_heading(paragraph):
    """A sentence in bold is stressed, not a heading."""
    assert headings(f"## One\n\n{PROSE}\n\n{paragraph}\n\n{PROSE}") == ["One"]


def test_unmarked_headings_are_found_in_markdown_too():
    """A text with hardly a mark is read as plain text is."""
    text = f"On Grids\n\n*{PROSE}*\n\nTHE NEXT STEP\n\n{PROSE}\n\nTHE LAST STEP\n\n{PROSE}"

    assert [s.heading for s in read(text).sections] == [None, "THE NEXT STEP", "THE LAST STEP"]


# ── blocks ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("* one\n* *two*\n  more", [("item", "- one"), ("item", "- two more")]),
        ("3. one\n3. two", [("item", "3. one"), ("item", "4. two")]),
        ("1) a\n   - b\n     1. c", [("item", "1) a"), ("item", "- b"), ("item", "1. c")]),
        ("- one\n\n  still one", [("item", "- one"), ("paragraph", "still one")]),
        ("- [x] done", [("item", "- [x] done")]),
        ("> *one*\n> two\n>\n> three", [("quote", "one two\nthree")]),
        ("> one\n> - two\n> > three", [("quote", "one\n- two\nthree")]),
        ("> one\n\n— Jane Doe", [("quote", "one\n— Jane Doe")]),
        ("> # one\n> ```\n> two\n> ```", [("quote", "one\ntwo")]),
        ("“*One* and all.”", [("quote", "“One and all.”")]),
        ("```py\na = 1\n\nb?\n```", [("code", "a = 1\n\nb?")]),
        ("~~~\n# a\n~~~", [("code", "# a")]),
        ("    a?\n      b", [("code", "a?\n  b")]),
        ("|a|b *c*|\n|-|:-:|\n|`d`|[e](f)|", [("code", "a | b c\nd | e")]),
        ("A,  \nB\\\nC,  \nd.", [("paragraph", "A,"), ("paragraph", "B"), ("paragraph", "C, d.")]),
        ("***\n\n---", []),
        ('[a]: https://example.org/ "b"\n\n[c][a]', [("paragraph", "c")]),
    ],
)  # fmt: skip
def test_blocks_come_out_as_what_they_are(text, expected):
    """Lists are items, tables are drawn, and code is kept as it is."""
    assert blocks(text) == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a **b** *c* _d_ ~~e~~ `f`", "a b c d e f"),
        ('a [b *c*](https://evil.example/ "d") e', "a b c e"),
        ("a ![b *c*](https://evil.example/i.png) d", "a b c d"),
        ("[![badge](i.png)](https://evil.example/) a", "badge a"),
        ("a <https://example.org/?b=1>", "a https://example.org/?b=1"),
        ("a &amp; b &nbsp;&#8203;&#x202e; c &lt;d&gt;", "a & b c <d>"),
        (r"\*a\* 2 \< 3", "*a* 2 < 3"),
        ("a <b class='x?'>b</b> <!-- c? --> d", "a b d"),
        ("a[^1] b[^note].\n\n[^1]: c?\n[^note]: d", "a b."),
    ],
)
def test_marks_in_a_line_are_reduced_to_their_words(text, words):
    """No address hides behind a word, and no mark is left."""
    assert blocks(text) == [("paragraph", words)]


def test_html_is_not_shown_but_its_words_are():
    """Tags, scripts and comments go, and a text in a box stays."""
    found = blocks(
        "<div class='a?'>\n<p>One.</p>\n<script>who()?</script><!-- two? -->Three.</div>\n\n"
        "<style>p {}</style>\n\n<b"
    )

    assert found == [("paragraph", "One."), ("paragraph", "Three."), ("paragraph", "<b")]
    assert asked("<script>\nnever closed?") == asked("<!-- nor this?") == []


def test_notes_are_set_aside_whole():
    """A note is no part of the section it happens to stand in, and asks nothing."""
    article = read(f"# A\n\n{PROSE}[^1]\n\n[^1]: One *note*.\n    Is it?\n\n    More.\n\n{MORE}")

    assert article.dropped == ("One note. Is it? More.",)
    assert article.sections[0].text == f"{PROSE}\n{MORE}"
    assert article.questions == ()


# ── questions ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "text",
    [
        "Read [who pays?](https://example.org/) first.",
        "Type `who pays?` there.",
        "![Who pays?](a.png)",
        "> Who pays?",
        "```\nWho pays?\n```",
        "| Who pays? |\n|-|\n| b |",
        "He said “who pays?” and left.",
        "See <https://example.org/?who=pays?>.",
        "[Who pays?][ref]\n\n[ref]: https://example.org/",
        "**Subscribe** to our [newsletter](x), won't you?",
    ],
)
def test_what_the_article_does_not_ask_is_no_question(text):
    """Links, code, images, quotations and tables ask nothing."""
    assert asked(text) == []


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("**Who** pays for *it*?", "Who pays for it?"),
        ("Who pays [the bill](x)?", "Who pays the bill?"),
        ("Who pays `it`? Not [“us?”](x).", "Who pays it?"),
        ("- **Who pays?** Nobody.", "Who pays?"),
        ("1. First: who pays?", "who pays?"),
        ("Who pays?[^1]\n\n[^1]: Not us.", "Who pays?"),
        ("> A quotation.\n\nWho pays?", "Who pays?"),
    ],
)
def test_questions_come_without_their_marks(text, question):
    """The words of a question are the article's, the marks are not."""
    assert asked(text) == [question]


# ── what holds for any text ───────────────────────────────────────────────────────────────────

WORD = re.compile(r"[^\W_]+")
LINES = st.sampled_from(
    [
        "# A Title", "## Who pays?", "Setext", "===", "---", "**A bold line**", "", "", "",
        "A paragraph of *some* length, with a [link](https://example.org/?a) in it. Is it so?",
        "- an item", "  - a nested one?", "1. first", "   more of it", "> quoted?", "> > twice",
        "```", "~~~ py", "    code(it)?", "| a | b |", "|---|---|", "| `c` | d |",
        "[^1]: A note, is it?", "Word[^1] and `code?` ![image *words*](i.png)", "<div>boxed</div>",
        "a **b *c* d** e_f_g \\* &amp; &copy; <https://example.org>", "line one  ", "* * *",
        "“A quotation.”", "— Somebody", "[ref]: https://example.org", "[words][ref] and [ref]",
        "Comments", "Subscribe now!",
    ]
)  # fmt: skip
TEXTS = st.one_of(
    st.lists(LINES, max_size=25).map("\n".join),
    st.text(alphabet="aAb ?.*_`[]()!<>#-=1~|\\&;^:\n", max_size=200),
    st.text(),
)


def words_of_tokens(tokens):
    """Give the words that a rendering shows, in order."""
    found = []
    for token in tokens:
        if token.type in {"text", "code_inline", "fence", "code_block"}:
            found.append(token.content)
        elif token.type in {"softbreak", "hardbreak"}:
            found.append(" ")
        found += words_of_tokens(token.children or [])
        if token.nesting == -1 and token.block:
            found.append(" ")
    return found


@settings(deadline=None, max_examples=60)
@given(TEXTS)
def test_no_rendered_word_is_lost_added_or_moved(text):
    """The pieces and notes hold every word a rendering shows, and nothing of the marks."""
    try:
        text = decode_article(text.encode("utf-8", "ignore"), name="x")
    except InvalidInput:
        return
    if "<" in text or "---" in text or "+++" in text:
        return  # HTML has tests of its own; and front matter is not shown
    manuscript = read_markdown(text)
    held = [piece.text for piece in manuscript.pieces] + list(manuscript.aside)
    rendered = Counter(WORD.findall("".join(words_of_tokens(_parser().parse(text)))))
    kept = Counter(WORD.findall("\n".join(held)))

    assert not rendered - kept
    # The numbers of a list's items are words in a text, and marks on a page.
    assert all(word.isdecimal() for word in kept - rendered)


@settings(deadline=None, max_examples=60)
@given(TEXTS)
def test_title_sections_and_dropped_lines_hold_every_piece(text):
    """Nothing is lost between the pieces and the article."""
    try:
        article = read(text)
    except InvalidInput:
        return
    text = decode_article(text.encode("utf-8", "ignore"), name="x.md")
    held = Counter(
        word
        for part in (
            article.title,
            *article.dropped,
            *(f"{section.heading or ''}\n{section.text}" for section in article.sections),
        )
        for word in WORD.findall(part)
    )
    pieces = read_markdown(text).pieces

    # A text that is all title keeps its marks, so that its words may be cut elsewhere.
    if len(pieces) > 1 and article.title not in {"X", "Untitled"}:
        lost = Counter(word for piece in pieces for word in WORD.findall(piece.text)) - held
        # Items that are glued into a paragraph may be counted anew.
        assert all(word.isdecimal() for word in lost)
    for question in article.questions:
        assert question.text in question.sentence


@settings(deadline=None, max_examples=60)
@given(st.text(alphabet="*_`[]()!<>#-=1~|\\&; \n", max_size=60))
def test_marks_alone_are_read_or_refused(text):
    """Whatever marks are heaped up, the answer is an article or a refusal of ours."""
    try:
        article = read(text)
    except InvalidInput:
        return

    assert all(block.text.strip() for section in article.sections for block in section.blocks)
    assert all(
        block.kind is not BlockKind.CODE or block.text.strip("\n")
        for section in article.sections
        for block in section.blocks
    )
