"""The steps of `/server setup`, whichever is pressed, however long ago it was shown."""

from collections.abc import Mapping
from typing import Any

import discord
from discord.ext import commands

from bot.client import ColloquyBot
from bot.domain.guild import GuildSettings
from bot.domain.ids import GuildId, MemberId
from bot.domain.time_zone import find_time_zones, meant_time_zone
from bot.services.access import Access
from bot.services.setup import Setup
from bot.ui.editor_forms import filled_in
from bot.ui.server_setup import (
    SETTING,
    TYPED,
    Key,
    Step,
    Verb,
    chosen_value,
    step_content,
    step_view,
    zone_form,
)
from cogs.admission import Interaction, answered, require_manager


class ServerSetup(commands.Cog):
    """An admin on the way through the settings."""

    def __init__(self, settings: Setup, access: Access) -> None:
        self._settings = settings
        self._access = access

    @commands.Cog.listener()
    async def on_interaction(self, interaction: Interaction) -> None:
        """Hear a press or a form that is the setup's."""
        data: Mapping[str, Any] = interaction.data or {}
        key = Key.parse(str(data.get("custom_id", "")))
        if key is not None:
            async with answered(interaction):
                await self._go(interaction, key, data)

    async def _go(self, interaction: Interaction, key: Key, data: Mapping[str, Any]) -> None:
        guild_id = await require_manager(interaction, self._access)
        is_form = interaction.type is discord.InteractionType.modal_submit
        if key.verb is Verb.TYPE and not is_form:
            await interaction.response.send_modal(zone_form())
            return
        if is_form:
            await self._search(interaction, guild_id, filled_in(data).get(TYPED, ""))
            return
        step, settings = key.step, await self._settings.get(guild_id)
        if key.verb is not Verb.GO:
            value = chosen_value(step, data) if key.verb is Verb.CHOOSE else None
            settings = await self._set(guild_id, step, value, by=MemberId(interaction.user.id))
            step = step.following
        await interaction.response.edit_message(
            content=step_content(step, settings), view=step_view(step, settings)
        )

    async def _search(self, interaction: Interaction, guild_id: GuildId, typed: str) -> None:
        """Offer the time zones that somebody may mean; raises `UnknownTimeZone` for none."""
        found = find_time_zones(typed) or (meant_time_zone(typed),)
        settings = await self._settings.get(guild_id)
        await interaction.response.edit_message(
            content=step_content(Step.ZONE, settings), view=step_view(Step.ZONE, settings, found)
        )

    async def _set(
        self, guild_id: GuildId, step: Step, value: object, *, by: MemberId
    ) -> GuildSettings:
        # The steps post nothing, not even into the log channel that one of them sets.
        return await self._settings.change(guild_id, by=by, told=False, **{SETTING[step]: value})


async def setup(client: ColloquyBot) -> None:
    """Add the listener; called by discord.py."""
    await client.add_cog(ServerSetup(client.services.setup, client.services.access))
