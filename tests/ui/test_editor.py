"""The editor's screens: whatever the article, they fit, and every press says what it is for."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.adding import AddParagraphs
from bot.domain.article import QuestionKind, QuestionSource
from bot.domain.asking import SetOptions
from bot.domain.ballot import Option
from bot.domain.editing import LeaveOut, Skip
from bot.domain.library import Version
from bot.domain.usage import Usage
from bot.services.advice import advise
from bot.ui.editor import show
from bot.ui.editor_forms import filled_in, form_for, give_back
from bot.ui.editor_keys import (
    ASKING,
    BEGINNING,
    FORMS,
    Key,
    Verb,
    below,
    below_in,
    edit_of,
    line_of,
    where,
)
from bot.ui.editor_screens import HOME, Screen, screen_of
from bot.ui.limits import (
    BUTTON_LABEL,
    EMBED_DESCRIPTION,
    EMBED_TITLE,
    MESSAGE_CONTENT,
    SELECT_OPTION,
    length,
)
from bot.ui.markup import plain
from tests.builders import make_article, make_kept, make_open_poll, make_question, make_section

HOSTILE = "*<@1>* `x` " + "𝕳\u202e" * 140
SCREENS = [
    HOME,
    Screen(page=2),
    Screen(page=99),
    Screen(section_id=0),
    Screen(section_id=59),
    Screen(section_id=0, paragraphs=True, page=1),
    Screen(question_id=100),
    Screen(question_id=129),
    Screen(offered=True),
    Screen(offered=True, page=1),
    Screen(section_id=0, page=1),
    Screen(question_id=101, page=3),
    Screen(section_id=0, paragraphs=True, below=30),
    Screen(section_id=0, paragraphs=True, below=-3),
    Screen(section_id=0, adding=True),
    Screen(section_id=0, adding=True, below=3, page=1),
    Screen(section_id=0, adding=True, below=-2),
    Screen(section_id=0, adding=True, below=777),
    Screen(section_id=0, added=-2),
    Screen(section_id=0, added=-777),
    Screen(lines=True),
    Screen(lines=True, page=1),
    Screen(line=3),
    Screen(line=28, page=1),
    Screen(line=777),
    Screen(advice=True),
    Screen(advice=True, page=2, choices_page=1),
    Screen(advice=True, done=True, question_id=101),
    Screen(section_id=777),
    Screen(question_id=777),
]


def make_worst():
    """Make an article of sixty sections, the first of which is long and asks much."""
    first = make_section(HOSTILE[:256], *[f"{at} {HOSTILE}" for at in range(40)])
    others = [make_section(f"{at} {HOSTILE}"[:256], HOSTILE) for at in range(59)]
    questions = tuple(
        make_question(QuestionKind.WH, section=0, text=f"{at} {HOSTILE}"[:299] + "?")
        for at in range(29)
    )
    title = make_question(section=None, text="Title?", source=QuestionSource.HEADING)
    dropped = tuple(f"{at} {HOSTILE} {'x' * 3000}" for at in range(30))
    kept = make_kept(
        replace(
            make_article(),
            sections=(first, *others),
            questions=(*questions, title),
            dropped=dropped,
        )
    )
    options = tuple(
        Option(position=at, label=f"{at} {HOSTILE}"[:100], emoji=f"<:name{at}:{10**17 + at}>")
        for at in range(20)
    )
    preparation = SetOptions(101, options).apply(kept.preparation)
    preparation = Skip(5, skipped=True).apply(LeaveOut(27, left_out=True).apply(preparation))
    preparation = AddParagraphs(0, 0, "\n".join([HOSTILE] * 30)).apply(preparation)
    version = Version(number=10**8, edit="MoveSection", made_by=7, undo_to=3, redo_to=4)
    usage = Usage(
        posted={0: 10**18},
        open_polls={100: tuple(make_open_poll(at) for at in range(30))},
        voted_on=frozenset({5}),
    )
    return replace(kept, article_id=10**17, preparation=preparation, version=version), usage


@pytest.mark.parametrize("screen", SCREENS, ids=str)
async def test_fits_whatever_the_article(screen):
    """Five rows of five, short labels, ids that differ and can be read again."""
    kept, usage = make_worst()

    embed, view = show(kept, usage, screen, advise(kept) if screen.advice else ())

    assert 0 < length(embed.title) <= EMBED_TITLE
    assert length(embed.description) <= EMBED_DESCRIPTION
    assert "<@1>" not in embed.description.replace("\\<@1>", "").replace("<\\@1>", "")
    rows = view.to_components()
    assert 0 < len(rows) <= 5
    items = [item for row in rows for item in row["components"]]
    assert len({item["custom_id"] for item in items}) == len(items)
    for item in items:
        assert len(item["custom_id"]) <= 100
        assert Key.parse(item["custom_id"]) is not None
        assert length(item.get("label", "")) <= BUTTON_LABEL
        for option in item.get("options", ()):
            assert 0 < length(option["label"]) <= SELECT_OPTION
            assert length(option.get("description") or "") <= SELECT_OPTION
        assert 1 <= len(item.get("options", ["one"])) <= 25


async def test_an_untouched_article():
    """There is nothing to undo, and nothing is said of discussions."""
    kept = make_kept()

    embed, view = show(kept, Usage(), HOME)

    labels = [getattr(item, "label", None) for item in view.children]
    assert not any(label and label.startswith(("↩", "↪")) for label in labels)
    assert "Nothing of it is public" in embed.description


async def test_a_merge_with_what_is_skipped_is_told_beforehand():
    """On either side of it, and not where both are posted."""
    sections = tuple(make_section(f"Part {at}", f"Words {at}.") for at in range(4))
    kept = make_kept(replace(make_article(), sections=sections, questions=()))
    kept = replace(kept, preparation=Skip(2, skipped=True).apply(kept.preparation))

    told = [show(kept, Usage(), Screen(section_id=at))[0].description for at in range(4)]

    assert ["has both posted" in words for words in told] == [False, True, True, False]


@given(
    st.builds(
        Key,
        article_id=st.integers(0, 10**17),
        seen=st.integers(0, 10**8),
        verb=st.sampled_from(Verb),
        args=st.lists(st.integers(0, 10**17), max_size=3).map(tuple),
    ),
    st.text(max_size=5),
)
@settings(max_examples=60)
def test_a_key_is_read_as_it_was_written(key, chosen):
    """Any key survives its way through Discord, and any value chosen does no harm."""
    assert Key.parse(str(key)) == key
    assert screen_of(key, chosen)
    edit = edit_of(key, chosen)
    assert edit is None or edit.apply
    assert line_of(key, chosen) is None or edit is None


@pytest.mark.parametrize("place", [None, 0, 7, -1, -50])
def test_a_place_is_read_as_it_was_written(place):
    """In a key and as a choice."""
    key = Key(article_id=1, seen=1, verb=Verb.WRITE, args=(3, *where(place)))
    parsed = Key.parse(str(key))
    assert parsed is not None
    assert below(parsed) == place
    assert below_in(BEGINNING if place is None else str(place)) == place


@pytest.mark.parametrize(
    "custom_id",
    ["", "edit:1", "edit:2:1:1:home", "edit:1:1:1:burn", "edit:1:1:1:home:x", "poll:1:1"],
)
def test_other_ids_are_none_of_the_editors(custom_id):
    """What other parts of the bot, or another version, have sent is left alone."""
    assert Key.parse(custom_id) is None


@pytest.mark.parametrize("verb", sorted(FORMS))
async def test_forms_open_filled(verb):
    """Each form fits, however long what it is filled with."""
    kept, _ = make_worst()
    for number in (0, 100, 101):
        is_section = verb in {Verb.RENAME, Verb.ADD, Verb.WRITE, Verb.FIX, *ASKING}
        if is_section == (number == 0):
            key = Key(article_id=1, seen=1, verb=verb, args=(number, 3))
            form = form_for(key, kept, HOSTILE * 2).to_dict()

            assert 0 < len(form["title"]) <= 45
            fields = [row["components"][0] for row in form["components"]]
            assert all(len(field["label"]) <= 45 for field in fields)
            assert all(len(field.get("value") or "") <= field["max_length"] for field in fields), (
                number
            )


def test_what_was_written_is_read_and_given_back():
    """Both shapes of fields are read, and nothing gets out of the block it is given back in."""
    data = {
        "components": [
            {"type": 1, "components": [{"custom_id": "first", "value": "One ``` two"}]},
            {"type": 18, "component": {"custom_id": "second", "value": None}},
        ]
    }

    written = filled_in(data)

    assert written == {"first": "One ``` two", "second": ""}
    (given_back,) = give_back(written)
    assert given_back.count("```") == 2
    assert give_back({"first": " "}) == ()


@given(st.text(max_size=3000) | st.text("`\u202e", max_size=3000), st.text(max_size=120))
@settings(max_examples=40, deadline=None)
def test_all_that_was_written_is_given_back(first, second):
    """However long and whatever it was, in messages that fit beside a refusal."""
    written = filled_in({"components": [{"components": [{"custom_id": "a", "value": first}]}]})

    messages = give_back({**written, "second": second})

    assert all(length(message) <= MESSAGE_CONTENT - 400 for message in messages)
    given_back = "".join(message.removeprefix("What you wrote:") for message in messages)
    kept = given_back.replace("```", "").replace("\u200b", "")
    everything = "".join((written["a"], plain(second)) if second.strip() else (written["a"],))
    if written["a"].strip() or second.strip():
        assert "".join(kept.split()) == "".join(everything.split())
