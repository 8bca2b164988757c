"""`/discussion terms` and `/discussion set …`: how a discussion posts, also in its middle."""

from datetime import timedelta

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import ColloquyBot
from bot.domain.arrangement import Arrangement
from bot.domain.discussion import OPEN_STATES
from bot.domain.ids import MemberId
from bot.domain.terms import Placement
from bot.errors import DiscussionNotFound
from bot.services.access import Access
from bot.services.arranging import Arranging
from bot.services.planning import Planning
from bot.ui import terms
from bot.ui.choices import Choices, discussion_choices, language_choices, tag_choices
from bot.ui.poll_terms import say_reminder_changed
from cogs.admission import Interaction, admit_organizer, guild_of, organizers_choose, reply
from cogs.channel_option import channel_names

_DISCUSSION = "The discussion"


class ShowingTerms(commands.Cog):
    """The part of `/discussion` that shows how one posts."""

    _arranging: Arranging
    _planning: Planning
    _access: Access

    @app_commands.command(name="terms")
    @app_commands.describe(discussion="The discussion to look at; the latest if left out")
    async def show_terms(self, interaction: Interaction, discussion: str | None = None) -> None:
        """See where and how a discussion posts; `/discussion set` changes it."""
        guild_id = await admit_organizer(interaction, self._access)
        arrangement = await self._arranging.show(guild_id, discussion)
        await reply(interaction, terms.terms_embeds(arrangement))

    @show_terms.autocomplete("discussion")
    @organizers_choose
    async def offer_any(self, interaction: Interaction, typed: str) -> Choices:
        """Offer every discussion, past ones too."""
        found = await self._planning.list_labels(guild_of(interaction))
        return discussion_choices(found, typed, channel_names(interaction))


