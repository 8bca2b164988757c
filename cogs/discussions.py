"""`/discussion`: starting one, saying how it stands, pausing, resuming and stopping it."""

from datetime import date

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import ColloquyBot
from bot.domain.discussion import OPEN_STATES, DiscussionState
from bot.domain.ids import ChannelId, MemberId
from bot.domain.length import PromptLength
from bot.errors import UnknownDate
from bot.services.access import Access
from bot.services.library import Library
from bot.services.planning import Planning, StartRequest
from bot.ui import discussions
from bot.ui.choices import (
    Choices,
    article_choices,
    day_choices,
    discussion_choices,
    length_choices,
    zone_choices,
)
from cogs.admission import Interaction, admit_organizer, guild_of, organizers_choose, reply


class TextChannel(app_commands.Transformer):
    """A channel's id; whether a discussion can be held there is the service's to say."""

    @property
    def type(self) -> discord.AppCommandOptionType:
        """The kind of option Discord shows."""
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        """The kinds of channel Discord offers."""
        return [discord.ChannelType.text]

    async def transform(
        self, interaction: discord.Interaction, value: app_commands.AppCommandChannel, /
    ) -> ChannelId:
        """Take the id only: discord.py would refuse a channel that is not in its cache."""
        del interaction
        return ChannelId(value.id)


@app_commands.guild_only()
@app_commands.default_permissions(manage_guild=True)
class Discussions(
    commands.GroupCog, name="discussion", description="Read and discuss an article together"
):
    """An organizer's control over discussions."""

    def __init__(self, planning: Planning, library: Library, access: Access) -> None:
        self._planning = planning
        self._library = library
        self._access = access

    @app_commands.command()
    @app_commands.choices(length=length_choices())
    @app_commands.describe(
        article="The article to discuss",
        channel="The text channel to post in",
        days="Days of the week, such as Mon, Thu or weekdays or daily",
        time="Time of day, such as 09:00 or 6:30 pm",
        zone="Time zone: type a city or country and choose",
        starts="First day, such as 2027-03-01; today if left out",
        prompts_only="Post the sections without polls",
        length="How much of each section is posted; as the article says if left out",
    )
    async def start(  # noqa: PLR0913 - each is an option of the command
        self,
        interaction: Interaction,
        article: str,
        channel: app_commands.Transform[ChannelId, TextChannel],
        days: str,
        time: str,
        zone: str,
        starts: str | None = None,
        length: app_commands.Choice[str] | None = None,
        *,
        prompts_only: bool = False,
    ) -> None:
        """Start discussing an article: one section at each appointed time."""
        guild_id = await admit_organizer(interaction, self._access)
        request = StartRequest(
            channel_id=channel,
            article=article,
            days=days,
            times=time,
            time_zone=zone,
            starts_on=_date(starts) if starts else None,
            prompts_only=prompts_only,
            length=PromptLength(length.value) if length else None,
            started_by=MemberId(interaction.user.id),
        )
        progress = await self._planning.start(guild_id, request)
        embeds = discussions.status_embeds(progress)
        await reply(interaction, embeds, content=discussions.say_started(progress))

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

    @start.autocomplete("article")
    @organizers_choose
    async def offer_articles(self, interaction: Interaction, typed: str) -> Choices:
        """Offer the server's articles."""
        guild_id = guild_of(interaction)
        return article_choices(await self._library.list_all(guild_id), typed)

    @start.autocomplete("days")
    async def offer_days(self, interaction: Interaction, typed: str) -> Choices:
        """Offer days of the week."""
        del interaction
        return day_choices(typed)

    @start.autocomplete("zone")
    async def offer_zones(self, interaction: Interaction, typed: str) -> Choices:
        """Offer time zones."""
        del interaction
        return zone_choices(typed)

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


def _date(given: str) -> date:
    try:
        return date.fromisoformat(given.strip())
    except ValueError:
        raise UnknownDate(given=given) from None


async def setup(client: ColloquyBot) -> None:
    """Add the commands; called by discord.py."""
    services = client.services
    await client.add_cog(Discussions(services.planning, services.library, services.access))
