"""The commands look to Discord as they should: names, rights, places, descriptions."""

import discord
from discord import app_commands

from bot.translator import CommandTranslator
from bot.ui.limits import COMMAND_DESCRIPTION

FOR_ORGANIZERS = {"doctor", "article", "discussion", "poll", "tally", "server"}
FOR_EVERYBODY = {"myvotes", "privacy", "help"}
# On a message, in its context menu.
ON_MESSAGES = {"Show tally", "Close poll"}
FOR_MODERATORS = {"Withdraw section"}


def commands_in(tree):
    """Give every command that can be used, those in groups too."""
    return [one for one in tree.walk_commands() if isinstance(one, app_commands.Command)]


def menus_in(tree):
    """Give every command that stands in a message's context menu."""
    return tree.get_commands(type=discord.AppCommandType.message)


async def test_has_the_commands_people_were_promised(tree):
    """No command is missing or too many."""
    assert {command.qualified_name for command in commands_in(tree)} == {
        *("article add", "article list", "article preview", "article remove"),
        *("article edit", "article export-pack", "article import-pack", "article update"),
        *("discussion start", "discussion status", "discussion pause"),
        *("discussion preview", "discussion restart", "discussion channel"),
        *("discussion resume", "discussion stop", "discussion history"),
        *("discussion skip", "discussion unskip", "discussion move", "discussion post"),
        *("discussion schedule", "discussion terms", "discussion set polls"),
        *("discussion set closing", "discussion set reminder", "discussion set results"),
        *("discussion set ping", "discussion set threads", "discussion set tags"),
        *("discussion set tell_me", "discussion set language"),
        *("poll list", "poll show", "poll close", "poll extend", "poll reopen"),
        *("poll exclude", "poll readmit", "poll excluded"),
        *("discussion set pin", "discussion set publishing", "discussion set index"),
        *("poll recount", "tally", "myvotes", "privacy show", "privacy erase", "help", "doctor"),
        *("server show", "server organizers", "server set", "server setup"),
    }


async def test_shows_organizers_commands_to_server_managers_only(tree):
    """Discord hides what organizers use from everybody else."""
    rights = {command.name: command.default_permissions for command in tree.get_commands()}

    assert rights.keys() == FOR_ORGANIZERS | FOR_EVERYBODY | ON_MESSAGES | FOR_MODERATORS
    hidden = FOR_ORGANIZERS | ON_MESSAGES
    assert all(rights[name] == discord.Permissions(manage_guild=True) for name in hidden)
    moderators = discord.Permissions(manage_messages=True)
    assert all(rights[name] == moderators for name in FOR_MODERATORS)
    assert all(rights[name] is None for name in FOR_EVERYBODY)


async def test_works_in_servers_only(tree):
    """No command can be used in private messages."""
    for command in tree.get_commands():
        assert command.to_dict(tree)["contexts"] == [0]


async def test_describes_every_command_and_option(tree):
    """Every description says something and fits."""
    for command in commands_in(tree):
        texts = [command.description, *(option.description for option in command.parameters)]

        assert all(len(text) > len("…") for text in texts), command.qualified_name
        assert all(len(text) <= COMMAND_DESCRIPTION for text in texts), command.qualified_name


async def test_says_what_each_menu_does(tree):
    """Discord shows no description of a menu; `/help` does."""
    for menu in menus_in(tree):
        assert len(menu.callback.__doc__) > len("…"), menu.name


async def test_offers_what_cannot_be_known_by_heart(tree):
    """Articles, discussions, sections, polls, days and zones are chosen while typing."""
    tags = {"tag", "tag2", "tag3", "tag4", "tag5"}
    offered = {"article", "discussion", "poll", "days", "zone", "section", "before"} | tags

    for command in commands_in(tree):
        # As choices they would make the group larger than Discord takes.
        in_group = command.qualified_name.startswith("discussion ")
        mine = offered | ({"language"} if in_group else set())
        for option in command.parameters:
            assert option.autocomplete == (option.name in mine), command.qualified_name


async def test_offers_the_kinds_of_channel_it_can_post_in(tree):
    """A discussion is held in a text channel, an announcement channel or a forum."""
    start = tree.get_command("discussion").get_command("start")
    channel = next(option for option in start.parameters if option.name == "channel")

    assert {kind.name for kind in channel.channel_types} == {"text", "news", "forum"}


async def test_no_command_is_larger_than_discord_takes(tree):
    """Names, descriptions and values of a whole group count, of each text the longest language."""
    await tree.set_translator(CommandTranslator())
    for command in tree.get_commands():
        told = await command.get_translated_payload(tree, tree.translator)
        assert characters(told) <= 8_000, told["name"]


def characters(told):
    """Count what Discord counts of a command, an option or a choice.

    Of a text and its translations the longest counts, not their sum (Discord's documentation of
    application commands, discord/discord-api-docs#5343).
    """
    said = longest(told, "name") + longest(told, "description") + len(str(told.get("value", "")))
    return said + sum(map(characters, [*told.get("options", []), *told.get("choices", [])]))


def longest(told, field):
    """Give the length of the longest of a text's languages."""
    translated = told.get(f"{field}_localizations", {}).values()
    return max(map(len, [told.get(field, ""), *translated]))


async def test_options_are_described_in_each_language(tree):
    """Descriptions and choices of options are translated, and fit; what is typed stays English."""
    await tree.set_translator(CommandTranslator())
    for command in tree.get_commands():
        told = await command.get_translated_payload(tree, tree.translator)
        for option in options_in(told):
            assert not option.get("name_localizations"), option["name"]
            described = option["description_localizations"]
            assert {"de", "es-ES", "es-419", "fr", "it", "pt-BR"} <= described.keys()
            assert max(map(len, described.values())) <= COMMAND_DESCRIPTION


def options_in(told):
    """Give the options of a command and of those within it."""
    within = told.get("options", [])
    plain = [
        option
        for option in within
        if option["type"] > discord.AppCommandOptionType.subcommand_group.value
    ]
    return [*plain, *(option for one in within for option in options_in(one))]
