"""A schedule's three columns in its discussion's row."""

from datetime import time
from typing import Any

import sqlalchemy as sa

from bot.domain.schedule import Schedule


def columns(schedule: Schedule) -> dict[str, Any]:
    """Give the columns' values for a schedule."""
    return {
        "days": sorted(schedule.days),
        "times": [wall.isoformat() for wall in schedule.times],
        "time_zone": schedule.time_zone,
    }


def parse(row: sa.RowMapping) -> Schedule:
    """Read a schedule off a row that has the columns."""
    return Schedule(
        days=frozenset(row["days"]),
        times=tuple(time.fromisoformat(text) for text in row["times"]),
        time_zone=row["time_zone"],
    )
