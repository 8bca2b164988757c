"""Who is shown a command, by what moderators say under Integrations."""

import discord
import pytest

from bot.sandbox import ControlRefusal
from tests.sandbox.puppet import Puppet, Rest

EVERYONE, EVERYWHERE = "everyone", "everywhere"


@pytest.fixture
async def puppet(connect, guild):
    """Connect a bot with a command for all, one for moderators, and one for nobody."""
    assert guild

    async def answer(interaction):
        await interaction.response.send_message("done", ephemeral=True)

    async with connect(Puppet()) as client:
        client.answers = dict.fromkeys(["open", "kept", "closed"], answer)
        needs = {"open": None, "kept": str(1 << 13), "closed": "0"}
        await client.register(
            *(
                {"name": name, "description": "x", "default_member_permissions": bits}
                for name, bits in needs.items()
            )
        )
        yield client


@pytest.fixture
async def ids(control, guild):
    """Give everything a test names; ada has both roles."""
    low, high = [await control.world.add_role(guild.id, name) for name in ("low", "high")]
    await control.world.set_member_roles(guild.id, guild.members["ada"], [low, high])
    return {
        **guild.members,
        **guild.channels,
        "low": low,
        "high": high,
        EVERYONE: guild.id,
        EVERYWHERE: guild.id - 1,
    }


@pytest.fixture
def shown(control, ids):
    """Tell whether somebody is shown a command somewhere, by running it."""

    async def runs(command="open", who="ada", where="general"):
        channel = ids.get(where, where)
        try:
            await control.members.run_command(ids[who], channel, command)
        except ControlRefusal as refused:
            if refused.status != 422:
                raise
            return False
        return True

    return runs


@pytest.fixture
def say(control, guild, ids):
    """Say as the owner who may use a command."""

    async def allow(command="open", **named):
        given = {
            kind: {ids[name]: allowed for name, allowed in entries.items()}
            for kind, entries in named.items()
        }
        await control.members.allow_command(guild.owner_id, guild.id, command, **given)

    return allow


@pytest.mark.usefixtures("puppet")
class TestShown:
    """What a member's client shows."""

    @pytest.mark.parametrize(
        ("entries", "ada", "ben"),
        [
            ({}, True, True),
            ({"roles": {EVERYONE: False}}, False, False),
            ({"roles": {EVERYONE: False, "low": True}}, True, False),
            ({"roles": {"low": True, "high": False}}, True, True),
            ({"roles": {"low": False}}, False, True),
            ({"roles": {"low": True}, "users": {"ada": False}}, False, True),
            ({"roles": {EVERYONE: False}, "users": {"ben": True}}, False, True),
        ],
    )
    async def test_by_role_and_user(self, say, shown, entries, ada, ben):
        """A user's entry comes before roles', and theirs before everyone's."""
        await say(**entries)
        assert (await shown(who="ada"), await shown(who="ben")) == (ada, ben)
        assert await shown(who="olga")

    @pytest.mark.parametrize(
        ("entries", "general", "books"),
        [
            ({"general": False}, False, True),
            ({EVERYWHERE: False}, False, False),
            ({EVERYWHERE: False, "books": True}, False, True),
        ],
    )
    async def test_by_channel(self, say, shown, entries, general, books):
        """A channel's own entry comes before that for all."""
        await say(channels=entries)
        assert (await shown(where="general"), await shown(where="books")) == (general, books)

    async def test_threads_follow_their_channel(self, say, shown, control, ids):
        """What is said of a channel holds in its threads."""
        sent = await control.members.send(ids["ada"], ids["general"], "x")
        opened = await control.members.open_thread(
            ids["ada"], ids["general"], int(sent["id"]), "talk"
        )
        await say(channels={"general": False})
        assert not await shown(where=int(opened["id"]))

    async def test_default_permissions(self, say, shown):
        """A command's own entry stands above what the bot asked for, one for all does not."""
        assert [await shown(name) for name in ("open", "kept", "closed")] == [True, False, False]
        await say(None, users={"ada": True})
        assert [await shown(name) for name in ("open", "kept", "closed")] == [True, False, False]
        for name in ("kept", "closed"):
            await say(name, users={"ada": True})
            assert await shown(name)
            assert not await shown(name, who="ben")

    async def test_own_entries_replace_those_for_all(self, say, shown):
        """A command with entries of its own is untouched by those for all commands."""
        await say(None, roles={EVERYONE: False})
        assert not await shown()
        await say(users={"ben": False})
        assert await shown()
        await say()
        assert not await shown()


class TestSaying:
    """Who may say it, and what the bot hears of it."""

    async def test_needs_permissions(self, puppet, control, guild, ids):
        """It takes both Manage Server and Manage Roles."""
        assert puppet.is_ready()
        for bits in (["manage_guild"], ["manage_roles"]):
            await control.world.set_role(guild.id, ids["low"], bits)
            with pytest.raises(ControlRefusal) as refused:
                await control.members.allow_command(ids["ada"], guild.id, "open")
            assert refused.value.code == 50013
        await control.world.set_role(guild.id, ids["low"], ["manage_guild", "manage_roles"])
        await control.members.allow_command(ids["ada"], guild.id, "open")

    async def test_read_by_the_bot(self, puppet, sandbox, guild, say, ids):
        """The bot reads what was said, of one command and of all, and cannot say it itself."""
        tree = discord.app_commands.CommandTree(puppet)
        command = next(each for each in await tree.fetch_commands() if each.name == "open")
        with pytest.raises(discord.NotFound) as refused:
            await command.fetch_permissions(discord.Object(guild.id))
        assert refused.value.code == 10066

        await say(roles={"low": True}, users={"ada": False}, channels={EVERYWHERE: True})

        found = await command.fetch_permissions(discord.Object(guild.id))
        assert [(each.id, each.type.name, each.permission) for each in found.permissions] == [
            (ids["low"], "role", True),
            (ids["ada"], "user", False),
            (ids[EVERYWHERE], "channel", True),
        ]
        rest, application = Rest(sandbox), puppet.application_id
        path = f"/applications/{application}/guilds/{guild.id}/commands"
        await say(None, users={"ben": False})
        listed = await rest.ok("GET", f"{path}/permissions")
        assert {each["id"] for each in listed} == {str(command.id), str(application)}
        body = {"permissions": []}
        answer = await rest("PUT", f"{path}/{command.id}/permissions", body)
        assert answer[:2] == (403, 20001)
