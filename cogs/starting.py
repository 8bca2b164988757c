"""`/discussion start`, `preview` and `restart`: a dry run first, and a button that begins it."""

from typing import Final

import discord
from discord import app_commands
from discord.ext import commands

from bot.domain.discussion import ENDED_STATES
from bot.domain.ids import ChannelId, MemberId
from bot.domain.length import PromptLength
from bot.domain.plan import Plan
from bot.domain.redating import Redating
from bot.domain.schedule import MissedSlot
from bot.domain.schedule_words import CalendarFile, ScheduleWords
from bot.reading.holidays import require_calendar_size
from bot.services.access import Access
from bot.services.arranging import Arranging
from bot.services.drafting import Drafting, RestartRequest, StartRequest
from bot.services.library import Library
from bot.services.planning import Planning
from bot.ui.choices import (
    Choices,
    article_choices,
    day_choices,
    discussion_choices,
    language_choices,
    length_choices,
    missed_choices,
    tag_choices,
    zone_choices,
)
from bot.ui.notes import describe_holidays, describe_note
from bot.ui.plans import show_plan
from cogs.admission import Interaction, admit_organizer, guild_of, organizers_choose, reply
from cogs.attachments import read_attachment
from cogs.channel_option import DiscussionChannel, channel_names

_MOST_SLOTS: Final = 2_000
DAYS: Final = "Mon, Thu · weekdays · every 2 weeks · first Mon · or a cron line"
TIMES: Final = "Time of day: 09:00 or 6:30 pm; several: 09:00, 18:30"
ZONE: Final = "Type a city or country and choose; the server's if left out"
_TELL_ME: Final = "Write to you if it has to pause and no log channel says so"
FIT: Final = "Merge neighbours to at most so many"


Slots = app_commands.Range[int, 1, _MOST_SLOTS]


