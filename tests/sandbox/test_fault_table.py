"""Faults of every kind, by phase, count and chance, on any route and on any event."""

import re
from itertools import product

import aiohttp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox import Sandbox, intents
from bot.sandbox.faults import ON_EVENTS, ON_REQUESTS, Fault, FaultKind, Faults
from tests.sandbox.raw import greeted, identified, resumption
from tests.sandbox.scribe import ALL, Scribe, play

SEND = r"^POST /channels/\{channel_id\}/messages$"
OPTIONS = {
    "status": {"status": 503},
    "html": {"status": 502},
    "limit": {"seconds": 0.0},
    "drop": {},
    "delay": {"seconds": 0.0},
    "truncate": {},
}
SEEN = {"status": 503, "html": 502, "limit": 429, "drop": "drop", "delay": 200, "truncate": "cut"}
# Kinds after which the request takes effect whatever the phase.
EFFECTIVE = {"delay", "truncate"}
REQUEST_TABLE = [
    (kind, phase, count, skip)
    for kind, phase, count, skip in product(
        sorted(ON_REQUESTS), ("before", "after"), (1, 2, None), (0, 1)
    )
    if (kind, phase) != ("truncate", "before")
]


async def _send(sandbox, channel):
    """Send a message barely; gives the status, or how the line ended."""
    url = f"{sandbox.api_url}/channels/{channel}/messages"
    headers = {"Authorization": f"Bot {sandbox.bot_token}"}
    try:
        async with (
            aiohttp.ClientSession(headers=headers) as session,
            session.post(url, json={"content": "x"}) as answer,
        ):
            await answer.read()
            return answer.status
    except aiohttp.ServerDisconnectedError:
        return "drop"
    except aiohttp.ClientPayloadError:
        return "cut"


class TestRequests:
    """Requests."""

    @pytest.mark.parametrize(("kind", "phase", "count", "skip"), REQUEST_TABLE)
    async def test_table(self, sandbox, control, guild, kind, phase, count, skip):
        """So many are struck after those let pass, each in its way, and take effect or not."""
        channel, options = guild.channels["general"], dict(OPTIONS[kind])
        if kind != "truncate":
            options["phase"] = phase
        await control.trouble.add_fault(SEND, kind, count=count, skip=skip, **options)
        seen = [await _send(sandbox, channel) for _ in range(4)]
        struck = [skip <= n and (count is None or n < skip + count) for n in range(4)]
        assert seen == [SEEN[kind] if hit else 200 for hit in struck]
        effective = phase == "after" or kind in EFFECTIVE
        kept = await control.books.messages(channel)
        assert len(kept) == (4 if effective else struck.count(False))

    @pytest.mark.parametrize("kind", sorted(ON_REQUESTS - {FaultKind.DELAY}))
    async def test_chance(self, kind):
        """The same seed strikes the same ones, another seed others, chance 0 none and 1 all."""
        found = []
        for seed, chance in ((3, 0.5), (3, 0.5), (4, 0.5), (3, 0), (3, 1)):
            async with Sandbox(seed=seed) as sandbox:
                guild = await sandbox.control.world.add_guild("Readers")
                await sandbox.control.trouble.add_fault(
                    SEND, kind, count=None, probability=chance, **OPTIONS[kind]
                )
                general = guild.channels["general"]
                found.append([await _send(sandbox, general) for _ in range(16)])
        same, again, other, none, every = found
        assert same == again != other
        assert set(same) == {200, SEEN[kind]}
        assert (set(none), set(every)) == ({200}, {SEEN[kind]})

    @pytest.mark.parametrize("kind", ["status", "html", "limit", "drop"])
    async def test_every_route(self, sandbox, control, kind):
        """There is no route that a fault does not strike, whatever is asked of it."""
        headers = {"Authorization": f"Bot {sandbox.bot_token}"}
        spared = []
        async with aiohttp.ClientSession(headers=headers) as session:
            for endpoint in sandbox._api.table:
                path = re.sub(r"\{.*?\}", "1", endpoint.template)
                # aiohttp itself asks again once when the line drops under it.
                times = 2 if kind == "drop" else 1
                label = f"^{re.escape(endpoint.label)}$"
                await control.trouble.add_fault(label, kind, count=times, **OPTIONS[kind])
                try:
                    async with session.request(endpoint.method, sandbox.api_url + path) as answer:
                        seen = answer.status
                except aiohttp.ServerDisconnectedError:
                    seen = "drop"
                if seen != SEEN[kind]:
                    spared.append(endpoint.label)
                await control.trouble.clear_faults()
        assert spared == []


EVENT_TABLE = [
    (kind, phase, count, skip)
    for kind, phase, count, skip in product(
        sorted(ON_EVENTS), ("before", "after"), (1, 2, None), (0, 1)
    )
    if phase == "before" or kind in {FaultKind.ABORT, FaultKind.CLOSE}
]


