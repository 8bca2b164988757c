"""`sandbox`: a local Discord for any bot."""

import asyncio
from pathlib import Path

import click

from bot.command_line.arguments import READABLE
from bot.command_line.signals import until_signal

# About what fits into a gigabyte.
_MOST_MEMBERSHIPS = 1_000_000


@click.command()
@click.option("--port", type=click.IntRange(0, 65_535), default=0, help="0 takes a free one.")
@click.option(
    "--guilds", type=click.IntRange(0, 100_000), default=1, help="How many servers there are."
)
@click.option(
    "--members", type=click.IntRange(0, 100_000), default=5, help="Members in each server."
)
@click.option("--limits", default="off", show_default=True, help="Rate limits: off, real, or xN.")
@click.option("--faults", type=READABLE, help="A JSON list of what shall go wrong.")
@click.option("--shards", type=click.IntRange(1), default=1, help="Shards a bot is advised to run.")
@click.option("--privileged", multiple=True, help="An intent enabled for the bot; may be repeated.")
@click.option("--seed", type=int, default=0, help="Decides the chance of faults.")
def sandbox(
    port: int,
    guilds: int,
    members: int,
    limits: str,
    faults: Path | None,
    shards: int,
    privileged: tuple[str, ...],
    seed: int,
) -> None:
    """Run a local Discord for any bot; prints one JSON line (see docs/sandbox.md)."""
    from bot.sandbox import PRIVILEGED, BadFault, read_factor, read_faults, serve_alone

    if not PRIVILEGED.keys() >= set(privileged):
        words = f"one of {', '.join(PRIVILEGED)}"
        raise click.BadParameter(words, param_hint="--privileged")

    if guilds * members > _MOST_MEMBERSHIPS:
        words = f"at most {_MOST_MEMBERSHIPS:,} members in all servers together"
        raise click.BadParameter(words, param_hint="--guilds and --members")
    try:
        read_factor(limits)
    except ValueError:
        raise click.BadParameter("off, real, or xN as in x4", param_hint="--limits") from None
    try:
        planned = read_faults(faults.read_text("utf-8-sig")) if faults else []
    except UnicodeDecodeError:
        raise click.BadParameter("the file must be UTF-8 text", param_hint="--faults") from None
    except BadFault as error:
        raise click.BadParameter(str(error), param_hint="--faults") from None

    async def serve(stop: asyncio.Event) -> None:
        await serve_alone(
            seed,
            limits,
            port=port,
            guilds=guilds,
            members=members,
            shards=shards,
            privileged=privileged,
            faults=planned,
            stop=stop,
        )

    try:
        asyncio.run(until_signal(serve))
    except OSError as error:
        words = f"the port cannot be had: {error.strerror}"
        raise click.BadParameter(words, param_hint="--port") from None