class StartingCommands(commands.Cog):
    """The part of `/discussion` that begins one."""

    _planning: Planning
    _drafting: Drafting
    _arranging: Arranging
    _library: Library
    _access: Access

    @app_commands.choices(length=length_choices(), missed=missed_choices())
    @app_commands.describe(
        article="The article to discuss",
        days=DAYS,
        time=TIMES,
        channel="Where to post; the server's channel if left out",
        zone=ZONE,
        starts="First day: 2027-03-01; today if left out",
        ends="Last day: 2027-06-30; none if left out",
        fit=FIT,
        blackout="Days without a section: 2026-12-24..2027-01-02",
        holidays="Days without a section, as a calendar file (.ics)",
        quiet="Hours without late posts: 22:00-07:00",
        missed="If I was away when a section was due; shift if left out",
        prompts_only="Post the sections without polls",
        length="How much of each section; as the article says if left out",
        ping="A role to mention; nobody if left out",
        tag="In a forum: the tag of its posts",
        language="The language I speak in public; the server's if left out",
        tell_me=_TELL_ME,
    )
    async def _show(  # noqa: PLR0913 - each is an option of the command
        self,
        interaction: Interaction,
        article: str,
        days: str,
        *,
        time: str | None = None,
        channel: DiscussionChannel | None = None,
        zone: str | None = None,
        starts: str | None = None,
        ends: str | None = None,
        fit: Slots | None = None,
        blackout: str | None = None,
        holidays: discord.Attachment | None = None,
        quiet: str | None = None,
        missed: app_commands.Choice[str] | None = None,
        length: app_commands.Choice[str] | None = None,
        prompts_only: bool = False,
        ping: discord.Role | None = None,
        tag: str | None = None,
        language: str | None = None,
        tell_me: bool = False,
    ) -> None:
        guild_id = await admit_organizer(interaction, self._access)
        request = StartRequest(
            channel_id=ChannelId(channel.id) if channel else None,
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
            fit=fit,
            language=language,
            tells_starter=tell_me,
            started_by=MemberId(interaction.user.id),
        )
        await _reply_with(interaction, await self._drafting.draft(guild_id, request))

    # One and the same, by what people look for.
    start = app_commands.Command["StartingCommands", ..., None](
        name="start",
        description="Start discussing an article: first see every date, then press Start.",
        callback=_show,
    )
    preview = app_commands.Command["StartingCommands", ..., None](
        name="preview",
        description="See what a discussion would post, section by section, and when.",
        callback=_show,
    )

    @app_commands.command()
    @app_commands.describe(
        discussion="The discussion that has ended",
        channel="Where to post now; in the same channel if left out",
        days="The rhythm; as before if left out",
        time="Time of day; as before if left out",
        zone="Time zone; as before if left out",
        starts="First day: 2027-03-01; today if left out",
        ends="Last day: 2027-06-30; as before, if that is ahead",
        fit=FIT,
        tag="In a forum: the tag of its posts",
    )
    async def restart(  # noqa: PLR0913 - each is an option of the command
        self,
        interaction: Interaction,
        discussion: str,
        *,
        channel: DiscussionChannel | None = None,
        days: str | None = None,
        time: str | None = None,
        zone: str | None = None,
        starts: str | None = None,
        ends: str | None = None,
        fit: Slots | None = None,
        tag: str | None = None,
    ) -> None:
        """Discuss an article once more, as before or in another channel; a dry run comes first."""
        guild_id = await admit_organizer(interaction, self._access)
        request = RestartRequest(
            discussion=discussion,
            channel_id=ChannelId(channel.id) if channel else None,
            when=ScheduleWords(days=days, times=time, time_zone=zone, starts=starts, ends=ends),
            tags=[tag] if tag else [],
            fit=fit,
            started_by=MemberId(interaction.user.id),
        )
        await _reply_with(interaction, await self._drafting.draft_again(guild_id, request))

    @start.autocomplete("article")
    @preview.autocomplete("article")
    @organizers_choose
    async def offer_articles(self, interaction: Interaction, typed: str) -> Choices:
        """Offer the server's articles."""
        guild_id = guild_of(interaction)
        return article_choices(await self._library.list_labels(guild_id), typed)

    @restart.autocomplete("discussion")
    @organizers_choose
    async def offer_ended(self, interaction: Interaction, typed: str) -> Choices:
        """Offer the discussions that have ended."""
        found = await self._planning.list_labels(guild_of(interaction), ENDED_STATES)
        return discussion_choices(found, typed, channel_names(interaction))

    @start.autocomplete("days")
    @preview.autocomplete("days")
    @restart.autocomplete("days")
    async def offer_days(self, interaction: Interaction, typed: str) -> Choices:
        """Offer rhythms."""
        del interaction
        return day_choices(typed)

    @start.autocomplete("zone")
    @preview.autocomplete("zone")
    @restart.autocomplete("zone")
    async def offer_zones(self, interaction: Interaction, typed: str) -> Choices:
        """Offer time zones."""
        del interaction
        return zone_choices(typed)

    @start.autocomplete("language")
    @preview.autocomplete("language")
    async def offer_languages(self, interaction: Interaction, typed: str) -> Choices:
        """Offer the languages the bot speaks."""
        del interaction
        return language_choices(typed)

    @start.autocomplete("tag")
    @preview.autocomplete("tag")
    @restart.autocomplete("tag")
    @organizers_choose
    async def offer_tags(self, interaction: Interaction, typed: str) -> Choices:
        """Offer the tags of the forum that was chosen as the channel."""
        channel = interaction.namespace.channel
        if channel is None:
            return []
        guild_id, channel_id = guild_of(interaction), ChannelId(channel.id)
        return tag_choices(self._arranging.tags_of(guild_id, channel_id), typed)


def notes_of(plan: Plan | Redating) -> list[str]:
    """Say what clock changes, blackout days and a calendar file do to what is planned."""
    of_file = describe_holidays(plan.holidays) if plan.holidays else []
    return [*map(describe_note, plan.notes), *of_file]


async def fetch_calendar(file: discord.Attachment | None) -> CalendarFile | None:
    """Fetch an attached calendar; raise `UnreadableCalendar` for one that is too large."""
    if file is None:
        return None
    require_calendar_size(file.filename, file.size)
    return CalendarFile(name=file.filename, data=await read_attachment(file))


async def _reply_with(interaction: Interaction, plan: Plan) -> None:
    embed, view = show_plan(plan, notes_of(plan))
    await reply(interaction, [embed], view=view)
