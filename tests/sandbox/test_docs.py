"""docs/sandbox.md does what it says: its code runs as it stands there, its tables are complete."""

import asyncio
import json
import re
import signal
import sys
from pathlib import Path

import discord
import pytest
import yarl
from discord import app_commands

from bot.sandbox import Sandbox
from bot.sandbox.control.ask import ROUTES
from bot.sandbox.faults import FaultKind
from tests.patience import PATIENCE_SECONDS

DOCS = Path(__file__).parents[2] / "docs"
ROOT = DOCS.parent


def code():
    """Give the Python that the page shows, block by block."""
    return re.findall(r"```python\n(.*?)```", (DOCS / "sandbox.md").read_text("utf-8"), re.DOTALL)


class MyBot(discord.Client):
    """The bot that the first block is about: it has /hello."""

    def __init__(self, **options):
        super().__init__(intents=discord.Intents.default(), **options)
        self.tree = app_commands.CommandTree(self)

    async def setup_hook(self):
        """Register the command."""

        @self.tree.command(description="Say hello")
        async def hello(interaction: discord.Interaction, name: str):
            await interaction.response.send_message(f"Hello {name}", ephemeral=True)

        await self.tree.sync()


class TestCode:
    """The code on the page."""

    async def test_in_a_test(self, point_at):
        """The first block passes as a test."""
        async with Sandbox() as unused:
            # What the block sets is put back when the test ends.
            point_at(unused)
        source = "async def block():\n" + re.sub("(?m)^", "    ", code()[0])
        names = {"discord": discord, "yarl": yarl, "asyncio": asyncio, "MyBot": MyBot}
        exec(compile(source, "docs/sandbox.md", "exec"), names)  # noqa: S102 - our own page
        await names["block"]()

    async def test_alone(self, tmp_path):
        """A newcomer's bot answers, in three processes started as the page says."""
        bot_code = next(each for each in code() if "commands.Bot" in each)
        talk_code = next(each for each in code() if "async def talk" in each)
        running = []

        async def start(*command):
            running.append(
                await asyncio.create_subprocess_exec(
                    sys.executable,
                    *command,
                    cwd=tmp_path,
                    env={"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"},
                    stdout=asyncio.subprocess.PIPE,
                    stderr=asyncio.subprocess.PIPE,
                )
            )
            return running[-1]

        try:
            sandbox = await start("-m", "bot", "sandbox", "--privileged", "message_content")
            line = await asyncio.wait_for(sandbox.stdout.readline(), PATIENCE_SECONDS)
            (tmp_path / "told.json").write_bytes(line)
            bot = await start("-c", bot_code)
            talk = await start("-c", talk_code)
            out, err = await asyncio.wait_for(talk.communicate(), PATIENCE_SECONDS)
            bot.send_signal(signal.SIGINT)
        finally:
            for each in running[:2]:
                if each.returncode is None:
                    each.terminate()
                await each.communicate()
        user = json.loads(line)["bot_token"].split(".")[1]
        said = out.decode().splitlines()
        assert (said[0], err) == ("member1 wrote !hello", b"")
        assert re.fullmatch(r"Colloquy wrote Hello <@\d+>", said[1])
        assert user not in said[1]


class TestTables:
    """What the pages list."""

    def test_every_route(self):
        """Each route of the control API is listed with what it takes and does."""
        page = (DOCS / "sandbox-control.md").read_text("utf-8")
        listed = [line for line in page.splitlines() if line.startswith("| `")]
        wanted = []
        for method, template, entry in ROUTES.entries:
            takes = ", ".join(f"`{name}`" for name in entry.fields)
            does = entry.handle.__doc__.split("\n\n")[0].replace("\n", " ")
            wanted.append(f"| `{method} {template}` | {takes} | {' '.join(does.split())} |")
        assert listed == wanted

    @pytest.mark.parametrize("kind", FaultKind)
    def test_every_fault(self, kind):
        """Each kind of fault is in the table of faults."""
        rows = re.findall(r"(?m)^\| (`.*?) \|", (DOCS / "sandbox.md").read_text("utf-8"))
        assert any(f"`{kind}`" in each for each in rows)
