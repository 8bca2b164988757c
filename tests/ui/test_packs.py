"""What is said when a discussion pack is handed out."""

from dataclasses import replace

from bot.domain.adding import AddParagraphs
from bot.ui.packs import say_packed
from tests.builders import make_kept


def test_added_paragraphs_are_said_to_stay_behind():
    """Only where there are any: they are text, of which a pack has none."""
    kept = make_kept()
    preparation = AddParagraphs(0, None, "A note.").apply(kept.preparation)

    assert "Paragraphs that you added" not in say_packed(kept)
    assert "Paragraphs that you added" in say_packed(replace(kept, preparation=preparation))
