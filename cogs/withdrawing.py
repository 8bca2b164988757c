"""*Withdraw section*, in the context menu of a section's message and of its polls'."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import ColloquyBot
from bot.domain.ids import MemberId, MessageId
from bot.services.moderation import Moderation
from bot.ui.withdrawals import say_withdrawn
from cogs.admission import Interaction, admit_moderator, reply


class Withdrawing(commands.Cog):
    """What whoever may manage messages in a channel does with a section there."""

    def __init__(self, tree: app_commands.CommandTree[ColloquyBot], moderation: Moderation) -> None:
        self._tree = tree
        self._moderation = moderation
        # A cog takes up no context menus by itself.
        self._menu = app_commands.ContextMenu(name="Withdraw section", callback=self.withdraw)

    async def cog_load(self) -> None:
        """Add the menu."""
        self._tree.add_command(self._menu)

    async def cog_unload(self) -> None:
        """Take the menu away."""
        self._tree.remove_command(self._menu.name, type=self._menu.type)

    @app_commands.guild_only()
    @app_commands.default_permissions(manage_messages=True)
    async def withdraw(self, interaction: Interaction, message: discord.Message) -> None:
        """Take a section and its polls away at once; it cannot be undone."""
        guild_id = await admit_moderator(interaction)
        by = MemberId(interaction.user.id)
        withdrawal = await self._moderation.withdraw(guild_id, MessageId(message.id), by=by)
        await reply(interaction, content=say_withdrawn(withdrawal))


async def setup(client: ColloquyBot) -> None:
    """Add the menu; called by discord.py."""
    await client.add_cog(Withdrawing(client.tree, client.services.moderation))
