"""Whatever an article or a person says: no mention, no invitation, no masked link, nothing broken.

Held against a reader of Discord's text of its own (`discord_text.py`).
"""

from dataclasses import replace

import pytest
from discord.utils import format_dt
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.domain.adding import AddParagraphs
from bot.domain.article import Block, BlockKind, Section
from bot.domain.asking import SetOptions
from bot.domain.ballot import Option
from bot.domain.language import Language
from bot.domain.length import PromptLength
from bot.domain.suggestion import AskAdded
from bot.domain.usage import Usage
from bot.ui.editor import show
from bot.ui.editor_forms import give_back
from bot.ui.editor_screens import HOME, Screen
from bot.ui.excerpts import link_of, prompt_parts
from bot.ui.headings import thread_name
from bot.ui.markup import clip, escape, escape_label, escape_within, plain, render_parts
from bot.ui.packs import say_packed
from bot.ui.polls import poll_embed, results_embed
from bot.ui.previews import as_posted
from bot.ui.prompts import prompt_content, prompt_embed
from bot.ui.replies.phrases import quoted
from bot.ui.suggestions import previewed
from tests.builders import NOW, WEEK, make_article, make_kept, make_question
from tests.ui.discord_text import complain, see, words_of
from tests.ui.samples import REFERENCE, count, make_poll, make_post, make_prompt

WEEK_ON = NOW + WEEK
PIECES = [
    *r"\*_~|`[]()<>#@:&!/-+.019 aex",
    *("\n", "\n\n", "\t", "\u200b", "\u200d", "\u202e", "\u2066", "\u3164", "\ufeff", "\u00ad"),
    *(
        "@everyone",
        "@here",
        "@EVERYONE",
        "@e\u200dveryone",
        "@\u2060here",
        "<@1>",
        "<@!1>",
        "<@&1>",
    ),
    *("<#1>", "<:e:1>", "<a:e:1>", "<t:1:R>", "</go on:1>", "<id:home>"),
    *("||", "**", "__", "~~", "```", "```py\n", "``", "# ", "> ", ">>> ", "1. ", "-# ", "- ", "* "),
    *("https://example.org/a_b*c**d", "<https://example.org>", "https://x.example/[a](b)"),
    *("[x](https://evil.example)", "](https://evil.example)", "[https://bank.example", "[x]("),
    *(
        "discord.gg/abc",
        "https://discord.gg/abc",
        "https://DISCORD.com/invite/abc",
        "discord.gift/x",
    ),
    *(
        "https://discord%2Egg/abc",
        "https://ｄiscord.gg/abc",
        "<https://discord.gg/abc>",
        "discord.",
    ),
    *(
        "https://e.example/?to=discord.gg/abc",
        "<discord://-/invite/abc>",
        "<javascript:/x>",
        "gg/a",
    ),
    *("“Quoted.” ", "é", "👩🏽", "👩\u200d👧", "שלום", "مرحبا", "word ", "Is it so? ", "e\u0301"),
]
hostile = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)
blocks = st.lists(
    st.builds(
        lambda kind, text, times: Block(kind=kind, text=text * times),
        st.sampled_from(BlockKind),
        hostile | st.text(max_size=60),
        st.sampled_from([1, 1, 1, 30, 300]),
    ),
    max_size=5,
)


def without_marks(text):
    """Leave bullets aside, and what a link writes in another way."""
    for written, sign in (("%40", "@"), ("%5B", "["), ("%5D", "]"), ("%2A", "*")):
        text = text.replace(written, sign)
    return text.translate(str.maketrans("", "", "-*+•◦▪‣·●○■□➤►▶»–—\\"))


@settings(deadline=None, max_examples=300)
@given(hostile)
def test_escaped_text_shows_its_words_and_does_nothing(text):
    """A client shows the very characters, and nothing comes of them."""
    escaped = escape(text)

    assert complain(escaped) == []
    expected = "".join(plain(text).split())
    assert without_marks(words_of(escaped)) == without_marks(expected)


