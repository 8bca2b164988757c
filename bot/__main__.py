"""`python -m bot …`: the command line; the one place where errors become exit codes."""

import asyncio
import signal
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

import click

from bot.errors import ColloquyError, ConfigurationError
from bot.logs import configure_logs
from bot.settings import Settings, is_loopback, load_settings

if TYPE_CHECKING:
    from bot.domain.recurrence import Recurrence

# What only one command needs is imported by that command, so that each starts quickly and an
# `outline` never loads the gateway.

_T = TypeVar("_T")

_BAD_INPUT = 2
_BAD_CONFIGURATION = 78  # EX_CONFIG of sysexits.h

_readable = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)
_writable = click.Path(dir_okay=False, writable=True, path_type=Path)


class _CommandLine(click.Group):
    """The commands, with every error of ours said in one plain sentence on stderr."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the chosen command."""
        try:
            return super().invoke(ctx)
        except ColloquyError as error:
            from bot.ui.replies import explain, explain_to_host

            if isinstance(error, ConfigurationError):
                click.echo(explain_to_host(error), err=True)
                ctx.exit(_BAD_CONFIGURATION)
            click.echo(explain(error), err=True)
            ctx.exit(_BAD_INPUT)


class _OneSentence(click.Command):
    """A command whose wrong use is said in one sentence too, without the usage above it."""

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        """Read the arguments."""
        with _in_one_sentence():
            return super().make_context(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        with _in_one_sentence():
            return super().invoke(ctx)


@contextmanager
def _in_one_sentence() -> Iterator[None]:
    try:
        yield
    except click.UsageError as error:
        message = error.format_message()
        click.echo(message if message.endswith((".", "?")) else f"{message}.", err=True)
        raise click.exceptions.Exit(_BAD_INPUT) from None


@click.group(cls=_CommandLine, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Colloquy: read an article together on Discord."""


@main.command()
def run() -> None:
    """Run the bot on Discord; needs COLLOQUY_TOKEN (see docs/settings.md)."""
    settings = load_settings()
    token = settings.require_token()

    from bot.app import assembled
    from bot.clock import SystemClock

    configure_logs(settings.log)
    _warn_of_other_api(settings)

    async def serve(stop: asyncio.Event) -> None:
        async with assembled(settings, SystemClock()) as app:
            await app.run(token, stop=stop)

    asyncio.run(_until_signal(serve))


@main.command()
@click.argument("file", type=_readable)
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")
def outline(file: Path, *, as_json: bool) -> None:
    """Show what the reader makes of an article: sections, questions, quotes."""
    from bot.reading.reader import read_article
    from bot.render.outline import render_outline_json, render_outline_text

    article = read_article(file.read_bytes(), name=file.name)
    click.echo(render_outline_json(article) if as_json else render_outline_text(article))


@main.command(cls=_OneSentence)
@click.argument("spec", required=False)
@click.option("--cron", help='A cron line of five fields instead of SPEC: "0 9 * * 1,4".')
@click.option("--every", help='A rhythm instead of SPEC, counted from --from: "2 weeks".')
@click.option("--monthly", help="A day of each month instead of SPEC: first-mon, last-fri.")
@click.option("--at", "times", help="Times of day for --every and --monthly: 09:00,18:30.")
@click.option("--zone", required=True, help="The time zone: Europe/Berlin.")
@click.option("--from", "start", help="The first local day: 2026-10-20; today if left out.")
@click.option("--until", help="The last local day; none if left out.")
@click.option("--count", type=click.IntRange(1, 100_000), default=10, show_default=True)
@click.option("--blackout", multiple=True, help="A day or days without slots: FIRST..LAST.")
@click.option("--blackout-file", "files", multiple=True, type=_readable, help="Such days as .ics.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")
def schedule(  # noqa: PLR0913 - one parameter for each option
    *,
    spec: str | None,
    cron: str | None,
    every: str | None,
    monthly: str | None,
    times: str | None,
    zone: str,
    start: str | None,
    until: str | None,
    count: int,
    blackout: tuple[str, ...],
    files: tuple[Path, ...],
    as_json: bool,
) -> None:
    """Show when SPEC comes due, such as "mon,thu 09:00" (see docs/schedules.md)."""
    from bot.domain.calendar_words import parse_date, parse_day_span
    from bot.domain.schedule import Schedule, join_spans
    from bot.domain.timetable import lay_out
    from bot.reading.holidays import read_holidays
    from bot.render.timetable import render_timetable_json, render_timetable_text

    time_zone = _time_zone(zone)
    starts_on = parse_date(start) if start else _today(time_zone)
    ends_on = parse_date(until) if until else None
    if ends_on and ends_on < starts_on:
        raise click.UsageError("--until lies before the first day.")
    holidays = [
        read_holidays(file.read_bytes(), name=file.name, time_zone=time_zone) for file in files
    ]
    spans = [parse_day_span(text) for text in blackout]
    spans += [span for one in holidays for span in one.spans]
    planned = Schedule(
        recurrence=_recurrence(spec, cron, every, monthly, times=times, since=starts_on),
        time_zone=time_zone,
        starts_on=starts_on,
        ends_on=ends_on,
        blackout=join_spans(spans),
    )
    timetable = lay_out(planned, datetime.min.replace(tzinfo=UTC), count=count)
    render = render_timetable_json if as_json else render_timetable_text
    click.echo(render(timetable, holidays))


def _recurrence(
    spec: str | None,
    cron: str | None,
    every: str | None,
    monthly: str | None,
    *,
    times: str | None,
    since: date,
) -> "Recurrence":
    """Read the one rhythm that was given, with the times that it needs or must not have."""
    from bot.domain.calendar_words import (
        parse_cron_line,
        parse_every,
        parse_monthly,
        parse_times,
        parse_weekly,
    )

    if sum(one is not None for one in (spec, cron, every, monthly)) != 1:
        raise click.UsageError("Give one of SPEC, --cron, --every and --monthly.")
    if (times is not None) != (spec is None and cron is None):
        raise click.UsageError("Give --at with --every or --monthly, and with these alone.")
    if cron is not None:
        return parse_cron_line(cron)
    if every is not None:
        return parse_every(every, since=since, times=parse_times(times or ""))
    if monthly is not None:
        return parse_monthly(monthly, times=parse_times(times or ""))
    return parse_weekly(spec or "")


def _time_zone(name: str) -> str:
    from bot.domain.time_zone import parse_time_zone
    from bot.errors import UnknownTimeZone

    try:
        return parse_time_zone(name)
    except UnknownTimeZone as error:
        near = " or ".join(error.suggestions) or "a name such as Europe/Berlin"
        raise click.UsageError(f"I know no time zone {name!r}; try {near}.") from None


def _today(time_zone: str) -> date:
    from bot.clock import SystemClock
    from bot.domain.wall_time import shown_at

    return shown_at(SystemClock().now(), time_zone).date()


@main.command()
@click.option("--article", type=_readable, help="Play this article instead of the bundled one.")
@click.option("--database", type=_writable, help="Keep the SQLite file here; it must be new.")
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

    sys.exit(0 if asyncio.run(_until_signal(perform)) else 1)


@main.command()
@click.option("--port", type=click.IntRange(0, 65_535), default=0, help="0 takes a free one.")
@click.option("--guilds", type=click.IntRange(0), default=1, help="How many servers there are.")
@click.option("--members", type=click.IntRange(0), default=5, help="Members in each server.")
@click.option("--limits", default="off", show_default=True, help="Rate limits: off, real, or xN.")
@click.option("--faults", type=_readable, help="A JSON list of what shall go wrong.")
@click.option("--seed", type=int, default=0, help="Decides ids and the chance of faults.")
def sandbox(
    port: int, guilds: int, members: int, limits: str, faults: Path | None, seed: int
) -> None:
    """Run a local Discord for any bot; prints one JSON line (see docs/sandbox.md)."""
    from bot.sandbox import BadFault, read_factor, read_faults, serve_alone

    try:
        read_factor(limits)
    except ValueError:
        raise click.BadParameter("off, real, or xN as in x4", param_hint="--limits") from None
    try:
        planned = read_faults(faults.read_text("utf-8")) if faults else []
    except UnicodeDecodeError:
        raise click.BadParameter("the file must be UTF-8 text", param_hint="--faults") from None
    except BadFault as error:
        raise click.BadParameter(str(error), param_hint="--faults") from None

    async def serve(stop: asyncio.Event) -> None:
        await serve_alone(
            seed, limits, port=port, guilds=guilds, members=members, faults=planned, stop=stop
        )

    try:
        asyncio.run(_until_signal(serve))
    except OSError as error:
        words = f"the port cannot be had: {error.strerror}"
        raise click.BadParameter(words, param_hint="--port") from None


async def _until_signal(work: Callable[[asyncio.Event], Awaitable[_T]]) -> _T:
    """Run `work`, setting its event at Ctrl-C or SIGTERM; a second one ends the process at once."""
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()

    def ask_to_stop() -> None:
        stop.set()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, ask_to_stop)
    return await work(stop)


def _warn_of_other_api(settings: Settings) -> None:
    host = urlsplit(settings.api_url or "").hostname
    if host and not is_loopback(host):
        click.echo(
            f"Note: the bot token and everything the bot reads go to {host}, not to Discord, "
            "because COLLOQUY_API_URL says so.",
            err=True,
        )


if __name__ == "__main__":
    main()
