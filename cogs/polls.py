"""`/poll`: what organizers do with one poll."""

from discord import app_commands
from discord.ext import commands

from bot.client import ColloquyBot
from bot.domain.ballot import PollState
from bot.domain.ids import MemberId
from bot.services.access import Access
from bot.services.excluding import Excluding
from bot.services.polling import Polling
from bot.services.readback import Readback
from bot.services.reporting import Reporting
from bot.ui.choices import Choices, poll_choices
from bot.ui.poll_control import list_embeds, say_closing, say_extended, say_reopened
from bot.ui.polls import say_recounted
from bot.ui.tallies import tally_embeds
from cogs.admission import Interaction, admit_organizer, guild_of, organizers_choose, reply
from cogs.channel_option import channel_names
from cogs.exclusions import ExclusionCommands


@app_commands.guild_only()
@app_commands.default_permissions(manage_guild=True)
class Polls(ExclusionCommands, commands.GroupCog, name="poll", description="Look after a poll"):
    """An organizer's control over polls."""

    def __init__(
        self,
        polling: Polling,
        excluding: Excluding,
        readback: Readback,
        reporting: Reporting,
        access: Access,
    ) -> None:
        self._polling = polling
        self._excluding = excluding
        self._readback = readback
        self._reporting = reporting
        self._access = access

    @app_commands.command(name="list")
    async def list_all(self, interaction: Interaction) -> None:
        """List this server's polls, open ones first, with their closing times and links."""
        guild_id = await admit_organizer(interaction, self._access)
        await reply(interaction, list_embeds(await self._reporting.list_polls(guild_id)))

    @app_commands.command()
    @app_commands.describe(poll="The poll to look at")
    async def show(self, interaction: Interaction, poll: str) -> None:
        """See how one poll stands, when it closes and where it is."""
        guild_id = await admit_organizer(interaction, self._access)
        await reply(interaction, tally_embeds(await self._reporting.tally_poll(guild_id, poll)))

    @app_commands.command()
    @app_commands.describe(poll="The open poll to close")
    async def close(self, interaction: Interaction, poll: str) -> None:
        """Close a poll now: its reactions are read once more and its result is shown."""
        guild_id = await admit_organizer(interaction, self._access)
        change = await self._polling.close(guild_id, poll, by=MemberId(interaction.user.id))
        said = say_closing(change.poll, others_open=change.others_open)
        await reply(interaction, content=said)

    @app_commands.command()
    @app_commands.describe(
        poll="The open poll to give more time",
        by="How much longer, such as 12 hours, 2 days or 1 week",
        until="When it closes, such as 2027-03-01 18:00; a day alone means its end",
    )
    async def extend(
        self,
        interaction: Interaction,
        poll: str,
        by: str | None = None,
        until: str | None = None,
    ) -> None:
        """Give an open poll more time; a closing time never moves earlier."""
        guild_id = await admit_organizer(interaction, self._access)
        who = MemberId(interaction.user.id)
        change = await self._polling.extend(guild_id, poll, by, until, who=who)
        await reply(interaction, content=say_extended(change.poll))

    @app_commands.command()
    @app_commands.describe(
        poll="The closed poll to open again",
        by="For how long, such as 12 hours or 2 days; a week if left out",
        until="When it closes, such as 2027-03-01 18:00; a day alone means its end",
    )
    async def reopen(
        self,
        interaction: Interaction,
        poll: str,
        by: str | None = None,
        until: str | None = None,
    ) -> None:
        """Have a closed poll take votes again; earlier votes go on counting."""
        guild_id = await admit_organizer(interaction, self._access)
        who = MemberId(interaction.user.id)
        change = await self._polling.reopen(guild_id, poll, by, until, who=who)
        await reply(interaction, content=say_reopened(change.poll, concluded=change.concluded))

    @app_commands.command()
    @app_commands.describe(poll="The open poll to count anew")
    async def recount(self, interaction: Interaction, poll: str) -> None:
        """Read every reaction under an open poll again and mend its votes."""
        guild_id = await admit_organizer(interaction, self._access)
        recount = await self._readback.recount(guild_id, poll)
        check = recount.check
        said = say_recounted(recount.poll, missing=check.missing, stale=check.stale)
        await reply(interaction, content=said)

    @show.autocomplete("poll")
    @organizers_choose
    async def offer_all(self, interaction: Interaction, typed: str) -> Choices:
        """Offer the polls that can be counted."""
        return poll_choices(
            await self._reporting.list_labels(guild_of(interaction)),
            typed,
            channel_names(interaction),
        )

    @reopen.autocomplete("poll")
    @organizers_choose
    async def offer_closed(self, interaction: Interaction, typed: str) -> Choices:
        """Offer the polls that have closed."""
        found = await self._reporting.list_labels(guild_of(interaction), (PollState.CLOSED,))
        return poll_choices(found, typed, channel_names(interaction))

    @close.autocomplete("poll")
    @extend.autocomplete("poll")
    @recount.autocomplete("poll")
    @organizers_choose
    async def offer_open(self, interaction: Interaction, typed: str) -> Choices:
        """Offer the polls that are open."""
        found = await self._reporting.list_labels(guild_of(interaction), (PollState.OPEN,))
        return poll_choices(found, typed, channel_names(interaction))


async def setup(client: ColloquyBot) -> None:
    """Add the commands; called by discord.py."""
    services = client.services
    await client.add_cog(
        Polls(
            services.polling,
            services.excluding,
            services.readback,
            services.reporting,
            services.access,
        )
    )
