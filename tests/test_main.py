"""The command line as a host meets it: one plain sentence, the right exit code, no traceback."""

import asyncio
import json
import logging
import os
import signal
import socket
import sqlite3
from contextlib import closing, contextmanager
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from bot import app
from bot.__main__ import main
from bot.domain.ids import GuildId
from bot.reading import worker
from bot.sandbox import Sandbox
from bot.storage import connections, votes
from bot.storage.database import open_database
from tests.command_line import (
    SECRET,
    as_environment,
    ended,
    started,
    stop,
)
from tests.e2e.troupe import ARTICLE, running
from tests.patience import PATIENCE_SECONDS

BAD_INPUT = 2
TRY_AGAIN = 75
BAD_CONFIGURATION = 78


@pytest.fixture
def invoke(monkeypatch, tmp_path):
    """Give the command line within this process, in an empty folder, with no settings at all."""
    for name in [name for name in os.environ if name.startswith("COLLOQUY_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level

    def run(*arguments, **settings):
        result = CliRunner().invoke(main, list(map(str, arguments)), env=as_environment(settings))
        return result.exit_code, result.stdout, result.stderr

    yield run
    root.handlers[:] = handlers
    root.setLevel(level)


def only_sentence(result, code=BAD_CONFIGURATION):
    """Give the one plain sentence that a refused command leaves on stderr."""
    returned, out, err = result
    assert returned == code, err
    assert out == ""
    assert err.count("\n") == 1
    assert err.endswith(".\n")
    assert "Traceback" not in err
    assert SECRET not in err
    return err


@contextmanager
def held_port():
    """Give a port that nobody listens at, and that nobody else can have meanwhile."""
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        yield holder.getsockname()[1]


# ── run: what keeps it from starting ──────────────────────────────────────────────────────────


async def test_run_without_a_token_says_where_to_get_one(tmp_path):
    """No token is no reason for more than a sentence, and nothing is made on the way."""
    assert "COLLOQUY_TOKEN=" in only_sentence(await ended("run", folder=tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_run_takes_an_empty_token_for_none(invoke):
    """A variable that is set to nothing gives no token."""
    assert "No bot token is set" in only_sentence(invoke("run", token="  "))


async def test_run_with_a_refused_token_says_so(tmp_path):
    """A wrong token is told from an absent one, and nowhere shown."""
    async with Sandbox() as sandbox:
        given = {"token": SECRET, "api_url": sandbox.api_url}
        said = only_sentence(await ended("run", folder=tmp_path, **given))

    assert "did not accept the bot token" in said


@pytest.mark.parametrize("token", [f"{SECRET}\nX: y", f"{SECRET}…"])
def test_run_with_a_token_that_no_header_can_carry_asks_nobody(token, invoke):
    """What was pasted with a line break or a stray character is refused like any wrong token."""
    assert "did not accept the bot token" in only_sentence(invoke("run", token=token))


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("log", "loud"),
        ("guild_ready_seconds", "soon"),
        ("guild_ready_seconds", "-1"),
        ("api_url", "ftp://proxy.example"),
        ("api_url", "http://proxy.example/api/v10"),
        ("api_url", f"https://bot:{SECRET}@proxy.example"),
        ("api_url", "http://[::1"),
    ],
)
def test_run_with_a_bad_setting_names_it(setting, value, invoke):
    """The sentence names the setting and where it is explained, not what else was given."""
    said = only_sentence(invoke("run", **{"token": SECRET, setting: value}))

    assert f"The setting COLLOQUY_{setting.upper()} cannot be used" in said
    assert "docs/settings.md" in said


def test_run_names_what_is_no_setting(invoke):
    """A slip in a setting's name is told, without what was given."""
    with held_port() as port:
        given = {"token": SECRET, "guild": "123", "api_url": f"http://127.0.0.1:{port}"}
        code, _, err = invoke("run", **given)

    assert code == TRY_AGAIN
    assert "Note: COLLOQUY_GUILD is no setting" in err
    assert "123" not in err.splitlines()[0]


def test_run_reads_a_file_env_that_must_be_text(invoke, tmp_path):
    """A `.env` in another encoding is named, without what is in it."""
    (tmp_path / ".env").write_bytes(b"COLLOQUY_TOKEN=\xff\xfe" + SECRET.encode())

    assert ".env cannot be used" in only_sentence(invoke("run"))


async def _answer_nonsense(reader, writer):
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello")
    await writer.drain()
    writer.close()


async def test_run_tells_a_crash_in_the_form_that_was_asked_for(tmp_path):
    """An error that nobody expected is a line like any other, with its traceback, and a code."""
    async with Sandbox() as sandbox:
        await sandbox.control.trouble.add_event_fault("READY", "close", code=4013, count=None)
        given = {"token": sandbox.bot_token, "api_url": sandbox.api_url, "log_format": "json"}
        code, _, err = await ended("run", folder=tmp_path, **given)

    assert code == 1
    last = [json.loads(line) for line in err.splitlines()][-1]
    assert "did not expect" in last["event"]
    assert "ConnectionClosed" in last["exception"]


async def test_run_where_something_else_answers_names_the_address(tmp_path):
    """An address with another server behind it is no API."""
    server = await asyncio.start_server(_answer_nonsense, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    given = {"token": SECRET, "api_url": f"http://127.0.0.1:{port}/api/v10"}
    async with server:
        said = only_sentence(await ended("run", folder=tmp_path, **given), TRY_AGAIN)

    assert f"Nobody answers at {given['api_url']}" in said


def test_run_where_nobody_answers_names_the_address(invoke):
    """An address without a server behind it is told from a wrong token."""
    with held_port() as port:
        given = {"token": SECRET, "api_url": f"http://127.0.0.1:{port}"}
        said = only_sentence(invoke("run", **given), TRY_AGAIN)

    assert f"Nobody answers at http://127.0.0.1:{port}" in said


def _make_noise(path):
    path.write_bytes(b"This is no database at all, but long enough to be taken for one. " * 40)


def _make_folder(path):
    path.mkdir()


def _make_foreign(path):
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")


def _make_newer(path):
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE installation (only INTEGER, key TEXT)")
        connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
        connection.execute("INSERT INTO alembic_version VALUES ('9999')")
        connection.commit()


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (_make_noise, "cannot be opened"),
        (_make_folder, "it is a folder"),
        (_make_foreign, "it belongs to another program"),
        (_make_newer, "was written by a later version of Colloquy (revision 9999)"),
    ],
)
def test_run_leaves_a_file_that_is_not_its_own_alone(make, said, invoke, tmp_path):
    """The file is named with what is wrong, and not a byte of it is changed."""
    path = tmp_path / "some.db"
    make(path)
    before = path.read_bytes() if path.is_file() else None

    assert said in only_sentence(invoke("run", token=SECRET, database=path))

    assert before is None or path.read_bytes() == before


def test_run_with_a_locked_database_says_so_and_may_be_tried_again(
    invoke, database_file, monkeypatch
):
    """What the database gives as its reason stands in the sentence, and the code means later."""
    monkeypatch.setattr(app, "_TRIES_TO_LOAD", 1)
    monkeypatch.setattr(connections, "BUSY_SECONDS", 0.01)
    with closing(sqlite3.connect(database_file, isolation_level=None)) as lock:
        lock.execute("BEGIN IMMEDIATE")
        said = only_sentence(invoke("run", token=SECRET, database=database_file), TRY_AGAIN)

    assert "The database failed (database is locked)" in said


def test_run_with_a_file_that_cannot_be_written_ends_before_discord_hears_of_it(
    invoke, database_file
):
    """A file for reading alone opens like any other; it is found out before the login."""
    with database_file.open("r+b") as file:
        # To SQLite a file whose format only a later version can write is for reading alone.
        file.seek(18)
        file.write(b"\x03")

    said = only_sentence(invoke("run", token=SECRET, database=database_file))

    assert "cannot be opened (attempt to write a readonly database)" in said


def test_run_with_a_port_that_is_taken_may_be_tried_again(invoke, database_file):
    """Whatever holds the port may let go of it."""
    with socket.create_server(("127.0.0.1", 0)) as holder:
        port = holder.getsockname()[1]
        given = {"token": SECRET, "database": database_file, "health_port": port}
        said = only_sentence(invoke("run", **given), TRY_AGAIN)

    assert f"Port {port} cannot be had" in said


# ── run: stopping ─────────────────────────────────────────────────────────────────────────────


def test_run_waits_for_less_than_the_ten_seconds_in_which_it_promises_to_end():
    """Each farewell and a text that is being read may hang, and the promise still holds."""
    assert 3 * app._GOODBYE_SECONDS + worker._STOPPING_SECONDS < 10


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_run_ends_cleanly_with_every_vote_in_the_database(number, tmp_path, database_file):
    """A signal ends it with exit code 0; a second start meanwhile is refused; votes are kept."""
    now = datetime.now(UTC)
    async with Sandbox(start=now) as sandbox:
        guild = await sandbox.control.world.add_guild("Readers", members=["ada", "ben"])
        async with running(sandbox, database_file, now=now) as troupe:
            await troupe.begin(guild, days="daily")
            await troupe.jump()
            (poll,) = await troupe.polls(guild)
        given = {
            "database": database_file,
            "api_url": sandbox.api_url,
            "guild_ready_seconds": 0.1,
            "token": sandbox.bot_token,
        }
        async with started("run", folder=tmp_path, **given) as process:
            state = await sandbox.control.books.state(connected=1, seconds=PATIENCE_SECONDS)
            assert state
            await sandbox.control.books.commands("tally", seconds=PATIENCE_SECONDS)
            said = only_sentence(await ended("run", folder=tmp_path, **given), TRY_AGAIN)
            assert "in use by another Colloquy" in said
            await troupe.react(poll, guild.members["ada"], 1)
            own = await sandbox.control.members.run_command(
                guild.members["ada"], poll.channel_id, "myvotes"
            )
            assert "❌ No" in own.embeds[0]["description"]
            await stop(process, number)

    async with open_database(database_file) as database, database.read() as unit:
        held = await votes.list_of_poll(unit, guild_id=GuildId(guild.id), poll_id=poll.poll_id)
    assert [(vote.member_id, vote.position) for vote in held] == [(guild.members["ada"], 1)]


@pytest.mark.parametrize("where", ["GET /users/@me", "GET /gateway/bot"])
async def test_run_can_be_stopped_before_it_is_up(where, tmp_path, database_file):
    """A signal also ends it while Discord is slow to let it in."""
    reached = asyncio.Event()
    released = asyncio.Event()

    async def hold(method, route, phase, _count):
        if phase == "before" and f"{method} {route}".startswith(where):
            reached.set()
            await released.wait()

    async with Sandbox() as sandbox:
        sandbox.on_request(hold)
        async with started(
            "run",
            folder=tmp_path,
            token=sandbox.bot_token,
            api_url=sandbox.api_url,
            database=database_file,
        ) as process:
            await asyncio.wait_for(reached.wait(), PATIENCE_SECONDS)
            await stop(process, signal.SIGTERM)
        released.set()


# ── outline ───────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def walk(tmp_path):
    """Give an article's file."""
    file = tmp_path / "walk.txt"
    file.write_text(ARTICLE, encoding="utf-8")
    return file


async def test_outline_shows_an_article_as_text(walk, tmp_path):
    """A host's settings and token are no matter of `outline`."""
    code, out, err = await ended("outline", walk, folder=tmp_path, log="loud")

    assert (code, err) == (0, "")
    assert "3 sections · 3 questions" in out


def test_outline_gives_json_of_the_documented_shape(walk, invoke):
    """Sections and questions with their kinds, and the sections they are asked in."""
    code, out, err = invoke("outline", walk, "--json")

    assert (code, err) == (0, "")
    outline = json.loads(out)
    assert list(outline) == ["title", "dropped", "sections", "quotes", "questions"]
    assert [each["heading"] for each in outline["sections"]] == [
        None,
        "Who Carries the Weight",
        "Two Roads",
    ]
    assert [each["kind"] for each in outline["questions"]] == ["yes_no", "wh", "either_or"]
    assert [each["section"] for each in outline["questions"]] == [0, 1, 2]
    keys = {"text", "shown", "section", "kind", "source", "options"}
    assert all(set(each) == keys for each in outline["questions"])


BAD_FILES = [b"", b"%PDF-1.7 ...", b"\n \n", b"\x7fELF" + bytes(500), b"is it? " * 300_000]


@pytest.mark.parametrize("data", BAD_FILES, ids=["empty", "pdf", "blank", "program", "huge"])
@pytest.mark.parametrize("command", [("outline",), ("demo", "--article")], ids=["outline", "demo"])
def test_a_bad_file_ends_with_2(command, data, invoke, tmp_path):
    """The same sentence as on Discord, before anything is started."""
    file = tmp_path / "bad.txt"
    file.write_bytes(data)

    assert "“bad.txt”" in only_sentence(invoke(*command, file), BAD_INPUT)


def test_a_file_that_is_not_there_ends_with_2(invoke):
    """The command line says which file it did not find."""
    code, out, err = invoke("outline", "nowhere.txt")

    assert (code, out) == (BAD_INPUT, "")
    assert "nowhere.txt" in err


# ── demo ──────────────────────────────────────────────────────────────────────────────────────


def test_demo_never_writes_over_a_database(walk, invoke, tmp_path):
    """A file that exists is refused and left as it is."""
    database = tmp_path / "kept.db"
    database.write_bytes(b"precious")

    code, out, err = invoke("demo", "--exit", "--article", walk, "--database", database)

    assert (code, out) == (BAD_INPUT, "")
    assert "exists already" in err
    assert database.read_bytes() == b"precious"
