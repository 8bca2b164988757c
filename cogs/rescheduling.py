"""`/discussion schedule` and `channel`: other dates, or another place, in mid-series."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.domain.discussion import OPEN_STATES
from bot.domain.ids import ChannelId, MemberId
from bot.domain.schedule import MissedSlot
from bot.domain.schedule_words import ScheduleWords
from bot.services.access import Access
from bot.services.arranging import Arranging
from bot.services.control import Control
from bot.services.planning import Planning
from bot.services.rescheduling import Rescheduling
from bot.ui import control, discussions
from bot.ui.choices import (
    Choices,
    day_choices,
    discussion_choices,
    missed_choices,
    tag_choices,
    zone_choices,
)
from bot.ui.redating import ask_to_reschedule
from cogs.admission import Interaction, admit_organizer, guild_of, organizers_choose, reply
from cogs.channel_option import DiscussionChannel, channel_names
from cogs.starting import DAYS, FIT, TIMES, Slots, fetch_calendar, notes_of


class ReschedulingCommands(commands.Cog):
    """The part of `/discussion` that dates anew what is to come, or has it posted elsewhere."""

    _planning: Planning
    _control: Control
    _rescheduling: Rescheduling
    _arranging: Arranging
    _access: Access

    @app_commands.command()
    @app_commands.choices(missed=missed_choices())
    @app_commands.describe(
        discussion="The discussion; what you leave out stays as it is",
        days=DAYS,
        time=TIMES,
        zone="Type a city or country and choose",
        starts="No section before this day, such as 2027-03-01; none: at once",
        ends="Last day, such as 2027-06-30; none: no last day",
        fit=FIT,
        blackout="More days without a section: 2026-12-24..2027-01-02; or none",
        holidays="More days without a section, as a calendar file (.ics)",
        quiet="Hours without late posts, such as 22:00-07:00; or none",
        missed="If I was away when a section was due",
    )
    async def schedule(  # noqa: PLR0913 - each is an option of the command
        self,
        interaction: Interaction,
        discussion: str,
        *,
        days: str | None = None,
        time: str | None = None,
        zone: str | None = None,
        starts: str | None = None,
        ends: str | None = None,
        fit: Slots | None = None,
        blackout: str | None = None,
        holidays: discord.Attachment | None = None,
        quiet: str | None = None,
        missed: app_commands.Choice[str] | None = None,
    ) -> None:
        """Change when sections are posted; what is posted stays, what is to come is dated anew."""
        guild_id = await admit_organizer(interaction, self._access)
        words = ScheduleWords(
            days=days,
            times=time,
            time_zone=zone,
            starts=starts,
            ends=ends,
            blackout=blackout,
            holidays=await fetch_calendar(holidays),
            quiet=quiet,
            missed=MissedSlot(missed.value) if missed else None,
        )
        redating = await self._rescheduling.propose(
            guild_id, discussion, words, slots=fit, by=MemberId(interaction.user.id)
        )
        embed, view = ask_to_reschedule(redating, notes_of(redating))
        await reply(interaction, [embed], view=view)

    @app_commands.command()
    @app_commands.describe(
        discussion="The discussion",
        channel="Text channel, announcement channel or forum in which to go on",
        tag="In a forum: the tag of its posts",
    )
    async def channel(
        self,
        interaction: Interaction,
        discussion: str,
        channel: DiscussionChannel,
        tag: str | None = None,
    ) -> None:
        """Go on in another channel; what is posted stays where it is."""
        guild_id = await admit_organizer(interaction, self._access)
        progress = await self._control.change_channel(
            guild_id,
            discussion,
            ChannelId(channel.id),
            [tag] if tag else [],
            by=MemberId(interaction.user.id),
        )
        embeds = discussions.status_embeds(progress)
        await reply(interaction, embeds, content=control.say_moved_on(progress))

    @channel.autocomplete("tag")
    @organizers_choose
    async def offer_its_tags(self, interaction: Interaction, typed: str) -> Choices:
        """Offer the tags of the forum that was chosen."""
        chosen = interaction.namespace.channel
        if chosen is None:
            return []
        tags = self._arranging.tags_of(guild_of(interaction), ChannelId(chosen.id))
        return tag_choices(tags, typed)

    @schedule.autocomplete("discussion")
    @channel.autocomplete("discussion")
    @organizers_choose
    async def offer_scheduled(self, interaction: Interaction, typed: str) -> Choices:
        """Offer the discussions that are on."""
        found = await self._planning.list_labels(guild_of(interaction), OPEN_STATES)
        return discussion_choices(found, typed, channel_names(interaction))

    @schedule.autocomplete("days")
    async def offer_rhythms(self, interaction: Interaction, typed: str) -> Choices:
        """Offer rhythms."""
        del interaction
        return day_choices(typed)

    @schedule.autocomplete("zone")
    async def offer_other_zones(self, interaction: Interaction, typed: str) -> Choices:
        """Offer time zones."""
        del interaction
        return zone_choices(typed)
