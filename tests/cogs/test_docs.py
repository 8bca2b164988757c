"""Every command and option is documented, and the invitation asks for what is used."""

import re
from pathlib import Path

import discord
import pytest

from bot.domain.channel import ChannelKind
from bot.domain.rights import rights_for
from bot.domain.terms import Terms
from tests.cogs.test_commands import commands_in

REPOSITORY = Path(__file__).parents[2]
TEXT = (REPOSITORY / "docs" / "commands.md").read_text(encoding="utf-8")


def chapter(name):
    """Give what the documentation says under a command's heading."""
    _, _, rest = TEXT.partition(f"\n### /{name}\n")
    return rest.partition("\n##")[0]


async def test_every_command_is_documented(tree):
    """Each has a chapter with an example and what it answers."""
    for command in commands_in(tree):
        text = chapter(command.qualified_name)

        assert f"    /{command.qualified_name}" in text, command.qualified_name
        assert "**Answers**" in text, command.qualified_name


async def test_every_option_is_documented(tree):
    """Each option stands in its command's chapter, saying whether it can be left out."""
    for command in commands_in(tree):
        for option in command.parameters:
            needed = "required" if option.required else "optional"

            assert f"| `{option.name}` | {needed} |" in chapter(command.qualified_name), (
                f"/{command.qualified_name} {option.name}"
            )


async def test_nothing_else_is_documented(tree):
    """There is no chapter for a command that does not exist."""
    documented = [line[5:] for line in TEXT.split("\n") if line.startswith("### /")]

    assert sorted(documented) == sorted(command.qualified_name for command in commands_in(tree))


@pytest.mark.parametrize("page", ["README.md", "docs/hosting.md"])
def test_the_invitation_asks_for_what_a_discussion_uses_by_itself(page):
    """Whoever follows the link is not told afterwards of a permission that it left out."""
    (number,) = re.findall(r"&permissions=(\d+)", (REPOSITORY / page).read_text("utf-8"))

    asked = {name for name, granted in discord.Permissions(int(number)) if granted}
    by_default = rights_for(ChannelKind.TEXT, Terms())
    # discord.py calls one of them by its former name.
    assert asked == {right.name for right in by_default} - {"view_channel"} | {"read_messages"}
