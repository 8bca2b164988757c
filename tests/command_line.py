"""`python -m bot …` in a process of its own, as a host starts and stops it."""

import asyncio
import os
import sys
from contextlib import asynccontextmanager
from pathlib import Path

from tests.patience import PATIENCE_SECONDS

SECRET = "MTIzNDU2.a-token-nobody.must-see"
REPOSITORY = Path(__file__).parent.parent


def as_environment(settings):
    """Give settings as variables of the environment."""
    return {f"COLLOQUY_{name.upper()}": str(value) for name, value in settings.items()}


@asynccontextmanager
async def started(*arguments, folder, **settings):
    """Start `python -m bot …` in a process, in that folder, with these settings and no others."""
    inherited = {
        name: value for name, value in os.environ.items() if not name.startswith("COLLOQUY_")
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        *map(str, arguments),
        cwd=folder,
        env=inherited | {"PYTHONPATH": str(REPOSITORY)} | as_environment(settings),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def ended(*arguments, folder, **settings):
    """Run `python -m bot …` to its end; give exit code, stdout and stderr."""
    async with started(*arguments, folder=folder, **settings) as process:
        out, err = await asyncio.wait_for(process.communicate(), PATIENCE_SECONDS)
    return process.returncode, out.decode(), err.decode()


async def stop(process, number):
    """Send a signal and wait for a clean end, for which nothing has to be given up."""
    process.send_signal(number)
    _, err = await asyncio.wait_for(process.communicate(), PATIENCE_SECONDS)
    assert process.returncode == 0, err.decode()
    assert "Traceback" not in err.decode()
    assert "without waiting any longer" not in err.decode()
    assert SECRET not in err.decode()
