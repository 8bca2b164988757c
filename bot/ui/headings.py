"""What a section and its thread are called."""

from typing import Final

from bot.domain.thread_name import fill
from bot.ui.limits import THREAD_NAME, length
from bot.ui.markup import clip
from bot.ui.speech import N_, _

# A section without a heading stands at the article's beginning.
OPENING: Final = N_("Opening")


def unheaded(number: int) -> str:
    """Name a section without a heading, by its number counted from 1; 0 is one without any."""
    return _("Part {number}", number=number) if number > 1 else _(OPENING)


def thread_name(
    template: str | None, *, number: int, of: int, heading: str | None, title: str
) -> str:
    """Name a section's thread by its template, without one by its heading, else by the title.

    Long headings and titles are cut so that the rest of the template still stands.
    """
    if template is None:
        return clip(heading or title, THREAD_NAME) or _(OPENING)
    values = {"number": str(number), "of": str(of), "heading": "", "title": ""}
    long = {"heading": heading or unheaded(number), "title": title}
    times = sum(template.count(f"{{{field}}}") for field in long)
    room = (THREAD_NAME - length(fill(template, values))) // max(times, 1)
    values |= {field: clip(words, max(room, 1)) for field, words in long.items()}
    return clip(fill(template, values), THREAD_NAME) or _(OPENING)
