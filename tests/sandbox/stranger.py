"""An unrelated discord.py bot, as anybody might write one; it knows nothing of the sandbox."""

import asyncio

import discord
from discord import app_commands
from discord.ext import commands

from tests.patience import PATIENCE_SECONDS


class Library(app_commands.Group):
    """Commands about books."""

    @app_commands.command()
    @app_commands.describe(title="The book", pages="How many", cover="A picture")
    async def add(
        self,
        interaction: discord.Interaction,
        title: app_commands.Range[str, 1, 40],
        pages: app_commands.Range[int, 1, 900] = 1,
        cover: discord.Attachment | None = None,
        shelf: discord.TextChannel | None = None,
        giver: discord.Member | None = None,
    ) -> None:
        """Add a book."""
        parts = [title, str(pages)]
        if cover:
            parts.append(f"{cover.filename}:{(await cover.read()).decode()}")
        if shelf:
            parts.append(f"#{shelf.name}")
        if giver:
            parts.append(f"@{giver.name}")
        await interaction.response.send_message(" ".join(parts), ephemeral=True)

    @add.autocomplete("title")
    async def suggest(
        self,
        interaction: discord.Interaction,  # noqa: ARG002 - discord.py's signature
        current: str,
    ) -> list[app_commands.Choice[str]]:
        """Suggest titles."""
        titles = ["Emma", "Emil", "Dune"]
        return [
            app_commands.Choice(name=each, value=each.lower())
            for each in titles
            if each.lower().startswith(current.lower())
        ]

    @app_commands.command()
    async def count(self, interaction: discord.Interaction) -> None:
        """Count slowly: defers, answers, and adds a word."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        await interaction.edit_original_response(content="three books")
        await interaction.followup.send("and a map", ephemeral=True)

    @app_commands.command()
    async def ignore(self, interaction: discord.Interaction) -> None:
        """Never answer."""


class Stranger(commands.AutoShardedBot):
    """A bot with a few commands that writes down which raw events it saw."""

    def __init__(self, *, shard_count: int | None = None, **options) -> None:
        super().__init__(
            command_prefix=commands.when_mentioned,
            intents=options.pop("intents", discord.Intents.default()),
            guild_ready_timeout=0.05,
            chunk_guilds_at_startup=False,
            shard_count=shard_count,
            **options,
        )
        self.seen: asyncio.Queue[tuple] = asyncio.Queue()
        self.tree.add_command(Library(name="library"))

    async def setup_hook(self) -> None:
        """Register the commands everywhere."""
        await self.tree.sync()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Do not wait between identifies."""

    async def on_raw_reaction_add(self, payload: discord.RawReactionActionEvent) -> None:
        """Note a reaction."""
        self.seen.put_nowait(("add", str(payload.emoji), payload.user_id))

    async def on_raw_reaction_remove(self, payload: discord.RawReactionActionEvent) -> None:
        """Note a reaction taken back."""
        self.seen.put_nowait(("remove", str(payload.emoji), payload.user_id))

    async def on_raw_reaction_clear(self, payload: discord.RawReactionClearEvent) -> None:
        """Note cleared reactions."""
        self.seen.put_nowait(("clear", payload.message_id))

    async def on_raw_reaction_clear_emoji(
        self, payload: discord.RawReactionClearEmojiEvent
    ) -> None:
        """Note one cleared emoji."""
        self.seen.put_nowait(("clear emoji", str(payload.emoji), payload.message_id))

    async def on_message(self, message: discord.Message) -> None:
        """Note messages of others."""
        if message.author.id != self.user.id:
            self.seen.put_nowait(("message", message.content, message.channel.id))

    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """Note a deleted message."""
        self.seen.put_nowait(("deleted", payload.message_id))

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Note a new server."""
        self.seen.put_nowait(("joined", guild.id))

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Note a lost server."""
        self.seen.put_nowait(("left", guild.id))

    async def on_guild_unavailable(self, guild: discord.Guild) -> None:
        """Note an outage."""
        self.seen.put_nowait(("outage", guild.id))

    async def on_guild_available(self, guild: discord.Guild) -> None:
        """Note the end of an outage."""
        if self.is_ready():
            self.seen.put_nowait(("back", guild.id))

    async def on_raw_thread_delete(self, payload: discord.RawThreadDeleteEvent) -> None:
        """Note a deleted thread."""
        self.seen.put_nowait(("thread deleted", payload.thread_id))

    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """Note a deleted channel."""
        self.seen.put_nowait(("channel deleted", channel.id))

    async def on_shard_resumed(self, shard_id: int) -> None:
        """Note a resumed session."""
        self.seen.put_nowait(("resumed", shard_id))

    async def next_event(self) -> tuple:
        """Wait for the next thing seen."""
        return await asyncio.wait_for(self.seen.get(), PATIENCE_SECONDS)
