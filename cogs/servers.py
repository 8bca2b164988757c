"""`/server`: what is set for a whole server."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import ColloquyBot
from bot.services.access import Access
from bot.ui.servers import say_organizers, show_server
from cogs.admission import Interaction, admit_manager, admit_organizer, reply


@app_commands.guild_only()
@app_commands.default_permissions(manage_guild=True)
class Servers(commands.GroupCog, name="server", description="Settings of this server"):
    """The server's settings."""

    def __init__(self, access: Access) -> None:
        self._access = access

    @app_commands.command()
    async def show(self, interaction: Interaction) -> None:
        """See who may organize discussions in this server."""
        guild_id = await admit_organizer(interaction, self._access)
        role_id = await self._access.get_organizer_role(guild_id)
        await reply(interaction, content=show_server(role_id))

    @app_commands.command()
    @app_commands.describe(role="Members with this role are organizers; leave it out to unset it")
    async def organizers(self, interaction: Interaction, role: discord.Role | None = None) -> None:
        """Set the role whose members may organize discussions, besides Manage Server."""
        guild_id = await admit_manager(interaction, self._access)
        role_id = role.id if role else None
        await self._access.set_organizer_role(guild_id, role_id)
        await reply(interaction, content=say_organizers(role_id))


async def setup(client: ColloquyBot) -> None:
    """Add the commands; called by discord.py."""
    await client.add_cog(Servers(client.services.access))
