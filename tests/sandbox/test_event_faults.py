"""Gateway events that go wrong on purpose."""

import pytest

from bot.sandbox import ControlRefusal, Sandbox
from tests.sandbox.raw import greeted, identified, resumption


class TestEventFaults:
    """Events that go wrong on purpose."""

    async def _hear_words(self, raw, count):
        heard = [await raw.hear() for _ in range(count)]
        return [each["d"]["id"] for each in heard]

    async def _say_words(self, guild, control, count=3):
        ada, channel = guild.members["ada"], guild.channels["general"]
        return [(await control.members.send(ada, channel, "x"))["id"] for _ in range(count)]

    @pytest.fixture
    async def raw(self, sandbox, dial, guild):  # noqa: ARG002 - the server must be there
        """Connect and read the beginning."""
        raw, _ = await identified(sandbox, dial)
        await raw.hear()
        return raw

    async def test_lost(self, raw, guild, control):
        """A lost event never comes, the others do."""
        await control.trouble.add_event_fault("^MESSAGE_CREATE$", "lose", skip=1)
        one, _, three = await self._say_words(guild, control)
        assert await self._hear_words(raw, 2) == [one, three]

    async def test_twice(self, raw, guild, control):
        """A duplicated event comes twice in a row."""
        await control.trouble.add_event_fault("MESSAGE_CREATE", "duplicate")
        one, two, three = await self._say_words(guild, control)
        assert await self._hear_words(raw, 4) == [one, one, two, three]

    async def test_held(self, raw, guild, control):
        """A held event comes when it is released."""
        await control.trouble.add_event_fault("MESSAGE_CREATE", "hold", count=2)
        one, two, three = await self._say_words(guild, control)
        assert await self._hear_words(raw, 1) == [three]
        assert await control.trouble.release_events() == 2
        assert await self._hear_words(raw, 2) == [one, two]

    async def test_late(self, raw, guild, control):
        """A late event is passed by those after it."""
        channel = guild.channels["general"]
        sent = int((await control.members.send(guild.members["ada"], channel, "x"))["id"])
        await raw.hear()
        await control.trouble.add_event_fault("REACTION_ADD", "late", seconds=0.05)
        # In one go: no time passes between the three.
        await control.crowd.react([guild.members["ada"]], channel, sent, ["✅", "❌", "❔"])
        heard = [(await raw.hear())["d"]["emoji"]["name"] for _ in range(3)]
        assert heard == ["❌", "❔", "✅"]

    async def test_by_chance(self, guild, dial):
        """Chance is seeded: the same seed loses the same events."""
        lost = []
        for _ in range(2):
            async with Sandbox(seed=5) as sandbox:
                control = sandbox.control
                guild = await control.world.add_guild("Readers", members=["ada"])
                raw, _ = await identified(sandbox, dial)
                await raw.hear()
                await control.trouble.add_event_fault(
                    "MESSAGE", "lose", count=None, probability=0.5
                )
                said = await self._say_words(guild, control, 20)
                await control.trouble.clear_faults()
                last = (await self._say_words(guild, control, 1))[0]
                heard = [(await raw.hear())["d"]["id"]]
                while heard[-1] != last:
                    heard += await self._hear_words(raw, 1)
                lost.append([each not in heard for each in said])
        assert lost[0] == lost[1]
        assert 0 < sum(lost[0]) < 20

    @pytest.mark.parametrize(("phase", "came"), [("before", 0), ("after", 1)])
    async def test_closed_around_an_event(self, raw, guild, control, phase, came):
        """The connection can be closed right before an event, or right after it."""
        await control.trouble.add_event_fault("MESSAGE_CREATE", "close", phase=phase, code=4001)
        said = await self._say_words(guild, control, 1)
        assert await self._hear_words(raw, came) == said[:came]
        assert await raw.hear_close() == 4001

    @pytest.mark.parametrize("name", ["READY", "GUILD_CREATE", "GUILD_MEMBERS_CHUNK", "RESUMED"])
    async def test_whichever_event(self, sandbox, dial, guild, control, name):
        """A fault strikes the events of a session's beginning too, answers and RESUMED."""
        await control.trouble.add_event_fault(f"^{name}$", "lose", count=None)
        raw, first = await identified(sandbox, dial)
        heard = [first["t"]]
        if name != "READY":
            heard = ["READY"] if name == "GUILD_CREATE" else ["READY", (await raw.hear())["t"]]
        await raw.say(8, {"guild_id": str(guild.id), "query": "a", "limit": 1})
        if name != "GUILD_MEMBERS_CHUNK":
            heard.append((await raw.hear())["t"])
        if name == "RESUMED":
            raw = await greeted(dial)
            await raw.say(6, resumption(sandbox, first, 1))
            heard += [(await raw.hear())["t"] for _ in range(2)]
        await control.trouble.clear_faults()
        await self._say_words(guild, control, 1)
        heard.append((await raw.hear())["t"])
        assert name not in heard
        assert heard[-1] == "MESSAGE_CREATE"

    @pytest.mark.parametrize("kind", ["lose", "hold", "late", "duplicate"])
    async def test_no_event_is_lost_after_it_was_sent(self, control, kind):
        """What decides about the sending has no after."""
        with pytest.raises(ControlRefusal, match=f"kind {kind} has no 'phase'"):
            await control.trouble.add_event_fault("MESSAGE_CREATE", kind, phase="after")

    async def test_aborted_before_an_event(self, bot, guild, control):
        """An event before which the line was cut comes by RESUME."""
        message = await bot.get_channel(guild.channels["general"]).send("vote")
        await control.trouble.add_event_fault("REACTION_ADD", "abort")
        await control.members.react(guild.members["ada"], message.channel.id, message.id, "✅")
        seen = {await bot.next_event(), await bot.next_event()}
        assert seen == {("resumed", 0), ("add", "✅", guild.members["ada"])}

    async def test_one_shard_alone(self, sandbox, dial, control):
        """A fault may strike one shard and spare the others."""
        guilds = [await control.world.add_guild(f"S {n}", members=["ada"]) for n in range(6)]
        found = [await identified(sandbox, dial, shard=[n, 2]) for n in range(2)]
        await control.trouble.add_event_fault("MESSAGE_CREATE", "lose", count=None, shard=0)
        for guild in guilds:
            await self._say_words(guild, control, 1)
        await control.trouble.clear_faults()
        for guild in guilds:
            await control.members.react(
                guild.members["ada"],
                guild.channels["general"],
                int((await control.books.messages(guild.channels["general"]))[0]["id"]),
                "✅",
            )
        for shard, (raw, ready) in enumerate(found):
            own = len(ready["d"]["guilds"])
            names = [(await raw.hear())["t"] for _ in range(own * (2 + shard))]
            assert names.count("MESSAGE_CREATE") == own * shard
