"""Threads and forum posts: what Discord allows in them, and what not."""

from datetime import timedelta

import pytest

from bot.sandbox import ControlRefusal, intents, permissions
from tests.sandbox.puppet import Rest

CHECK = "%E2%9C%85"


@pytest.fixture
async def rest(sandbox, guild):
    """Make requests as the bot, which may do everything an administrator gives away."""
    await sandbox.control.world.invite_bot(guild.id, permissions.ALL & ~permissions.ADMINISTRATOR)
    return Rest(sandbox)


@pytest.fixture
def general(guild):
    """Give the channel's id."""
    return guild.channels["general"]


@pytest.fixture
async def message(rest, general):
    """Let the bot post a message; give its id."""
    return int((await rest.ok("POST", f"/channels/{general}/messages", {"content": "x"}))["id"])


@pytest.fixture
async def thread(rest, general, message):
    """Open the message's thread; give its id."""
    path = f"/channels/{general}/messages/{message}/threads"
    return int((await rest.ok("POST", path, {"name": "talk"}))["id"])


class TestThreads:
    """Threads, open, archived and locked."""

    async def test_one_for_each_message(self, rest, general, message, thread):
        """A thread has its message's id, and there is only one."""
        assert thread == message
        path = f"/channels/{general}/messages/{message}/threads"
        assert (await rest("POST", path, {"name": "again"}))[:2] == (400, 160004)

    @pytest.mark.parametrize(
        "body",
        [
            {},
            {"name": ""},
            {"name": "x" * 101},
            {"name": "x", "auto_archive_duration": 61},
            {"name": "x", "rate_limit_per_user": 21601},
        ],
    )
    async def test_limits(self, rest, general, message, body):
        """A name of 1 to 100 characters, and durations that exist."""
        path = f"/channels/{general}/messages/{message}/threads"
        assert (await rest("POST", path, body))[:2] == (400, 50035)

    async def test_archived(self, rest, control, guild, thread):
        """In an archived thread nothing changes until somebody writes."""
        ada = guild.members["ada"]
        path = f"/channels/{thread}/messages"
        inside = (await rest.ok("POST", path, {"content": "x"}))["id"]
        await rest.ok("PATCH", f"/channels/{thread}", {"archived": True})
        for method, tail, body in (
            ("PATCH", f"/{inside}", {"content": "y"}),
            ("PUT", f"/{inside}/reactions/{CHECK}/@me", None),
            ("DELETE", f"/{inside}/reactions", None),
            ("PUT", f"/pins/{inside}", None),
        ):
            assert (await rest(method, path + tail, body))[:2] == (400, 50083)
        for method in ("PUT", "DELETE"):
            me = f"/channels/{thread}/thread-members/@me"
            assert (await rest(method, me))[:2] == (400, 50083)
        answer = await rest("PATCH", f"/channels/{thread}", {"name": "renamed"})
        assert answer[:2] == (400, 50083)
        await control.members.send(ada, thread, "open again")
        assert not (await rest.ok("GET", f"/channels/{thread}"))["thread_metadata"]["archived"]

    async def test_locked(self, rest, control, guild, thread):
        """Only moderators write in a locked thread, and open it again."""
        ada = guild.members["ada"]
        await rest.ok("PATCH", f"/channels/{thread}", {"locked": True, "archived": True})
        with pytest.raises(ControlRefusal) as refused:
            await control.members.send(ada, thread, "x")
        assert (refused.value.status, refused.value.code) == (403, 160005)
        with pytest.raises(ControlRefusal) as refused:
            await control.members.edit_thread(ada, thread, archived=False)
        assert refused.value.code == 50013
        await control.members.send(guild.owner_id, thread, "x")

    async def test_owners(self, control, guild, general):
        """An owner renames and archives, but does not lock; others do neither."""
        ada, ben = guild.members["ada"], guild.members["ben"]
        sent = await control.members.send(ada, general, "?")
        await control.members.open_thread(ada, general, int(sent["id"]), "ada's")
        thread = int(sent["id"])
        await control.members.edit_thread(ada, thread, name="hers", archived=True)
        await control.members.edit_thread(ben, thread, archived=False)
        for member, change in ((ada, {"locked": True}), (ben, {"name": "his"})):
            with pytest.raises(ControlRefusal) as refused:
                await control.members.edit_thread(member, thread, **change)
            assert refused.value.code == 50013

    async def test_members(self, rest, sandbox, control, guild, thread):
        """Writing joins; members are added, listed, looked up and taken out."""
        ada, ben, me = guild.members["ada"], guild.members["ben"], sandbox.world.bot.id
        path = f"/channels/{thread}/thread-members"
        await control.members.send(ada, thread, "x")
        await rest.ok("PUT", f"{path}/{ben}")
        assert (await rest("GET", path))[:2] == (403, 50001)
        sandbox.world.privileged_intents |= intents.GUILD_MEMBERS
        listed = [int(each["user_id"]) for each in await rest.ok("GET", path)]
        assert listed == sorted([ada, ben, me])
        assert (await rest.ok("GET", f"{path}/{ben}"))["user_id"] == str(ben)
        await rest.ok("DELETE", f"{path}/{ben}")
        assert (await rest("GET", f"{path}/{ben}"))[:2] == (404, 10007)
        await rest.ok("DELETE", f"{path}/@me")
        assert [int(each["user_id"]) for each in await rest.ok("GET", path)] == [ada]

    async def test_participants(self, rest, sandbox, guild, thread):
        """A thousand members are all a thread takes."""
        state = sandbox.world.channels[thread].thread
        state.members = dict.fromkeys(range(1000), sandbox.world.clock.now())
        path = f"/channels/{thread}/thread-members/{guild.members['ada']}"
        assert (await rest("PUT", path))[:2] == (400, 30033)

    async def test_active_limit(self, rest, sandbox, guild, general, thread):
        """A thousand open threads are all a server takes."""
        threads = sandbox.world.guilds[guild.id].threads
        threads |= dict.fromkeys(range(999), threads[thread])
        answer = await rest("POST", f"/channels/{general}/threads", {"name": "x", "type": 11})
        assert answer[:2] == (400, 160006)

    async def test_lists(self, rest, guild, general, thread):
        """Open threads are listed by server, archived ones by channel and kind."""
        path = f"/channels/{general}/threads"
        private = int((await rest.ok("POST", path, {"name": "hidden"}))["id"])
        active = await rest.ok("GET", f"/guilds/{guild.id}/threads/active")
        assert {int(each["id"]) for each in active["threads"]} == {thread, private}
        assert len(active["members"]) == 2
        for each in (thread, private):
            await rest.ok("PATCH", f"/channels/{each}", {"archived": True})
        assert (await rest.ok("GET", f"/guilds/{guild.id}/threads/active"))["threads"] == []
        for tail, found in (
            ("/threads/archived/public", thread),
            ("/threads/archived/private", private),
            ("/users/@me/threads/archived/private", private),
        ):
            listed = await rest.ok("GET", f"/channels/{general}{tail}")
            assert [int(each["id"]) for each in listed["threads"]] == [found]
            assert not listed["has_more"]

    async def test_slow_threads(self, rest, control, guild, thread):
        """A thread has a slow mode of its own."""
        await rest.ok("PATCH", f"/channels/{thread}", {"rate_limit_per_user": 600})
        ada = guild.members["ada"]
        await control.members.send(ada, thread, "x")
        with pytest.raises(ControlRefusal) as refused:
            await control.members.send(ada, thread, "x")
        assert refused.value.code == 20016
        await control.world.move_clock(advance=timedelta(minutes=11))
        await control.members.send(ada, thread, "x")


