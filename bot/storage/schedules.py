"""A schedule as one JSON value in its discussion's row; the only place that knows the form."""

from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any, Final

from bot.domain.recurrence import CronLine, EveryFewDays, Monthly, Recurrence, Weekly
from bot.domain.schedule import DaySpan, MissedSlot, QuietHours, Schedule

_VERSION: Final = 1

_Json = Mapping[str, Any]


def dump(schedule: Schedule) -> dict[str, Any]:
    """Give the JSON value that is kept of a schedule."""
    return {
        "version": _VERSION,
        "recurrence": _dump_recurrence(schedule.recurrence),
        "time_zone": schedule.time_zone,
        "starts_on": schedule.starts_on and schedule.starts_on.isoformat(),
        "ends_on": schedule.ends_on and schedule.ends_on.isoformat(),
        "blackout": [[span.first.isoformat(), span.last.isoformat()] for span in schedule.blackout],
        "quiet": schedule.quiet and _dump_times([schedule.quiet.begins, schedule.quiet.ends]),
        "missed": schedule.missed.value,
    }


def parse(kept: _Json) -> Schedule:
    """Read a schedule from its JSON value.

    Raises `ValueError` for a form of another version: a migration has been forgotten.
    """
    if kept["version"] != _VERSION:
        raise ValueError(kept["version"])
    quiet = kept["quiet"] and _parse_times(kept["quiet"])
    return Schedule(
        recurrence=_parse_recurrence(kept["recurrence"]),
        time_zone=kept["time_zone"],
        starts_on=_parse_date(kept["starts_on"]),
        ends_on=_parse_date(kept["ends_on"]),
        blackout=tuple(DaySpan(*map(date.fromisoformat, span)) for span in kept["blackout"]),
        quiet=QuietHours(begins=quiet[0], ends=quiet[1]) if quiet else None,
        missed=MissedSlot(kept["missed"]),
    )


def _dump_recurrence(recurrence: Recurrence) -> dict[str, Any]:
    match recurrence:
        case Weekly(days=days, times=times):
            return {"kind": "weekly", "days": sorted(days), "times": _dump_times(times)}
        case EveryFewDays(step=step, since=since, times=times):
            kept = {"kind": "every few days", "step": step, "since": since.isoformat()}
            return kept | {"times": _dump_times(times)}
        case Monthly(nth=nth, days=days, times=times):
            kept = {"kind": "monthly", "nth": nth, "days": sorted(days)}
            return kept | {"times": _dump_times(times)}
        case CronLine(line):
            return {"kind": "cron", "line": line}


def _parse_recurrence(kept: _Json) -> Recurrence:
    if kept["kind"] == "cron":
        return CronLine(kept["line"])
    times = _parse_times(kept["times"])
    match kept["kind"]:
        case "weekly":
            return Weekly(days=frozenset(kept["days"]), times=times)
        case "every few days":
            since = date.fromisoformat(kept["since"])
            return EveryFewDays(step=kept["step"], since=since, times=times)
        case "monthly":
            return Monthly(nth=kept["nth"], days=frozenset(kept["days"]), times=times)
        case kind:
            raise ValueError(kind)


def _dump_times(times: Sequence[time]) -> list[str]:
    return [moment.isoformat() for moment in times]


def _parse_times(kept: Sequence[str]) -> tuple[time, ...]:
    return tuple(time.fromisoformat(text) for text in kept)


def _parse_date(kept: str | None) -> date | None:
    return None if kept is None else date.fromisoformat(kept)
