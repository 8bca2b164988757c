"""A page in, its article out: boxes around it are left out, its headings, lists and links kept."""

import pytest

from bot.errors import EmptyArticle
from bot.reading import pages
from bot.reading.reader import read_article

PROSE = "The grid was built for a city that slept at night, and it feeds another one by now."
MORE = "A substation hums in B flat, and the rest of the street sleeps through it these days."
DATA = '<script type="application/ld+json">%s</script>'
LAST = "Nobody has asked the bakers, who start at three and would like to see their own hands."


def page(body, head=""):
    """Give a page of an article with a text around what is tested."""
    return (
        f"<!DOCTYPE html><html><head><title>On Grids</title>{head}</head><body><main>"
        f"<article><h1>On Grids</h1><div class='entry-content'><p>{PROSE}</p>{body}"
        f"<p>{LAST}</p></div></article></main></body></html>"
    )


def read(text, name="x.html"):
    """Give the article of a page."""
    return read_article(text.encode("utf-8", "ignore"), name=name)


def blocks(body):
    """Give the kinds and texts of what stands between two paragraphs."""
    (section,) = read(page(body)).sections
    return [(block.kind.value, block.text) for block in section.blocks[1:-1]]


def headings(body):
    """Give the headings below the title."""
    return [section.heading for section in read(page(body)).sections]


@pytest.mark.parametrize("start", ["", "<html lang=en>", "<head>"])
@pytest.mark.parametrize("tag", ["article", "main", "div", "section"])
def test_a_page_that_leaves_out_its_body_tag_is_read(start, tag):
    """Sites that save bytes leave out what browsers supply."""
    text = f"<!doctype html>{start}<title>On Grids</title><{tag}><h1>On Grids</h1><p>{PROSE}"

    article = read(text)

    assert article.title == "On Grids"
    assert [block.text for block in article.sections[0].blocks] == [PROSE]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<ul><li>one</li><li><p>two</p></li></ul>", [("item", "- one"), ("item", "- two")]),
        (
            "<ol start=3><li>one<ul><li>a</ul><li>two</ol>",
            [("item", "3. one"), ("item", "- a"), ("item", "4. two")],
        ),
        (
            "<blockquote><p>One.</p><p>Two.</p><footer>Jane</footer></blockquote>",
            [("quote", "One.\nTwo.\nJane")],
        ),
        ("<p>“One and all.”</p>", [("quote", "“One and all.”")]),
        ("<pre><code>a = 1\n  b?</code></pre>", [("code", "a = 1\n  b?")]),
        (
            "<table><tr><th>a</th><th>b</th></tr><tr><td>c?</td><td>d</td></tr></table>",
            [("code", "a  | b\nc? | d")],
        ),
        (
            "<p>One.<br><br>Two &amp; <b>th</b>ree.</p>",
            [("paragraph", "One."), ("paragraph", "Two & three.")],
        ),
        (
            "<div>One <a href='https://evil.example/'>two</a>&nbsp;&#8203; <q>so</q>.</div>",
            [("paragraph", "One two “so”.")],
        ),
        (
            "<p>One.</p><p hidden>Two.</p><p style='display: none'>Three.</p>",
            [("paragraph", "One.")],
        ),
        ("<dl><dt>One:</dt><dd>Two.</dd></dl>", [("paragraph", "One:"), ("paragraph", "Two.")]),
    ],
)
def test_blocks_come_out_as_what_they_are(html, expected):
    """Lists are items, quotations are whole, tables are drawn, code is kept as it is."""
    assert blocks(html) == expected


