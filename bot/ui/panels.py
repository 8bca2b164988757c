"""Buttons and selects that carry all they mean in their custom ids; none is kept in memory."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import discord

from bot.ui.limits import BUTTON_LABEL, SELECT_OPTION, SELECT_OPTIONS
from bot.ui.markup import clip
from bot.ui.speech import _

_PAGE = "page:"
_PAGE_CHOSEN = re.compile(rf"{_PAGE}(?P<page>[0-9]{{1,4}})")

Item = discord.ui.Item[discord.ui.View]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a select's options."""

    value: int | str
    label: str
    description: str = ""
    chosen: bool = False


def button(
    label: str,
    custom_id: object,
    row: int,
    *,
    style: discord.ButtonStyle = discord.ButtonStyle.secondary,
    disabled: bool = False,
) -> Item:
    """Make a button."""
    return discord.ui.Button(
        label=clip(label, BUTTON_LABEL),
        custom_id=str(custom_id),
        row=row,
        style=style,
        disabled=disabled,
    )


def select(placeholder: str, custom_id: object, row: int, choices: Sequence[Choice]) -> Item:
    """Make a select of up to twenty-five choices."""
    return discord.ui.Select(
        placeholder=clip(placeholder, SELECT_OPTION),
        custom_id=str(custom_id),
        row=row,
        options=[
            discord.SelectOption(
                label=clip(choice.label, SELECT_OPTION) or "—",
                value=str(choice.value),
                description=clip(choice.description, SELECT_OPTION) or None,
                default=choice.chosen,
            )
            for choice in choices[:SELECT_OPTIONS]
        ],
    )


def paged(choices: Sequence[Choice], page: int) -> list[Choice]:
    """Give those choices of a select that stand on a page, counted from 0, and ways to others.

    Whoever hears of what was chosen asks `page_in` first.
    """
    if len(choices) <= SELECT_OPTIONS:
        return list(choices)
    room = SELECT_OPTIONS - 2
    page = max(min(page, (len(choices) - 1) // room), 0)
    shown = list(choices[page * room :][:room])
    if page:
        shown.insert(0, Choice(f"{_PAGE}{page - 1}", _("◀ Those before")))
    if (page + 1) * room < len(choices):
        shown.append(Choice(f"{_PAGE}{page + 1}", _("▶ Further ones")))
    return shown


def page_of(place: int, number: int) -> int:
    """Give the page on which `paged` shows the choice at a place among so many."""
    return 0 if number <= SELECT_OPTIONS else place // (SELECT_OPTIONS - 2)


def page_in(chosen: str) -> int | None:
    """Give the page that was chosen in place of a choice; None for a choice."""
    found = _PAGE_CHOSEN.fullmatch(chosen)
    return int(found["page"]) if found else None


def pressable_again(message: discord.Message | None) -> discord.ui.View | None:
    """Give what could be pressed under a message, to be put there again; None without one."""
    if message is None:
        return None
    view = discord.ui.View.from_message(message, timeout=None)
    view.stop()  # as below
    return view


def panel(items: Iterable[Item | None]) -> discord.ui.View:
    """Put items together; None stands for nothing."""
    view = discord.ui.View(timeout=None)
    for item in items:
        if item is not None:
            view.add_item(item)
    # Else discord.py would remember it for as long as the process lives.
    view.stop()
    return view
