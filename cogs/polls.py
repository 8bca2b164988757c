"""`/poll`: what organizers do with one poll."""

from discord import app_commands
from discord.ext import commands

from bot.client import ColloquyBot
from bot.services.access import Access
from bot.services.readback import Readback
from bot.services.reporting import Reporting
from bot.ui.choices import Choices, poll_choices
from bot.ui.polls import say_recounted
from cogs.admission import Interaction, admit_organizer, guild_of, organizers_choose, reply


@app_commands.guild_only()
@app_commands.default_permissions(manage_guild=True)
class Polls(commands.GroupCog, name="poll", description="Look after a poll"):
    """An organizer's control over polls."""

    def __init__(self, readback: Readback, reporting: Reporting, access: Access) -> None:
        self._readback = readback
        self._reporting = reporting
        self._access = access

    @app_commands.command()
    @app_commands.describe(poll="The open poll to count anew")
    async def recount(self, interaction: Interaction, poll: str) -> None:
        """Read every reaction under an open poll again and mend its votes."""
        guild_id = await admit_organizer(interaction, self._access)
        recount = await self._readback.recount(guild_id, poll)
        check = recount.check
        said = say_recounted(recount.poll, missing=check.missing, stale=check.stale)
        await reply(interaction, content=said)

    @recount.autocomplete("poll")
    @organizers_choose
    async def offer_open(self, interaction: Interaction, typed: str) -> Choices:
        """Offer the polls that are open."""
        return poll_choices(await self._reporting.list_open(guild_of(interaction)), typed)


async def setup(client: ColloquyBot) -> None:
    """Add the commands; called by discord.py."""
    services = client.services
    await client.add_cog(Polls(services.readback, services.reporting, services.access))
