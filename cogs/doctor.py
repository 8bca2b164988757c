"""`/doctor`: what the bot may do, and what it may not."""

from discord import app_commands
from discord.ext import commands

from bot.client import ColloquyBot
from bot.services.access import Access
from bot.services.doctor import Doctor
from bot.ui.doctor import doctor_embeds
from cogs.admission import Interaction, admit_organizer, reply


class DoctorCog(commands.Cog, name="Doctor"):
    """The examination."""

    def __init__(self, doctor: Doctor, access: Access) -> None:
        self._doctor = doctor
        self._access = access

    @app_commands.command()
    @app_commands.guild_only()
    @app_commands.default_permissions(manage_guild=True)
    async def doctor(self, interaction: Interaction) -> None:
        """See every permission I need, whether I have it, and how to grant it."""
        guild_id = await admit_organizer(interaction, self._access)
        await reply(interaction, doctor_embeds(await self._doctor.examine(guild_id)))


async def setup(client: ColloquyBot) -> None:
    """Add the command; called by discord.py."""
    await client.add_cog(DoctorCog(client.services.doctor, client.services.access))
