"""`/tally` for organizers and `/myvotes` for everybody: what was voted."""

from discord import app_commands
from discord.ext import commands

from bot.client import ColloquyBot
from bot.domain.ids import MemberId
from bot.services.access import Access
from bot.services.planning import Planning
from bot.services.reporting import Reporting
from bot.ui.choices import Choices, discussion_choices, poll_choices
from bot.ui.tallies import own_votes_embeds, report_embeds, tally_embeds
from cogs.admission import (
    Interaction,
    acknowledge,
    admit_organizer,
    guild_of,
    organizers_choose,
    reply,
)
from cogs.channel_option import channel_names


class Tallies(commands.Cog):
    """The counted votes."""

    def __init__(self, reporting: Reporting, planning: Planning, access: Access) -> None:
        self._reporting = reporting
        self._planning = planning
        self._access = access

    @app_commands.command()
    @app_commands.guild_only()
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.describe(
        poll="One poll; it goes before a discussion",
        discussion="All polls of a discussion; the latest that is on if both are left out",
    )
    async def tally(
        self, interaction: Interaction, poll: str | None = None, discussion: str | None = None
    ) -> None:
        """See how the votes stand: counts, percentages and how many voted."""
        guild_id = await admit_organizer(interaction, self._access)
        if poll is not None:
            await reply(interaction, tally_embeds(await self._reporting.tally_poll(guild_id, poll)))
            return
        found = await self._planning.find(guild_id, discussion)
        report = await self._reporting.tally_discussion(guild_id, found.discussion_id)
        await reply(interaction, report_embeds(report))

    @app_commands.command()
    @app_commands.guild_only()
    async def myvotes(self, interaction: Interaction) -> None:
        """See what you have chosen in this server's polls; only you see the answer."""
        guild_id = await acknowledge(interaction)
        votes = await self._reporting.list_votes(guild_id, MemberId(interaction.user.id))
        await reply(interaction, own_votes_embeds(votes))

    @tally.autocomplete("poll")
    @organizers_choose
    async def offer_polls(self, interaction: Interaction, typed: str) -> Choices:
        """Offer the polls that can be counted."""
        guild_id = guild_of(interaction)
        return poll_choices(
            await self._reporting.list_labels(guild_id), typed, channel_names(interaction)
        )

    @tally.autocomplete("discussion")
    @organizers_choose
    async def offer_discussions(self, interaction: Interaction, typed: str) -> Choices:
        """Offer every discussion, past ones too."""
        guild_id = guild_of(interaction)
        return discussion_choices(
            await self._planning.list_labels(guild_id), typed, channel_names(interaction)
        )


async def setup(client: ColloquyBot) -> None:
    """Add the commands; called by discord.py."""
    services = client.services
    await client.add_cog(Tallies(services.reporting, services.planning, services.access))
