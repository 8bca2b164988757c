"""Registering commands: names, sizes, orders and numbers, one limit after the other."""

from datetime import timedelta

import pytest

from bot.sandbox import ControlRefusal
from tests.sandbox.puppet import Rest


def _command(name="go", **more):
    return {"name": name, "description": "x", **more}


def _option(name="what", kind=3, **more):
    return {"name": name, "type": kind, "description": "x", **more}


def _with(*options):
    return [_command(options=list(options))]


def _choices(count, value="x"):
    return [{"name": str(n), "value": f"{value}{n}"} for n in range(count)]


SUB = _option("sub", 1)
FITS = [
    [],
    [_command("x" * 32, description="x" * 100)],
    [_command("größe"), _command("a-b_c"), _command("名前"), _command("l'été")],
    [_command("हिन्दी"), _command("ภาษาไทยที่")],
    [_command(f"c{n}") for n in range(100)],
    [{"name": f"M {n}", "type": kind} for kind in (2, 3) for n in range(15)],
    [_command(), {"name": "go", "type": 2}, {"name": "go", "type": 3}],
    _with(*[_option(f"o{n}") for n in range(25)]),
    _with(_option(choices=_choices(25))),
    _with(_option(choices=[{"name": "x" * 100, "value": "x" * 100}])),
    _with(_option("a", required=True), _option("b")),
    _with(_option(min_length=0, max_length=6000)),
    _with(_option("group", 2, options=[SUB])),
    [_command(default_member_permissions="0", contexts=[0], integration_types=[0], nsfw=True)],
    [_command(dm_permission=True, contexts=None, name_localizations={"de": "los"})],
]
DOES_NOT_FIT = [
    [_command(name_localizations={"de": "Los"})],
    [_command(name_localizations={"de": "x" * 33})],
    [_command(name_localizations={"xx": "los"})],
    [_command(description_localizations={"de-DE": "x"})],
    [_command("bäder!")],
    [_command("क।")],
    [_command("e\u0301te\u0301")],
    _with(_option(kind=4, choices=_choices(1))),
    _with(_option(kind=3, choices=[{"name": "x", "value": 1}])),
    _with(_option(kind=6, choices=_choices(1))),
    _with(_option(choices=[{"name": "x", "value": "a"}, {"name": "x", "value": "b"}])),
    [_command("")],
    [_command("x" * 33)],
    [_command("Go")],
    [_command("two words")],
    [_command("go!")],
    [_command(description="")],
    [_command(description="x" * 101)],
    [{"name": "go"}],
    [{"description": "x"}],
    [_command(), _command()],
    [_command(f"c{n}") for n in range(101)],
    [{"name": f"M {n}", "type": 2} for n in range(16)],
    [{"name": f"M {n}", "type": 3} for n in range(16)],
    [{"name": "Mark", "type": 3, "description": "x"}],
    [{"name": "Mark", "type": 3, "options": [_option()]}],
    [_command(type=9)],
    _with(*[_option(f"o{n}") for n in range(26)]),
    _with(_option(choices=_choices(26))),
    _with(_option(choices=[{"name": "x" * 101, "value": "x"}])),
    _with(_option(choices=[{"name": "x", "value": "x" * 101}])),
    _with(_option(choices=_choices(1), autocomplete=True)),
    _with(_option("a"), _option("b", required=True)),
    _with(_option("a"), _option("a")),
    _with(_option("A")),
    _with(_option("x" * 33)),
    _with(_option(description="x" * 101)),
    _with(_option(kind=12)),
    _with(_option(max_length=6001)),
    _with(_option(min_length=-1)),
    _with(SUB, _option()),
    _with(_option("a", 2, options=[_option("b", 2, options=[SUB])])),
    _with(_option("a", 1, options=[SUB])),
    [
        _command(
            description="x" * 100,
            options=[
                _option(
                    f"o{n}",
                    description="x" * 100,
                    choices=[{"name": "x" * 90 + str(m), "value": "x" * 90} for m in range(25)],
                )
                for n in range(2)
            ],
        )
    ],
    [_command(contexts=[3])],
    [_command(default_member_permissions="all")],
]


@pytest.fixture
async def rest(sandbox, guild):  # noqa: ARG001 - the server must be there
    """Make requests as the bot."""
    return Rest(sandbox)


@pytest.fixture
def path(sandbox):
    """Give the path of the global commands."""
    return f"/applications/{sandbox.world.bot.id}/commands"


async def test_fits(rest, path):
    """What is within every limit is registered, the limits included."""
    for body in FITS:
        status, _, shown = await rest("PUT", path, body)
        assert status == 200, (body, shown)
        assert [each["name"] for each in shown] == [each["name"] for each in body]


async def test_does_not_fit(rest, path):
    """What exceeds one limit changes nothing."""
    await rest.ok("PUT", path, [_command("kept")])
    for body in DOES_NOT_FIT:
        status, code, shown = await rest("PUT", path, body)
        assert (status, code) == (400, 50035), (body, shown)
    assert [each["name"] for each in await rest.ok("GET", path)] == ["kept"]


