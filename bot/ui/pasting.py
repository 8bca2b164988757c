"""The form a text is pasted into; what for stands in its custom id, so it outlives a restart."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final, Self

import discord

from bot.domain.article import LONGEST_HEADING
from bot.domain.ids import ArticleId
from bot.ui.forms import written_in
from bot.ui.limits import MODAL_TITLE, TEXT_INPUT
from bot.ui.markup import clip
from bot.ui.speech import N_, _, number

_FORM: Final = re.compile(r"paste:1:(?:add|update:(?P<article>\d{1,18}))")
_TITLE: Final = "title"
_PARTS: Final = ("text", "more", "still-more", "last")
_LABELS: Final = (N_("The text"), N_("More of it"), N_("Still more"), N_("The rest of it"))


@dataclass(frozen=True, slots=True)
class PasteKey:
    """What is pasted: the text of a new article, or the corrected one of `article_id`."""

    article_id: ArticleId | None = None

    def __str__(self) -> str:
        return "paste:1:add" if self.article_id is None else f"paste:1:update:{self.article_id}"

    @classmethod
    def parse(cls, custom_id: str) -> Self | None:
        """Read a custom id; None if it is none of a form to paste into."""
        found = _FORM.fullmatch(custom_id)
        if found is None:
            return None
        return cls(ArticleId(int(found["article"])) if found["article"] else None)


def paste_form(key: PasteKey, title: str = "") -> discord.ui.Modal:
    """Give the form; `title` is the article's where there is one, and stays unless changed."""
    heading = _("Update {title}", title=title) if key.article_id else _("Add an article")
    modal = discord.ui.Modal(title=clip(heading, MODAL_TITLE), custom_id=str(key))
    modal.add_item(
        discord.ui.TextInput[discord.ui.View](
            label=_("Title, if the text does not begin with it"),
            custom_id=_TITLE,
            default=clip(title, LONGEST_HEADING) or None,
            max_length=LONGEST_HEADING,
            required=False,
        )
    )
    for custom_id, label in zip(_PARTS, _LABELS, strict=True):
        modal.add_item(
            discord.ui.TextInput[discord.ui.View](
                label=_(
                    "{label}, up to {most} characters", label=_(label), most=number(TEXT_INPUT)
                ),
                custom_id=custom_id,
                style=discord.TextStyle.paragraph,
                placeholder=_("Plain text, Markdown or the HTML of a page")
                if custom_id == _PARTS[0]
                else _("Where the text above breaks off, it goes on here"),
                max_length=TEXT_INPUT,
                required=custom_id == _PARTS[0],
            )
        )
    modal.stop()  # heard by its custom id: discord.py need not keep it
    return modal


def pasted_in(data: Mapping[str, Any]) -> tuple[str, list[str]]:
    """Give the title and the parts of the text that were pasted, in order."""
    written = written_in(data)
    return written.get(_TITLE, ""), [written.get(custom_id, "") for custom_id in _PARTS]


def say_field_was_full() -> str:
    """Say that the last field had no room left, so that the text may go on where it was cut off."""
    return _(
        "The last field is full to its last character: if the text went on, its end is not here. "
        "Compare the last section; `/article update` with the text as a file takes it whole."
    )


def give_text_back(text: bytes) -> discord.File:
    """Give somebody the text they pasted, so that it is not lost with a refusal."""
    return discord.File(BytesIO(text), filename="pasted-text.txt")
