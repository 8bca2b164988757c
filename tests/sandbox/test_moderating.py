"""Kicks, bans, and servers that are changed: who may, what is told, and what it leads to."""

import asyncio
from datetime import timedelta

import discord
import pytest

from bot.sandbox import ControlRefusal, Sandbox, permissions
from tests.patience import PATIENCE_SECONDS
from tests.sandbox.puppet import Puppet, Rest
from tests.sandbox.raw import identified

ALL_BUT_ADMINISTRATOR = permissions.ALL & ~permissions.ADMINISTRATOR


class Warden(Puppet):
    """A moderating bot; notes what it is told about members, messages and servers."""

    def __init__(self) -> None:
        super().__init__(discord.Intents(guilds=True, members=True, moderation=True, messages=True))
        self.seen: asyncio.Queue[tuple] = asyncio.Queue()

    async def on_member_ban(self, _guild, user):
        """Note a ban."""
        self.seen.put_nowait(("ban", user.id))

    async def on_member_unban(self, _guild, user):
        """Note the end of a ban."""
        self.seen.put_nowait(("unban", user.id))

    async def on_raw_member_remove(self, payload):
        """Note who went."""
        self.seen.put_nowait(("went", payload.user.id))

    async def on_raw_message_delete(self, payload):
        """Note one deletion."""
        self.seen.put_nowait(("deleted", payload.message_id))

    async def on_raw_bulk_message_delete(self, payload):
        """Note several deletions."""
        self.seen.put_nowait(("purged", payload.message_ids))

    async def on_guild_update(self, before, after):
        """Note what changed about a server."""
        self.seen.put_nowait(("server", before.name, after.name, after.owner_id))

    async def next_event(self):
        """Wait for what is told next."""
        return await asyncio.wait_for(self.seen.get(), PATIENCE_SECONDS)


@pytest.fixture
async def sandbox():
    """Run a sandbox whose bot may know the members."""
    async with Sandbox(seed=7, privileged=["members"]) as running:
        yield running
        assert running.unrouted == []


@pytest.fixture
async def warden(connect, control, guild):
    """Connect the warden, who may do everything but be an administrator."""
    await control.world.invite_bot(guild.id, ALL_BUT_ADMINISTRATOR)
    async with connect(Warden()) as connected:
        yield connected


def _refused(code):
    return pytest.raises(ControlRefusal, check=lambda refusal: refusal.code == code)


async def _write(control, guild, name, channel, words):
    sent = await control.members.send(guild.members[name], guild.channels[channel], words)
    return int(sent["id"])


