"""`demo`: a whole discussion on a local Discord."""

import asyncio
import sys
from pathlib import Path

import click

from bot.command_line.arguments import READABLE, WRITABLE
from bot.command_line.signals import until_signal
from bot.logs import configure_logs


@click.command()
@click.option("--article", type=READABLE, help="Play this article instead of the bundled one.")
@click.option("--database", type=WRITABLE, help="Keep the SQLite file here; it must be new.")
@click.option("--exit", "exits", is_flag=True, help="End when the discussion is over.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON summary on stdout.")
def demo(article: Path | None, database: Path | None, *, exits: bool, as_json: bool) -> None:
    """Play a whole discussion on a local Discord; needs no token and no network."""
    from bot.demo.play import play

    if database is not None and database.exists():
        raise click.BadParameter("the file exists already; name a new one", param_hint="--database")
    configure_logs("warning")

    async def perform(stop: asyncio.Event) -> bool:
        return await play(article, database, stop=stop, exits=exits, as_json=as_json)

    sys.exit(0 if asyncio.run(until_signal(perform)) else 1)
