"""The sandbox in a process of its own."""

import asyncio
import json
import sys

from bot.sandbox import ControlClient

_PROGRAM = "import asyncio; from bot.sandbox import serve_alone; asyncio.run(serve_alone(guilds=2))"


async def test_says_where_it_is():
    """One JSON line tells others where everything is, and the servers asked for are there."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _PROGRAM, stdout=asyncio.subprocess.PIPE
    )
    try:
        line = await asyncio.wait_for(process.stdout.readline(), 20)
        told = json.loads(line)
        async with ControlClient(told["control_url"], told["control_token"]) as control:
            state = await control.books.state()
    finally:
        process.kill()
        await process.communicate()

    assert told.keys() == {
        "api_url",
        "gateway_url",
        "bot_token",
        "control_url",
        "control_token",
    }
    assert [len(each["members"]) for each in state["guilds"]] == [7, 7]