@settings(deadline=None, max_examples=150)
@given(hostile, st.integers(min_value=4, max_value=60))
def test_shortened_text_does_nothing(text, limit):
    """Wherever it is cut."""
    for short in (escape_within(text, limit), escape_label(text, limit)):
        assert complain(short) == []
    label, ours = escape_label(text, limit), "https://ours.example"
    assert complain(f"[{label}]({ours})", links=(ours,)) == []
    name = clip(text, limit)
    assert [one for one in complain(name) if one.startswith(("ping", "invitation", "unseen"))] == []


@settings(deadline=None, max_examples=150)
@example(
    [
        Block(kind=BlockKind.PARAGRAPH, text="<https://example.org/a_b*c**d"),
        Block(kind=BlockKind.QUOTE, text="0"),
    ]
)
@given(blocks)
def test_parts_are_whole_and_do_nothing(given_blocks):
    """Every part of a section stands by itself, and together they are the whole text."""
    parts = render_parts(Section(heading=None, blocks=tuple(given_blocks)))

    for part in parts:
        assert complain(part) == []
    shown = "".join(words_of(part) for part in parts)
    text = "".join("".join(plain(block.text).split()) for block in given_blocks)
    assert without_marks(shown) == without_marks(text)


@pytest.mark.parametrize(
    ("source", "link"),
    [
        ("https://example.org/a_b?c=d#e", "https://example.org/a_b?c=d#e"),
        ("https://example.org/(a)", "https://example.org/%28a%29"),
        ("https://example.org/año", "https://example.org/a%C3%B1o"),
        (
            "https://e.org/)[Free](https://evil.example",
            "https://e.org/%29%5BFree%5D%28https://evil.example",
        ),
        ("https://bank.example@evil.example/", None),
        ("https://discord.gg/abc", None),
        ("https://example.org/\n)[x](https://evil.example)", None),
        ("https://exämple.org/", None),
        ("javascript:alert(1)", None),
    ],
)
def test_where_an_article_is_from(source, link):
    """An address stays one link, or is none."""
    assert link_of(source) == link


ADDRESSES = st.sampled_from(
    [None, "https://e.org/)[x](https://evil.example", "https://e.org/**||`", "https://discord.gg/a"]
)


def make_hostile(text, source):
    """Make an article in which everything that can be said says this."""
    words = f"x{text}"
    section = Section(
        heading=words[:200],
        blocks=(
            Block(kind=BlockKind.PARAGRAPH, text=words),
            Block(kind=BlockKind.QUOTE, text=words),
        ),
    )
    question = make_question(text=f"{words[:250]}?")
    article = replace(
        make_article(),
        title=words,
        author=words,
        source=source,
        sections=(section, section),
        questions=(question,),
        dropped=(words,),
    )
    kept = make_kept(article)
    options = tuple(
        Option(position=at, label=words[:100], emoji=emoji) for at, emoji in enumerate("🍎🍐🍋")
    )
    preparation = SetOptions(kept.question_ids[0], options).apply(kept.preparation)
    return replace(kept, preparation=preparation)


def rendered(embed):
    """Give the texts of an embed in which markup is rendered."""
    return filter(None, (embed.title, embed.description))


def not_rendered(embed, view):
    """Give the texts of an embed and of what can be pressed in which no markup is rendered."""
    yield from filter(None, (embed.footer.text, embed.author.name))
    for row in view.to_components() if view else ():
        for item in row["components"]:
            yield item.get("label", "")
            for option in item.get("options", ()):
                yield from filter(None, (option["label"], option.get("description")))


def loud(text):
    """Give what in a text without markup does something all the same."""
    return [one for one in complain(text) if one.startswith(("ping", "invitation", "unseen"))]


