"""`/server`: what is set for a whole server."""

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import ColloquyBot
from bot.domain.ids import MemberId
from bot.domain.language import Language
from bot.domain.time_zone import meant_time_zone, read_names
from bot.services.access import Access
from bot.services.setup import Setup
from bot.ui.audience import Audience, let_on
from bot.ui.choices import Choices, language_choices, setting_choices, zone_choices
from bot.ui.server_setup import Step, step_content, step_view
from bot.ui.servers import say_organizers, say_set, show_server
from cogs.admission import Interaction, admit_manager, admit_organizer, reply
from cogs.channel_option import DiscussionChannel


@app_commands.guild_only()
@app_commands.default_permissions(manage_guild=True)
class Servers(commands.GroupCog, name="server", description="Settings of this server"):
    """The server's settings."""

    def __init__(self, settings: Setup, access: Access) -> None:
        self._settings = settings
        self._access = access

    @app_commands.command(extras=let_on(Audience.ADMIN))
    async def setup(self, interaction: Interaction) -> None:
        """Set this server up, one decision a step; nothing is posted."""
        guild_id = await admit_manager(interaction, self._access)
        settings = await self._settings.get(guild_id)
        view = step_view(Step.ZONE, settings)
        await reply(interaction, content=step_content(Step.ZONE, settings), view=view)

    @app_commands.command()
    async def show(self, interaction: Interaction) -> None:
        """See how this server is set up and who may organize discussions in it."""
        guild_id = await admit_organizer(interaction, self._access)
        await reply(interaction, content=show_server(await self._settings.get(guild_id)))

    @app_commands.command(name="set")
    @app_commands.describe(
        channel="Where discussions are held unless they name another channel",
        zone="The time zone in which times of day are meant; type a city",
        language="The language I speak in public",
        log_channel="Where I tell what was done and what went wrong",
        minimum_account_days="How many days old an account must be for its votes to count; 0: any",
        unset="Something to set no longer",
    )
    @app_commands.choices(language=language_choices(), unset=setting_choices())
    async def set_some(
        self,
        interaction: Interaction,
        channel: DiscussionChannel | None = None,
        zone: str | None = None,
        language: str | None = None,
        log_channel: discord.TextChannel | None = None,
        minimum_account_days: app_commands.Range[int, 0, 365] | None = None,
        unset: str | None = None,
    ) -> None:
        """Set some of this server's settings; the others stay."""
        guild_id = await admit_organizer(interaction, self._access)
        given: dict[str, Any] = {
            "channel_id": channel and channel.id,
            "time_zone": None if zone is None else meant_time_zone(zone),
            "language": None if language is None else Language(language),
            "log_channel_id": log_channel and log_channel.id,
            "minimum_account_days": minimum_account_days,
        }
        changes = {name: value for name, value in given.items() if value is not None}
        gone: dict[str, Any] = {} if unset is None else {unset: None}
        by = MemberId(interaction.user.id)
        settings = await self._settings.change(guild_id, by=by, **gone | changes)
        await reply(interaction, content=say_set(settings))

    @set_some.autocomplete("zone")
    async def offer_zones(self, interaction: Interaction, typed: str) -> Choices:
        """Offer time zones."""
        del interaction
        return zone_choices(typed)

    @app_commands.command(extras=let_on(Audience.ADMIN))
    @app_commands.describe(role="Members with this role are organizers; leave it out to unset it")
    async def organizers(self, interaction: Interaction, role: discord.Role | None = None) -> None:
        """Set the role whose members may organize discussions, besides Manage Server."""
        guild_id = await admit_manager(interaction, self._access)
        role_id = role.id if role else None
        by = MemberId(interaction.user.id)
        await self._settings.change(guild_id, by=by, organizer_role_id=role_id)
        await reply(interaction, content=say_organizers(role_id))


async def setup(client: ColloquyBot) -> None:
    """Add the commands; called by discord.py."""
    read_names()
    await client.add_cog(Servers(client.services.setup, client.services.access))
