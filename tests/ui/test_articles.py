"""The preview shows what would be posted, what would not, and what to look at."""

from bot.domain.article import (
    Article,
    Block,
    BlockKind,
    Question,
    QuestionKind,
    QuestionSource,
    Section,
)
from bot.domain.library import ArticleSummary, KeptArticle
from bot.ui.articles import list_embeds, preview_embeds, say_added, say_removed
from bot.ui.limits import EMBED_DESCRIPTION, length
from tests.ui.samples import NOW, make_question


def make_section(heading="A heading", text="Some text."):
    """Make a section of one paragraph."""
    return Section(heading=heading, blocks=(Block(kind=BlockKind.PARAGRAPH, text=text),))


def keep(*sections, questions=(), **changes):
    """Keep an article of these sections."""
    article = Article(title="The *title*", sections=sections, questions=questions, **changes)
    return KeptArticle.as_added(1, article, range(len(questions)))


def text_of(pages):
    """Give the text of all pages."""
    return "\n".join(page.description for page in pages)


def preview(*sections, **given):
    """Give the text of an article's preview."""
    return text_of(preview_embeds(keep(*sections, **given)))


def test_shows_every_section_with_its_polls():
    """Question, place and options in words; a section without question says so."""
    questions = (
        make_question(shown="Is it so?"),
        make_question(QuestionKind.WH, shown="Why is it so?"),
    )

    text = preview(make_section(None), make_section("Two"), questions=questions, author="A. N.")

    assert text.startswith("by A. N. · 2 sections · 2 polls\n\n**1. Opening** · 10 characters\n")
    assert "- Is it so? (in the channel)\n  ✅ Yes · ❌ No · ❔ Unsure" in text
    assert "- Why is it so? (in the thread)\n  How pressing is this question? 🔥 Pressing" in text
    assert "**2. Two** · 10 characters\nNo question: a prompt without a poll." in text


def test_says_in_how_many_messages_a_long_section_comes():
    """Who previews sees what a channel will look like."""
    assert "in 2 messages" in preview(make_section(text="Word by word. " * 400))


def test_names_what_is_not_posted():
    """Questions from headings and lines left out are shown, not silently dropped."""
    of_title = Question(
        text="Is this a title?",
        shown="Is this a title?",
        sentence="Is this a title?",
        section=None,
        kind=QuestionKind.YES_NO,
        source=QuestionSource.HEADING,
    )

    text = preview(
        make_section(),
        questions=(make_question(), of_title),
        dropped=("Subscribe *now*!", *["More"] * 20),
    )

    assert "**Also found, not posted:**\n- Is this a title?" in text
    assert "**Left out of the series:**\n- Subscribe \\*now\\*!" in text
    assert "…and 13 more" in text


def test_hints_at_missing_headings_and_questions():
    """A text that gives little to work with is explained."""
    text = preview(make_section(None))

    assert "I found no headings." in text
    assert "`prompts_only: True`" in text
    assert "found no" not in preview(make_section(), questions=(make_question(),))


def test_warns_of_many_polls_in_the_channel():
    """More than two at once crowd a channel."""
    questions = tuple(make_question(shown=f"Is it {number}?") for number in range(3))

    assert "More than two polls" in preview(make_section(), questions=questions)
    assert "More than two polls" not in preview(make_section(), questions=questions[:2])


def test_fits_however_much_there_is():
    """Long questions with many alternatives go on in further embeds."""
    questions = tuple(
        make_question(
            QuestionKind.EITHER_OR,
            shown=f"{number} {'*' * 290}",
            alternatives=tuple("|" * 100 for _ in range(15)),
        )
        for number in range(12)
    )

    pages = preview_embeds(keep(*[make_section("#" * 256)] * 30, questions=questions))

    assert len(pages) > 1
    assert all(length(page.description) <= EMBED_DESCRIPTION for page in pages)
    assert "…and 9 more" in text_of(pages)
    assert "…and 4 more polls" in text_of(pages)


def test_lists_articles_or_says_how_to_add_one():
    """An empty list names the next command."""
    summary = ArticleSummary(
        article_id=1, title="The *title*", sections=7, questions=1, added_at=NOW
    )

    assert "**The \\*title\\***\n7 sections · 1 question · added <t:" in text_of(
        list_embeds([summary])
    )
    assert "`/article add`" in text_of(list_embeds([]))


def test_confirmations_say_what_comes_next():
    """Added means not yet posted; removed means that tallies stay."""
    assert "Nothing is posted yet." in say_added(keep(make_section()))
    assert "`/discussion start`" in say_added(keep(make_section()))
    assert "keep their tallies" in say_removed("The title")