@settings(deadline=None, max_examples=60)
@given(hostile, ADDRESSES)
def test_what_is_posted(text, source):
    """Prompts at every length, polls, results, the line on the section before, threads."""
    kept = make_hostile(text, source)
    section, ours = kept.preparation.sections[0], tuple(filter(None, [link_of(source)]))
    for prompt_length in PromptLength:
        for part in prompt_parts(kept, section, prompt_length):
            assert complain(part, links=ours) == []
    poll = make_poll(
        question=kept.preparation.questions[0].words,
        options=kept.preparation.questions[0].options,
        corrected_at=NOW,
    )
    counted = count(poll, 2, 1, 1)
    prompt = make_prompt(
        title=kept.article.title,
        author=kept.article.author,
        heading=section.heading,
        source=source,
        standing=counted,
    )
    embeds = [
        prompt_embed(prompt, reference=REFERENCE),
        poll_embed(poll, closes_at=NOW, reference=REFERENCE, tally=counted.tally),
        results_embed(make_post(), [counted], reference=REFERENCE),
    ]
    for embed in embeds:
        for said in rendered(embed):
            assert _besides_ours(said, poll) == []
        for said in not_rendered(embed, None):
            assert loud(said) == []
    assert _besides_ours(prompt_content(prompt), poll) == []
    for template in (None, "{number}/{of} {heading}", "{title}: {heading}"):
        named = {"number": 1, "of": 2, "heading": section.heading, "title": section.heading or ""}
        assert loud(thread_name(template, **named)) == []


@settings(deadline=None, max_examples=40)
@given(hostile, ADDRESSES)
def test_what_organizers_see(text, source):
    """The preview, the editor's screens, and what they are told."""
    kept = make_hostile(text, source)
    screens = [HOME, Screen(section_id=0), Screen(section_id=0, paragraphs=True)]
    shown = [show(kept, Usage(), screen) for screen in screens]
    shown.append(show(kept, Usage(), Screen(question_id=kept.question_ids[0])))
    note = AddParagraphs(0, 0, f"x{' '.join(text.split())}?")
    noted = replace(kept, preparation=note.apply(kept.preparation))
    screens = [
        Screen(section_id=0, paragraphs=True),
        Screen(section_id=0, added=-1),
        Screen(section_id=0, adding=True, below=-1),
        Screen(lines=True),
        Screen(line=0),
    ]
    shown += [show(noted, Usage(), screen) for screen in screens]
    shown.append(show(noted, Usage(), Screen(advice=True), [AskAdded(0, -1, text)]))
    embeds, view = previewed(kept, Usage(), ())
    shown += [*((embed, None) for embed in embeds), (embeds[0], view)]
    shown += [
        (embed, None)
        for _, embed in as_posted(
            kept, kept.preparation.sections[0].section_id, language=Language.ENGLISH, now=NOW
        )
    ]
    ours = tuple(filter(None, [link_of(source)]))
    for embed, pressable in shown:
        for said in rendered(embed):
            assert _tolerant(complain(said, links=ours)) == []
        for said in not_rendered(embed, pressable):
            assert loud(said) == []
    assert _tolerant(complain(say_packed(kept), links=ours)) == []
    assert _tolerant(complain(quoted(text))) == []
    for given_back in give_back({"first": text}):
        assert loud(given_back) == []
        assert see(given_back).fences == 1


def _besides_ours(said, poll):
    """Leave aside what we say ourselves, and where a poll stands."""
    link = f"https://discord.com/channels/{poll.guild_id}/{poll.channel_id}/{poll.message_id}"
    return _tolerant(complain(said, links=(link,)))


def _tolerant(complaints):
    """Leave aside bars in code, paragraphs struck out and instants, which are ours."""
    ours = {
        "` at work",
        "~~ at work",
        f"time {format_dt(NOW, 'R')}",
        f"time {format_dt(WEEK_ON, 'R')}",
    }
    return [one for one in complaints if one not in ours]
