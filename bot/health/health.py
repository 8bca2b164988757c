"""Health itself: asks every part what is wrong, tells the log, and gathers the figures."""

import asyncio
import sys
import threading
import time
import traceback
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

import structlog

from bot.clock import Clock
from bot.delivery.pace import Pace
from bot.delivery.requests import Requests
from bot.health.gateway import Gateway
from bot.health.metrics import Sources, render_metrics
from bot.health.overdue import Overdue
from bot.health.pulse import BEAT_SECONDS, Pulse
from bot.services.intake import Intake
from bot.services.upkeep import Upkeep
from bot.services.walks import Walks
from bot.storage import overview
from bot.storage.database import Database

_UNWRITTEN_SECONDS = 10.0  # also for what is due
_OVERDUE_SECONDS = 900.0  # longer than any hold on requests
_FRAMES = 3

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What is wrong: `reasons` keep the bot from its work, `warnings` need the host's attention."""

    reasons: tuple[str, ...]
    warnings: tuple[str, ...]

    @property
    def well(self) -> bool:
        """Whether the bot can do its work."""
        return not self.reasons


class Health:
    """The one place that knows how the running bot is.

    `failing_since` gives the monotonic instant since which nothing that is due is found.
    """

    def __init__(  # noqa: PLR0913 - each by name
        self,
        database: Database,
        clock: Clock,
        *,
        intake: Intake,
        pace: Pace,
        walks: Walks,
        failing_since: Callable[[], float | None],
        requests: Requests,
        gateway: Gateway,
        upkeep: Upkeep,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database
        self._clock = clock
        self._monotonic = monotonic
        self._intake = intake
        self._failing_since = failing_since
        self._gateway = gateway
        self._upkeep = upkeep
        self._pace = pace
        self._pulse = Pulse(monotonic)
        self.overdue = Overdue(database, clock, walks, monotonic)
        self._sources = Sources(
            intake=intake,
            pace=pace,
            walks=walks,
            requests=requests,
            gateway=gateway,
            upkeep=upkeep,
            pulse=self._pulse,
        )
        self._loop_thread = threading.get_ident()
        self._told = frozenset[str]()

    def state(self) -> State:
        """Say what is wrong just now; from any thread."""
        reasons: list[str] = []
        if (stalled_for := self._pulse.stalled_for()) is not None:
            reasons.append(f"the event loop has stood still for {stalled_for:.0f} s")
        reasons.extend(self._gateway.troubles())
        for since, most, what in (
            (
                self._intake.waiting_since,
                _UNWRITTEN_SECONDS,
                "votes have waited for the database",
            ),
            (self._failing_since(), _UNWRITTEN_SECONDS, "nothing that is due could be looked up"),
            (self.overdue.since, _OVERDUE_SECONDS, "a section is overdue and nothing came of it"),
        ):
            waited = 0.0 if since is None else self._monotonic() - since
            if waited > most:
                reasons.append(f"{what} for {waited:.0f} s")
        return State(reasons=tuple(reasons), warnings=tuple(self._warnings()))

    def _warnings(self) -> Iterator[str]:
        # No reason to start the bot again: it would forget how much was refused.
        held_for = self._pace.held_until - self._monotonic()
        if held_for > 0:
            yield (
                "too many requests were refused: nothing but answers to commands is sent "
                f"for {held_for:.0f} s"
            )
        failure = self._upkeep.backup_failure
        if failure:
            yield f"the daily copy of the database failed: {failure}"

    async def metrics(self) -> bytes:
        """Give every figure in Prometheus' text form; on the loop."""
        async with self._database.read() as unit:
            rows = await overview.survey(unit, now=self._clock.now())
        return render_metrics(
            self._sources, rows, now=self._clock.now(), state_is_well=self.state().well
        )

    @asynccontextmanager
    async def watching(self) -> AsyncIterator[None]:
        """Feel the pulse while the context lasts, and tell the log what is wrong."""
        ended = threading.Event()
        tasks = (
            asyncio.create_task(self._beat(), name="pulse"),
            asyncio.create_task(self.overdue.watch(), name="overdue"),
        )
        watchdog = threading.Thread(target=self._watch, args=(ended,), name="watchdog", daemon=True)
        watchdog.start()
        try:
            yield
        finally:
            ended.set()
            for task in tasks:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task
            await asyncio.to_thread(watchdog.join)

    async def _beat(self) -> None:
        while True:
            self.beat()
            await asyncio.sleep(BEAT_SECONDS)

    def beat(self) -> None:
        """Note that the loop has come round, and look at what only the loop can see."""
        self._pulse.beat()
        self._gateway.look()

    def _watch(self, ended: threading.Event) -> None:
        while not ended.wait(BEAT_SECONDS):
            self.tell()

    def tell(self) -> None:
        """Tell the log of what has come to be wrong, and when all is well again."""
        state = self.state()
        # How long it has lasted changes all the time.
        troubles = frozenset(reason.rpartition(" for ")[0] for reason in state.reasons)
        before, self._told = self._told, troubles
        if before and state.well:
            _log.info("all is well again")
        elif troubles - before:
            _log.warning(
                "something keeps the bot from its work; docs/hosting.md says what to do",
                reasons=list(state.reasons),
                loop_at=self._whereabouts(),
            )

    def _whereabouts(self) -> str:
        """Say in which line of which file the loop's thread is just now."""
        frame = sys._current_frames().get(self._loop_thread)  # noqa: SLF001 - documented, for this
        steps = traceback.extract_stack(frame)[-_FRAMES:] if frame else []
        return " > ".join(f"{step.filename}:{step.lineno} {step.name}" for step in steps)