class TestEvents:
    """Events."""

    @pytest.mark.parametrize(("kind", "phase", "count", "skip"), EVENT_TABLE)
    async def test_table(self, sandbox, control, guild, dial, kind, phase, count, skip):
        """So many are struck after those let pass, each in its way; what was cut off comes."""
        raw, ready = await identified(sandbox, dial)
        await raw.hear()
        options = {"seconds": 0.0} if kind is FaultKind.LATE else {}
        if kind in {FaultKind.ABORT, FaultKind.CLOSE}:
            options["phase"] = phase
        await control.trouble.add_event_fault(
            "^MESSAGE_CREATE$", kind, count=count, skip=skip, **options
        )
        ada, general = guild.members["ada"], guild.channels["general"]
        said = [int((await control.members.send(ada, general, "x"))["id"]) for _ in range(4)]
        await control.trouble.clear_faults()
        released = await control.trouble.release_events()
        struck = [skip <= n and (count is None or n < skip + count) for n in range(4)]
        hit = [each for each, hurt in zip(said, struck, strict=True) if hurt]
        spared = [each for each in said if each not in hit]
        if kind in {FaultKind.ABORT, FaultKind.CLOSE}:
            assert await raw.hear_close() in {4000, 1006}
            raw = await greeted(dial)
            await raw.say(6, resumption(sandbox, ready, 2))
        expected = {
            FaultKind.LOSE: spared,
            FaultKind.HOLD: spared + hit,
            FaultKind.DUPLICATE: sorted(said + hit),
        }.get(kind, said)
        heard = [int((await raw.hear())["d"]["id"]) for _ in expected]
        assert (sorted(heard) if kind is FaultKind.LATE else heard) == expected
        assert released == (len(hit) if kind is FaultKind.HOLD else 0)

    @pytest.mark.parametrize("kind", ["lose", "duplicate", "hold", "late"])
    async def test_every_event(self, sandbox, control, connect, dial, kind):
        """There is no event that a fault does not strike; another shard hears all as it is."""
        sandbox.world.privileged_intents |= intents.GUILD_MEMBERS | intents.MESSAGE_CONTENT
        guild = await _on_shard(control, 1)
        await control.world.invite_bot(guild.id, ALL)
        async with connect(Scribe()) as scribe:
            every = scribe.intents.value
            raw, _ = await identified(sandbox, dial, intents=every, shard=[1, 2])
            await raw.hear_until("GUILD_CREATE")
            options = {"seconds": 0.0} if kind == "late" else {}
            await control.trouble.add_event_fault(".", kind, count=None, shard=1, **options)
            began = len(scribe.story)
            await play(sandbox, scribe, control, guild)
            await control.trouble.clear_faults()
            await control.trouble.release_events()
            end = await control.members.send(
                guild.members["ada"], guild.channels["general"], "the end"
            )
            heard = await _hear_until(raw, end["id"])
            await scribe.until(lambda: _is_end(scribe.story, end["id"]))
        # A chunk of members is for who asked for it.
        told = [name for name, _ in scribe.story[began:] if name != "GUILD_MEMBERS_CHUNK"]
        wanted = {
            "lose": told[-1:],
            "duplicate": [each for name in told[:-1] for each in (name, name)] + told[-1:],
        }.get(kind, told)
        names = [each["t"] for each in heard]
        assert (sorted(names) if kind == "late" else names) == (
            sorted(wanted) if kind == "late" else wanted
        )


async def _on_shard(control, wanted):
    """Make a server that is on this one of two shards."""
    while True:
        guild = await control.world.add_guild(
            "Readers", owner="olga", channels=["general", "books"], members=["ada", "ben", "cleo"]
        )
        if (guild.id >> 22) % 2 == wanted:
            return guild
        await control.members.delete_guild(guild.owner_id, guild.id)


def _is_end(story, message_id):
    return bool(story) and story[-1][1].get("id") == message_id


async def _hear_until(raw, message_id):
    heard = await raw.hear_until("MESSAGE_CREATE")
    while heard[-1]["d"]["id"] != message_id:
        heard += await raw.hear_until("MESSAGE_CREATE")
    return heard


RULES = st.lists(
    st.builds(
        Fault,
        id=st.integers(1, 9),
        match=st.sampled_from([".", "^A", "B$", "C"]),
        kind=st.just(FaultKind.DELAY),
        phase=st.sampled_from(["before", "after"]),
        count=st.none() | st.integers(1, 3),
        skip=st.integers(0, 2),
        probability=st.sampled_from([0.0, 0.5, 1.0]),
        shard=st.none() | st.integers(0, 1),
    ),
    max_size=4,
)
ASKED = st.lists(
    st.tuples(
        st.sampled_from(["A", "B", "AB", "C"]),
        st.sampled_from(["before", "after"]),
        st.none() | st.integers(0, 1),
    ),
    max_size=12,
)


class TestLaws:
    """What holds of any faults and any requests."""

    @given(RULES, ASKED, st.integers())
    def test_counted(self, rules, asked, seed):
        """None strikes what it does not match, before it has let pass its share, or too often."""
        given_count = {id(rule): rule.count for rule in rules}
        given_skip = {id(rule): rule.skip for rule in rules}
        faults = Faults(seed)
        for rule in rules:
            faults.add(rule)
        struck = {id(rule): 0 for rule in rules}
        matching = {id(rule): 0 for rule in rules}
        for label, phase, shard in asked:
            fitting = [
                rule
                for rule in rules
                if re.search(rule.match, label)
                and rule.phase == phase
                and rule.shard in {None, shard}
            ]
            hits = [id(each) for each in faults.strike(label, phase, shard)]
            assert set(hits) <= {id(rule) for rule in fitting}
            for rule in fitting:
                matching[id(rule)] += 1
            for hit in hits:
                struck[hit] += 1
        for rule in rules:
            most = max(matching[id(rule)] - given_skip[id(rule)], 0)
            count = given_count[id(rule)]
            limit = most if count is None else min(most, count)
            assert struck[id(rule)] <= limit
            if rule.probability == 1:
                assert struck[id(rule)] == limit
            if rule.probability == 0:
                assert struck[id(rule)] == 0
