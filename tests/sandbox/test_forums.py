"""Forum posts: their tags, pins and settings, and who may post."""

from datetime import timedelta

import pytest

from bot.sandbox import ControlRefusal, File

CHECK = "%E2%9C%85"


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
        assert (await rest("POST", path + "/messages", {"content": "x"}))[:2] == (400, 40058)

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

    async def test_free_tags(self, rest, control, forum):
        """Where only moderators have the tags that must be, others cannot post at all."""
        channel, tags = forum
        only = [{"id": tags[5], "name": "5", "moderated": True}]
        change = {"flags": 1 << 4, "available_tags": only}
        await rest.ok("PATCH", f"/channels/{channel}", change)
        await control.world.set_overwrite(channel, "bot", deny=["manage_threads"])
        answer = await rest("POST", f"/channels/{channel}/threads", self._post())
        assert answer[:2] == (400, 40066)

    @pytest.mark.parametrize(
        ("tags", "code"),
        [
            ([{"name": "a"}, {"name": "a"}], 40061),
            ([{"name": "a", "emoji_name": "🦉", "emoji_id": "1"}], 50035),
            ([{"name": "a", "emoji_id": "1"}], 10014),
            ([{"name": "a", "emoji_name": "owl"}], 10014),
            ([{"name": "x" * 51}], 50035),
            ([{"name": str(n)} for n in range(21)], 50035),
        ],
    )
    async def test_wrong_tags(self, rest, forum, tags, code):
        """Names are unique, emoji exist, and there are twenty at most."""
        channel, _ = forum
        answer = await rest("PATCH", f"/channels/{channel}", {"available_tags": tags})
        assert answer[:2] == (400, code)

    async def test_settings(self, rest, control, guild, forum):
        """What a forum says of its posts is kept, and new posts have its slow mode."""
        channel, _ = forum
        owl = (await control.world.add_emoji(guild.id, "owl")).split(":")[1]
        settings = {
            "topic": "x" * 4096,
            "default_thread_rate_limit_per_user": 5,
            "default_reaction_emoji": {"emoji_id": owl, "emoji_name": None},
            "default_sort_order": 1,
            "default_forum_layout": 2,
            "default_tag_setting": "match_all",
        }
        shown = await rest.ok("PATCH", f"/channels/{channel}", settings)
        assert shown.items() >= settings.items()
        post = await rest.ok("POST", f"/channels/{channel}/threads", self._post())
        assert post["rate_limit_per_user"] == 5
        shown = await rest.ok("GET", f"/channels/{channel}")
        assert shown["last_message_id"] == post["id"]

    async def test_counted(self, rest, forum):
        """What a post begins with is not counted, neither when it goes."""
        channel, _ = forum
        post = await rest.ok("POST", f"/channels/{channel}/threads", self._post())
        path = f"/channels/{post['id']}/messages"
        second = (await rest.ok("POST", path, {"content": "x"}))["id"]
        counts = []
        for gone in (None, post["id"], second):
            if gone:
                await rest.ok("DELETE", f"{path}/{gone}")
            shown = await rest.ok("GET", f"/channels/{post['id']}")
            counts.append((shown["message_count"], shown["total_message_sent"]))
        assert counts == [(1, 1), (1, 1), (0, 1)]

    async def test_people_post(self, rest, control, guild, forum):
        """A member posts with tags and files, as often as the forum's slow mode lets them."""
        channel, tags = forum
        await rest.ok("PATCH", f"/channels/{channel}", {"rate_limit_per_user": 600})
        ada = guild.members["ada"]
        shown = await control.members.open_post(
            ada, channel, "hers", "x", tags=[int(tags[0])], files=[File("a.txt", b"a")]
        )
        assert (shown["applied_tags"], shown["owner_id"]) == (tags[:1], str(ada))
        assert shown["message"]["attachments"][0]["filename"] == "a.txt"
        with pytest.raises(ControlRefusal) as refused:
            await control.members.open_post(ada, channel, "again", "x")
        assert refused.value.code == 20016
        with pytest.raises(ControlRefusal) as refused:
            await control.members.open_post(guild.members["ben"], channel, "x", "x", tags=[1])
        assert refused.value.code == 50035

    async def test_pins_of_posts(self, rest, forum, general):
        """One post is pinned at a time, until it is archived; threads elsewhere never."""
        channel, _ = forum
        path = f"/channels/{channel}/threads"
        one, two = [(await rest.ok("POST", path, self._post()))["id"] for _ in range(2)]
        pinned = {"flags": 1 << 1}
        await rest.ok("PATCH", f"/channels/{one}", pinned)
        await rest.ok("PATCH", f"/channels/{one}", pinned)
        assert (await rest("PATCH", f"/channels/{two}", pinned))[:2] == (400, 30047)
        shown = await rest.ok("PATCH", f"/channels/{one}", {"archived": True})
        assert shown["flags"] == 0
        await rest.ok("PATCH", f"/channels/{two}", pinned)
        body = {"name": "x", "type": 11}
        other = (await rest.ok("POST", f"/channels/{general}/threads", body))["id"]
        assert (await rest("PATCH", f"/channels/{other}", pinned))[:2] == (400, 50035)

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
