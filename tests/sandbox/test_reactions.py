"""Reactions and pins: what Discord allows on messages, and what not."""

from urllib.parse import quote

import pytest

from bot.sandbox import ControlRefusal

CHECK = "%E2%9C%85"
LETTERS = [chr(0x1F1E6 + n) for n in range(26)]


class TestReactions:
    """Emoji on messages."""

    async def test_twenty_distinct(self, control, guild, general, message):
        """The twenty-first emoji is refused, another of the twenty is not."""
        ada, ben = guild.members["ada"], guild.members["ben"]
        for each in LETTERS[:20]:
            await control.members.react(ada, general, message, each)
        with pytest.raises(ControlRefusal) as refused:
            await control.members.react(ben, general, message, LETTERS[20])
        assert (refused.value.status, refused.value.code) == (400, 30010)
        await control.members.react(ben, general, message, LETTERS[0])

    async def test_super_reactions(self, rest, control, guild, general, message):
        """Normal and super reactions are counted and listed apart; nobody holds both."""
        ada, ben = guild.members["ada"], guild.members["ben"]
        await control.members.react(ada, general, message, "✅")
        await control.members.react(ben, general, message, "✅", burst=True)
        await control.members.react(ada, general, message, "✅", burst=True)

        path = f"/channels/{general}/messages/{message}"
        (shown,) = (await rest.ok("GET", path))["reactions"]
        assert (shown["count"], shown["count_details"]) == (2, {"normal": 1, "burst": 1})
        listed = [
            [int(each["id"]) for each in await rest.ok("GET", f"{path}/reactions/{CHECK}?type={k}")]
            for k in (0, 1)
        ]
        assert listed == [[ada], [ben]]
        asked = [
            await control.members.list_reactors(ada, general, message, "✅", burst=burst)
            for burst in (False, True)
        ]
        assert [[each["username"] for each in one] for one in asked] == [["ada"], ["ben"]]
        assert (await rest("GET", f"{path}/reactions/{CHECK}?type=2"))[:2] == (400, 50035)

    async def test_listing_limits(self, rest, general, message):
        """One to a hundred users are listed at once."""
        path = f"/channels/{general}/messages/{message}/reactions/{CHECK}"
        assert [(await rest("GET", f"{path}?limit={n}"))[0] for n in (0, 1, 100, 101)] == [
            400,
            200,
            200,
            400,
        ]

    async def test_blocked(self, rest, sandbox, control, guild, general):
        """Whose author blocked the bot, that message it cannot react to."""
        ada = guild.members["ada"]
        sent = await control.members.send(ada, general, "?")
        path = f"/channels/{general}/messages/{sent['id']}/reactions/{CHECK}/@me"
        await control.members.block(ada, sandbox.world.bot.id)
        assert (await rest("PUT", path))[:2] == (403, 90001)
        await control.members.block(ada, sandbox.world.bot.id, blocked=False)
        await rest.ok("PUT", path)

    async def test_unknown_emoji(self, rest, general, message):
        """What is no emoji, a wrongly encoded or an unknown custom one, is refused."""
        path = f"/channels/{general}/messages/{message}/reactions/"
        for emoji in ("x", "owl%3A1", "%C3%A2%C2%9C%C2%85x", "owl"):
            assert (await rest("PUT", f"{path}{emoji}/@me"))[:2] == (400, 10014)
        assert (await rest("DELETE", f"{path}{CHECK}"))[:2] == (400, 10014)

    @pytest.mark.parametrize(
        "text", ["hello✅", "✅❌", "✅ yes", "°", "a°", "\u20e3", "🇦🇧🇨", "🇦🇧", "1", "²:²"]
    )
    async def test_almost_an_emoji(self, rest, general, message, text):
        """Text with an emoji in it, two emoji and halves of one are no emoji."""
        path = f"/channels/{general}/messages/{message}/reactions/{quote(text)}/@me"
        assert (await rest("PUT", path))[:2] == (400, 10014)

    async def test_every_form_of_emoji(self, rest, general, message):
        """Toned, joined, flag and keycap emoji are one each, whatever selector they bear."""
        path = f"/channels/{general}/messages/{message}/reactions/"
        forms = ["👍🏽", "👨\u200d👩\u200d👧", "🇦🇹", "🇦", "1️⃣", "©", "❤", "❤\ufe0f"]
        for text in forms:
            await rest.ok("PUT", f"{path}{quote(text)}/@me")
        shown = await rest.ok("GET", f"/channels/{general}/messages/{message}")
        assert [each["emoji"]["name"] for each in shown["reactions"]] == forms[:-1]

    async def test_foreign_emoji(self, rest, control, guild, general, message):
        """A custom emoji is for who is in its server; where it stands already, for everybody."""
        ada = guild.members["ada"]
        foreign = await control.world.add_guild("Other", bot=False)
        owl = await control.world.add_emoji(foreign.id, "owl")
        path = f"/channels/{general}/messages/{message}/reactions/{quote(owl)}/@me"
        assert (await rest("PUT", path))[:2] == (400, 10014)
        with pytest.raises(ControlRefusal) as refused:
            await control.members.react(ada, general, message, owl)
        assert refused.value.code == 10014

        await control.world.add_member(foreign.id, ada)
        await control.members.react(ada, general, message, owl)
        await rest.ok("PUT", path)

    async def test_deleted_emoji(self, rest, control, guild, general, message, bot):
        """What was put with a custom emoji outlives it, nameless; nobody adds to it any more."""
        ada, ben = guild.members["ada"], guild.members["ben"]
        owl = await control.world.add_emoji(guild.id, "owl")
        for each in (ada, ben):
            await control.members.react(each, general, message, owl)
        await control.world.remove_emoji(guild.id, owl)

        path = f"/channels/{general}/messages/{message}"
        (shown,) = (await rest.ok("GET", path))["reactions"]
        assert (shown["emoji"]["name"], shown["count"]) == (None, 2)
        here = f"{path}/reactions/{quote(owl)}"
        assert len(await rest.ok("GET", here)) == 2
        assert (await rest("PUT", f"{here}/@me"))[:2] == (400, 10014)
        with pytest.raises(ControlRefusal):
            await control.members.react(guild.members["cleo"], general, message, owl)
        await control.members.unreact(ada, general, message, owl)
        added, again, removed = [await bot.next_event() for _ in range(3)]
        assert (added[0], again[0], removed[::2]) == ("add", "add", ("remove", ada))
        assert "owl" not in removed[1]
        await rest.ok("DELETE", here)
        assert "reactions" not in await rest.ok("GET", path)
        assert (await rest("GET", here))[:2] == (400, 10014)
        with pytest.raises(ControlRefusal):
            await control.world.remove_emoji(guild.id, owl)

    async def test_leavers_keep_theirs(self, rest, control, guild, general, message):
        """A member who leaves is still listed, and their messages stay."""
        ada = guild.members["ada"]
        await control.members.react(ada, general, message, "✅")
        sent = await control.members.send(ada, general, "bye")
        await control.world.remove_member(guild.id, ada)

        path = f"/channels/{general}/messages"
        (held,) = await rest.ok("GET", f"{path}/{message}/reactions/{CHECK}")
        assert int(held["id"]) == ada
        assert (await rest.ok("GET", f"{path}/{sent['id']}"))["author"]["id"] == str(ada)
        assert (await rest("GET", f"/guilds/{guild.id}/members/{ada}"))[:2] == (404, 10007)


