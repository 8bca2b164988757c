"""Where the editor's presses lead: one stays on the page one was on, and never beyond the last."""

from dataclasses import replace

import pytest

from bot.domain.adding import LONGEST_ADDED, AddParagraphs, RemoveParagraph
from bot.domain.library import Version
from bot.domain.usage import Usage
from bot.services.advice import advise
from bot.ui.editor import show
from bot.ui.editor_keys import Key, Verb
from bot.ui.editor_screens import HOME, Screen, screen_of
from bot.ui.limits import TEXT_INPUT
from tests.builders import make_article, make_kept, make_section

SENTENCE = "It remains unclear whether the council will pay for"


@pytest.fixture
def kept():
    """Give an article of three pages of paragraphs, lines and suggestions, edited once."""
    words = [f"{SENTENCE} lamp {at} in street {at}." for at in range(60)]
    dropped = tuple(f"Line {at}" for at in range(40))
    article = replace(
        make_article(), sections=(make_section("One", *words),), questions=(), dropped=dropped
    )
    version = Version(number=4, edit="Merge", made_by=7, undo_to=3, redo_to=2)
    return replace(make_kept(article), version=version)


def keys(kept, screen):
    """Give what the buttons and selects of a screen carry."""
    suggestions = advise(kept) if screen.advice else ()
    return [
        Key.parse(item.custom_id) for item in show(kept, Usage(), screen, suggestions)[1].children
    ]


@pytest.mark.parametrize("page", [0, 1, 2])
@pytest.mark.parametrize(
    ("screen", "verbs"),
    [
        (Screen(advice=True), {Verb.INDIRECT, Verb.UNDO, Verb.REDO}),
        (Screen(lines=True), {Verb.UNDO, Verb.REDO}),
        (Screen(section_id=0, paragraphs=True), {Verb.LEAVE_OUT, Verb.UNDO, Verb.REDO}),
    ],
    ids=["suggestions", "lines", "paragraphs"],
)
async def test_the_page_stays(kept, screen, verbs, page):
    """What is done on a page, or taken back there, leads to that page again."""
    screen = replace(screen, page=page)
    found = [key for key in keys(kept, screen) if key.verb in verbs]
    assert {key.verb for key in found} == verbs
    for key in found:
        assert replace(screen_of(key, "30"), done=False) == screen


async def test_an_added_paragraph_leads_back_to_its_page(kept):
    """From its own screen, by removing it, undoing and going back."""
    added = AddParagraphs(0, 50, "A note.").apply(kept.preparation)
    kept = replace(kept, preparation=added)
    back = Screen(section_id=0, paragraphs=True, page=2)
    screen = screen_of(next(key for key in keys(kept, back) if key.verb is Verb.LEAVE_OUT), "-1")
    assert screen == Screen(section_id=0, added=-1)
    found = {key.verb: key for key in keys(kept, screen)}
    for verb in (Verb.REMOVE, Verb.PARAGRAPHS, Verb.UNDO, Verb.REDO):
        assert screen_of(found[verb]) == back
    assert screen_of(found[Verb.FIX]) == screen


async def test_a_page_that_is_gone(kept):
    """Of paragraphs, lines and suggestions the last there is is shown instead."""
    for screen in (Screen(advice=True), Screen(lines=True), Screen(section_id=0, paragraphs=True)):
        suggestions = advise(kept) if screen.advice else ()
        first, last, beyond = (
            show(kept, Usage(), replace(screen, page=page), suggestions)[0].description
            for page in (0, 9, 99)
        )
        assert last == beyond != first


async def test_a_paragraph_that_is_gone(kept):
    """Its section's paragraphs are shown, not an empty screen nor the beginning."""
    added = AddParagraphs(0, 0, "A note.").apply(kept.preparation)
    gone = replace(kept, preparation=RemoveParagraph(-1).apply(added))
    listed = show(gone, Usage(), Screen(section_id=0, paragraphs=True))[0].description
    for screen in (Screen(section_id=0, added=-1), Screen(section_id=0, adding=True, below=-1)):
        assert show(gone, Usage(), screen)[0].description == listed
    assert show(gone, Usage(), HOME)[0].description != listed


async def test_a_paragraph_that_no_form_holds(kept):
    """It cannot be cut by a form that would hold but its beginning; that is said."""
    for length, fits in ((TEXT_INPUT, True), (LONGEST_ADDED, False)):
        added = AddParagraphs(0, 0, "x" * length).apply(kept.preparation)
        embed, view = show(
            replace(kept, preparation=added), Usage(), Screen(section_id=0, added=-1)
        )
        button = next(one for one in view.children if one.label.startswith("Correct"))
        assert button.disabled != fits
        assert ("too long for a form" in embed.description) != fits