class TestForums:
    """Forum posts and their tags."""

    @pytest.fixture
    async def forum(self, rest, control, guild):
        """Make a forum with six tags, of which the last is for moderators."""
        forum = await control.world.add_channel(guild.id, "forum", "forum")
        tags = [{"name": str(n), "moderated": n == 5} for n in range(6)]
        shown = await rest.ok("PATCH", f"/channels/{forum}", {"available_tags": tags})
        return forum, [each["id"] for each in shown["available_tags"]]

    @staticmethod
    def _post(*tags, **message):
        message = message or {"content": "x"}
        return {"name": "post", "applied_tags": list(tags), "message": message}

    async def test_post(self, rest, forum):
        """A post is a thread with the id of its first message."""
        channel, tags = forum
        post = await rest.ok("POST", f"/channels/{channel}/threads", self._post(*tags[:5]))
        assert post["id"] == post["message"]["id"]
        assert post["applied_tags"] == tags[:5]

    async def test_wrong_posts(self, rest, forum):
        """Too many or unknown tags, no message, an empty one, and writing into the forum."""
        channel, tags = forum
        path = f"/channels/{channel}"
        wrong = [
            self._post(*tags),
            self._post("1"),
            {"name": "post"},
            self._post(content="x" * 2001),
        ]
        for body in wrong:
            assert (await rest("POST", path + "/threads", body))[:2] == (400, 50035)
        empty = self._post(content="")
        assert (await rest("POST", path + "/threads", empty))[:2] == (400, 50006)
        assert (await rest("POST", path + "/messages", {"content": "x"}))[:2] == (400, 50008)

    async def test_moderated_tags(self, rest, control, forum):
        """A moderated tag is put on and taken off by those who manage threads."""
        channel, tags = forum
        threads = f"/channels/{channel}/threads"
        marked = await rest.ok("POST", threads, self._post(tags[5]))
        await control.world.set_overwrite(channel, "bot", deny=["manage_threads"])
        assert (await rest("POST", threads, self._post(tags[5])))[:2] == (403, 50013)
        path = f"/channels/{marked['id']}"
        assert (await rest("PATCH", path, {"applied_tags": []}))[:2] == (403, 50013)
        both = {"applied_tags": [tags[5], tags[0]]}
        assert (await rest.ok("PATCH", path, both))["applied_tags"] == both["applied_tags"]

    async def test_required_tag(self, rest, forum):
        """Where a tag is required there is no post without one."""
        channel, tags = forum
        await rest.ok("PATCH", f"/channels/{channel}", {"flags": 1 << 4})
        path = f"/channels/{channel}/threads"
        assert (await rest("POST", path, self._post()))[:2] == (400, 40067)
        post = await rest.ok("POST", path, self._post(tags[0]))
        bare = {"applied_tags": []}
        assert (await rest("PATCH", f"/channels/{post['id']}", bare))[:2] == (400, 40067)

    async def test_pinned_posts_stay_open(self, rest, control, forum):
        """A pinned post is never archived by time."""
        channel, _ = forum
        path = f"/channels/{channel}/threads"
        pinned, other = [(await rest.ok("POST", path, self._post()))["id"] for _ in range(2)]
        await rest.ok("PATCH", f"/channels/{pinned}", {"flags": 1 << 1})
        await control.world.move_clock(advance=timedelta(days=30))
        archived = [
            (await rest.ok("GET", f"/channels/{each}"))["thread_metadata"]["archived"]
            for each in (pinned, other)
        ]
        assert archived == [False, True]
