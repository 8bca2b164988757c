"""The editor: what an organizer sees of an article while putting it right, and what to press."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.library import KeptArticle
from bot.domain.suggestion import Suggestion
from bot.domain.usage import Usage
from bot.errors import NotFound
from bot.ui.editor_desk import Desk, Shown
from bot.ui.editor_lines import line_panel, lines_panel
from bot.ui.editor_paragraphs import added_panel, addition_panel, paragraphs_panel
from bot.ui.editor_questions import offered_panel, question_panel
from bot.ui.editor_screens import HOME, Screen
from bot.ui.editor_sections import home_panel, section_panel
from bot.ui.suggestions import suggestions_panel


def show(
    kept: KeptArticle, usage: Usage, screen: Screen, suggestions: Sequence[Suggestion] = ()
) -> Shown:
    """Show a screen of the editor, and all sections where what it would show is gone.

    `suggestions` are needed where the screen is of them.
    """
    try:
        if screen.block is not None:
            section_id = kept.preparation.section_with(screen.block).section_id
            screen = replace(screen, section_id=section_id)
        desk = Desk(kept=kept, usage=usage, screen=screen)
        return suggestions_panel(desk, suggestions) if screen.advice else _show(desk)
    except NotFound:
        return home_panel(Desk(kept=kept, usage=usage, screen=HOME))


def _show(desk: Desk) -> Shown:
    screen = desk.screen
    if screen.question_id is not None:
        return question_panel(desk)
    if screen.offered:
        return offered_panel(desk)
    if screen.lines or screen.line is not None:
        return lines_panel(desk) if screen.lines else line_panel(desk)
    if screen.section_id is None:
        return home_panel(desk)
    if screen.adding:
        return addition_panel(desk)
    if screen.added is not None:
        return added_panel(desk)
    return paragraphs_panel(desk) if screen.paragraphs else section_panel(desk)
