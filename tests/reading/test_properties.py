"""What holds for any text whatever: nothing is lost, nothing is too long, nothing crashes."""

import re
from collections import Counter
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.article import (
    LONGEST_ALTERNATIVE,
    LONGEST_HEADING,
    LONGEST_QUESTION,
    QuestionKind,
    QuestionSource,
)
from bot.errors import EmptyArticle, InvalidInput
from bot.reading import marks
from bot.reading.formats import Format, recognise_format
from bot.reading.languages import ENGLISH, LANGUAGES
from bot.reading.plain import decode_article
from bot.reading.reader import read_article
from bot.reading.sentences import listen, split_sentences

WORD = re.compile(r"\w+")
# A fence may name the language of its code; that name is a word only where no fence closes it.
FENCE = re.compile(rf"^(?:{marks.FENCE.pattern})", re.MULTILINE)
# Underscores make bold letters and rules, and are no words either.
UNDERSCORES = str.maketrans("_", " ")

LINES = st.sampled_from(
    [
        "A Title of Sorts",
        "THE NEXT STEP",
        "1. Introduction",
        "2. What follows",
        "IV. The End",
        "By Jane Doe",
        "Contents",
        "Comments",
        "Author’s Note:",
        "## Who pays?",
        "**A bold line**",
        "=====",
        "---",
        "* * *",
        "",
        "",
        "- an item, is it not?",
        "• Another item. The Heading That Is Glued",
        "3) third",
        "— Somebody, 1999",
        "“A quotation of a whole paragraph? Yes.”",
        "“The first of two paragraphs",
        "“and the last.”",
        "> At the margin",
        "```",
        "| a | b |",
        "|---|---|",
        "    call(it);",
        "A paragraph of prose that goes on for a while and ends with a full stop. Will it, or not?",
        "It was wrapped at some width so that the line ends in the middle of",
        "a sentence, but who will notice? See https://example.org/?q=1 for more.",
        "Read on, read on, read on…",
        "Share this with your friends! What do you think? Tell us in the comments.",
        "Is it a tool or a threat? Which is worse: haste or delay?",
    ]
)
# Each *word* becomes one of its own.
MARKDOWN_LINES = [
    "## A word heading",
    "Setext word\n------",
    "**A bold word**",
    "A word of *prose word* that goes on, [linked word](https://example.org), to its **word**.",
    "Is a word asked, or is `word` code?",
    "> A quoted word.\n> And word.",
    "- item word\n- item word\n  - inner word",
    "1. first word\n2. second word",
    "```\nword = word\n```",
    "| word | word |\n|---|---|\n| word | word |",
    "![pictured word](x.png)",
    "<span>tagged word</span>",
    "---",
]
TEXTS = st.one_of(
    st.text(),
    st.lists(LINES, max_size=25).map("\n".join),
    st.text(alphabet="aAbB iI.?!“”\"'’—-:,;(\n*#>_`1)|", max_size=300),
    st.lists(st.one_of(LINES, st.text(max_size=40)), max_size=12).map("\n".join),
)


def words_of(*texts):
    """Give the words of some texts, in order."""
    return [word for text in texts for word in WORD.findall(text.translate(UNDERSCORES))]


def read(text):
    """Give the article, or None where there is nothing to read."""
    try:
        return read_article(text.encode("utf-8", "ignore"), name="-")
    except InvalidInput:
        return None


def is_in_order(some, every):
    """Say whether some words come in that order among all of them."""
    remaining = iter(every)
    return all(word in remaining for word in some)


@settings(deadline=None)
@given(st.binary())
def test_any_bytes_are_an_article_or_are_refused(data):
    """Whatever the file holds, the answer is an article or one of our refusals."""
    try:
        article = read_article(data, name="x.bin")
    except InvalidInput:
        return

    assert article.title


