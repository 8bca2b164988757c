"""The sandbox in a process of its own, as `python -m bot sandbox` runs it."""

import asyncio
import contextlib
import json
import random
import signal
import socket
import sys
from contextlib import asynccontextmanager

import aiohttp
import pytest

from bot.sandbox import ControlClient, Sandbox
from tests.patience import PATIENCE_SECONDS


async def _run(*arguments):
    """Start the command."""
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "sandbox",
        *arguments,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


def _free_port():
    """Find a port that nobody listens at, of those the system gives to nobody unasked."""
    while True:
        with socket.socket() as free:
            port = random.randrange(20_000, 30_000)
            with contextlib.suppress(OSError):
                free.bind(("127.0.0.1", port))
                return port


async def _until_listening(port):
    """Wait until somebody listens there."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.02)
            else:
                writer.close()
                return


@asynccontextmanager
async def alone(*arguments):
    """Run the command until it has said where it is; it is killed if it still runs afterwards."""
    process = await _run(*arguments)
    try:
        line = await asyncio.wait_for(process.stdout.readline(), PATIENCE_SECONDS)
        yield process, json.loads(line)
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


class TestServing:
    """What it tells and offers."""

    async def test_says_where_it_is(self):
        """One JSON line tells others where everything is, and the servers asked for are there."""
        async with (
            alone("--guilds", "2", "--members", "3") as (_, told),
            ControlClient(told["control_url"], told["control_token"]) as control,
        ):
            state = await control.books.state()
        assert told.keys() == {
            "api_url",
            "gateway_url",
            "cdn_url",
            "bot_token",
            "control_url",
            "control_token",
        }
        assert [len(each["members"]) for each in state["guilds"]] == [5, 5]

    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
    async def test_ends_when_asked_to(self, number):
        """Either signal ends it in good order, with nothing more said."""
        async with alone() as (process, _):
            process.send_signal(number)
            out, err = await asyncio.wait_for(process.communicate(), PATIENCE_SECONDS)
            assert (process.returncode, out, err) == (0, b"", b"")

    async def test_tells_what_it_does_not_emulate(self):
        """What a bot asks for in vain stands on stderr, a line each."""
        async with alone() as (process, told):
            headers = {"Authorization": f"Bot {told['bot_token']}"}
            async with aiohttp.ClientSession(headers=headers) as rest:
                assert (await rest.get(told["api_url"] + "/voice/regions")).status == 501
            line = await asyncio.wait_for(process.stderr.readline(), PATIENCE_SECONDS)
        assert line == b"Not emulated: route (GET /voice/regions)\n"

    async def test_ends_while_it_builds(self):
        """It can be stopped before it is ready, however much there is to build."""
        port = _free_port()
        process = await _run("--guilds", "100000", "--members", "10", "--port", str(port))
        await _until_listening(port)
        process.send_signal(signal.SIGTERM)
        out, err = await asyncio.wait_for(process.communicate(), PATIENCE_SECONDS)
        assert (process.returncode, out, err) == (0, b"", b"")

    async def test_limits_and_faults(self, tmp_path):
        """Limits hold and faults strike as they were ordered."""
        plan = tmp_path / "faults.json"
        plan.write_text('[{"match": "users/@me$", "kind": "html", "status": 502}]')
        async with (
            alone("--limits", "real", "--faults", str(plan), "--seed", "3") as (_, told),
            aiohttp.ClientSession(headers={"Authorization": f"Bot {told['bot_token']}"}) as rest,
        ):
            url = told["api_url"] + "/users/@me"
            first, second = await rest.get(url), await rest.get(url)
            assert (first.status, first.content_type) == (502, "text/html")
            assert second.headers["X-RateLimit-Limit"] == "10"

    async def test_listens_on_loopback_alone(self):
        """Nobody else's machine can reach it."""
        async with Sandbox() as sandbox:
            assert [host for host, _ in sandbox._runner.addresses] == ["127.0.0.1"]

    async def test_tokens_cannot_be_guessed(self):
        """The seed decides no secrets."""
        async with alone("--seed", "1") as (_, one), alone("--seed", "1") as (_, other):
            assert one["control_token"] != other["control_token"]
            assert one["bot_token"] != other["bot_token"]
            assert one["bot_token"].split(".")[0] == "sandbox"


class TestBadValues:
    """What it cannot do it says in a sentence."""

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (["--limits", "fast"], "off, real, or xN"),
            (["--port", "70000"], "70000"),
            (["--guilds", "-1"], "-1"),
            (["--guilds", "3000000000"], "3000000000"),
            (["--guilds", "100000", "--members", "11"], "at most 1,000,000 members"),
            (["--seed", "x"], "'x'"),
            (["--shards", "0"], "0"),
            (["--privileged", "everything"], "members, presences, message_content"),
            (["--faults", "nowhere.json"], "nowhere.json"),
        ],
    )
    async def test_are_refused(self, arguments, words):
        """The exit code is 2, nothing is on stdout, and the last line says why."""
        process = await _run(*arguments)
        out, err = await asyncio.wait_for(process.communicate(), PATIENCE_SECONDS)
        assert (process.returncode, out) == (2, b"")
        assert words in err.decode().splitlines()[-1]

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            # A mark of byte order, as some editors write it, is no fault.
            ('\ufeff[{"match": ".", "kind": []}]', "Fault 1: A fault's 'kind' must be one of"),
            ("[" * 100_000, "nested too deep"),
        ],
    )
    async def test_a_fault_that_cannot_be(self, tmp_path, text, words):
        """What is wrong with the file of faults is named."""
        plan = tmp_path / "faults.json"
        plan.write_text(text, "utf-8")
        process = await _run("--faults", str(plan))
        out, err = await asyncio.wait_for(process.communicate(), PATIENCE_SECONDS)
        assert (process.returncode, out) == (2, b"")
        assert words in err.decode().splitlines()[-1]

    async def test_a_port_that_is_taken(self):
        """A port somebody else holds cannot be had."""
        with socket.socket() as holder:
            holder.bind(("127.0.0.1", 0))
            holder.listen()
            process = await _run("--port", str(holder.getsockname()[1]))
            _, err = await asyncio.wait_for(process.communicate(), PATIENCE_SECONDS)
        assert process.returncode == 2
        assert "the port cannot be had" in err.decode().splitlines()[-1]
