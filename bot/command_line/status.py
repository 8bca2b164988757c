"""`status`: how the installation stands."""

import asyncio

import click

from bot.settings import load_settings


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")
def status(*, as_json: bool) -> None:
    """Show servers, discussions, next slots, failures and disk; also while the bot runs."""
    from bot.clock import SystemClock
    from bot.render.status import render_status_json, render_status_text
    from bot.services.status import read_status
    from bot.storage.database import open_for_reading

    settings = load_settings()

    async def read() -> str:
        async with open_for_reading(settings.database) as database:
            found = await read_status(database, SystemClock(), copies=settings.copies_in)
        return render_status_json(found) if as_json else render_status_text(found)

    click.echo(asyncio.run(read()))