@pytest.mark.parametrize(
    "heading",
    [
        "<h2>Who Pays</h2>",
        "<h3 class='x'><a href='#who'>Who <em>Pays</em></a></h3>",
        "<h1>Who Pays</h1>",
        "<p><strong>Who Pays</strong></p>",
        "<p><b>Who</b> <b>Pays</b><br></p>",
        "<div><h4><span>Who Pays</span></h4></div>",
        "<h2>Who Pays<a class='headerlink' href='#who'>¶</a></h2>",
        "<h2>Who Pays <a href='#who' aria-label='Link'>#</a></h2>",
        "<h2>Who Pays<span class='mw-editsection'>[<a href='/e'>edit</a>]</span></h2>",
        "<h2><span class='field--label-hidden'>Who Pays</span></h2>",
        "<h2>Who Pays<a href='#who'><button>¶</button></a></h2>",
        "<h2>Who Pays<div class='pencraft'><button>Link</button></div></h2>",
        "<h3><button>Who Pays</button></h3>",
    ],
)
def test_headings_of_every_sort_head_sections(heading):
    """Levels do not matter, and a line in bold is a heading too."""
    assert headings(f"<h2>One</h2><p>{MORE}</p>{heading}") == [None, "One", "Who Pays"]


@pytest.mark.parametrize(
    "box",
    [
        "<nav><ul><li><a href='/'>Why us?</a></li></ul></nav>",
        "<aside><p>Why not? Read this and that, and then the other thing.</p></aside>",
        "<div class='sharedaddy'><h3>Share this?</h3><ul><li>Here</li></ul></div>",
        "<div class='newsletter-signup'><p>Why not join twelve thousand readers of this?</p></div>",
        "<section id='comments'><h2>2 Comments</h2><p>Is anybody bored by this?</p></section>",
        "<div class='author-bio'><h3>About Jane</h3><p>Have you met her yet?</p></div>",
        "<div class='related-posts'><h2>Related</h2><p><a href='/x'>Who Owns Kerbs?</a></p></div>",
        "<form><p>Your name?</p><label>Mail?</label></form><button>Really?</button>",
        "<p><a href='/x'>Read also: who owns the kerbs?</a></p>",
        "<p><strong>Read more:</strong> <a href='/x'>Who owns the kerbs?</a></p>",
        "<div class='adv'><span>Pubblicità</span><p>Why not buy a car today?</p></div>",
        "<div class='embed-poll'><h3>Poll: are you for it?</h3><ul><li>Yes</li></ul></div>",
        "<table class='infobox'><tr><td>A</td><td>B?</td></tr><tr><td>C</td></tr></table>",
        "<script>var a = 'who?';</script><style>p{}</style><noscript>Who?</noscript><!-- Who? -->",
        "<div class='kg-card kg-header-card'><h2>Come</h2><p>Ready?</p><a href='#'>Go</a></div>",
        "<div class='kg-product-card'><h4>Lamp</h4><p>Why not buy one?</p></div>",
        "<div class='wp-block-group'><h3>Join our mailing list</h3><p>Ready to read?</p></div>",
        "<div class='saboxplugin-wrap'><p>Have you met her?</p></div>",
        "<div class='pp-multiple-authors-boxes-wrapper'><h2>Author</h2><p>Who is she?</p></div>",
        "<div class='install-substack-app-embed'><p>Have you got the app?</p></div>",
        "<section class='webmentions'><h3>Mentions</h3><p>Is that so?</p></section>",
        "<div class='h-card p-author'><p>Have we met?</p></div>",
        "<div role='navigation'>Who?</div><svg><text>Who?</text></svg><iframe>Who?</iframe>",
    ],
)
def test_what_is_around_the_article_is_left_out(box):
    """Nothing of a box is in the text, and nothing in it is asked."""
    article = read(page(f"<p>{MORE}</p>{box}"))

    assert [section.text for section in article.sections] == [f"{PROSE}\n{MORE}\n{LAST}"]
    assert article.questions == ()