class TestBans:
    """Those who may not come back."""

    async def test_by_the_bot(self, warden, control, guild):
        """A ban is told, throws out, deletes the latest messages, and lasts until it is lifted."""
        ada = guild.members["ada"]
        old = await _write(control, guild, "ada", "general", "old")
        await control.world.move_clock(advance=timedelta(hours=2))
        doomed = [await _write(control, guild, "ada", "general", n) for n in "12"]
        alone = await _write(control, guild, "ada", "books", "3")
        kept = await _write(control, guild, "ben", "general", "kept")
        home = warden.get_guild(guild.id)

        await home.ban(discord.Object(ada), delete_message_seconds=3600, reason="spam, twice")

        seen = [await warden.next_event() for _ in range(4)]
        assert seen == [
            ("ban", ada),
            ("went", ada),
            ("purged", set(doomed)),
            ("deleted", alone),
        ]
        standing = await control.books.messages(guild.channels["general"])
        assert [int(each["id"]) for each in standing] == [old, kept]
        assert (await home.fetch_ban(discord.Object(ada))).reason == "spam, twice"
        with _refused(40007):
            await control.world.add_member(guild.id, ada)

        await home.unban(discord.Object(ada))

        assert await warden.next_event() == ("unban", ada)
        with pytest.raises(discord.NotFound) as refused:
            await home.fetch_ban(discord.Object(ada))
        assert refused.value.code == 10026
        await control.world.add_member(guild.id, ada)

    async def test_pages(self, warden, control, guild):
        """Bans are listed by user id, in pages."""
        home = warden.get_guild(guild.id)
        users = [await control.world.add_user(f"u{n}") for n in range(5)]
        for each in users:
            await home.ban(discord.Object(each))
        found = [each.user.id async for each in home.bans(limit=None)]
        assert found == sorted(users)
        page = await warden.http.get_bans(guild.id, 2, after=found[1])
        assert [int(each["user"]["id"]) for each in page] == found[2:4]
        page = await warden.http.get_bans(guild.id, 2, before=found[3])
        assert [int(each["user"]["id"]) for each in page] == found[1:3]

    async def test_several_at_once(self, warden, sandbox, guild):
        """Whom the bot cannot ban is named; when that is everybody, it is an error."""
        home, ada = warden.get_guild(guild.id), guild.members["ada"]
        answer = await home.bulk_ban([discord.Object(ada), discord.Object(guild.owner_id)])
        assert [each.id for each in answer.banned] == [ada]
        assert [each.id for each in answer.failed] == [guild.owner_id]
        body = {"user_ids": [str(ada), "12"]}
        answer = await Rest(sandbox)("POST", f"/guilds/{guild.id}/bulk-ban", body)
        assert answer[:2] == (400, 500000)

    @pytest.mark.parametrize(
        ("body", "status"),
        [
            ({"delete_message_seconds": 604_800}, 204),
            ({"delete_message_seconds": 604_801}, 400),
            ({"delete_message_days": 8}, 400),
        ],
    )
    async def test_how_far_back(self, warden, sandbox, guild, body, status):
        """At most seven days of messages are deleted."""
        assert warden.is_ready()
        path = f"/guilds/{guild.id}/bans/{guild.members['ada']}"
        assert (await Rest(sandbox)("PUT", path, body))[0] == status

    async def test_reactions_stay(self, warden, control, guild):
        """What the banned have reacted to others' messages with is still there."""
        channel, ada = guild.channels["general"], guild.members["ada"]
        message = await _write(control, guild, "ben", "general", "vote")
        await control.members.react(ada, channel, message, "✅")
        home = warden.get_guild(guild.id)
        await home.ban(discord.Object(ada), delete_message_seconds=3600)
        assert [each.user_id for each in await control.books.reactions(channel, message)] == [ada]

    async def test_not_told_without_the_intent(self, sandbox, dial, control, guild):
        """A session without the moderation intent hears of no ban."""
        raw, _ = await identified(sandbox, dial)
        await raw.hear()
        zoe = await control.world.add_user("zoe")
        await control.members.ban(guild.owner_id, guild.id, zoe)
        await control.members.send(guild.owner_id, guild.channels["general"], "next")
        assert (await raw.hear())["t"] == "MESSAGE_CREATE"


