"""`/discussion start`: beginning to discuss an article."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.domain.ids import ChannelId, MemberId
from bot.domain.length import PromptLength
from bot.domain.schedule import MissedSlot
from bot.reading.holidays import require_calendar_size
from bot.services.access import Access
from bot.services.arranging import Arranging
from bot.services.library import Library
from bot.services.planning import Planning, StartRequest
from bot.services.schedule_words import CalendarFile, ScheduleWords
from bot.ui import discussions
from bot.ui.choices import (
    Choices,
    article_choices,
    day_choices,
    length_choices,
    missed_choices,
    tag_choices,
    zone_choices,
)
from cogs.admission import Interaction, admit_organizer, guild_of, organizers_choose, reply
from cogs.attachments import read_attachment


class DiscussionChannel(app_commands.Transformer):
    """A channel's id; whether a discussion can be held there is the service's to say."""

    @property
    def type(self) -> discord.AppCommandOptionType:
        """The kind of option Discord shows."""
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        """The kinds of channel Discord offers."""
        return [discord.ChannelType.text, discord.ChannelType.news, discord.ChannelType.forum]

    async def transform(
        self, interaction: discord.Interaction, value: app_commands.AppCommandChannel, /
    ) -> ChannelId:
        """Take the id only: discord.py would refuse a channel that is not in its cache."""
        del interaction
        return ChannelId(value.id)


class StartingCommands(commands.Cog):
    """The part of `/discussion` that begins one."""

    _planning: Planning
    _arranging: Arranging
    _library: Library
    _access: Access

    @app_commands.command()
    @app_commands.choices(length=length_choices(), missed=missed_choices())
    @app_commands.describe(
        article="The article to discuss",
        channel="The text channel, announcement channel or forum to post in",
        days="Mon, Thu · weekdays · daily · every 2 weeks · first Mon · last Fri · or a cron line",
        time="Time of day, such as 09:00 or 6:30 pm; several: 09:00, 18:30",
        zone="Time zone: type a city or country and choose; the server's if left out",
        starts="First day, such as 2027-03-01; today if left out",
        ends="Last day, such as 2027-06-30; none if left out",
        blackout="Days without a section: 2026-12-24..2027-01-02, 2027-04-05",
        holidays="Days without a section, as an iCalendar file (.ics)",
        quiet="Hours in which nothing late is posted, such as 22:00-07:00",
        missed="If the bot was away when a section was due; shift if left out",
        prompts_only="Post the sections without polls",
        length="How much of each section is posted; as the article says if left out",
        ping="A role to mention with each section; nobody if left out",
        tag="In a forum: the tag of its posts",
    )
    async def start(  # noqa: PLR0913 - each is an option of the command
        self,
        interaction: Interaction,
        article: str,
        channel: app_commands.Transform[ChannelId, DiscussionChannel],
        days: str,
        *,
        time: str | None = None,
        zone: str | None = None,
        starts: str | None = None,
        ends: str | None = None,
        blackout: str | None = None,
        holidays: discord.Attachment | None = None,
        quiet: str | None = None,
        missed: app_commands.Choice[str] | None = None,
        length: app_commands.Choice[str] | None = None,
        prompts_only: bool = False,
        ping: discord.Role | None = None,
        tag: str | None = None,
    ) -> None:
        """Start discussing an article: one section at each appointed time."""
        guild_id = await admit_organizer(interaction, self._access)
        request = StartRequest(
            channel_id=channel,
            article=article,
            when=ScheduleWords(
                days=days,
                times=time,
                time_zone=zone,
                starts=starts,
                ends=ends,
                blackout=blackout,
                holidays=await fetch_calendar(holidays),
                quiet=quiet,
                missed=MissedSlot(missed.value) if missed else None,
            ),
            prompts_only=prompts_only,
            length=PromptLength(length.value) if length else None,
            ping_role_id=ping.id if ping else None,
            tags=[tag] if tag else [],
            started_by=MemberId(interaction.user.id),
        )
        progress = await self._planning.start(guild_id, request)
        embeds = discussions.status_embeds(progress)
        await reply(interaction, embeds, content=discussions.say_started(progress))

    @start.autocomplete("article")
    @organizers_choose
    async def offer_articles(self, interaction: Interaction, typed: str) -> Choices:
        """Offer the server's articles."""
        guild_id = guild_of(interaction)
        return article_choices(await self._library.list_all(guild_id), typed)

    @start.autocomplete("tag")
    @organizers_choose
    async def offer_tags(self, interaction: Interaction, typed: str) -> Choices:
        """Offer the tags of the forum that was chosen as the channel."""
        channel = interaction.namespace.channel
        if channel is None:
            return []
        guild_id, channel_id = guild_of(interaction), ChannelId(channel.id)
        return tag_choices(self._arranging.tags_of(guild_id, channel_id), typed)

    @start.autocomplete("days")
    async def offer_days(self, interaction: Interaction, typed: str) -> Choices:
        """Offer rhythms."""
        del interaction
        return day_choices(typed)

    @start.autocomplete("zone")
    async def offer_zones(self, interaction: Interaction, typed: str) -> Choices:
        """Offer time zones."""
        del interaction
        return zone_choices(typed)


async def fetch_calendar(file: discord.Attachment | None) -> CalendarFile | None:
    """Fetch an attached calendar; raise `UnreadableCalendar` for one that is too large."""
    if file is None:
        return None
    require_calendar_size(file.filename, file.size)
    return CalendarFile(name=file.filename, data=await read_attachment(file))