@pytest.mark.parametrize(
    ("box", "heading"),
    [
        ("<div class='kg-header-card'><h2>Part Two</h2><p>%s</p></div>", "Part Two"),
        ("<div><h2>Why we share this</h2><p>%s %s %s %s</p></div>", None),
        ("<div><p>%s</p><h2>Subscribe to nothing</h2><p>So it is.</p></div>", None),
    ],
)
def test_a_part_that_only_looks_like_a_box_stays(box, heading):
    """A card without anything to press, a long text under what might be a call, a text above it."""
    body = box.replace("%s", MORE)
    article = read(page(f"<p>{LAST}</p>{body}"))

    assert box.count("%s") == sum(section.text.count(MORE) for section in article.sections)
    assert heading is None or article.sections[-1].heading == heading


def test_words_about_the_author_at_the_end_are_left_out():
    """A heading says whom they are about."""
    article = read(page(f"<p>{LAST}</p><h3>About the author</h3><p>Jane walks. Have you?</p>"))

    assert all("Jane" not in section.text for section in article.sections)


def test_a_line_that_presents_the_author_at_the_end_is_set_aside():
    """It begins with the author's name and says who that is."""
    line = "Jane Doe is a columnist. Has she ever been here? Once."
    author = "<meta name='author' content='Jane Doe'>"
    text = page(f"<p>{MORE}</p>", author).replace("</div></article>", f"<p>{line}</p></div>")
    article = read(text)

    assert (article.author, article.dropped, article.questions) == ("Jane Doe", (line,), ())


@pytest.mark.parametrize(
    "caption",
    [
        "<div class='wp-caption'><img src='a'><p class='wp-caption-text'>Who is that?</p></div>",
        "<div><img src='a'><span class='cap'>Who is that?</span></div>",
        "<table><tr><td><img></td></tr><tr><td class='tr-caption'>Who is that?</td></tr></table>",
        "<div class='field--name-field-caption'>Who is that?</div>",
    ],
)
def test_captions_by_any_name_are_set_aside(caption):
    """What a picture shows is not asked."""
    article = read(page(f"<p>{MORE}</p>{caption}"))

    assert (article.dropped, article.questions) == (("Who is that?",), ())


@pytest.mark.parametrize(
    "quote",
    [
        f"<blockquote><p>{MORE}</p></blockquote>",
        f"<div class='p pull'><div class='pq'>{MORE}</div></div>",
        f"<figure class='wp-block-pullquote'><blockquote><p>{MORE}</p></blockquote></figure>",
    ],
)
def test_words_pulled_out_of_the_text_are_read_once(quote):
    """What only says a sentence again is left out; another quotation stays."""
    article = read(page(f"<p>{MORE} So it is.</p>{quote}<blockquote>Another one.</blockquote>"))

    assert article.sections[0].text == f"{PROSE}\n{MORE} So it is.\nAnother one.\n{LAST}"


@pytest.mark.parametrize("unfit", ["&#1;", "&#x1f;", "\x0b", "\ufffe"])
def test_characters_that_no_tree_holds_are_no_hindrance(unfit):
    """What stands behind a part that is taken out moves up, and is read without them."""
    given = f"<p>{MORE} Is it<nav>Home</nav>{unfit} so?</p>"

    assert [question.text for question in read(page(given)).questions] == ["Is it so?"]


def test_a_number_that_leads_to_a_note_is_no_word():
    """The question before it ends in its mark."""
    reference = "<a class='footnote-anchor' href='#footnote-1'>1</a>"
    article = read(page(f"<p>{MORE} Is it so?{reference}</p>"))

    assert [question.text for question in article.questions] == ["Is it so?"]


def test_a_note_that_leads_back_is_set_aside():
    """It is no text, whatever it stands in."""
    note = "<div><p><a href='#cmnt_ref1' id='cmnt1'>[a]</a>Who says so?</p></div>"

    assert read(page(f"<p>{MORE}</p>{note}")).dropped == ("[a]Who says so?",)


