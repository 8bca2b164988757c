"""Buttons and selects that carry all they mean in their custom ids; none is kept in memory."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import discord

from bot.ui.limits import BUTTON_LABEL, SELECT_OPTION, SELECT_OPTIONS
from bot.ui.markup import clip

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


def panel(items: Iterable[Item | None]) -> discord.ui.View:
    """Put items together; None stands for nothing."""
    view = discord.ui.View(timeout=None)
    for item in items:
        if item is not None:
            view.add_item(item)
    # Else discord.py would remember it for as long as the process lives.
    view.stop()
    return view
