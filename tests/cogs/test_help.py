"""`/help` shows whoever asks the commands that exist and that they can use."""

from bot.ui.help import help_embeds
from tests.cogs.test_commands import FOR_EVERYBODY, commands_in


def text_of(embeds):
    """Give all that is said."""
    return "\n".join(embed.description for embed in embeds)


async def test_members_see_what_is_theirs(tree):
    """Members read how to vote and the counting rule, and see no command of organizers."""
    text = text_of(help_embeds(commands_in(tree), {}, organizer=False))

    assert "latest choice counts" in text
    for command in commands_in(tree):
        mine = command.qualified_name.split()[0] in FOR_EVERYBODY
        assert (f"`/{command.qualified_name}` – {command.description}" in text) == mine


async def test_organizers_see_every_command(tree):
    """No command is missing, and the formats an article may have are named."""
    text = text_of(help_embeds(commands_in(tree), {}, organizer=True))

    assert all(f"`/{one.qualified_name}` – {one.description}" in text for one in commands_in(tree))
    assert all(ending in text for ending in (".txt", ".md", ".html"))


async def test_commands_can_be_tapped(tree):
    """A command that Discord has an id for is a link; one of a group has the group's id."""
    text = text_of(help_embeds(commands_in(tree), {"article": 7, "help": 8}, organizer=True))

    assert "</article add:7> – " in text
    assert "</help:8> – " in text
