"""`/help` shows whoever asks the commands that exist and that they can use."""

import pytest

from bot.domain.guild import GuildSettings
from bot.ui.audience import Audience
from bot.ui.help import help_embeds
from bot.ui.servers import show_server
from tests.cogs.test_commands import (
    FOR_EVERYBODY,
    FOR_MODERATORS,
    FOR_ORGANIZERS,
    ON_MESSAGES,
    commands_in,
    menus_in,
)

MEMBER = (Audience.MEMBER,)
MODERATOR = (*MEMBER, Audience.MODERATOR)
ORGANIZER = (*MEMBER, Audience.ORGANIZER)
ADMIN = (*ORGANIZER, Audience.ADMIN)
FOR_ADMINS = {"server setup", "server organizers"}
ABOUT_VOTES = {"poll exclude", "poll readmit", "poll excluded"}


def text_of(tree, asking, ids=()):
    """Give all that somebody is told."""
    embeds = help_embeds([*commands_in(tree), *menus_in(tree)], dict(ids), asking)
    return "\n".join(f"{embed.title}\n{embed.description}" for embed in embeds)


def listed_in(tree, asking):
    """Give the names of the commands that somebody is told of; each is told of once."""
    text = text_of(tree, asking)
    typed = [
        one.qualified_name
        for one in commands_in(tree)
        if text.count(f"`/{one.qualified_name}` – {one.description}") == 1
    ]
    in_menus = [one.name for one in menus_in(tree) if text.count(f"**{one.name}**, in a ") == 1]
    return {*typed, *in_menus}


def those_of(tree, roots):
    """Give the names of the commands that stand alone or in a group by these names."""
    return {
        one.qualified_name for one in commands_in(tree) if one.qualified_name.split()[0] in roots
    }


async def test_members_see_what_is_theirs(tree):
    """Members read how to vote and the counting rule, and see no command of anybody else."""
    assert "latest choice counts" in text_of(tree, MEMBER)
    assert listed_in(tree, MEMBER) == those_of(tree, FOR_EVERYBODY)
    assert "organize" not in text_of(tree, MEMBER)


async def test_moderators_see_how_to_stop_a_section_and_whose_votes_count(tree):
    """What stands in a menu is named with where to find it and what it does."""
    assert listed_in(tree, MODERATOR) == listed_in(tree, MEMBER) | FOR_MODERATORS | ABOUT_VOTES
    assert (
        "**Withdraw section**, in a message’s menu – Take a section and its polls away at once"
        in text_of(tree, MODERATOR)
    )


async def test_organizers_see_what_they_may(tree):
    """Nothing is missing, menus included, and nothing is named that refuses them."""
    text = text_of(tree, ORGANIZER)

    assert listed_in(tree, ORGANIZER) == (
        listed_in(tree, MEMBER) | those_of(tree, FOR_ORGANIZERS) - FOR_ADMINS | ON_MESSAGES
    )
    assert not any(f"`/{name}`" in text for name in FOR_ADMINS)
    assert all(ending in text for ending in (".txt", ".md", ".html"))


async def test_whoever_manages_the_server_sees_how_to_set_it_up(tree):
    """They see what organizers see, and before that what nobody else may do."""
    text = text_of(tree, ADMIN)

    assert listed_in(tree, ADMIN) == listed_in(tree, ORGANIZER) | FOR_ADMINS
    assert text.index("`/server setup` comes before") < text.index("You organize here")


async def test_whoever_may_everything_sees_every_command_once(tree):
    """No command is missing, and none stands in two chapters."""
    everything = {one.qualified_name for one in (*commands_in(tree), *menus_in(tree))}

    assert listed_in(tree, tuple(Audience)) == everything


@pytest.mark.parametrize("asking", [ORGANIZER, ADMIN])
async def test_commands_can_be_tapped(asking, tree):
    """A command that Discord has an id for is a link; one of a group has the group's id."""
    text = text_of(tree, asking, {"article": 7, "help": 8}.items())

    assert "</article add:7> – " in text
    assert "</help:8> – " in text


def test_the_commands_to_allow_a_role_are_all_named():
    """What Discord hides from the organizers' role is what admins are told to allow it."""
    said = show_server(GuildSettings(organizer_role_id=5))

    assert all(f"`/{name}`" in said for name in FOR_ORGANIZERS)
    assert all(f"**{name}**" in said for name in ON_MESSAGES)