class Setting(app_commands.Group):
    """An organizer's choice of terms; each command is one subject."""

    def __init__(self, arranging: Arranging, planning: Planning, access: Access) -> None:
        super().__init__(name="set", description="Change how a discussion posts")
        self._arranging = arranging
        self._planning = planning
        self._access = access

    @app_commands.command()
    @app_commands.choices(where=terms.placement_choices())
    @app_commands.describe(discussion=_DISCUSSION, where="Where polls stand")
    async def polls(
        self, interaction: Interaction, discussion: str, where: app_commands.Choice[str]
    ) -> None:
        """Say where polls go: channel, thread, or by kind."""
        guild_id = await admit_organizer(interaction, self._access)
        placement = Placement(where.value)
        by = MemberId(interaction.user.id)
        await _confirm(
            interaction, await self._arranging.set_placement(guild_id, discussion, by, placement)
        )

    @app_commands.command()
    @app_commands.describe(
        discussion=_DISCUSSION, role="The role; nobody is pinged if it is left out"
    )
    async def ping(
        self, interaction: Interaction, discussion: str, role: discord.Role | None = None
    ) -> None:
        """Mention a role with each section."""
        guild_id = await admit_organizer(interaction, self._access)
        by, role_id = MemberId(interaction.user.id), role.id if role else None
        await _confirm(
            interaction, await self._arranging.set_ping(guild_id, discussion, by, role_id)
        )

    @app_commands.command()
    @app_commands.describe(
        discussion=_DISCUSSION,
        after="So long after it opened, such as 3 days",
        until="All at this time, such as 2027-03-01 18:00; a day alone means its end",
        with_next="True: when the next section comes",
    )
    async def closing(
        self,
        interaction: Interaction,
        discussion: str,
        after: str | None = None,
        until: str | None = None,
        *,
        with_next: bool = False,
    ) -> None:
        """Say when polls close: after a time, at a time, or with the next section."""
        guild_id = await admit_organizer(interaction, self._access)
        arrangement = await self._arranging.set_closing(
            guild_id,
            discussion,
            MemberId(interaction.user.id),
            after=after,
            until=until,
            with_next=with_next,
        )
        await _confirm(interaction, arrangement)

    @app_commands.command()
    @app_commands.describe(
        discussion=_DISCUSSION,
        ahead="So long before polls close, such as 6 hours; no reminder if it is left out",
    )
    async def reminder(
        self, interaction: Interaction, discussion: str, ahead: str | None = None
    ) -> None:
        """Remind a section’s thread once, some time before its polls close, or never."""
        guild_id = await admit_organizer(interaction, self._access)
        by = MemberId(interaction.user.id)
        arrangement = await self._arranging.set_reminder(guild_id, discussion, by, before=ahead)
        await reply(interaction, terms.terms_embeds(arrangement), content=say_reminder_changed())

    @app_commands.command()
    @app_commands.describe(
        discussion=_DISCUSSION, hidden="True: a section says nothing about the one before"
    )
    async def results(self, interaction: Interaction, discussion: str, *, hidden: bool) -> None:
        """Have sections open with a line on the results of the one before, or not."""
        guild_id = await admit_organizer(interaction, self._access)
        by = MemberId(interaction.user.id)
        await _confirm(
            interaction,
            await self._arranging.set_results_hidden(guild_id, discussion, by, hidden=hidden),
        )

    @app_commands.command()
    @app_commands.choices(archive=terms.auto_archive_choices(), slow_mode=terms.slow_mode_choices())
    @app_commands.describe(
        discussion=_DISCUSSION,
        name="Such as {number}/{of} {heading}; {title} is the article’s",
        archive="Archived after so long without a message",
        slow_mode="How long a member waits between two messages",
    )
    async def threads(
        self,
        interaction: Interaction,
        discussion: str,
        name: str | None = None,
        archive: app_commands.Choice[int] | None = None,
        slow_mode: app_commands.Choice[int] | None = None,
    ) -> None:
        """Say how threads, or a forum’s posts, are opened; what is left out stays."""
        guild_id = await admit_organizer(interaction, self._access)
        arrangement = await self._arranging.set_threads(
            guild_id,
            discussion,
            MemberId(interaction.user.id),
            name=name,
            auto_archive=_span(archive),
            slow_mode=_span(slow_mode),
        )
        await _confirm(interaction, arrangement)

    @app_commands.command()
    @app_commands.describe(
        discussion=_DISCUSSION, on="Whether it is pinned, and the one before it unpinned"
    )
    async def pin(self, interaction: Interaction, discussion: str, *, on: bool) -> None:
        """Pin the section that is being discussed, or stop pinning."""
        guild_id = await admit_organizer(interaction, self._access)
        by = MemberId(interaction.user.id)
        arrangement = await self._arranging.set_pins(guild_id, discussion, by, pins=on)
        await reply(
            interaction, terms.terms_embeds(arrangement), content=terms.say_changed_at_once()
        )

    @app_commands.command()
    @app_commands.describe(
        discussion=_DISCUSSION, on="True also sends one anew that was deleted; False deletes it"
    )
    async def index(self, interaction: Interaction, discussion: str, *, on: bool) -> None:
        """Keep one message that shows every section and its state, or none."""
        guild_id = await admit_organizer(interaction, self._access)
        by = MemberId(interaction.user.id)
        arrangement = await self._arranging.set_index(guild_id, discussion, by, index=on)
        await reply(
            interaction, terms.terms_embeds(arrangement), content=terms.say_changed_at_once()
        )

    @app_commands.command()
    @app_commands.describe(
        discussion=_DISCUSSION, on="Whether the servers that follow are sent each section"
    )
    async def publishing(self, interaction: Interaction, discussion: str, *, on: bool) -> None:
        """Publish the sections of an announcement channel, or stop publishing."""
        guild_id = await admit_organizer(interaction, self._access)
        by = MemberId(interaction.user.id)
        await _confirm(
            interaction, await self._arranging.set_publishes(guild_id, discussion, by, publishes=on)
        )

    @app_commands.command()
    @app_commands.describe(
        discussion=_DISCUSSION,
        tag="A tag; none if it is left out",
        tag2="A second tag",
        tag3="A third tag",
        tag4="A fourth tag",
        tag5="A fifth tag",
    )
    async def tags(
        self,
        interaction: Interaction,
        discussion: str,
        tag: str | None = None,
        tag2: str | None = None,
        tag3: str | None = None,
        tag4: str | None = None,
        tag5: str | None = None,
    ) -> None:
        """Choose the tags of a forum’s posts."""
        guild_id = await admit_organizer(interaction, self._access)
        chosen = [one for one in (tag, tag2, tag3, tag4, tag5) if one]
        by = MemberId(interaction.user.id)
        await _confirm(
            interaction, await self._arranging.set_tags(guild_id, discussion, by, chosen)
        )

    @app_commands.command()
    @app_commands.describe(
        discussion=_DISCUSSION, language="The language; the server's if it is left out"
    )
    async def language(
        self, interaction: Interaction, discussion: str, language: str | None = None
    ) -> None:
        """Choose the language I speak in public."""
        guild_id = await admit_organizer(interaction, self._access)
        by = MemberId(interaction.user.id)
        arrangement = await self._arranging.set_language(guild_id, discussion, by, language)
        told = terms.say_language_changed()
        await reply(interaction, terms.terms_embeds(arrangement), content=told)

    @language.autocomplete("language")
    async def offer_languages(self, interaction: Interaction, typed: str) -> Choices:
        """Offer the languages the bot speaks."""
        del interaction
        return language_choices(typed)

    @app_commands.command(name="tell_me")
    @app_commands.describe(discussion=_DISCUSSION, on="Whether I write to you")
    async def tell_me(self, interaction: Interaction, discussion: str, *, on: bool) -> None:
        """Be told directly if a discussion you started has to pause, or be left in peace."""
        guild_id = await admit_organizer(interaction, self._access)
        by = MemberId(interaction.user.id)
        arrangement = await self._arranging.set_tells_starter(guild_id, discussion, by, on=on)
        told = terms.say_tells_starter(arrangement)
        await reply(interaction, terms.terms_embeds(arrangement), content=told)

    @polls.autocomplete("discussion")
    @closing.autocomplete("discussion")
    @reminder.autocomplete("discussion")
    @results.autocomplete("discussion")
    @ping.autocomplete("discussion")
    @threads.autocomplete("discussion")
    @pin.autocomplete("discussion")
    @index.autocomplete("discussion")
    @publishing.autocomplete("discussion")
    @tags.autocomplete("discussion")
    @language.autocomplete("discussion")
    @tell_me.autocomplete("discussion")
    @organizers_choose
    async def offer_open(self, interaction: Interaction, typed: str) -> Choices:
        """Offer the discussions that are on."""
        found = await self._planning.list_labels(guild_of(interaction), OPEN_STATES)
        return discussion_choices(found, typed, channel_names(interaction))

    @tags.autocomplete("tag")
    @tags.autocomplete("tag2")
    @tags.autocomplete("tag3")
    @tags.autocomplete("tag4")
    @tags.autocomplete("tag5")
    @organizers_choose
    async def offer_tags(self, interaction: Interaction, typed: str) -> Choices:
        """Offer the tags of the forum that the discussion is in."""
        given = interaction.namespace.discussion
        try:
            offered = await self._arranging.offer_tags(guild_of(interaction), given or None)
        except DiscussionNotFound:
            return []
        return tag_choices(offered, typed)


async def _confirm(interaction: Interaction, arrangement: Arrangement) -> None:
    await reply(
        interaction, terms.terms_embeds(arrangement), content=terms.say_changed(arrangement)
    )


def _span(choice: app_commands.Choice[int] | None) -> timedelta | None:
    return None if choice is None else timedelta(seconds=choice.value)


async def setup(client: ColloquyBot) -> None:
    """Add the commands to those of `/discussion`; called by discord.py."""
    services = client.services
    group = client.tree.get_command("discussion")
    if not isinstance(group, app_commands.Group):
        raise TypeError(group)
    group.add_command(Setting(services.arranging, services.planning, services.access))
