"""Presses under answers about discussions, however long ago those were given."""

from collections.abc import Mapping
from typing import Any

from discord.ext import commands

from bot.client import ColloquyBot
from bot.domain.ids import MemberId
from bot.services.access import Access
from bot.services.control import Control
from bot.ui.control import KEPT_ON
from bot.ui.control_keys import Key, Verb
from bot.ui.discussions import say_stopped, status_embeds
from bot.ui.history import show_history
from cogs.admission import Interaction, answered, require_organizer


class ControlPresses(commands.Cog):
    """An organizer who was asked, or turns a page."""

    def __init__(self, control: Control, access: Access) -> None:
        self._control = control
        self._access = access

    @commands.Cog.listener()
    async def on_interaction(self, interaction: Interaction) -> None:
        """Hear a press that is one of these."""
        data: Mapping[str, Any] = interaction.data or {}
        key = Key.parse(str(data.get("custom_id", "")))
        if key is not None:
            async with answered(interaction):
                await self._do(interaction, key)

    async def _do(self, interaction: Interaction, key: Key) -> None:
        guild_id = await require_organizer(interaction, self._access)
        match key.verb:
            case Verb.KEEP:
                await interaction.response.edit_message(content=KEPT_ON, view=None)
            case Verb.STOP_AND_CLOSE | Verb.STOP_AND_LEAVE:
                await interaction.response.defer()
                closes = key.verb is Verb.STOP_AND_CLOSE
                progress = await self._control.stop(
                    guild_id,
                    str(key.row),
                    close_polls=closes,
                    by=MemberId(interaction.user.id),
                )
                said = say_stopped(progress, close_polls=closes)
                embed, *_ = status_embeds(progress)
                await interaction.edit_original_response(content=said, embed=embed, view=None)
            case Verb.HISTORY:
                found, entries = await self._control.list_history(
                    guild_id, str(key.row) if key.row else None
                )
                embed, view = show_history(entries, discussion=found, page=key.page)
                await interaction.response.edit_message(embed=embed, view=view)


async def setup(client: ColloquyBot) -> None:
    """Add the listener; called by discord.py."""
    await client.add_cog(ControlPresses(client.services.control, client.services.access))
