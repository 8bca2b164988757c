"""`/discussion`: how discussions stand and what was done with them; beginning and steering beside.

One group of commands, in a file for each thing that people do with it.
"""

from discord import app_commands
from discord.ext import commands

from bot.client import ColloquyBot
from bot.domain.discussion import DiscussionState
from bot.services.services import Services
from bot.ui import discussions
from bot.ui.choices import Choices, discussion_choices
from bot.ui.history import show_history
from cogs.admission import Interaction, admit_organizer, guild_of, organizers_choose, reply
from cogs.channel_option import channel_names
from cogs.rescheduling import ReschedulingCommands
from cogs.starting import StartingCommands
from cogs.steering import SteeringCommands
from cogs.terms import ShowingTerms


@app_commands.guild_only()
@app_commands.default_permissions(manage_guild=True)
class Discussions(
    StartingCommands,
    SteeringCommands,
    ReschedulingCommands,
    ShowingTerms,
    commands.GroupCog,
    name="discussion",
    description="Read and discuss an article together",
):
    """An organizer's hand on discussions."""

    def __init__(self, services: Services) -> None:
        self._planning = services.planning
        self._drafting = services.drafting
        self._control = services.control
        self._steering = services.steering
        self._rescheduling = services.rescheduling
        self._arranging = services.arranging
        self._library = services.library
        self._access = services.access

    @app_commands.command()
    @app_commands.describe(discussion="The discussion to look at; all that are on if left out")
    async def status(self, interaction: Interaction, discussion: str | None = None) -> None:
        """See what is posted, what is to come and when."""
        guild_id = await admit_organizer(interaction, self._access)
        if discussion is None:
            found = await self._planning.list_progress(guild_id)
            await reply(interaction, discussions.overview_embeds(found))
        else:
            progress = await self._planning.status(guild_id, discussion)
            await reply(interaction, discussions.status_embeds(progress))

    @app_commands.command()
    @app_commands.describe(discussion="The discussion; everything in this server if left out")
    async def history(self, interaction: Interaction, discussion: str | None = None) -> None:
        """See what was done, by whom and when."""
        guild_id = await admit_organizer(interaction, self._access)
        found, entries = await self._control.list_history(guild_id, discussion)
        embed, view = show_history(entries, discussion=found, page=0)
        await reply(interaction, [embed], view=view)

    @status.autocomplete("discussion")
    @history.autocomplete("discussion")
    @organizers_choose
    async def offer_all(self, interaction: Interaction, typed: str) -> Choices:
        """Offer every discussion, past ones too."""
        guild_id = guild_of(interaction)
        found = await self._planning.list_labels(guild_id, tuple(DiscussionState))
        return discussion_choices(found, typed, channel_names(interaction))


async def setup(client: ColloquyBot) -> None:
    """Add the commands; called by discord.py."""
    await client.add_cog(Discussions(client.services))
