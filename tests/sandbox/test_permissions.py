"""Each permission taken away in turn, route by route, in every way it can be taken."""

from typing import NamedTuple

import pytest

from bot.sandbox import ControlRefusal, permissions
from tests.sandbox.puppet import Rest

CHECK = "%E2%9C%85"


class Case(NamedTuple):
    """A request, and the permissions of which each is needed."""

    needs: str
    method: str
    path: str
    body: object = None
    code: int = 50013
    status: int = 403


C, T = "/channels/{general}", "/channels/{thread}"
IN_CHANNELS = [
    Case("send_messages", "POST", C + "/messages", {"content": "x"}),
    Case("send_messages embed_links", "POST", C + "/messages", {"embeds": [{"title": "x"}]}),
    Case("send_tts_messages", "POST", C + "/messages", {"content": "x", "tts": True}),
    Case(
        "send_polls",
        "POST",
        C + "/messages",
        {"poll": {"question": {"text": "?"}, "answers": [{"poll_media": {"text": "a"}}]}},
    ),
    Case(
        "read_message_history",
        "POST",
        C + "/messages",
        {"content": "x", "message_reference": {"message_id": "{own}"}},
        160002,
        400,
    ),
    Case("send_messages", "POST", C + "/typing"),
    Case("read_message_history", "GET", C + "/messages/{own}"),
    Case("manage_messages", "PATCH", C + "/messages/{other}", {"flags": 4}),
    Case("manage_messages", "DELETE", C + "/messages/{other}"),
    Case(
        "manage_messages", "POST", C + "/messages/bulk-delete", {"messages": ["{own}", "{other}"]}
    ),
    Case("pin_messages", "PUT", C + "/messages/pins/{own}"),
    Case("pin_messages", "DELETE", C + "/messages/pins/{own}"),
    Case(
        "read_message_history add_reactions",
        "PUT",
        C + "/messages/{other}/reactions/%F0%9F%A6%89/@me",
    ),
    Case(
        "read_message_history use_external_emojis",
        "PUT",
        C + "/messages/{other}/reactions/{emoji}/@me",
    ),
    Case("read_message_history", "DELETE", C + f"/messages/{{own}}/reactions/{CHECK}/@me"),
    Case("manage_messages", "DELETE", C + f"/messages/{{own}}/reactions/{CHECK}/{{ada}}"),
    Case("manage_messages", "DELETE", C + f"/messages/{{own}}/reactions/{CHECK}"),
    Case("manage_messages", "DELETE", C + "/messages/{own}/reactions"),
    Case("read_message_history", "GET", C + f"/messages/{{own}}/reactions/{CHECK}"),
    Case("read_message_history", "GET", C + "/polls/{poll}/answers/1"),
    Case("create_public_threads", "POST", C + "/messages/{other}/threads", {"name": "x"}),
    Case("create_public_threads", "POST", C + "/threads", {"name": "x", "type": 11}),
    Case("create_private_threads", "POST", C + "/threads", {"name": "x", "type": 12}),
    Case("read_message_history", "GET", C + "/threads/archived/public"),
    Case("read_message_history manage_threads", "GET", C + "/threads/archived/private"),
    Case("send_messages_in_threads", "POST", T + "/messages", {"content": "x"}),
    Case("send_messages_in_threads", "POST", T + "/typing"),
    Case("send_messages_in_threads", "PUT", T + "/thread-members/{ada}"),
    Case("manage_threads", "DELETE", T + "/thread-members/{ben}"),
    Case("manage_threads", "PATCH", T, {"locked": True}),
    Case("manage_threads", "DELETE", T),
    Case("manage_channels", "PATCH", C, {"name": "renamed"}),
    Case("manage_channels manage_roles", "PATCH", C, {"permission_overwrites": []}),
    Case("manage_channels", "DELETE", C),
    Case("manage_roles", "PUT", C + "/permissions/{ada}", {"type": 1, "deny": "1024"}),
    Case("manage_roles", "DELETE", C + "/permissions/{ben}"),
]
G = "/guilds/{guild}"
IN_THE_SERVER = [
    Case("manage_channels", "POST", G + "/channels", {"name": "new"}),
    Case("manage_roles", "POST", G + "/roles", {"name": "new"}),
    Case("manage_roles", "PATCH", G + "/roles/{low}", {"name": "new"}),
    Case("manage_roles", "PATCH", G + "/roles", [{"id": "{low}", "position": 1}]),
    Case("manage_roles", "DELETE", G + "/roles/{low}"),
    Case("manage_roles", "PUT", G + "/members/{ada}/roles/{low}"),
    Case("manage_roles", "DELETE", G + "/members/{ben}/roles/{low}"),
    Case("manage_nicknames", "PATCH", G + "/members/{ada}", {"nick": "a"}),
    Case("change_nickname", "PATCH", G + "/members/@me", {"nick": "a"}),
    Case(
        "moderate_members",
        "PATCH",
        G + "/members/{ada}",
        {"communication_disabled_until": None},
    ),
    Case("kick_members", "DELETE", G + "/members/{ada}"),
    Case("ban_members", "GET", G + "/bans"),
    Case("ban_members", "GET", G + "/bans/{zoe}"),
    Case("ban_members", "PUT", G + "/bans/{ada}"),
    Case("ban_members", "DELETE", G + "/bans/{zoe}"),
    Case("ban_members manage_guild", "POST", G + "/bulk-ban", {"user_ids": ["{ada}"]}),
    Case("manage_guild", "PATCH", G, {"name": "Writers"}),
]


