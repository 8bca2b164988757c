"""`db`: copies of the database file."""

import asyncio
from pathlib import Path

import click

from bot.settings import load_settings

_PATH = click.Path(path_type=Path)


@click.group()
def db() -> None:
    """Copy, check and restore the database file (see docs/hosting.md)."""


@db.command()
@click.argument("file", type=_PATH)
def backup(file: Path) -> None:
    """Copy the database to FILE, also while the bot runs."""
    from bot.storage.backup import back_up

    back_up(load_settings().database, file)
    click.echo(f"Copied to {file}.")


@db.command()
@click.argument("file", type=_PATH, required=False)
def check(file: Path | None) -> None:
    """Look through FILE, or the database itself, for damage; also while the bot runs."""
    from bot.storage import backup

    found = backup.check(file or load_settings().database)
    click.echo(
        f"{found.path} is sound: {found.size / 1_000_000:.1f} MB, revision {found.revision}."
    )


@db.command()
@click.argument("file", type=_PATH)
def restore(file: Path) -> None:
    """Put the copy FILE in the place of the database, which must be gone by then."""
    from bot.clock import SystemClock
    from bot.services.intake import Intake
    from bot.services.privacy import Privacy
    from bot.storage import backup
    from bot.storage.database import open_database

    database = load_settings().database

    async def bring_up_to_date() -> None:
        async with open_database(database) as opened:
            await Privacy(opened, Intake(opened, SystemClock())).replay()

    backup.restore(file, database)
    asyncio.run(bring_up_to_date())
    click.echo(f"Restored {file} to {database}.")
