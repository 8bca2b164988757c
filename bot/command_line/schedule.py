"""`schedule`: when a schedule comes due."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.command_line.arguments import READABLE
from bot.command_line.one_sentence import OneSentence

if TYPE_CHECKING:
    from bot.domain.recurrence import Recurrence


@click.command(cls=OneSentence)
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
@click.option("--blackout-file", "files", multiple=True, type=READABLE, help="Such days as .ics.")
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
    from bot.ui.notes import describe_holidays, describe_note

    time_zone = _time_zone(zone)
    starts_on = parse_date(start) if start is not None else _today(time_zone)
    ends_on = None if until is None else parse_date(until)
    if ends_on and ends_on < starts_on:
        raise click.UsageError("--until lies before the first day.")
    holidays = [
        read_holidays(file.read_bytes(), name=file.name, time_zone=time_zone, today=starts_on)
        for file in files
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
    of_files = [note for one in holidays for note in describe_holidays(one)]
    click.echo(render(timetable, [*map(describe_note, timetable.notes), *of_files]))


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
    from bot.errors import TimesWanted

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
    try:
        return parse_weekly(spec or "")
    except TimesWanted:
        raise click.UsageError(
            f'SPEC needs times of day behind its days, such as "{spec} 09:00".'
        ) from None


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
