"""How the installation stands, for its host; reads alone, beside a running bot or without one."""

import shutil
from pathlib import Path

from bot.clock import Clock
from bot.domain.ballot import PollState
from bot.domain.discussion import OPEN_STATES
from bot.domain.status import Disk, Status
from bot.services.upkeep import list_copies
from bot.storage import overview
from bot.storage.database import Database, is_held


async def read_status(database: Database, clock: Clock, *, copies: Path) -> Status:
    """Read all of it; `copies` is the folder of the daily copies."""
    now = clock.now()
    async with database.read() as unit:
        counts = await overview.survey(unit, now=now)
        servers, servers_left = await overview.count_servers(unit)
        discussions = await overview.list_open_discussions(unit)
        failures = await overview.list_failures(unit)
        articles = await overview.count_articles(unit)
    still_open = sum(counts.discussions.get(state, 0) for state in OPEN_STATES)
    return Status(
        at=now,
        running=is_held(database.path),
        servers=servers,
        servers_left=servers_left,
        articles=articles,
        discussions=discussions,
        discussions_ended=sum(counts.discussions.values()) - still_open,
        open_polls=counts.polls.get(PollState.OPEN, 0),
        polls_awaiting_check=counts.polls_awaiting_check,
        overdue_since=counts.overdue_since,
        failures=failures,
        disk=_measure(database.path),
        backed_up_at=max(list_copies(copies), default=None),
    )


def _measure(path: Path) -> Disk:
    log = path.with_name(path.name + "-wal")
    return Disk(
        database=path.stat().st_size,
        log=log.stat().st_size if log.exists() else 0,
        free=shutil.disk_usage(path.resolve().parent).free,
    )
