"""What every screen of the editor is made from, and what all of them have: undo, redo, a foot."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

import discord

from bot.domain.ids import ChannelId
from bot.domain.length import PromptLength
from bot.domain.library import KeptArticle
from bot.domain.poll import PlannedPoll, plan_poll
from bot.domain.preparation import PreparedQuestion, PreparedSection
from bot.domain.usage import Usage
from bot.ui.bars import characters, others, polls
from bot.ui.editor_keys import Key, Verb
from bot.ui.editor_screens import Screen, back_to
from bot.ui.excerpts import posted_size
from bot.ui.headings import unheaded
from bot.ui.limits import EMBED_DESCRIPTION, SELECT_OPTIONS, length
from bot.ui.markup import clip, escape_within
from bot.ui.panels import Choice, Item, button, select
from bot.ui.polls import PRESSING, asks_how_pressing, words_of
from bot.ui.speech import N_, _

LONGEST_HEADING: Final = 80
LONGEST_QUESTION: Final = 200
_LONGEST_LABEL: Final = 40
_LONGEST_BEGINNING: Final = 90
_MOST_OPTIONS: Final = 8

LENGTHS: Final = {
    PromptLength.FULL: N_("Post the whole text"),
    PromptLength.OPENING: N_("Post each section’s opening and the link"),
    PromptLength.QUESTIONS: N_("Post the questions and the link"),
}
_EDITS: Final = {
    "Merge": N_("the merge"),
    "Fit": N_("the fit"),
    "Split": N_("the split"),
    "Cut": N_("the cuts"),
    "Rename": N_("the heading"),
    "Skip": N_("the skip"),
    "MoveSection": N_("the move"),
    "LeaveOut": N_("the paragraph"),
    "AddParagraphs": N_("the paragraph"),
    "CorrectParagraph": N_("the correction"),
    "RemoveParagraph": N_("the removal"),
    "Reword": N_("the words"),
    "ChangeKind": N_("the kind"),
    "SetOptions": N_("the options"),
    "AddQuestion": N_("the question"),
    "Ask": N_("the question"),
    "MoveQuestion": N_("the move"),
    "AskTwice": N_("the question"),
    "Pack": N_("the pack"),
    "Retitle": N_("the title"),
    "Update": N_("the update"),
}


def undo_words(edit: str) -> str:
    """Give what undoing an edit is called."""
    words = _EDITS.get(edit)
    return _("↩ Undo {edit}", edit=_(words)) if words else _("↩ Undo")


class Shown(NamedTuple):
    """What a message of the editor shows."""

    embed: discord.Embed
    view: discord.ui.View


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """An article on the table, and which part of it is looked at."""

    kept: KeptArticle
    usage: Usage
    screen: Screen

    def key(self, verb: Verb, *args: int) -> Key:
        """Give what a button of this article, as it is shown, carries."""
        return Key(
            article_id=self.kept.article_id, seen=self.kept.version.number, verb=verb, args=args
        )

    def embed(self, title: str, lines: Iterable[str]) -> discord.Embed:
        """Show as many lines as fit, above what is said at every screen's foot; all escaped."""
        foot = f"\n{self.foot()}"
        text = ""
        for line in lines:
            if length(f"{text}{line}\n…\n{foot}") > EMBED_DESCRIPTION:
                text += "…\n"
                break
            text += f"{line}\n"
        return discord.Embed(title=title, description=text + foot)

    def history(self, row: int, page: int = 0) -> tuple[Item | None, Item | None]:
        """Give the buttons for undoing and redoing, where there is something to.

        `page` is the one that is shown, or was, where the screen is of paragraphs or lines.
        """
        version, where = self.kept.version, back_to(self.screen, page)
        undo = redo = None
        if version.undo_to is not None:
            undo = button(undo_words(version.edit), self.key(Verb.UNDO, *where), row)
        if version.redo_to is not None:
            redo = button(_("↪ Redo"), self.key(Verb.REDO, *where), row)
        return undo, redo

    def name(self, section: PreparedSection) -> str:
        """Give a section's number and heading, as plain text."""
        place = self.kept.preparation.place_of(section.section_id)
        heading = clip(section.heading or "", LONGEST_HEADING)
        return f"{place + 1}. {heading or unheaded(place + 1)}"

    def heading(self, section: PreparedSection) -> str:
        """Give a section's number and heading, as Discord text."""
        place = self.kept.preparation.place_of(section.section_id)
        heading = escape_within(section.heading or "", LONGEST_HEADING)
        return f"{place + 1}. {heading or unheaded(place + 1)}"

    def state(self, section: PreparedSection) -> str:
        """Say how long a section is, what is asked in it, and whether it is out."""
        words = [characters(posted_size(self.kept, section, self.kept.length).characters)]
        words.append(polls(len(self.kept.preparation.posted_in(section))))
        if section.skipped:
            words.append(_("skipped"))
        if channel_id := self.usage.posted.get(section.section_id):
            words.append(_("posted in <#{channel_id}>", channel_id=channel_id))
        return " · ".join(words)

    def told_if_empty(self, section: PreparedSection) -> Iterator[str]:
        """Say that nothing is left to post of a section, and what to do."""
        if self.kept.preparation.is_left_out(section) and not section.skipped:
            yield ""
            yield _(
                "Every paragraph is left out. Skip the section, or include one again under "
                "**Paragraphs…**"
            )

    def missed_in(self, question: PreparedQuestion) -> ChannelId | None:
        """Give the channel in which a question came too late for its section."""
        return self.usage.missed_in(self.kept.preparation, question)

    def told_if_missed(self, questions: Iterable[PreparedQuestion]) -> Iterator[str]:
        """Say that some questions came too late for their section, and what to do."""
        missed = filter(None, map(self.missed_in, questions))
        if channel_id := next(missed, None):
            yield _(
                "**Not asked in <#{channel_id}>:** the section was posted or skipped there before. "
                "To have it asked, edit the question and put it in a section that is still to "
                "come, with **Ask it in another section…**",
                channel_id=channel_id,
            )

    def section(self) -> PreparedSection:
        """Give the section that is looked at; raise `SectionNotFound`."""
        if self.screen.section_id is None:
            raise AssertionError(self.screen)
        return self.kept.preparation.section(self.screen.section_id)

    def page(self, number: int, on_page: int = SELECT_OPTIONS) -> int:
        """Give the page that is looked at, of so many things."""
        return max(min(self.screen.page, (number - 1) // on_page), 0)

    def foot(self) -> str:
        """Say where the article is being discussed, and what edits do there."""
        if not self.usage.discussions:
            return _(
                "-# Nothing of it is public. See what would be posted with `/article preview`."
            )
        places = ", ".join(sorted({f"<#{one.channel_id}>" for one in self.usage.discussions}))
        return _(
            "-# Being discussed in {places}: edits reach what is not posted there yet.",
            places=places,
        )


def say_not_asked() -> str:
    """Say what becomes of questions in what is added."""
    return _(
        "Questions in added paragraphs are not asked by themselves; **Suggestions** offers them."
    )


def beginning(text: str, most: int = _LONGEST_BEGINNING) -> str:
    """Give how a paragraph begins, as Discord text."""
    return escape_within(text, most) or "—"


def page_buttons(
    desk: Desk, verb: Verb, args: tuple[int, ...], page: int, last: int, *, row: int
) -> list[Item]:
    """Give the ways to the pages beside; none where there is one page."""
    if last <= 0:
        return []
    # Both keys must differ, also where one of the buttons is disabled.
    return [
        button(_("◀ Page"), desk.key(verb, *args, max(page - 1, 0)), row, disabled=page == 0),
        button(_("Page ▶"), desk.key(verb, *args, page + 1), row, disabled=page >= last),
    ]


def length_select(desk: Desk, row: int) -> Item:
    """Ask how much of the text may be posted."""
    choices = [
        Choice(one, _(words), chosen=one is desk.kept.length) for one, words in LENGTHS.items()
    ]
    key = desk.key(Verb.LENGTH)
    return select(_("How much of the text may this server post?"), key, row, choices)


def say_length(chosen: PromptLength) -> str:
    """Confirm how much is posted from now on."""
    return _(
        "**{length}.** This holds for discussions that start from now on; `/discussion start` has "
        "a `length` of its own for a single one.",
        length=_(LENGTHS[chosen]),
    )


def question_line(question: PreparedQuestion) -> tuple[str, str]:
    """Give a question and its options as lines of Discord text."""
    words = escape_within(question.words, LONGEST_QUESTION)
    return words, options_line(plan_poll(question))


def options_line(planned: PlannedPoll) -> str:
    """Give a poll's options on a line."""
    asks = f"{_(PRESSING)} " if asks_how_pressing(planned.options) else ""
    options = [
        f"{option.emoji} {escape_within(words_of(option), _LONGEST_LABEL)}"
        for option in planned.options[:_MOST_OPTIONS]
    ]
    if len(planned.options) > _MOST_OPTIONS:
        options.append(others(len(planned.options) - _MOST_OPTIONS))
    return f"{asks}{' · '.join(options)}"
