"""Marks that only some of Markdown's programs know are understood, or go without a trace."""

import pytest

from bot.reading.dialects import to_commonmark
from bot.reading.reader import read_article


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("{% include toc.html %}", ""),
        ("A {{ site.name }} B", "A  B"),
        ('A {{< figure caption="Who?" >}}', "A "),
        ("{{% notice info %}}", ""),
        ("A word. %%draft: keep this?%%", "A word. "),
        ("See [[Lamps]] and [[Doors#two|the doors]].", "See [Lamps](#) and [the doors](#)."),
        ("![[picture.png]]", ""),
        ("A ==marked== word", "A marked word"),
        ("[A word]{.small} here", "A word here"),
        ("# Bids {#bids .unnumbered}", "# Bids"),
        ("## Bids {-} ##", "## Bids ##"),
        ("{: .note}", ""),
        ("::: {.callout}", ""),
        (":::", ""),
        ("As they say [@grid2022, p. 4].", "As they say."),
        ("A paragraph ^lamp-1", "A paragraph"),
        ("> [!note]- A callout", "> A callout"),
        ("[TOC]", ""),
        ("[[_TOC_]]", ""),
        ("How would one know [^1]?", "How would one know[^1]?"),
        ("import Lamp from './lamp'", ""),
        ("export const lamp = {on: true};", ""),
        ("{% highlight python %}", "```"),
    ],
)
def test_a_mark_is_understood_or_goes(written, plain):
    """What a program would have replaced is replaced; the words of the article stay."""
    assert to_commonmark(f"above\n{written}\nbelow") == f"above\n{plain}\nbelow"


@pytest.mark.parametrize(
    "written",
    [
        "A price of {ten} and {{ is left",
        "50 %% or 60 %% of it",
        "A == B == C",
        "import duties rose from 'nothing' to a third (see above)",
        "export controls are tight (see above)",
        "`{{ site.name }}` is how one writes it",
        "x^2 and y",
        "a footnote[^1]",
        "[a reference][one]",
    ],
)
def test_what_only_resembles_a_mark_stays(written):
    """Prose, formulas and code in a line are not touched."""
    assert to_commonmark(f"{written}\n{{: .x}}") == f"{written}\n"


def test_code_is_left_as_it_is():
    """In fences the marks are what is shown."""
    code = "```liquid\n{% include x %}\n[[a]]\n:::\n```"

    assert to_commonmark(f"{code}\n:::") == f"{code}\n"


def test_pictures_and_their_captions_stand_beside_the_text():
    """What a picture shows is no part of the text, and asks nothing."""
    article = read_article(
        b"# A\n\nText. Is it so?\n\n![Who is it?](a.png)\n*A lamp. Is it on?*\n\n"
        b"<figure><img src=x><figcaption>Who took it?</figcaption></figure>\n\nMore of the text.",
        name="a.md",
    )

    assert [question.text for question in article.questions] == ["Is it so?"]
    assert article.dropped == ("Who is it? A lamp. Is it on?", "Who took it?")
    assert article.sections[0].text == "Text. Is it so?\nMore of the text."
