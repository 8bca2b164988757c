"""`/help`: what there is to do, for everybody."""

from discord import app_commands
from discord.ext import commands

from bot.client import ColloquyBot
from bot.errors import NotOrganizer
from bot.services.access import Access
from bot.ui.help import help_embeds
from cogs.admission import Interaction, acknowledge, reply, require_organizer


class Help(commands.Cog):
    """The way into everything else."""

    def __init__(self, access: Access) -> None:
        self._access = access

    @app_commands.command()
    @app_commands.guild_only()
    async def help(self, interaction: Interaction) -> None:
        """See what you can do here: how to vote and, for organizers, every command."""
        await acknowledge(interaction)
        client = interaction.client
        organizer = await self._is_organizer(interaction)
        await reply(
            interaction,
            help_embeds(client.slash_commands, client.command_ids, organizer=organizer),
        )

    async def _is_organizer(self, interaction: Interaction) -> bool:
        try:
            await require_organizer(interaction, self._access)
        except NotOrganizer:
            return False
        return True


async def setup(client: ColloquyBot) -> None:
    """Add the command; called by discord.py."""
    await client.add_cog(Help(client.services.access))
