"""Threads: what Discord allows in them, and what not."""

from datetime import timedelta

import pytest

from bot.sandbox import ControlRefusal, intents, permissions

CHECK = "%E2%9C%85"


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
        """An owner renames and archives, but does not lock; who is in it opens it again."""
        ada, ben = guild.members["ada"], guild.members["ben"]
        sent = await control.members.send(ada, general, "?")
        await control.members.open_thread(ada, general, int(sent["id"]), "ada's")
        thread = int(sent["id"])
        await control.members.edit_thread(ada, thread, name="hers", archived=True)
        with pytest.raises(ControlRefusal) as refused:
            await control.members.edit_thread(ben, thread, archived=False)
        assert refused.value.code == 50013
        await control.members.edit_thread(ada, thread, archived=False)
        await control.members.add_to_thread(ben, thread, ben)
        await control.members.edit_thread(ada, thread, archived=True)
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

    async def test_locked_and_active(self, rest, control, guild, thread):
        """In a locked thread that is open words stand as they are, reactions come and go."""
        await control.members.add_to_thread(guild.members["ada"], thread, guild.members["ada"])
        path = f"/channels/{thread}/messages"
        mine = (await rest.ok("POST", path, {"content": "x"}))["id"]
        await rest.ok("PATCH", f"/channels/{thread}", {"locked": True})
        await control.world.invite_bot(guild.id, permissions.BOT_DEFAULT)
        assert (await rest("PATCH", f"{path}/{mine}", {"content": "y"}))[:2] == (403, 160005)
        assert (await rest("POST", path, {"content": "y"}))[:2] == (403, 160005)
        await rest.ok("PUT", f"{path}/{mine}/reactions/{CHECK}/@me")
        await control.members.edit_thread(guild.owner_id, thread, archived=True)
        assert (await rest("DELETE", f"{path}/{mine}"))[:2] == (403, 160005)
        await control.members.edit_thread(guild.owner_id, thread, archived=False)
        await rest.ok("DELETE", f"{path}/{mine}")

    async def test_kinds(self, rest, control, guild, general):
        """Announcement channels hold threads of their own kind, text channels the others."""
        news = await control.world.add_channel(guild.id, "news", "announcement")
        for channel, kind in ((general, 10), (news, 11), (news, 12)):
            answer = await rest("POST", f"/channels/{channel}/threads", {"name": "x", "type": kind})
            assert answer[:2] == (400, 50024)
        path = f"/channels/{news}/threads"
        assert (await rest.ok("POST", path, {"name": "x", "type": 10}))["type"] == 10
        told = int((await rest.ok("POST", f"/channels/{news}/messages", {"content": "x"}))["id"])
        path = f"/channels/{news}/messages/{told}/threads"
        assert (await rest.ok("POST", path, {"name": "x"}))["type"] == 10

    async def test_notices(self, rest, control, guild, thread):
        """Being renamed, and whom somebody adds or takes out, stands in the thread."""
        ada = guild.members["ada"]
        await rest.ok("PATCH", f"/channels/{thread}", {"name": "renamed"})
        await rest.ok("PATCH", f"/channels/{thread}", {"name": "renamed"})
        for method in ("PUT", "PUT", "DELETE"):
            await rest.ok(method, f"/channels/{thread}/thread-members/{ada}")
        told = await control.books.messages(thread)
        kinds = [(each["type"], [int(user["id"]) for user in each["mentions"]]) for each in told]
        assert kinds == [(21, []), (4, []), (1, [ada]), (2, [ada])]
        assert told[1]["content"] == "renamed"
        notice = f"/channels/{thread}/messages/{told[1]['id']}"
        assert (await rest("PATCH", notice, {"content": "x"}))[:2] == (403, 50021)

    async def test_usual_times(self, rest, control, guild, general, message):
        """A bot's thread has a day, a person's what the channel usually has, as new slow modes."""
        usual = {"default_auto_archive_duration": 4320, "default_thread_rate_limit_per_user": 5}
        await rest.ok("PATCH", f"/channels/{general}", usual)
        path = f"/channels/{general}/messages/{message}/threads"
        mine = await rest.ok("POST", path, {"name": "x"})
        hers = await control.members.open_alone(guild.members["ada"], general, "y")
        held = [each["thread_metadata"]["auto_archive_duration"] for each in (mine, hers)]
        assert held == [1440, 4320]
        assert [each["rate_limit_per_user"] for each in (mine, hers)] == [5, 5]

    async def test_slow_channels(self, rest, control, guild, general):
        """In a slow channel members write and open threads once per interval, bots at will."""
        await rest.ok("PATCH", f"/channels/{general}", {"rate_limit_per_user": 600})
        ada = guild.members["ada"]
        await control.members.send(ada, general, "x")
        await control.members.open_alone(ada, general, "one")
        with pytest.raises(ControlRefusal) as refused:
            await control.members.open_alone(ada, general, "two")
        assert (refused.value.status, refused.value.code) == (429, 20016)
        for _ in range(2):
            await rest.ok("POST", f"/channels/{general}/threads", {"name": "x", "type": 11})
        await control.world.move_clock(advance=timedelta(minutes=11))
        await control.members.open_alone(ada, general, "two")

    async def test_commands_in_archived_threads(self, rest, sandbox, control, guild, thread):
        """No command is offered in an archived thread, and nobody votes there."""
        ada, me = guild.members["ada"], sandbox.world.bot.id
        await rest.ok("PUT", f"/applications/{me}/commands", [{"name": "go", "description": "x"}])
        answers = [{"poll_media": {"text": each}} for each in "ab"]
        poll = {"question": {"text": "?"}, "answers": answers}
        asked = await control.members.send(ada, thread, poll=poll)
        await rest.ok("PATCH", f"/channels/{thread}", {"archived": True})
        with pytest.raises(ControlRefusal, match="archived"):
            await control.members.run_command(ada, thread, "go")
        with pytest.raises(ControlRefusal) as refused:
            await control.members.vote(ada, thread, int(asked["id"]), [1])
        assert refused.value.code == 50083

    async def test_activity(self, rest, control, thread):
        """Another time until it is archived is activity, as writing is."""
        await control.world.move_clock(advance=timedelta(hours=23))
        await rest.ok("PATCH", f"/channels/{thread}", {"auto_archive_duration": 1440})
        await control.world.move_clock(advance=timedelta(hours=23))
        assert not (await rest.ok("GET", f"/channels/{thread}"))["thread_metadata"]["archived"]

    async def test_with_members(self, rest, guild, thread):
        """Somebody's place in the server comes where it is asked for."""
        ada = guild.members["ada"]
        await rest.ok("PUT", f"/channels/{thread}/thread-members/{ada}")
        path = f"/channels/{thread}/thread-members/{ada}"
        assert "member" not in await rest.ok("GET", path)
        shown = await rest.ok("GET", f"{path}?with_member=true")
        assert shown["member"]["user"]["username"] == "ada"

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

    async def test_no_room_to_open_again(self, rest, sandbox, guild, general, thread):
        """Where a thousand are open, none that was archived is opened again."""
        path = f"/channels/{general}/threads"
        other = (await rest.ok("POST", path, {"name": "x", "type": 11}))["id"]
        await rest.ok("PATCH", f"/channels/{thread}", {"archived": True})
        threads = sandbox.world.guilds[guild.id].threads
        threads |= dict.fromkeys(range(999), threads[int(other)])
        answer = await rest("PATCH", f"/channels/{thread}", {"archived": False})
        assert answer[:2] == (400, 160006)
        answer = await rest("POST", f"/channels/{thread}/messages", {"content": "x"})
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