class TestModerators:
    """Members who govern, bound by their roles."""

    async def test_need_the_permission_and_the_height(self, control, guild):
        """Nobody kicks or bans without the permission, upwards, or themselves."""
        low = await control.world.add_role(guild.id, "low", ["kick_members", "ban_members"])
        high = await control.world.add_role(guild.id, "high")
        ada, ben, cleo = (guild.members[name] for name in ("ada", "ben", "cleo"))
        act = control.members
        for deed in (act.kick, act.ban):
            with _refused(50013):
                await deed(ada, guild.id, ben)
        await control.world.set_member_roles(guild.id, ada, [low])
        await control.world.set_member_roles(guild.id, ben, [high])
        for deed in (act.kick, act.ban):
            for target in (ben, guild.owner_id, ada):
                with _refused(50013):
                    await deed(ada, guild.id, target)
        await act.kick(ada, guild.id, cleo)
        await control.world.add_member(guild.id, cleo)
        await act.ban(ada, guild.id, cleo, reason="rude")
        with _refused(40007):
            await control.world.add_member(guild.id, cleo)
        await act.unban(ada, guild.id, cleo)
        with _refused(10026):
            await act.unban(ada, guild.id, cleo)

    async def test_the_bot_itself(self, warden, sandbox, control, guild):
        """A bot that is kicked can be invited again, one that is banned cannot."""
        me = sandbox.world.bot.id
        await control.members.kick(guild.owner_id, guild.id, me)
        await control.world.invite_bot(guild.id)
        await control.members.ban(guild.owner_id, guild.id, me)
        with _refused(40007):
            await control.world.invite_bot(guild.id)
        await control.members.unban(guild.owner_id, guild.id, me)
        await control.world.invite_bot(guild.id)
        assert warden.seen.empty()

    async def test_channels_roles_and_members(self, warden, control, guild):
        """A moderator makes, changes and deletes what the bot then sees so."""
        act, world = control.members, control.world
        bits = ["manage_channels", "manage_roles", "manage_nicknames", "send_messages"]
        chief = await world.add_role(guild.id, "chief", bits)
        ada, ben = guild.members["ada"], guild.members["ben"]
        with _refused(50013):
            await act.create_channel(ada, guild.id, "news")
        await world.set_member_roles(guild.id, ada, [chief])

        news = await act.create_channel(ada, guild.id, "news", topic="new", type=0)
        deny = {"id": str(guild.id), "type": 0, "deny": str(permissions.SEND_MESSAGES)}
        await act.edit_channel(ada, news, topic="newer", permission_overwrites=[deny])
        role = await act.create_role(ada, guild.id, "reader", permissions="0")
        await act.edit_role(ada, guild.id, role, name="writer")
        told = asyncio.create_task(
            warden.wait_for("member_update", check=lambda _, after: len(after.roles) == 2)
        )
        await act.edit_member(ada, guild.id, ben, nick="Benny", roles=[str(role)])
        await asyncio.wait_for(told, PATIENCE_SECONDS)

        home = warden.get_guild(guild.id)
        channel = home.get_channel(news)
        assert (channel.topic, channel.overwrites_for(home.default_role).send_messages) == (
            "newer",
            False,
        )
        member = home.get_member(ben)
        assert (member.nick, [each.name for each in member.roles]) == (
            "Benny",
            ["@everyone", "writer"],
        )
        with _refused(50013):
            await act.edit_role(ada, guild.id, chief, name="x")
        await act.delete_role(ada, guild.id, role)
        await act.delete_channel(ada, news)

    async def test_overwrites_give_only_what_one_holds(self, control, guild):
        """Whoever makes or edits a channel allows and denies nothing they may not do."""
        act, ada = control.members, guild.members["ada"]
        role = await control.world.add_role(guild.id, "chief", ["manage_channels", "manage_roles"])
        await control.world.set_member_roles(guild.id, ada, [role])
        allow = {"id": str(guild.id), "type": 0, "allow": str(permissions.MANAGE_MESSAGES)}
        with _refused(50013):
            await act.create_channel(ada, guild.id, "x", permission_overwrites=[allow])
        general = guild.channels["general"]
        with _refused(50013):
            await act.edit_channel(ada, general, permission_overwrites=[allow])
        await act.edit_channel(guild.owner_id, general, permission_overwrites=[allow])
        await act.edit_channel(ada, general, name="hall", permission_overwrites=[allow])


class TestServers:
    """Changing a server itself."""

    async def test_renamed(self, warden, control, guild):
        """The bot changes name and settings where it may, and is told what others change."""
        home = warden.get_guild(guild.id)
        general = home.get_channel(guild.channels["general"])
        changed = await home.edit(name="Writers", description="d", system_channel=general)
        assert (changed.name, changed.description) == ("Writers", "d")
        assert await warden.next_event() == ("server", "Readers", "Writers", guild.owner_id)
        assert home.system_channel == general
        await control.members.edit_guild(guild.owner_id, guild.id, name="Readers")
        assert await warden.next_event() == ("server", "Writers", "Readers", guild.owner_id)
        await control.members.delete_channel(guild.owner_id, general.id)
        await warden.next_event()
        assert home.system_channel is None
        with _refused(50013):
            await control.members.edit_guild(guild.members["ada"], guild.id, name="Mine")

    async def test_given_away(self, warden, control, guild):
        """Only the owner gives a server away, to somebody who then may everything."""
        ada = guild.members["ada"]
        with _refused(50013):
            await control.members.give_away(ada, guild.id, ada)
        await control.members.give_away(guild.owner_id, guild.id, ada)
        assert await warden.next_event() == ("server", "Readers", "Readers", ada)
        await control.members.delete_channel(ada, guild.channels["books"])
        with _refused(50013):
            await control.members.delete_channel(guild.owner_id, guild.channels["general"])

    @pytest.mark.parametrize(
        "body",
        [
            {"name": "x"},
            {"name": "x" * 101},
            {"verification_level": 5},
            {"system_channel_id": "12"},
            {"afk_timeout": 61},
        ],
    )
    async def test_invalid(self, sandbox, control, guild, body):
        """What a server cannot be is refused."""
        await control.world.invite_bot(guild.id, ALL_BUT_ADMINISTRATOR)
        answer = await Rest(sandbox)("PATCH", f"/guilds/{guild.id}", body)
        assert answer[:2] == (400, 50035)
