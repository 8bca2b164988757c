"""`/article`: the server's articles, added, listed, looked at, edited and removed."""

import asyncio

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import ColloquyBot
from bot.domain.ids import MemberId
from bot.reading.packs import read_pack, require_pack_size
from bot.render.packs import render_pack
from bot.services.services import Services
from bot.ui.articles import list_embeds, say_removed
from bot.ui.choices import Choices, article_choices
from bot.ui.editor import show
from bot.ui.editor_screens import HOME
from bot.ui.packs import pack_file, say_packed, say_taken_in
from bot.ui.pasting import PasteKey, paste_form
from cogs.admission import (
    Interaction,
    admit_organizer,
    guild_of,
    organizers_choose,
    own_emoji,
    reply,
    require_organizer,
)
from cogs.attachments import read_attachment
from cogs.submissions import Submissions


@app_commands.guild_only()
@app_commands.default_permissions(manage_guild=True)
class Articles(commands.GroupCog, name="article", description="The articles of this server"):
    """The server's articles."""

    def __init__(self, services: Services) -> None:
        self._library = services.library
        self._editing = services.editing
        self._packing = services.packing
        self._access = services.access
        self._submissions = Submissions(services)

    @app_commands.command()
    @app_commands.describe(
        file="The article as plain text, Markdown or a web page (.txt, .md, .html)",
        url="The address of the article’s page; leave out both to paste the text",
    )
    async def add(
        self,
        interaction: Interaction,
        file: discord.Attachment | None = None,
        url: str | None = None,
    ) -> None:
        """Add an article and see how it would be posted; nothing is posted yet."""
        if file is None and url is None:
            await require_organizer(interaction, self._access)
            await interaction.response.send_modal(paste_form(PasteKey()))
            return
        guild_id = await admit_organizer(interaction, self._access)
        submission = await self._submissions.receive(guild_id, file, url)
        by = MemberId(interaction.user.id)
        await self._submissions.add(interaction, guild_id, submission, by=by)

    @app_commands.command(name="list")
    async def list_all(self, interaction: Interaction) -> None:
        """List this server's articles."""
        guild_id = await admit_organizer(interaction, self._access)
        await reply(interaction, list_embeds(await self._library.list_all(guild_id)))

    @app_commands.command()
    @app_commands.describe(article="The article to look at")
    async def preview(self, interaction: Interaction, article: str) -> None:
        """See an article's sections and the polls each would be posted with."""
        guild_id = await admit_organizer(interaction, self._access)
        kept = await self._library.get(guild_id, article)
        await self._submissions.preview(interaction, guild_id, kept.article_id)

    @app_commands.command()
    @app_commands.describe(article="The article to edit")
    async def edit(self, interaction: Interaction, article: str) -> None:
        """Put an article right: its sections, questions and options."""
        guild_id = await admit_organizer(interaction, self._access)
        kept = await self._library.get(guild_id, article)
        table = await self._editing.look(guild_id, kept.article_id)
        # Off the loop: of each section it is counted what is posted of it.
        shown = await asyncio.to_thread(show, table.kept, table.usage, HOME)
        await interaction.followup.send(embed=shown.embed, view=shown.view, ephemeral=True)

    @app_commands.command()
    @app_commands.describe(
        article="The article to update",
        file="Its corrected text as plain text, Markdown or a web page (.txt, .md, .html)",
        url="The address of its corrected text; leave out both to paste it",
    )
    async def update(
        self,
        interaction: Interaction,
        article: str,
        file: discord.Attachment | None = None,
        url: str | None = None,
    ) -> None:
        """See what a corrected text would change, before it takes the article's place."""
        if file is None and url is None:
            guild_id = await require_organizer(interaction, self._access)
            kept = await self._library.get(guild_id, article)
            form = paste_form(PasteKey(kept.article_id), kept.article.title)
            await interaction.response.send_modal(form)
            return
        guild_id = await admit_organizer(interaction, self._access)
        kept = await self._library.get(guild_id, article)
        submission = await self._submissions.receive(guild_id, file, url)
        await self._submissions.propose(interaction, guild_id, kept.article_id, submission)

    @app_commands.command(name="export-pack")
    @app_commands.describe(article="The article whose preparation to hand on")
    async def export_pack(self, interaction: Interaction, article: str) -> None:
        """Get an article's cut points, questions and options as a file, without its text."""
        guild_id = await admit_organizer(interaction, self._access)
        kept = await self._library.get(guild_id, article)
        pack = await self._packing.export(guild_id, kept.article_id)
        file = pack_file(kept.article.title, render_pack(pack))
        await interaction.followup.send(say_packed(kept), file=file, ephemeral=True)

    @app_commands.command(name="import-pack")
    @app_commands.describe(
        file="The discussion pack",
        article="The article to prepare with it; the one with its text if left out",
    )
    async def import_pack(
        self, interaction: Interaction, file: discord.Attachment, article: str | None = None
    ) -> None:
        """Prepare an article as another organizer did."""
        guild_id = await admit_organizer(interaction, self._access)
        require_pack_size(file.filename, file.size)
        pack = read_pack(await read_attachment(file), name=file.filename)
        emoji, by = own_emoji(interaction), MemberId(interaction.user.id)
        if article is None:
            article_id = await self._packing.find_article(guild_id, pack, by=by)
        else:
            article_id = (await self._library.get(guild_id, article)).article_id
        table = await self._packing.take_in(guild_id, article_id, pack, emoji, by=by)
        await self._submissions.preview(
            interaction, guild_id, article_id, content=say_taken_in(table.kept, pack)
        )

    @app_commands.command()
    @app_commands.describe(article="The article to remove")
    async def remove(self, interaction: Interaction, article: str) -> None:
        """Remove an article that is not being discussed; past tallies stay."""
        guild_id = await admit_organizer(interaction, self._access)
        title = await self._library.remove(guild_id, article)
        await reply(interaction, content=say_removed(title))

    @preview.autocomplete("article")
    @edit.autocomplete("article")
    @update.autocomplete("article")
    @export_pack.autocomplete("article")
    @import_pack.autocomplete("article")
    @remove.autocomplete("article")
    @organizers_choose
    async def offer_articles(self, interaction: Interaction, typed: str) -> Choices:
        """Offer the server's articles."""
        guild_id = guild_of(interaction)
        return article_choices(await self._library.list_labels(guild_id), typed)


async def setup(client: ColloquyBot) -> None:
    """Add the commands; called by discord.py."""
    await client.add_cog(Articles(client.services))
