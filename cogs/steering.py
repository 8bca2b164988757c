"""`/discussion`: pausing, resuming and ending one, and saying which section comes next."""

from discord import app_commands
from discord.ext import commands

from bot.domain.discussion import OPEN_STATES, DiscussionState
from bot.domain.ids import MemberId
from bot.domain.post import PostState
from bot.errors import DiscussionNotFound
from bot.services.access import Access
from bot.services.control import Control
from bot.services.planning import Planning
from bot.services.steering import Steering
from bot.ui import control, discussions
from bot.ui.choices import Choices, discussion_choices, section_choices
from cogs.admission import Interaction, admit_organizer, guild_of, organizers_choose, reply
from cogs.channel_option import channel_names

_SECTION = "The section: type a part of its heading or its number, and choose"


class SteeringCommands(commands.Cog):
    """The part of `/discussion` that holds, goes on, and puts in order."""

    _planning: Planning
    _control: Control
    _steering: Steering
    _access: Access

    @app_commands.command()
    @app_commands.describe(discussion="The discussion to pause")
    async def pause(self, interaction: Interaction, discussion: str) -> None:
        """Post no further section until resumed; open polls go on."""
        guild_id = await admit_organizer(interaction, self._access)
        progress = await self._control.pause(guild_id, discussion, by=_by(interaction))
        embeds = discussions.status_embeds(progress)
        await reply(interaction, embeds, content=discussions.say_paused(progress))

    @app_commands.command()
    @app_commands.describe(discussion="The discussion to resume")
    async def resume(self, interaction: Interaction, discussion: str) -> None:
        """Go on with the next section at the next appointed time."""
        guild_id = await admit_organizer(interaction, self._access)
        progress, without_slot = await self._control.foresee_resuming(guild_id, discussion)
        if without_slot:
            said, view = control.ask_to_resume(progress, without_slot)
            await reply(interaction, content=said, view=view)
            return
        progress = await self._control.resume(guild_id, discussion, by=_by(interaction))
        embeds = discussions.status_embeds(progress)
        await reply(interaction, embeds, content=discussions.say_resumed(progress))

    @app_commands.command()
    @app_commands.describe(
        discussion="The discussion to end",
        close_polls="True: open polls close now; False: they go on; left out: you are asked",
    )
    async def stop(
        self, interaction: Interaction, discussion: str, *, close_polls: bool | None = None
    ) -> None:
        """End a discussion for good; its tallies stay."""
        guild_id = await admit_organizer(interaction, self._access)
        if close_polls is None:
            progress = await self._control.require_stoppable(guild_id, discussion)
            said, view = control.ask_to_stop(progress)
            await reply(interaction, content=said, view=view)
            return
        progress = await self._control.stop(
            guild_id, discussion, close_polls=close_polls, by=_by(interaction)
        )
        said = discussions.say_stopped(progress, close_polls=close_polls)
        await reply(interaction, discussions.status_embeds(progress), content=said)

    @app_commands.command()
    @app_commands.describe(
        discussion="The discussion", section="The section to leave out; the next one if left out"
    )
    async def skip(
        self, interaction: Interaction, discussion: str, section: str | None = None
    ) -> None:
        """Leave a section out; those behind it move up."""
        guild_id = await admit_organizer(interaction, self._access)
        progress, post = await self._steering.skip(
            guild_id, discussion, section, by=_by(interaction)
        )
        embeds = discussions.status_embeds(progress)
        await reply(interaction, embeds, content=control.say_skipped(progress, post))

    @app_commands.command()
    @app_commands.describe(discussion="The discussion", section="The section to take in again")
    async def unskip(self, interaction: Interaction, discussion: str, section: str) -> None:
        """Take a section in again that was skipped."""
        guild_id = await admit_organizer(interaction, self._access)
        progress, post, without_slot = await self._steering.foresee_taking_in(
            guild_id, discussion, section
        )
        if without_slot:
            said, view = control.ask_to_take_in(progress, post, without_slot)
            await reply(interaction, content=said, view=view)
            return
        progress, post = await self._steering.take_in(
            guild_id, discussion, section, by=_by(interaction)
        )
        embeds = discussions.status_embeds(progress)
        await reply(interaction, embeds, content=control.say_taken_in(progress, post))

    @app_commands.command()
    @app_commands.describe(
        discussion="The discussion",
        section=_SECTION,
        before="The section it is to come before; last of all if left out",
    )
    async def move(
        self, interaction: Interaction, discussion: str, section: str, before: str | None = None
    ) -> None:
        """Have a section that is to come, come earlier or later."""
        guild_id = await admit_organizer(interaction, self._access)
        progress, post = await self._steering.move(
            guild_id, discussion, section, before, by=_by(interaction)
        )
        embeds = discussions.status_embeds(progress)
        await reply(interaction, embeds, content=control.say_moved(progress, post))

    @app_commands.command()
    @app_commands.describe(discussion="The discussion whose next section to post")
    async def post(self, interaction: Interaction, discussion: str) -> None:
        """Post the next section now; the one behind it has its slot then."""
        guild_id = await admit_organizer(interaction, self._access)
        progress, post = await self._steering.post_now(guild_id, discussion, by=_by(interaction))
        embeds = discussions.status_embeds(progress)
        await reply(interaction, embeds, content=control.say_posted_now(progress, post))

    @stop.autocomplete("discussion")
    @skip.autocomplete("discussion")
    @unskip.autocomplete("discussion")
    @move.autocomplete("discussion")
    @post.autocomplete("discussion")
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
        return discussion_choices(
            await self._planning.list_labels(guild_id, states), typed, channel_names(interaction)
        )

    @skip.autocomplete("section")
    @organizers_choose
    async def offer_unposted(self, interaction: Interaction, typed: str) -> Choices:
        """Offer the sections that are to come, and one that could not be posted."""
        return await self._offer_sections(interaction, typed, PostState.PLANNED, PostState.FAILED)

    @move.autocomplete("section")
    @move.autocomplete("before")
    @organizers_choose
    async def offer_to_come(self, interaction: Interaction, typed: str) -> Choices:
        """Offer the sections that are to come: one that could not be posted keeps its place."""
        return await self._offer_sections(interaction, typed, PostState.PLANNED)

    @unskip.autocomplete("section")
    @organizers_choose
    async def offer_skipped(self, interaction: Interaction, typed: str) -> Choices:
        """Offer the sections that are skipped."""
        return await self._offer_sections(interaction, typed, PostState.SKIPPED)

    async def _offer_sections(
        self, interaction: Interaction, typed: str, *states: PostState
    ) -> Choices:
        try:
            found = await self._planning.list_sections(
                guild_of(interaction), interaction.namespace.discussion or "", states
            )
        except DiscussionNotFound:
            return []
        return section_choices(found, typed)


def _by(interaction: Interaction) -> MemberId:
    return MemberId(interaction.user.id)