def test_names_of_boxes_on_the_text_itself_are_no_boxes():
    """Page builders call all they place widgets; where nothing would be left, names say nothing."""
    for name in ("elementor-widget elementor-widget-text-editor", "content-widget"):
        body = "".join(f"<div class='{name}'><p>{text}</p></div>" for text in (MORE, PROSE, LAST))
        article = read(f"<html><body><h1>On Grids</h1>{body}</body></html>")

        assert article.sections[0].text == f"{MORE}\n{PROSE}\n{LAST}"


def test_a_headings_id_is_made_of_its_words_and_names_no_box():
    """A heading named "What they are like" is no list of likes; a discussion is part of a paper."""
    for words, slug in (("What they are like", "what-they-are-like"), ("Discussion", "discussion")):
        article = read(page(f"<p>{MORE}</p><h2 id='{slug}'>{words}</h2><p>{PROSE}</p>"))

        assert [section.heading for section in article.sections] == [None, words]


def test_a_heading_that_can_be_linked_to_is_no_widget():
    """Substack says of each that it comes with one."""
    heading = "<h2 class='header-with-anchor-widget'>The count</h2>"

    article = read(page(f"<p>{MORE}</p>{heading}<p>{PROSE}</p>"))

    assert [section.heading for section in article.sections] == [None, "The count"]


def test_the_foot_of_a_newsletter_kept_on_the_web_is_left_out():
    """Those who send it ask there whether one wants other letters."""
    foot = (
        "<table><tr><td id='templateFooter'><p>Want to change these emails?</p></td></tr></table>"
    )

    assert read(page(foot)).questions == ()


def test_text_in_boxes_of_its_own_is_one_text():
    """Each paragraph may stand in an element of its own; what is outside them all is not text."""
    wrapped = "".join(f"<div class='row'><p>{text}</p></div>" for text in (PROSE, MORE, LAST) * 3)
    text = (
        f"<html><body><h1>On Grids</h1><div class='bd'>{wrapped}</div>"
        "<div class='x'><h3>More on this story</h3><h4><a href='/b'>Is it a person?</a></h4></div>"
        "<div class='y'><h3>Most seen</h3><p>Which one are you?</p></div></body></html>"
    )

    assert [len(section.blocks) for section in read(text).sections] == [9]


def test_captions_notes_and_calls_are_set_aside():
    """They are kept where the organizer sees them, and ask nothing."""
    article = read(
        page(
            "<figure><img src='a'><figcaption>Who is that?</figcaption></figure>"
            f"<p>{MORE}<sup><a href='#n1'>1</a></sup></p><div class='footnotes'><p>Is it?</p></div>"
        ).replace(
            "</div></article>", "<p>Like this? Subscribe to our newsletter!</p></div></article>"
        )
    )

    assert article.dropped == ("Who is that?", "Is it?", "Like this? Subscribe to our newsletter!")
    assert article.questions == ()


@pytest.mark.parametrize(
    ("html", "questions"),
    [
        ("<p>Who <em>pays</em> for <a href='/x'>it</a>?</p>", ["Who pays for it?"]),
        ("<p>See <a href='/x'>who pays?</a></p>", []),
        ("<p>Type <code>who?</code> now.</p>", []),
        ("<blockquote>Who pays?</blockquote>", []),
        ("<ul><li><strong>Who pays?</strong> Nobody.</li></ul>", ["Who pays?"]),
    ],
)
def test_links_code_and_quotations_ask_nothing(html, questions):
    """Only the article's own voice asks."""
    assert [question.text for question in read(page(html)).questions] == questions