async def test_ids_stay(rest, path):
    """A command of the same name and type keeps its id; another gets its own."""
    (first,) = await rest.ok("PUT", path, [_command()])
    again, new = await rest.ok("PUT", path, [_command(description="new"), _command("other")])
    assert again["id"] == first["id"] != new["id"]
    assert again["version"] != first["version"]


async def test_one_by_one(rest, path):
    """Commands are also made, looked up and deleted one at a time."""
    made = await rest.ok("POST", path, _command())
    changed = await rest.ok("POST", path, _command(description="new"))
    assert changed["id"] == made["id"]
    assert (await rest.ok("GET", f"{path}/{made['id']}"))["description"] == "new"
    await rest.ok("DELETE", f"{path}/{made['id']}")
    assert (await rest("GET", f"{path}/{made['id']}"))[:2] == (404, 10063)


async def test_two_hundred_a_day(rest, path, control):
    """Two hundred new commands a day; an unchanged list makes none, and a day later all is new."""
    for n in range(2):
        await rest.ok("PUT", path, [_command(f"c{n}x{m}") for m in range(100)])
    kept = [_command(f"c1x{m}") for m in range(100)]
    await rest.ok("PUT", path, kept)
    assert (await rest("PUT", path, [_command("new")]))[:2] == (400, 30034)
    await control.world.move_clock(advance=timedelta(days=1, seconds=1))
    await rest.ok("PUT", path, [_command("new")])


async def test_a_servers_own_commands(rest, path, control, guild, sandbox):
    """A server's own command hides the global one there, and is offered nowhere else."""
    bot, ada = sandbox.world.bot.id, guild.members["ada"]
    other = await control.world.add_guild("Other", members=[ada])
    await rest.ok("PUT", f"/applications/{bot}/guilds/{guild.id}/commands", [_command("here")])
    with pytest.raises(ControlRefusal, match="no command"):
        await control.members.run_command(ada, other.channels["general"], "here")
    await rest.ok("PUT", path, [])
    assert await rest.ok("GET", path) == []


@pytest.mark.parametrize(
    ("given", "in_server", "in_private"),
    [
        ({}, True, True),
        ({"contexts": [0]}, True, False),
        ({"contexts": [1]}, False, True),
        ({"contexts": [2]}, False, False),
        ({"integration_types": [1]}, False, False),
        ({"integration_types": [0, 1]}, True, True),
        ({"dm_permission": False}, True, False),
        ({"nsfw": True}, False, True),
    ],
)
async def test_where_a_command_is_offered(rest, path, control, guild, given, in_server, in_private):
    """Contexts, kinds of installation and age restriction decide where a command is shown."""
    ada, option = guild.members["ada"], _option(required=True)
    await rest.ok("PUT", path, [_command(options=[option], **given)])
    private = await rest.ok("POST", "/users/@me/channels", {"recipient_id": str(ada)})
    places = {guild.channels["general"]: in_server, int(private["id"]): in_private}
    for channel, offered in places.items():
        # What is offered complains of the missing option alone.
        words = "required" if offered else "not offered"
        with pytest.raises(ControlRefusal, match=words):
            await control.members.run_command(ada, channel, "go")


async def test_age_restricted_channels(rest, path, control, guild):
    """An age-restricted command is offered in channels that are so too, and their threads."""
    general, ada = guild.channels["general"], guild.members["ada"]
    await rest.ok("PUT", path, [_command(nsfw=True, options=[_option(required=True)])])
    await control.members.edit_channel(guild.owner_id, general, nsfw=True)
    sent = await control.members.send(ada, general, "?")
    thread = await control.members.open_thread(ada, general, int(sent["id"]), "t")
    for channel in (general, int(thread["id"])):
        with pytest.raises(ControlRefusal, match="required"):
            await control.members.run_command(ada, channel, "go")


@pytest.mark.parametrize(
    ("wanted", "denied", "words"),
    [
        ("0", [], "not shown"),
        (str(1 << 5), [], "not shown"),
        (None, ["use_application_commands"], "may not use commands"),
        (None, ["view_channel"], "Missing Access"),
    ],
)
async def test_who_is_offered_a_command(rest, path, control, guild, wanted, denied, words):
    """Permissions of the command and of the channel decide; the owner is offered everything."""
    general, ada = guild.channels["general"], guild.members["ada"]
    option = _option(required=True)
    await rest.ok("PUT", path, [_command(default_member_permissions=wanted, options=[option])])
    await control.world.set_overwrite(general, ada, deny=denied)
    with pytest.raises(ControlRefusal, match=words):
        await control.members.run_command(ada, general, "go", {"what": "x"})
    with pytest.raises(ControlRefusal, match="required"):
        await control.members.run_command(guild.owner_id, general, "go")
