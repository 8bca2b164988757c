"""A question with two buttons: do it, or leave it."""

from collections.abc import Awaitable, Callable
from typing import Any

import discord

_PATIENCE_SECONDS = 180.0

Press = discord.Interaction[Any]


class _Button(discord.ui.Button["Confirmation"]):
    def __init__(
        self, label: str, style: discord.ButtonStyle, press: Callable[[Press], Awaitable[None]]
    ) -> None:
        super().__init__(label=label, style=style)
        self._press = press

    async def callback(self, interaction: Press) -> None:
        await self._press(interaction)


class Confirmation(discord.ui.View):
    """Does something when the one button is pressed; takes its buttons away when all is said."""

    def __init__(
        self, *, do: str, leave: str, left: str, confirmed: Callable[[Press], Awaitable[str]]
    ) -> None:
        super().__init__(timeout=_PATIENCE_SECONDS)
        self._left = left
        self._confirmed = confirmed
        self._asked: discord.InteractionMessage | discord.WebhookMessage | None = None
        self._add(do, discord.ButtonStyle.danger, self._do)
        self._add(leave, discord.ButtonStyle.secondary, self._leave)

    def _add(
        self, label: str, style: discord.ButtonStyle, press: Callable[[Press], Awaitable[None]]
    ) -> None:
        self.add_item(_Button(label, style, press))

    def asked_in(self, message: discord.WebhookMessage) -> None:
        """Remember the message that bears the buttons, to tidy it up in the end."""
        self._asked = message

    async def _do(self, interaction: Press) -> None:
        self.stop()
        await interaction.response.defer()
        said = await self._confirmed(interaction)
        await interaction.edit_original_response(content=said, view=None)

    async def _leave(self, interaction: Press) -> None:
        self.stop()
        await interaction.response.edit_message(content=self._left, view=None)

    async def on_timeout(self) -> None:
        """Take the buttons away: they do nothing any more."""
        if self._asked is not None:
            await self._asked.edit(content=self._left, view=None)

    async def on_error(self, interaction: Press, error: Exception, item: Any) -> None:
        """Say what went wrong as for any command."""
        del item
        await interaction.client.tree.on_error(interaction, error)
