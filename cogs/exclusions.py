"""`/poll exclude`, `/poll readmit` and `/poll excluded`: whose votes count."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.domain.exclusion import LONGEST_REASON
from bot.domain.ids import MemberId
from bot.errors import MayNotSetAside
from bot.services.access import Access
from bot.services.excluding import Excluding
from bot.services.reporting import Reporting
from bot.ui.audience import Audience, let_on
from bot.ui.choices import Choices, poll_choices
from bot.ui.exclusions import exclusion_embeds, say_excluded, say_readmitted
from cogs.admission import Interaction, admit_judge, find_judged, guild_of, reply
from cogs.channel_option import channel_names

_MARK = let_on(Audience.MODERATOR, Audience.ORGANIZER)


class ExclusionCommands(commands.Cog):
    """The part of `/poll` that sets votes aside and has them count again, moderators' too."""

    _excluding: Excluding
    _reporting: Reporting
    _access: Access

    @app_commands.command(extras=_MARK)
    @app_commands.describe(
        member="The member whose votes are not to count",
        poll="The poll; without one, every poll here that is open or has closed",
        reason="Why; organizers see it in the history",
    )
    async def exclude(
        self,
        interaction: Interaction,
        member: discord.User,
        poll: str | None = None,
        reason: app_commands.Range[str, 1, LONGEST_REASON] | None = None,
    ) -> None:
        """Set a member's votes aside; nothing is deleted, and it can be undone."""
        guild_id, within = await admit_judge(interaction, self._access)
        by = MemberId(interaction.user.id)
        change = await self._excluding.exclude(
            guild_id, MemberId(member.id), poll, reason, by=by, within=within
        )
        await reply(interaction, content=say_excluded(change))

    @app_commands.command(extras=_MARK)
    @app_commands.describe(
        member="The member whose votes are to count again",
        poll="The poll; without one, every poll here on which they are set aside",
    )
    async def readmit(
        self, interaction: Interaction, member: discord.User, poll: str | None = None
    ) -> None:
        """Have a member's votes count again that were set aside."""
        guild_id, within = await admit_judge(interaction, self._access)
        by = MemberId(interaction.user.id)
        change = await self._excluding.readmit(
            guild_id, MemberId(member.id), poll, by=by, within=within
        )
        await reply(interaction, content=say_readmitted(change))

    @app_commands.command(extras=_MARK)
    async def excluded(self, interaction: Interaction) -> None:
        """List whose votes are set aside, on which polls, by whom and why."""
        guild_id, within = await admit_judge(interaction, self._access)
        found = await self._excluding.list_all(guild_id, within)
        await reply(interaction, exclusion_embeds(found))

    @exclude.autocomplete("poll")
    @readmit.autocomplete("poll")
    async def offer_counted(self, interaction: Interaction, typed: str) -> Choices:
        """Offer the polls that can be counted, and that somebody may judge."""
        try:
            within = await find_judged(interaction, self._access)
        except MayNotSetAside:
            return []
        found = await self._reporting.list_labels(guild_of(interaction), within=within)
        return poll_choices(found, typed, channel_names(interaction))