def _each(cases):
    return [
        pytest.param(case, need, id=f"{case.method} {case.path} {need}")
        for case in cases
        for need in case.needs.split()
    ]


def _fill(given, names):
    if isinstance(given, str):
        return given.format(**names)
    if isinstance(given, dict):
        return {key: _fill(each, names) for key, each in given.items()}
    return [_fill(each, names) for each in given] if isinstance(given, list) else given


ALL_BUT_ADMINISTRATOR = permissions.ALL & ~permissions.ADMINISTRATOR


class Scene:
    """A server in which the bot may do everything, with something there for every route."""

    def __init__(self, sandbox) -> None:
        self.control = sandbox.control
        self.rest = Rest(sandbox)
        self.names: dict[str, str] = {}

    async def set(self):
        """Build it."""
        world, members = self.control.world, self.control.members
        guild = await world.add_guild("Readers", members=["ada", "ben"], bot=False)
        low = await world.add_role(guild.id, "low")
        self.view = await world.invite_bot(guild.id, ALL_BUT_ADMINISTRATOR)
        self.general = guild.channels["general"]
        ada, ben = guild.members["ada"], guild.members["ben"]
        await world.set_member_roles(guild.id, ben, [low])
        elsewhere = await world.add_guild("Elsewhere")
        zoe = await world.add_user("zoe")
        await members.ban(guild.owner_id, guild.id, zoe)
        self.names = {
            "guild": guild.id,
            "general": self.general,
            "ada": ada,
            "ben": ben,
            "zoe": zoe,
            "low": low,
            "emoji": (await world.add_emoji(elsewhere.id, "owl")).replace(":", "%3A"),
            "own": await self._say({"content": "own"}),
            "poll": await self._say(IN_CHANNELS[3].body),
            "other": (await members.send(ada, self.general, "other"))["id"],
        }
        path = f"{C}/messages/{{own}}/reactions/{CHECK}/@me".format(**self.names)
        await self.rest.ok("PUT", path)
        await members.react(ada, self.general, int(self.names["own"]), "✅")
        await world.set_overwrite(self.general, ben, allow=["embed_links"])
        opened = await members.open_thread(
            guild.owner_id, self.general, int(await self._say({"content": "origin"})), "talk"
        )
        self.names["thread"] = opened["id"]
        await members.send(ben, int(opened["id"]), "in")
        return self

    async def _say(self, body):
        return (
            await self.rest.ok(
                "POST", C.format(**self.names or {"general": self.general}) + "/messages", body
            )
        )["id"]

    async def try_(self, case):
        """Make a case's request; gives status and code."""
        path, body = case.path.format(**self.names), _fill(case.body, self.names)
        status, code, _ = await self.rest(case.method, path, body)
        return status, code


@pytest.fixture
async def scene(sandbox):
    """Set the scene."""
    return await Scene(sandbox).set()


async def _set_roles(scene, bot, everyone):
    """Let the bot's role and that of everyone permit this much."""
    await scene.control.world.invite_bot(scene.view.id, bot)
    await scene.control.world.set_role(scene.view.id, scene.view.id, everyone)


async def _take_from_roles(scene, need):
    lost = permissions.mask(need)
    await _set_roles(scene, ALL_BUT_ADMINISTRATOR & ~lost, permissions.EVERYONE_DEFAULT & ~lost)


@pytest.mark.parametrize(("case", "need"), _each(IN_CHANNELS))
async def test_in_channels(scene, case, need):
    """Without the permission a channel's route is refused, however it was taken away."""
    await _take_from_roles(scene, need)
    assert await scene.try_(case) == (case.status, case.code)
    await _set_roles(scene, ALL_BUT_ADMINISTRATOR, permissions.EVERYONE_DEFAULT)

    for target in ("bot", "everyone", scene.view.bot_role_id):
        await scene.control.world.set_overwrite(scene.general, target, deny=[need])
        assert await scene.try_(case) == (case.status, case.code)
        await scene.control.world.set_overwrite(scene.general, target)


