"""An unrelated bot, written for Discord alone, lives in the sandbox unchanged."""

import asyncio

import pytest

from bot.sandbox import File, Sandbox
from tests.patience import PATIENCE_SECONDS
from tests.sandbox.librarian import Librarian

NEEDED = [
    "view_channel",
    "send_messages",
    "read_message_history",
    "add_reactions",
    "send_polls",
    "pin_messages",
    "create_public_threads",
    "send_messages_in_threads",
    "manage_threads",
]


@pytest.fixture
async def sandbox():
    """Run a sandbox whose application may read words; what it does not understand is fatal."""
    async with Sandbox(seed=7, privileged=["message_content"]) as running:
        yield running
        assert running.unrouted == []


@pytest.fixture
async def librarian(connect, control, guild):
    """Connect the librarian."""
    await control.world.invite_bot(guild.id, NEEDED)
    async with connect(Librarian()) as connected:
        yield connected


class Reader:
    """Ada, who talks to the librarian in one channel."""

    def __init__(self, control, guild) -> None:
        self._control = control
        self.id, self.channel = guild.members["ada"], guild.channels["general"]

    async def say(self, words, answers=1):
        """Say something; gives what was posted after it, once so much has come."""
        kept = await self._control.books.messages(self.channel)
        await self._control.members.send(self.id, self.channel, words)
        count = len(kept) + 1
        found = await self._control.books.messages(self.channel, at_least=count + answers)
        return found[count:]

    async def press(self, message, custom_id):
        """Press a button."""
        return await self._control.members.click(
            self.id, self.channel, int(message["id"]), custom_id
        )

    async def choose(self, message, custom_id, values):
        """Choose from a select."""
        return await self._control.members.choose(
            self.id, self.channel, int(message["id"]), custom_id, values
        )


@pytest.fixture
def ada(control, guild):
    """Give the reader."""
    return Reader(control, guild)


async def test_buttons_outlive_a_restart(connect, control, guild, ada):
    """A dynamic button and a persistent view answer a bot that was started anew."""
    await control.world.invite_bot(guild.id, NEEDED)
    async with connect(Librarian()):
        (offer,) = await ada.say("lend emma")
        assert (await ada.press(offer, "lend:emma:0")).outcome == "update"
        (desk,) = await ada.say("desk")
    async with connect(Librarian()):
        outcome = await ada.press(offer, "lend:emma:1")
        assert outcome.components[0]["components"][0]["label"] == "Lend emma (2)"
        chosen = await ada.choose(desk, "desk:shelf", ["maps", "plays"])
    assert chosen.content == "maps and plays"


@pytest.mark.usefixtures("librarian")
async def test_desk(control, ada, guild):
    """Selects and a modal with a text, a choice and a file."""
    (desk,) = await ada.say("desk")
    chosen = await ada.choose(desk, "desk:reader", [guild.members["ben"]])
    assert (chosen.content, chosen.ephemeral) == ("for ben", True)

    opened = await ada.press(desk, "desk:write")
    names = {each["label"]: each["component"]["custom_id"] for each in opened.modal["components"]}
    outcome = await control.members.submit_modal(
        ada.id,
        opened.interaction_id,
        {names["Book"]: "Emma", names["Kind"]: "old"},
        {names["Cover"]: [File("a.png", b"png")]},
    )
    assert outcome.content == "Emma, old, ['a.png']"


async def test_poll(librarian, control, ada):
    """A native poll is posted and voted in."""
    (poll,) = await ada.say("poll tea coffee")
    await control.members.vote(ada.id, ada.channel, int(poll["id"]), [2])
    assert await asyncio.wait_for(librarian.votes.get(), PATIENCE_SECONDS) == 2


@pytest.mark.usefixtures("librarian")
async def test_pins(ada):
    """Each pin leaves a notice and is listed."""
    await ada.say("pin one", answers=2)
    _, counted = await ada.say("pin two", answers=2)
    assert counted["content"] == "2 pinned"


@pytest.mark.usefixtures("librarian")
async def test_threads(control, guild, sandbox, ada):
    """A thread is opened, spoken in, renamed."""
    await control.members.send(ada.id, ada.channel, "thread talk")
    threads = sandbox.world.guilds[guild.id].threads
    await sandbox.until(lambda: any(each.name == "talk!" for each in threads.values()))
    (thread,) = threads
    kept = await control.books.messages(thread)
    assert [each["content"] for each in kept] == ["", "Here we are.", "talk!"]


@pytest.mark.usefixtures("librarian")
async def test_forum_posts(control, guild, sandbox, ada):
    """A post is made in the forum, with a tag."""
    await control.world.add_channel(guild.id, "forum", "forum", tags=["series"])
    await control.members.send(ada.id, ada.channel, "post first")
    threads = sandbox.world.guilds[guild.id].threads
    await sandbox.until(lambda: bool(threads))
    (post,) = threads.values()
    assert (post.name, len(post.thread.tags)) == ("first", 1)
    kept = await control.books.messages(post.id, at_least=1)
    assert kept[0]["content"] == "A new book."


@pytest.mark.usefixtures("librarian")
async def test_pages(control, guild, ada):
    """History and reaction users are read to the end, over several pages."""
    first = await control.members.send(ada.id, ada.channel, "mark me")
    for n in range(120):
        member = await control.world.add_member(guild.id, f"m{n}")
        await control.members.react(member, ada.channel, int(first["id"]), "✅")
        await control.members.send(member, ada.channel, "-")
    (counted,) = await ada.say("count")
    assert counted["content"] == "122 said, 120 marked"


@pytest.mark.usefixtures("librarian")
async def test_context_menus(control, guild, ada):
    """A message is quoted, and a member's card shown in components v2."""
    sent = await control.members.send(guild.members["ben"], ada.channel, "so it is")
    quoted = await control.members.run_context_menu(
        ada.id, ada.channel, "Quote", message_id=int(sent["id"])
    )
    card = await control.members.run_context_menu(
        ada.id, ada.channel, "Card", target_id=guild.members["ben"]
    )
    assert quoted.content == "> so it is"
    assert card.components[0]["components"][0]["content"] == "Card of ben"
    assert card.ephemeral
