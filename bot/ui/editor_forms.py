"""The editor's forms: what an organizer fills in, and what it says."""

from collections.abc import Mapping
from typing import Any

import discord

from bot.domain.adding import AddParagraphs, CorrectParagraph
from bot.domain.article import LONGEST_HEADING, LONGEST_QUESTION
from bot.domain.asking import SetOptions
from bot.domain.ballot import Option
from bot.domain.editing import Edit, Rename
from bot.domain.ids import QuestionId, SectionId
from bot.domain.library import KeptArticle
from bot.domain.option_words import parse_options
from bot.domain.poll import plan_poll
from bot.ui.editor_keys import Key, Verb, below
from bot.ui.forms import written_in
from bot.ui.limits import MODAL_TITLE, TEXT_INPUT
from bot.ui.markup import clip, in_code, plain
from bot.ui.speech import _

FIRST, SECOND = "first", "second"

_FORGOTTEN_AFTER_SECONDS = 900.0
_LONGEST_LINES = 3000
_LONGEST_LINE = 120
# Of a message's 2,000 characters; the rest is for why it was refused.
_ROOM_TO_GIVE_BACK = 1500


def form_for(key: Key, kept: KeptArticle, suggested: str = "") -> discord.ui.Modal:
    """Give the form a press asks for, filled with how things stand or with what is suggested."""
    preparation = kept.preparation
    match key.verb:
        case Verb.TITLE:
            return _title_form(key, kept)
        case Verb.RENAME:
            section = preparation.section(SectionId(key.number()))
            heading = _line(
                _("The section’s heading; empty for none"), section.heading, LONGEST_HEADING
            )
            return _form(key, _("Rename the section"), heading)
        case Verb.ADD:
            section = preparation.section(SectionId(key.number()))
            return _form(key, _("Add a question"), _words(None))
        case Verb.WRITE:
            preparation.section(SectionId(key.number()))
            return _form(key, _("Add a paragraph"), _paragraph(None))
        case Verb.FIX:
            text = plain(kept.text_of(-key.number(1)))[:TEXT_INPUT]
            return _form(key, _("Correct the paragraph"), _paragraph(text))
        case Verb.INDIRECT | Verb.ASK_ADDED:
            return _form(key, _("Add a question"), _words(suggested[:LONGEST_QUESTION] or None))
        case Verb.WORDS:
            question = preparation.question(QuestionId(key.number()))
            return _form(key, _("The question’s words"), _words(question.words))
        case _:
            question = preparation.question(QuestionId(key.number()))
            return _options_form(key, plan_poll(question).options)


def filled_in(data: Mapping[str, Any]) -> dict[str, str]:
    """Give what was written, by field, without what cannot be seen."""
    return {field: plain(text) for field, text in written_in(data).items()}


def edit_in(key: Key, written: Mapping[str, str], own_emoji: Mapping[str, str]) -> Edit | None:
    """Give the edit that a form asks for by itself; None where a question is to be read first.

    Raises what `parse_options` raises.
    """
    first = written.get(FIRST, "")
    match key.verb:
        case Verb.RENAME:
            return Rename(SectionId(key.number()), first)
        case Verb.WRITE:
            return AddParagraphs(SectionId(key.number()), below(key), first)
        case Verb.FIX:
            return CorrectParagraph(-key.number(1), first)
        case Verb.OPTIONS | Verb.ANSWERS:
            options = parse_options(first, written.get(SECOND, ""), own_emoji)
            return SetOptions(QuestionId(key.number()), options)
        case _:
            return None


def give_back(written: Mapping[str, str]) -> tuple[str, ...]:
    """Give somebody all they wrote, to copy it, as messages; none where they wrote nothing."""
    lines = "\n".join(text for text in written.values() if text.strip())
    first, *others = in_code(lines, _ROOM_TO_GIVE_BACK) or [""]
    return (_("What you wrote:\n{first}", first=first), *others) if first else ()


def _title_form(key: Key, kept: KeptArticle) -> discord.ui.Modal:
    title = discord.ui.TextInput[discord.ui.View](
        label=_("The article’s title"),
        custom_id=FIRST,
        default=kept.article.title[:LONGEST_HEADING],
        max_length=LONGEST_HEADING,
        required=True,
    )
    author = discord.ui.TextInput[discord.ui.View](
        label=_("Its author; empty for none"),
        custom_id=SECOND,
        default=(kept.article.author or "")[:LONGEST_HEADING] or None,
        max_length=LONGEST_HEADING,
        required=False,
    )
    return _form(key, _("Title and author"), title, author)


def _options_form(key: Key, options: tuple[Option, ...]) -> discord.ui.Modal:
    answers = [option for option in options if not option.neutral]
    neutral = [option for option in options if option.neutral]
    lines = discord.ui.TextInput[discord.ui.View](
        label=_("One to a line: an emoji, then words"),
        custom_id=FIRST,
        style=discord.TextStyle.paragraph,
        default=plain("\n".join(map(_option_line, answers)))[:_LONGEST_LINES],
        placeholder="✅ Yes",
        max_length=_LONGEST_LINES,
        required=True,
    )
    last = discord.ui.TextInput[discord.ui.View](
        label=_("Neutral, one to a line; never counted as no"),
        custom_id=SECOND,
        style=discord.TextStyle.paragraph,
        default="\n".join(map(_option_line, neutral)) or "❔ Unsure",
        max_length=_LONGEST_LINES,
        required=True,
    )
    return _form(key, _("The poll’s options"), lines, last)


def _option_line(option: Option) -> str:
    return f"{option.emoji} {option.label}"


def _words(words: str | None) -> discord.ui.TextInput[discord.ui.View]:
    return _field(_("The question, as members will read it"), words, LONGEST_QUESTION)


def _paragraph(text: str | None) -> discord.ui.TextInput[discord.ui.View]:
    return _field(_("Each line becomes a paragraph of its own"), text, TEXT_INPUT)


def _field(label: str, default: str | None, most: int) -> discord.ui.TextInput[discord.ui.View]:
    return discord.ui.TextInput(
        label=label,
        custom_id=FIRST,
        style=discord.TextStyle.paragraph,
        default=default,
        max_length=most,
        required=True,
    )


def _line(label: str, default: str | None, most: int) -> discord.ui.TextInput[discord.ui.View]:
    return discord.ui.TextInput(
        label=label, custom_id=FIRST, default=default, max_length=most, required=False
    )


def _form(key: Key, title: str, *fields: discord.ui.TextInput[discord.ui.View]) -> discord.ui.Modal:
    modal = discord.ui.Modal(
        title=clip(title, MODAL_TITLE), custom_id=str(key), timeout=_FORGOTTEN_AFTER_SECONDS
    )
    for field in fields:
        modal.add_item(field)
    return modal
