"""`/discussion`: starting one, saying how it stands, pausing, resuming and stopping it."""

from discord import app_commands
from discord.ext import commands

from bot.client import ColloquyBot
from bot.domain.discussion import OPEN_STATES, DiscussionState
from bot.services.access import Access
from bot.services.arranging import Arranging
from bot.services.library import Library
from bot.services.planning import Planning
from bot.ui import discussions
from bot.ui.choices import Choices, discussion_choices
from cogs.admission import Interaction, admit_organizer, guild_of, organizers_choose, reply
from cogs.starting import Starting
from cogs.terms import ShowingTerms


@app_commands.guild_only()
@app_commands.default_permissions(manage_guild=True)
class Discussions(
    Starting,
    ShowingTerms,
    commands.GroupCog,
    name="discussion",
    description="Read and discuss an article together",
):
    """An organizer's control over discussions."""

    def __init__(
        self, planning: Planning, arranging: Arranging, library: Library, access: Access
    ) -> None:
        self._planning = planning
        self._arranging = arranging
        self._library = library
        self._access = access

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
    @app_commands.describe(discussion="The discussion to pause")
    async def pause(self, interaction: Interaction, discussion: str) -> None:
        """Post no further section until resumed; open polls go on."""
        guild_id = await admit_organizer(interaction, self._access)
        progress = await self._planning.pause(guild_id, discussion)
        embeds = discussions.status_embeds(progress)
        await reply(interaction, embeds, content=discussions.say_paused(progress))

    @app_commands.command()
    @app_commands.describe(discussion="The discussion to resume")
    async def resume(self, interaction: Interaction, discussion: str) -> None:
        """Go on with the next section at the next appointed time."""
        guild_id = await admit_organizer(interaction, self._access)
        progress = await self._planning.resume(guild_id, discussion)
        embeds = discussions.status_embeds(progress)
        await reply(interaction, embeds, content=discussions.say_resumed(progress))

    @app_commands.command()
    @app_commands.describe(
        discussion="The discussion to end",
        close_polls="True: its open polls close now; False: they go on until their time",
    )
    async def stop(self, interaction: Interaction, discussion: str, *, close_polls: bool) -> None:
        """End a discussion for good; its tallies stay."""
        guild_id = await admit_organizer(interaction, self._access)
        progress = await self._planning.stop(guild_id, discussion, close_polls=close_polls)
        said = discussions.say_stopped(progress, close_polls=close_polls)
        await reply(interaction, discussions.status_embeds(progress), content=said)

    @status.autocomplete("discussion")
    @organizers_choose
    async def offer_all(self, interaction: Interaction, typed: str) -> Choices:
        """Offer every discussion, past ones too."""
        return await self._offer(interaction, typed, *DiscussionState)

    @stop.autocomplete("discussion")
    @organizers_choose
    async def offer_open(self, interaction: Interaction, typed: str) -> Choices:
        """Offer the discussions that are on."""
        return await self._offer(interaction, typed, *OPEN_STATES)

    @pause.autocomplete("discussion")
    @organizers_choose
    async def offer_running(self, interaction: Interaction, typed: str) -> Choices:
        """Offer the discussions that can be paused."""
        return await self._offer(interaction, typed, DiscussionState.RUNNING)

    @resume.autocomplete("discussion")
    @organizers_choose
    async def offer_paused(self, interaction: Interaction, typed: str) -> Choices:
        """Offer the discussions that can be resumed."""
        return await self._offer(interaction, typed, DiscussionState.PAUSED)

    async def _offer(
        self, interaction: Interaction, typed: str, *states: DiscussionState
    ) -> Choices:
        guild_id = guild_of(interaction)
        return discussion_choices(await self._planning.list_all(guild_id, states), typed)


async def setup(client: ColloquyBot) -> None:
    """Add the commands; called by discord.py."""
    services = client.services
    await client.add_cog(
        Discussions(services.planning, services.arranging, services.library, services.access)
    )
