"""Every command and option is documented."""

from pathlib import Path

from tests.cogs.test_commands import commands_in

TEXT = (Path(__file__).parents[2] / "docs" / "commands.md").read_text(encoding="utf-8")


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
