"""The form a text is pasted into, when it is sent, however long ago it was opened."""

from collections.abc import Mapping
from typing import Any

import discord
from discord.ext import commands

from bot.client import ColloquyBot, refuse
from bot.domain.ids import MemberId
from bot.reading.pasted import submit_pasted
from bot.reading.submission import Submission
from bot.services.services import Services
from bot.ui.limits import TEXT_INPUT
from bot.ui.pasting import PasteKey, give_text_back, pasted_in, say_field_was_full
from cogs.admission import Interaction, require_organizer
from cogs.submissions import Submissions


class Pasting(commands.Cog):
    """A text that an organizer pasted."""

    def __init__(self, services: Services) -> None:
        self._access = services.access
        self._submissions = Submissions(services)

    @commands.Cog.listener()
    async def on_interaction(self, interaction: Interaction) -> None:
        """Hear a form that has an article's text in it."""
        data: Mapping[str, Any] = interaction.data or {}
        key = PasteKey.parse(str(data.get("custom_id", "")))
        if key is None or interaction.type is not discord.InteractionType.modal_submit:
            return
        title, parts = pasted_in(data)
        submission = submit_pasted(parts, title=title, field=TEXT_INPUT)
        try:
            await self._take(interaction, key, submission)
        except Exception as error:  # noqa: BLE001 - an edge, like the tree's own
            await refuse(interaction, error, file=give_text_back(submission.data))
        else:
            if len(parts[-1]) == TEXT_INPUT:
                await interaction.followup.send(say_field_was_full(), ephemeral=True)

    async def _take(self, interaction: Interaction, key: PasteKey, submission: Submission) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        guild_id = await require_organizer(interaction, self._access)
        if key.article_id is None:
            by = MemberId(interaction.user.id)
            await self._submissions.add(interaction, guild_id, submission, by=by)
        else:
            await self._submissions.propose(interaction, guild_id, key.article_id, submission)


async def setup(client: ColloquyBot) -> None:
    """Add the listener; called by discord.py."""
    await client.add_cog(Pasting(client.services))