@pytest.mark.parametrize(
    ("head", "author", "source"),
    [
        ("<meta name=author content='Jane Doe'>", "Jane Doe", None),
        ("<meta name=author content='https://example.org/jane'>", None, None),
        ("<link rel=canonical href='https://example.org/a'>", None, "https://example.org/a"),
        (
            "<link rel=canonical href='/a'><meta property='og:url' content='https://a.example/'>",
            None,
            "https://a.example/",
        ),
        ("<link rel=canonical href='javascript:alert(1)'>", None, None),
        (
            DATA % '{"@graph":[{"@type":"BlogPosting","author":["Jane Doe",{"name":"Ann Lee"}]}]}',
            "Jane Doe, Ann Lee",
            None,
        ),
        (DATA % '{"@type":', None, None),
        ("<meta name='byl' content='By Jane Doe'>", "Jane Doe", None),
        ("<meta name='author' content='Super User'>", None, None),
        (
            "<meta name=twitter:label1 content=Autor><meta name=twitter:data1 content='Jane Doe'>",
            "Jane Doe",
            None,
        ),
    ],
)
def test_the_head_declares_author_and_address(head, author, source):
    """Names and addresses are taken only where they are such."""
    article = read(page("", head))

    assert (article.title, article.author, article.source) == ("On Grids", author, source)


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("<h4 class='gh-article-author-name'><a href='/a'>Jane Doe</a></h4>", "Jane Doe"),
        ("<p>Submitted by <a class='username' href='/user/9'>Jane Doe</a> on Tue</p>", "Jane Doe"),
        ("<a rel='author' href='/a'>View all posts by Jane Doe</a>", "Jane Doe"),
        ("<a rel='author' href='/a'>Ver todas las entradas de Jane Doe →</a>", "Jane Doe"),
        ("<a rel='author' href='/a'>Alle Beiträge von Jane Doe anzeigen</a>", "Jane Doe"),
        ("<div class='comment'><h4 class='comment-author'>Jane Doe</h4></div>", None),
        ("<h4 class='author-title'>About the Author</h4>", None),
    ],
)
def test_a_name_shown_on_the_page_is_its_authors(line, author):
    """By the name of the line it stands in, unless that is a comment's or says what it is."""
    assert read(page(line)).author == author


@pytest.mark.parametrize(
    ("title", "h1", "expected"),
    [
        ("On Grids | The Paper", "On Grids", "On Grids"),
        ("On Grids - The Paper", "", "On Grids"),
        ("The Paper: On Grids", "", "On Grids"),
        ("", "On Grids", "On Grids"),
        ("Who pays - and who does not? | The Paper", "", "Who pays - and who does not?"),
    ],
)
def test_the_title_comes_without_the_publications_name(title, h1, expected):
    """The heading the page shows goes before the title of its window."""
    head = f"<title>{title}</title><meta property='og:site_name' content='The Paper'>"
    shown = f"<h1>{h1}</h1>" if h1 else ""
    text = f"<html><head>{head}</head><body>{shown}<p>{PROSE}</p><p>{MORE}</p></body></html>"

    assert read(text).title == expected


def test_a_page_that_breaks_the_judge_is_read_by_names(monkeypatch):
    """Without trafilatura's word the boxes' names decide."""
    monkeypatch.setattr(pages.trafilatura, "bare_extraction", lambda *_, **__: None)
    assert headings(f"<h2>One</h2><p>{MORE}</p>") == [None, "One"]

    def fail(*_, **__):
        raise ValueError

    monkeypatch.setattr(pages.trafilatura, "bare_extraction", fail)
    assert headings(f"<h2>One</h2><p>{MORE}</p>") == [None, "One"]


@pytest.mark.parametrize(
    "text",
    [
        "<html></html>",
        "<html><body><script>a</script></body></html>",
        "<!doctype html>",
        "<p></p><p></p>",
    ],
)
def test_a_page_without_words_is_refused(text):
    """There is nothing to read in tags."""
    with pytest.raises(EmptyArticle):
        read(text)


def test_a_page_of_its_title_only_keeps_it_as_text():
    """A title quoted below itself is something to read."""
    article = read("<html><h1>On Grids</h1><blockquote>On Grids</blockquote></html>")

    assert (article.title, article.sections[0].text) == ("On Grids", "On Grids")
