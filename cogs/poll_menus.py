"""What organizers do with a poll from its message's context menu."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import ColloquyBot
from bot.domain.ids import MemberId, MessageId
from bot.services.access import Access
from bot.services.polling import Polling
from bot.services.reporting import Reporting
from bot.ui.poll_control import say_closing
from bot.ui.tallies import tally_embeds
from cogs.admission import Interaction, admit_organizer, reply


class PollMenus(commands.Cog):
    """*Show tally* and *Close poll*."""

    def __init__(
        self,
        tree: app_commands.CommandTree[ColloquyBot],
        polling: Polling,
        reporting: Reporting,
        access: Access,
    ) -> None:
        self._tree = tree
        self._polling = polling
        self._reporting = reporting
        self._access = access
        # A cog takes up no context menus by itself.
        self._menus = (
            app_commands.ContextMenu(name="Show tally", callback=self.show_tally),
            app_commands.ContextMenu(name="Close poll", callback=self.close_poll),
        )

    async def cog_load(self) -> None:
        """Add the menus."""
        for menu in self._menus:
            self._tree.add_command(menu)

    async def cog_unload(self) -> None:
        """Take the menus away."""
        for menu in self._menus:
            self._tree.remove_command(menu.name, type=menu.type)

    @app_commands.guild_only()
    @app_commands.default_permissions(manage_guild=True)
    async def show_tally(self, interaction: Interaction, message: discord.Message) -> None:
        """See how this poll stands, as /poll show does."""
        guild_id = await admit_organizer(interaction, self._access)
        poll = await self._polling.find_at(guild_id, MessageId(message.id))
        counted = await self._reporting.tally_poll(guild_id, str(poll.poll_id))
        await reply(interaction, tally_embeds(counted))

    @app_commands.guild_only()
    @app_commands.default_permissions(manage_guild=True)
    async def close_poll(self, interaction: Interaction, message: discord.Message) -> None:
        """Close this poll now, as /poll close does."""
        guild_id = await admit_organizer(interaction, self._access)
        poll = await self._polling.find_at(guild_id, MessageId(message.id))
        change = await self._polling.close(
            guild_id, str(poll.poll_id), by=MemberId(interaction.user.id)
        )
        said = say_closing(change.poll, others_open=change.others_open)
        await reply(interaction, content=said)


async def setup(client: ColloquyBot) -> None:
    """Add the menus; called by discord.py."""
    services = client.services
    await client.add_cog(
        PollMenus(client.tree, services.polling, services.reporting, services.access)
    )