@settings(deadline=None)
@given(TEXTS)
def test_no_word_is_lost_added_or_moved(text):
    """Title, sections and dropped lines hold every word once, the sections' in their order."""
    article = read(text)
    if article is None or recognise_format(text, name="-") is not Format.PLAIN:
        return
    decoded = decode_article(text.encode("utf-8", "ignore"), name="-")
    every, surely = words_of(decoded), words_of(FENCE.sub("", decoded))
    sections = words_of(*(f"{s.heading or ''}\n{s.text}" for s in article.sections))

    assert is_in_order(sections, every)
    held = Counter([*words_of(article.title, *article.dropped), *sections])
    # Where the text has no title, the name of the file ("-") gives "Untitled".
    missing = Counter(surely) - held
    added = held - Counter(every)
    assert not missing
    assert added <= Counter(["Untitled", "title", "Title"])


@settings(deadline=None)
@given(st.lists(st.sampled_from(MARKDOWN_LINES), min_size=1, max_size=15))
def test_no_word_of_markdown_is_lost_added_or_moved(lines):
    """Whatever its marks, each word is in the title, a section or a dropped line, and once."""
    numbers = count()
    text = "\n\n".join(re.sub("word", lambda _: f"word{next(numbers)}x", line) for line in lines)
    article = read_article(f"# Titled\n\n{text}\n".encode(), name="x.md")

    sections = words_of(*(f"{s.heading or ''}\n{s.text}" for s in article.sections))
    dropped = words_of(*article.dropped)
    written = re.findall(r"word\d+x", text)
    assert is_in_order([word for word in sections if word.startswith("word")], written)
    held = [word for word in [*sections, *dropped] if word.startswith("word")]
    assert sorted(held) == sorted(written)


@settings(deadline=None)
@given(TEXTS)
def test_every_section_has_something_to_post(text):
    """No section and no block is empty, and only the text's opening has no heading."""
    article = read(text)
    if article is None:
        return

    assert article.sections
    assert all(block.text.strip() for section in article.sections for block in section.blocks)
    assert all(section.blocks for section in article.sections)
    assert all(section.heading for section in article.sections[1:])


@settings(deadline=None)
@given(TEXTS)
def test_every_question_stands_where_it_says(text):
    """The core is in its sentence, and the sentence in its section, or in its heading."""
    article = read(text)
    if article is None:
        return

    for question in article.questions:
        assert question.text in question.sentence
        place = article.sections[question.section] if question.section is not None else None
        if question.source is QuestionSource.BODY:
            assert question.sentence in place.text
        else:
            assert question.sentence == (place.heading if place else article.title)


@settings(deadline=None)
@given(TEXTS)
def test_nothing_shown_is_longer_than_discord_allows(text):
    """Headings, questions and alternatives keep within their limits."""
    article = read(text)
    if article is None:
        return

    assert len(article.title) <= LONGEST_HEADING
    assert all(len(section.heading or "") <= LONGEST_HEADING for section in article.sections)
    for question in article.questions:
        assert 0 < len(question.shown) <= LONGEST_QUESTION
        assert all(0 < len(words) <= LONGEST_ALTERNATIVE for words in question.alternatives)
        assert bool(question.alternatives) == (question.kind is QuestionKind.EITHER_OR)


@settings(deadline=None)
@given(TEXTS, st.sampled_from(LANGUAGES))
def test_the_sentences_joined_give_the_text(text, language):
    """Cutting into sentences loses nothing, not even a space."""
    assert "".join(split_sentences(text, language)) == text


@settings(deadline=None)
@given(TEXTS)
def test_no_sentence_ends_inside_a_quotation_address_or_code(text):
    """Every cut leaves quotations, addresses, links and code whole."""
    position = 0
    inside = {at for start, end in listen(text).spans for at in range(start + 1, end)}
    for sentence in split_sentences(text, ENGLISH)[:-1]:
        position += len(sentence)

        assert position not in inside


@settings(deadline=None)
@given(TEXTS)
def test_reading_again_gives_the_same_article(text):
    """The same bytes are the same article, with the same fingerprint."""
    article = read(text)
    if article is not None:
        again = read(text)

        assert again == article
        assert again.revision == article.revision


@settings(deadline=None)
@given(st.text(alphabet=" \t\n.,-*#_\u200b\ufeff", max_size=50))
def test_a_text_without_words_is_refused(text):
    """Spaces, rules and punctuation alone are no article."""
    with pytest.raises(EmptyArticle) as refusal:
        read_article(text.encode(), name="blank.txt")

    assert refusal.value.name == "blank.txt"
