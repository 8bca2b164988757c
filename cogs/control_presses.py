"""Presses under answers about discussions, however long ago those were given."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from discord.ext import commands

from bot.client import ColloquyBot, refuse
from bot.domain.ids import DraftId, GuildId, MemberId
from bot.domain.progress import Progress
from bot.errors import DraftStale, RedatingStale
from bot.services.services import Services
from bot.ui.control import KEPT_ON, say_taken_in
from bot.ui.control_keys import Key, Verb
from bot.ui.discussions import say_resumed, say_started, say_stopped, status_embeds
from bot.ui.draft_terms import chosen_terms
from bot.ui.history import show_history
from bot.ui.plans import GIVEN_UP, show_plan
from bot.ui.redating import ask_to_reschedule, say_rescheduled
from bot.ui.speech import _
from cogs.admission import Interaction, answered, require_organizer
from cogs.starting import notes_of

_AS_IT_IS: Mapping[str, Any] = MappingProxyType({})


class ControlPresses(commands.Cog):
    """An organizer who was asked, or turns a page."""

    def __init__(self, services: Services) -> None:
        self._control = services.control
        self._drafting = services.drafting
        self._starting = services.starting
        self._steering = services.steering
        self._rescheduling = services.rescheduling
        self._access = services.access

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
                await interaction.response.edit_message(content=_(KEPT_ON), embed=None, view=None)
            case Verb.REDATE:
                await interaction.response.defer()
                await self._redate(interaction, guild_id, key)
            case Verb.RESUME | Verb.TAKE_IN:
                await interaction.response.defer()
                by = MemberId(interaction.user.id)
                progress, said = await self._go_ahead(guild_id, key, by)
                embed, *_others = status_embeds(progress)
                await interaction.edit_original_response(content=said, embed=embed, view=None)
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
                embed, *_others = status_embeds(progress)
                await interaction.edit_original_response(content=said, embed=embed, view=None)
            case Verb.PAGE | Verb.LOOK:
                await interaction.response.defer()
                await self._show(interaction, guild_id, key)
            case Verb.CLOSING | Verb.PLACEMENT | Verb.INDEX_ON | Verb.INDEX_OFF:
                await interaction.response.defer()
                terms = chosen_terms(key.verb, interaction.data or {})
                await self._show(interaction, guild_id, key, terms)
            case Verb.START:
                await interaction.response.defer()
                await self._start(interaction, guild_id, key)
            case Verb.CANCEL:
                await self._starting.cancel(guild_id, DraftId(key.row))
                await interaction.response.edit_message(content=_(GIVEN_UP), embed=None, view=None)
            case Verb.HISTORY:
                found, entries = await self._control.list_history(
                    guild_id, str(key.row) if key.row else None
                )
                embed, view = show_history(entries, discussion=found, page=key.page)
                await interaction.response.edit_message(embed=embed, view=view)

    async def _go_ahead(self, guild_id: GuildId, key: Key, by: MemberId) -> tuple[Progress, str]:
        """Do what somebody was shown the outcome of; give how it stands then, and what to say."""
        row = str(key.row)
        match key.verb:
            case Verb.RESUME:
                progress = await self._control.resume(guild_id, row, by=by)
                return progress, say_resumed(progress)
            case _:
                progress, post = await self._steering.take_in(guild_id, row, f"#{key.page}", by=by)
                return progress, say_taken_in(progress, post)

    async def _show(
        self,
        interaction: Interaction,
        guild_id: GuildId,
        key: Key,
        terms: Mapping[str, Any] = _AS_IT_IS,
    ) -> None:
        """Show a draft as things stand now, with other terms where some were chosen."""
        plan = await self._drafting.look(guild_id, DraftId(key.row), terms=terms)
        embed, view = show_plan(plan, notes_of(plan), page=key.page)
        await interaction.edit_original_response(content=None, embed=embed, view=view)

    async def _redate(self, interaction: Interaction, guild_id: GuildId, key: Key) -> None:
        """Have another schedule hold, or show it anew where it would not do what was shown."""
        draft_id, by = DraftId(key.row), MemberId(interaction.user.id)
        try:
            progress, redating = await self._rescheduling.confirm(guild_id, draft_id, by=by)
        except RedatingStale as error:
            redating = await self._rescheduling.look(guild_id, draft_id)
            embed, view = ask_to_reschedule(redating, notes_of(redating))
            await interaction.edit_original_response(embed=embed, view=view)
            await refuse(interaction, error)
            return
        said = say_rescheduled(progress, redating)
        embed, *_others = status_embeds(progress)
        await interaction.edit_original_response(content=said, embed=embed, view=None)

    async def _start(self, interaction: Interaction, guild_id: GuildId, key: Key) -> None:
        """Begin a draft, or show it anew where it would not run as it was shown."""
        try:
            progress = await self._starting.confirm(
                guild_id, DraftId(key.row), by=MemberId(interaction.user.id)
            )
        except DraftStale as error:
            await self._show(interaction, guild_id, key)
            await refuse(interaction, error)
            return
        embed, *_others = status_embeds(progress)
        await interaction.edit_original_response(
            content=say_started(progress), embed=embed, view=None
        )


async def setup(client: ColloquyBot) -> None:
    """Add the listener; called by discord.py."""
    await client.add_cog(ControlPresses(client.services))
