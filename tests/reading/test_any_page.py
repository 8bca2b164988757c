"""Whatever a page is made of, it is an article or is refused."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import InvalidInput
from bot.reading.reader import read_article

PROSE = "The grid was built for a city that slept at night, and it feeds another one by now."


def read(text, name="x.html"):
    """Give the article of a page."""
    return read_article(text.encode("utf-8", "ignore"), name=name)


TAGS = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<h2>",
        "</h2>",
        "<ul>",
        "<li>",
        "</ul>",
        "<blockquote>",
        "</blockquote>",
        "<a href=x>",
        "</a>",
        "<b>",
        "</b>",
        "<table>",
        "<tr>",
        "<td>",
        "</table>",
        "<pre>",
        "</pre>",
        "<br>",
        "<div class=toc>",
        "</div>",
        "<!--",
        "-->",
        "<script>",
        "</script>",
        "<h1>A Title</h1>",
        "Who pays?",
        PROSE,
        "&nbsp;",
        "&#1;",
        "&#xc;",
        "\ufffe",
        "<",
        "<figure><figcaption>",
        "</figcaption></figure>",
        "<svg>",
        "<template>",
        "<article>",
        "</article>",
    ]
)


@settings(deadline=None, max_examples=60)
@given(st.one_of(st.lists(TAGS, max_size=30).map("".join), st.text(max_size=60)))
def test_any_page_is_an_article_or_is_refused(text):
    """However broken the tags, the answer is an article with something in every section."""
    try:
        article = read(f"<html><body>{text}")
    except InvalidInput:
        return

    assert all(section.blocks for section in article.sections)
    assert all(block.text.strip() for section in article.sections for block in section.blocks)
    assert all("<script" not in section.text for section in article.sections)