class TestPins:
    """Pinned messages."""

    async def test_listing(self, rest, general, message):
        """Pins come latest first, in pages, with the instant; each leaves a notice."""
        path = f"/channels/{general}/messages"
        second = (await rest.ok("POST", path, {"content": "y"}))["id"]
        for each in (message, second):
            await rest.ok("PUT", f"{path}/pins/{each}")
        page = await rest.ok("GET", f"{path}/pins?limit=1")
        assert [each["message"]["id"] for each in page["items"]] == [second]
        assert page["has_more"]
        before = page["items"][0]["pinned_at"].replace("+", "%2B")
        rest_of_it = await rest.ok("GET", f"{path}/pins?limit=50&before={before}")
        assert [int(each["message"]["id"]) for each in rest_of_it["items"]] == [message]
        assert not rest_of_it["has_more"]
        notices = [each for each in await rest.ok("GET", path) if each["type"] == 6]
        assert len(notices) == 2

    async def test_limit(self, rest, general, sandbox, message):
        """The two-hundred-and-fifty-first pin is refused."""
        channel = sandbox.world.channels[general]
        channel.pins = dict.fromkeys(range(250), sandbox.world.clock.now())
        answer = await rest("PUT", f"/channels/{general}/messages/pins/{message}")
        assert answer[:2] == (400, 30003)
