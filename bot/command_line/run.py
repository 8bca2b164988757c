"""`run`: the bot on Discord."""

import asyncio
import sys
from urllib.parse import urlsplit

import click
import structlog

from bot.command_line.signals import until_signal
from bot.errors import ColloquyError
from bot.logs import configure_logs
from bot.settings import Settings, is_loopback, load_settings, unknown_settings

_CRASHED = 1


@click.command()
def run() -> None:
    """Run the bot on Discord; needs COLLOQUY_TOKEN (see docs/settings.md)."""
    settings = load_settings()
    token = settings.require_token()

    from bot.app import assembled
    from bot.clock import SystemClock

    configure_logs(settings.log, settings.log_format, secret=token)
    _warn_of_slips()
    _warn_of_other_api(settings)

    async def serve(stop: asyncio.Event) -> None:
        async with assembled(settings, SystemClock()) as app:
            await app.run(token, stop=stop)

    try:
        asyncio.run(until_signal(serve))
    except ColloquyError:
        raise
    except Exception:
        # In the form that was asked for, where a log collector finds it.
        structlog.get_logger().exception("the bot ended by an error that it did not expect")
        sys.exit(_CRASHED)


def _warn_of_slips() -> None:
    for name in unknown_settings():
        click.echo(
            f"Note: {name} is no setting and has no effect; docs/settings.md has them all.",
            err=True,
        )


def _warn_of_other_api(settings: Settings) -> None:
    host = urlsplit(settings.api_url or "").hostname
    if host and not is_loopback(host):
        click.echo(
            f"Note: the bot token and everything the bot reads go to {host}, not to Discord, "
            "because COLLOQUY_API_URL says so.",
            err=True,
        )
