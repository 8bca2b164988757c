"""Another unrelated bot: no prefix, many widgets, persistent views; as a tutorial would have it."""

import asyncio
import re
from datetime import timedelta

import discord
from discord import app_commands

INTENTS = discord.Intents(
    guilds=True, messages=True, message_content=True, reactions=True, polls=True
)


class Lend(
    discord.ui.DynamicItem[discord.ui.Button], template=r"lend:(?P<book>[a-z]+):(?P<times>\d+)"
):
    """A button that keeps all it knows in its custom id, and so outlives a restart."""

    def __init__(self, book: str, times: int = 0) -> None:
        self.book, self.times = book, times
        label = f"Lend {book} ({times})"
        super().__init__(discord.ui.Button(label=label, custom_id=f"lend:{book}:{times}"))

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction, item: discord.ui.Button, match: re.Match[str], /
    ) -> "Lend":
        """Read the state out of the custom id."""
        del interaction, item
        return cls(match["book"], int(match["times"]))

    async def callback(self, interaction: discord.Interaction) -> None:
        """Count, and show the new count."""
        view = discord.ui.View(timeout=None).add_item(Lend(self.book, self.times + 1))
        await interaction.response.edit_message(view=view)


class Desk(discord.ui.View):
    """A persistent view with a fixed button and a select."""

    def __init__(self) -> None:
        super().__init__(timeout=None)

    @discord.ui.button(label="Write", custom_id="desk:write")
    async def write(self, interaction: discord.Interaction, _: discord.ui.Button) -> None:
        """Open a form."""
        await interaction.response.send_modal(Slip())

    @discord.ui.select(
        custom_id="desk:shelf",
        max_values=2,
        options=[discord.SelectOption(label=each) for each in ("novels", "plays", "maps")],
    )
    async def shelf(self, interaction: discord.Interaction, select: discord.ui.Select) -> None:
        """Say what was chosen, to the one who chose."""
        await interaction.response.send_message(" and ".join(select.values), ephemeral=True)

    @discord.ui.select(cls=discord.ui.UserSelect, custom_id="desk:reader")
    async def reader(self, interaction: discord.Interaction, select: discord.ui.UserSelect) -> None:
        """Defer, then name the chosen reader."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        await interaction.followup.send(f"for {select.values[0].name}")


class Slip(discord.ui.Modal, title="A slip"):
    """A form with a text, a choice and a file."""

    book = discord.ui.Label(text="Book", component=discord.ui.TextInput(max_length=40))
    kind = discord.ui.Label(
        text="Kind",
        component=discord.ui.RadioGroup(
            options=[discord.RadioGroupOption(label=each, value=each) for each in ("old", "new")]
        ),
    )
    cover = discord.ui.Label(text="Cover", component=discord.ui.FileUpload(required=False))

    async def on_submit(self, interaction: discord.Interaction) -> None:
        """Repeat what was filled in."""
        files = [each.filename for each in self.cover.component.values]
        words = f"{self.book.component.value}, {self.kind.component.value}, {files}"
        await interaction.response.send_message(words)


class Librarian(discord.Client):
    """Listens to plain words and does what they say."""

    def __init__(self) -> None:
        super().__init__(intents=INTENTS, guild_ready_timeout=0.05)
        self.tree = app_commands.CommandTree(self)
        self.tree.add_command(app_commands.ContextMenu(name="Quote", callback=_quote))
        self.tree.add_command(app_commands.ContextMenu(name="Card", callback=_card))
        self.votes: asyncio.Queue[int] = asyncio.Queue()

    async def setup_hook(self) -> None:
        """Register menus, and the views that outlive this process."""
        self.add_dynamic_items(Lend)
        self.add_view(Desk())
        await self.tree.sync()

    async def on_message(self, message: discord.Message) -> None:
        """Do what a member says."""
        if message.author.bot or not message.content:
            return
        word, *rest = message.content.split()
        if action := getattr(self, f"do_{word}", None):
            await action(message, *rest)

    async def on_raw_poll_vote_add(self, payload: discord.RawPollVoteActionEvent) -> None:
        """Note a vote."""
        self.votes.put_nowait(payload.answer_id)

    async def do_lend(self, message: discord.Message, book: str) -> None:
        """Offer a book."""
        view = discord.ui.View(timeout=None).add_item(Lend(book))
        await message.channel.send("Who wants it?", view=view)

    async def do_desk(self, message: discord.Message) -> None:
        """Open the desk."""
        await message.reply("The desk is open.", view=Desk(), mention_author=False)

    async def do_poll(self, message: discord.Message, *answers: str) -> None:
        """Ask everybody."""
        poll = discord.Poll("Which?", timedelta(hours=1))
        for each in answers:
            poll.add_answer(text=each)
        await message.channel.send(poll=poll)

    async def do_pin(self, message: discord.Message, *_: str) -> None:
        """Pin what was said, and count the pins."""
        await message.pin()
        pins = [each.id async for each in message.channel.pins()]
        await message.channel.send(f"{len(pins)} pinned")

    async def do_thread(self, message: discord.Message, name: str) -> None:
        """Open a thread and speak in it."""
        thread = await message.create_thread(name=name)
        await thread.send("Here we are.")
        await thread.edit(name=f"{name}!", auto_archive_duration=60)

    async def do_post(self, message: discord.Message, name: str) -> None:
        """Post in the forum with its first tag."""
        forum = message.guild.forums[0]
        await forum.create_thread(
            name=name, content="A new book.", applied_tags=forum.available_tags[:1]
        )

    async def do_count(self, message: discord.Message) -> None:
        """Count the channel's messages, and who marked the first."""
        found = [each async for each in message.channel.history(limit=None, oldest_first=True)]
        marked: set[int] = set()
        for reaction in found[0].reactions:
            marked |= {user.id async for user in reaction.users(limit=1000)}
        await message.channel.send(f"{len(found)} said, {len(marked)} marked")


async def _quote(interaction: discord.Interaction, message: discord.Message) -> None:
    """Quote a message."""
    await interaction.response.send_message(f"> {message.content}")


async def _card(interaction: discord.Interaction, member: discord.Member) -> None:
    """Show a reader's card, in components v2."""
    view = discord.ui.LayoutView()
    view.add_item(discord.ui.Container(discord.ui.TextDisplay(f"Card of {member.name}")))
    await interaction.response.send_message(view=view, ephemeral=True)
