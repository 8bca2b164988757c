"""`/help`: what there is to do, for everybody."""

from collections.abc import Collection

from discord import app_commands
from discord.ext import commands

from bot.client import ColloquyBot
from bot.errors import NotOrganizer
from bot.services.access import Access
from bot.ui.audience import Audience
from bot.ui.help import help_embeds
from cogs.admission import Interaction, acknowledge, reply, require_organizer


class Help(commands.Cog):
    """The way into everything else."""

    def __init__(self, access: Access) -> None:
        self._access = access

    @app_commands.command()
    @app_commands.guild_only()
    async def help(self, interaction: Interaction) -> None:
        """See what you can do here: how to vote, and every command that is yours to use."""
        await acknowledge(interaction)
        client = interaction.client
        asking = await self._audiences(interaction)
        await reply(interaction, help_embeds(client.every_command, client.command_ids, asking))

    async def _audiences(self, interaction: Interaction) -> Collection[Audience]:
        """Give all that somebody is, here."""
        may = interaction.permissions
        is_so = {
            Audience.MEMBER: True,
            Audience.MODERATOR: may.manage_messages,
            Audience.ORGANIZER: await self._is_organizer(interaction),
            Audience.ADMIN: may.manage_guild,
        }
        return [each for each, so in is_so.items() if so]

    async def _is_organizer(self, interaction: Interaction) -> bool:
        try:
            await require_organizer(interaction, self._access)
        except NotOrganizer:
            return False
        return True


async def setup(client: ColloquyBot) -> None:
    """Add the command; called by discord.py."""
    await client.add_cog(Help(client.services.access))
