"""`/privacy` for everybody: what is stored about oneself, and having it erased."""

from discord import app_commands
from discord.ext import commands

from bot.client import ColloquyBot
from bot.domain.ids import MemberId
from bot.services.privacy import Privacy
from bot.ui.confirmation import Confirmation, Press
from bot.ui.privacy import ERASE, KEEP, KEPT, ask_to_erase, say_erased, show_holdings
from bot.ui.speech import _
from cogs.admission import Interaction, acknowledge, guild_of, reply


@app_commands.guild_only()
class PrivacyCommands(
    commands.GroupCog, name="privacy", description="What is stored about you in this server"
):
    """A member's own data."""

    def __init__(self, privacy: Privacy) -> None:
        self._privacy = privacy

    @app_commands.command()
    async def show(self, interaction: Interaction) -> None:
        """See what is stored about you in this server; only you see the answer."""
        guild_id = await acknowledge(interaction)
        holdings = await self._privacy.show(guild_id, MemberId(interaction.user.id))
        await reply(interaction, content=show_holdings(holdings))

    @app_commands.command()
    async def erase(self, interaction: Interaction) -> None:
        """Erase what is stored about you in this server; asks once more before it does."""
        guild_id = await acknowledge(interaction)
        holdings = await self._privacy.show(guild_id, MemberId(interaction.user.id))
        question = Confirmation(do=_(ERASE), leave=_(KEEP), left=_(KEPT), confirmed=self._erase)
        asked = await interaction.followup.send(
            ask_to_erase(holdings), view=question, ephemeral=True, wait=True
        )
        question.asked_in(asked)

    async def _erase(self, pressed: Press) -> str:
        return say_erased(await self._privacy.erase(guild_of(pressed), MemberId(pressed.user.id)))


async def setup(client: ColloquyBot) -> None:
    """Add the commands; called by discord.py."""
    await client.add_cog(PrivacyCommands(client.services.privacy))