@pytest.mark.parametrize("case", IN_CHANNELS, ids=lambda case: f"{case.method} {case.path}")
async def test_unseen(scene, case):
    """A channel that is not seen is refused with 50001, whatever else is allowed."""
    await scene.control.world.set_overwrite(scene.general, "bot", deny=["view_channel"])
    assert await scene.try_(case) == (403, 50001)


@pytest.mark.parametrize(("case", "need"), _each(IN_THE_SERVER))
async def test_in_the_server(scene, case, need):
    """Without the permission a server's route is refused."""
    await _take_from_roles(scene, need)
    assert await scene.try_(case) == (case.status, case.code)


@pytest.mark.parametrize(
    "case", IN_CHANNELS + IN_THE_SERVER, ids=lambda case: f"{case.method} {case.path}"
)
@pytest.mark.parametrize("administrator", [False, True])
async def test_allowed(scene, case, administrator):
    """With all permissions every route answers; an administrator passes every overwrite."""
    if administrator:
        await scene.control.world.invite_bot(scene.view.id, ["administrator"])
        denied = ALL_BUT_ADMINISTRATOR & ~permissions.VIEW_CHANNEL
        await scene.control.world.set_overwrite(scene.general, "everyone", deny=denied)
    status, code = await scene.try_(case)
    assert (status < 300, code) == (True, 0)


@pytest.mark.parametrize("case", IN_CHANNELS, ids=lambda case: f"{case.method} {case.path}")
async def test_timed_out(scene, case):
    """Who is timed out only reads, and takes own reactions back."""
    await scene.control.members.time_out(
        scene.view.owner_id, scene.view.id, (await scene.rest.ok("GET", "/users/@me"))["id"], 60
    )
    status, code = await scene.try_(case)
    if case.needs == "read_message_history" and case.method != "POST":
        assert (status < 300, code) == (True, 0)
    else:
        assert (status, code) == (403, 50013)


@pytest.mark.parametrize(
    ("channel_overwrites", "may"),
    [
        ([], True),
        ([("everyone", "deny")], False),
        ([("everyone", "deny"), ("low", "allow")], True),
        ([("everyone", "allow"), ("low", "deny")], False),
        ([("low", "deny"), ("high", "allow")], True),
        ([("low", "deny"), ("high", "allow"), ("ben", "deny")], False),
        ([("everyone", "deny"), ("low", "deny"), ("ben", "allow")], True),
    ],
)
async def test_order_of_overwrites(control, guild, channel_overwrites, may):
    """Everyone first, then all roles at once (allowing wins), then the member."""
    low = await control.world.add_role(guild.id, "low")
    high = await control.world.add_role(guild.id, "high")
    ben, general = guild.members["ben"], guild.channels["general"]
    await control.world.set_member_roles(guild.id, ben, [low, high])
    targets = {"everyone": "everyone", "low": low, "high": high, "ben": ben}
    for target, what in channel_overwrites:
        await control.world.set_overwrite(general, targets[target], **{what: ["send_messages"]})
    if may:
        await control.members.send(ben, general, "x")
    else:
        with pytest.raises(ControlRefusal) as refused:
            await control.members.send(ben, general, "x")
        assert refused.value.code == 50013


async def test_private_threads(control, guild, sandbox):
    """A private thread is seen by its members and by those who manage threads."""
    await control.world.invite_bot(
        guild.id, ["view_channel", "send_messages", "create_private_threads"]
    )
    rest, general = Rest(sandbox), guild.channels["general"]
    thread = int((await rest.ok("POST", f"/channels/{general}/threads", {"name": "x"}))["id"])
    ada = guild.members["ada"]

    with pytest.raises(ControlRefusal) as refused:
        await control.members.look_at(ada, thread)
    assert refused.value.code == 50001
    await control.members.look_at(guild.owner_id, thread)
    await rest.ok("PUT", f"/channels/{thread}/thread-members/{ada}")
    assert (await control.members.look_at(ada, thread))["type"] == 12


async def test_losing_send_messages_loses_what_depends_on_it(control, guild):
    """Without Send Messages there are no embeds, files or mentions of everyone either."""
    general, ada = guild.channels["general"], guild.members["ada"]
    await control.world.set_overwrite(general, ada, deny=["send_messages"])
    held = await control.world.get_permissions(general, ada)
    assert not {"embed_links", "attach_files", "mention_everyone"} & set(held)
    await control.world.set_overwrite(general, ada, deny=["view_channel"])
    assert await control.world.get_permissions(general, ada) == []
