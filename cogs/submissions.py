"""What becomes of a text that somebody gave, whichever way it came: one reply for all of them."""

import asyncio

import discord

from bot.domain.ids import ArticleId, GuildId, MemberId
from bot.errors import SeveralTexts
from bot.reading.submission import Submission
from bot.services.services import Services
from bot.services.updating import Proposal
from bot.ui.articles import say_added
from bot.ui.editor_desk import Shown
from bot.ui.suggestions import previewed
from bot.ui.updates import proposed
from cogs.admission import Interaction, reply
from cogs.attachments import read_attachment


def show_proposal(found: Proposal) -> Shown:
    """Show what a text would change, to be taken or left."""
    return proposed(found.kept, found.usage, found.number, found.changes, found.closing)


class Submissions:
    """Texts that came in."""

    def __init__(self, services: Services) -> None:
        self._library = services.library
        self._editing = services.editing
        self._updating = services.updating

    async def receive(
        self, guild_id: GuildId, file: discord.Attachment | None, url: str | None
    ) -> Submission:
        """Get the text that a file or an address stands for.

        Raises `SeveralTexts`, `ArticleTooLarge`, `AttachmentLost`, and what `Library.fetch` raises.
        """
        if file is not None and url is not None:
            raise SeveralTexts
        if file is None:
            return await self._library.fetch(guild_id, url or "")
        self._library.require_readable(file.filename, file.size)
        data = await read_attachment(file)
        return Submission(data=data, name=file.filename, media_type=file.content_type)

    async def add(
        self, interaction: Interaction, guild_id: GuildId, submission: Submission, *, by: MemberId
    ) -> None:
        """Make an article of a text and show how it would be posted."""
        kept = await self._library.add(guild_id, submission, added_by=by)
        await self.preview(interaction, guild_id, kept.article_id, content=say_added(kept))

    async def propose(
        self,
        interaction: Interaction,
        guild_id: GuildId,
        article_id: ArticleId,
        submission: Submission,
    ) -> None:
        """Show what a text would change about an article."""
        article = await self._library.read(submission)
        shown = show_proposal(await self._updating.propose(guild_id, article_id, article))
        await interaction.followup.send(embed=shown.embed, view=shown.view, ephemeral=True)

    async def preview(
        self,
        interaction: Interaction,
        guild_id: GuildId,
        article_id: ArticleId,
        *,
        content: str | None = None,
    ) -> None:
        """Show how an article would be posted, below `content`."""
        table = await self._editing.look(guild_id, article_id)
        suggestions = await self._editing.advise(table)
        # Off the loop: a book is rendered whole, to count its messages.
        embeds, view = await asyncio.to_thread(previewed, table.kept, table.usage, suggestions)
        await reply(interaction, embeds, content=content, view=view)
