"""What is said when a discussion pack is handed out, and when one is taken in."""

from dataclasses import replace

import pytest

from bot.domain.adding import AddParagraphs
from bot.domain.editing import LeaveOut
from bot.domain.pack import pack, unpack
from bot.errors import PackWithoutText
from bot.ui.packs import say_packed, say_taken_in
from tests.builders import make_kept


def edited(kept, *edits):
    """Give the article after some edits."""
    for edit in edits:
        kept = replace(kept, preparation=edit.apply(kept.preparation))
    return kept


def test_added_paragraphs_are_said_to_stay_behind():
    """Only where there are any: they are text, of which a pack has none."""
    kept = make_kept()
    added = edited(kept, AddParagraphs(0, None, "A note."))

    assert "Paragraphs that you added" not in say_packed(kept)
    assert "Paragraphs that you added" in say_packed(added)
    assert "sections are skipped" not in say_packed(added)


def test_a_section_of_nothing_but_added_paragraphs():
    """Who hands the pack out is told, and so is who takes it in: there the section is skipped."""
    kept = make_kept()
    only_mine = edited(kept, AddParagraphs(1, 1, "A note."), LeaveOut(1, left_out=True))
    assert "no other text: 2. Part 2." in say_packed(only_mine)

    given = pack(only_mine, None)
    taken = replace(kept, preparation=unpack(given, kept, [], {}))
    assert [one.heading for one in taken.preparation.series] == ["Part 1"]
    assert "a pack has no text: 2. Part 2." in say_taken_in(taken, given)
    assert kept.compose(kept.preparation.sections[1]).blocks

    written = edited(kept, AddParagraphs(1, 1, "My own."))
    whole = replace(written, preparation=unpack(given, written, [], {}))
    assert len(whole.preparation.series) == 2
    assert "a pack has no text" not in say_taken_in(whole, given)


def test_a_pack_of_nothing_but_added_paragraphs():
    """Nothing would be left to post, so it is refused."""
    kept = make_kept()
    edits = [LeaveOut(at, left_out=True) for at in (0, 1)]
    given = pack(edited(kept, AddParagraphs(0, 0, "A note."), *edits), None)

    with pytest.raises(PackWithoutText):
        unpack(given, kept, [], {})
