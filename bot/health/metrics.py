"""Every figure of the running bot, in the text form that Prometheus reads."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from math import isinf

from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from bot.delivery.pace import Pace, Priority
from bot.delivery.requests import Requests
from bot.domain.walk import Phase
from bot.health.gateway import Gateway
from bot.health.pulse import Pulse
from bot.histogram import Histogram
from bot.services.intake import Intake
from bot.services.upkeep import Upkeep
from bot.services.walks import Walks
from bot.storage.overview import Overview


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Who keeps count of something in memory."""

    intake: Intake
    pace: Pace
    walks: Walks
    requests: Requests
    gateway: Gateway
    upkeep: Upkeep
    pulse: Pulse


def render_metrics(
    sources: Sources, rows: Overview, *, now: datetime, state_is_well: bool
) -> bytes:
    """Render all figures as they are now."""
    # One of our own: the library's registry is one for the whole process, and bears others' too.
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    figures = [
        _well(state_is_well),
        *_of_memory(sources),
        *_of_copies(sources.upkeep, now),
        *_of_rows(rows, now),
    ]
    registry.register(_Figures(figures))
    return generate_latest(registry)


class _Figures(Collector):
    def __init__(self, figures: Iterable[Metric]) -> None:
        self._figures = tuple(figures)

    def collect(self) -> Iterable[Metric]:
        return self._figures


def _well(state_is_well: bool) -> Metric:  # noqa: FBT001 - the one thing this is about
    return GaugeMetricFamily(
        "colloquy_healthy", "1 where /healthz finds nothing wrong", int(state_is_well)
    )


def _of_memory(sources: Sources) -> Iterable[Metric]:
    yield from _of_votes(sources.intake)
    yield from _of_work(sources)
    yield from _of_gateway(sources.gateway)
    yield _histogram(
        "colloquy_loop_lag_seconds", "How late the event loop comes round", sources.pulse.lags
    )


def _of_votes(intake: Intake) -> Iterable[Metric]:
    yield CounterMetricFamily(
        "colloquy_votes_heard", "Reactions on open polls heard, put or taken back", intake.heard
    )
    yield CounterMetricFamily(
        "colloquy_votes_dropped",
        "Reactions heard and not kept, since the database could not keep up; read back later",
        intake.dropped,
    )
    yield GaugeMetricFamily(
        "colloquy_votes_waiting", "Marks heard that are no rows yet", intake.waiting
    )
    yield _histogram(
        "colloquy_vote_batch_seconds",
        "From the first event of a batch to its commit",
        intake.delays,
    )


def _of_work(sources: Sources) -> Iterable[Metric]:
    waiting = sources.pace.waiting
    yield _gauges(
        "colloquy_requests_waiting",
        "Requests that wait for their turn",
        "priority",
        {priority.name.lower(): waiting[priority] for priority in Priority},
    )
    sections = sources.walks.waiting
    yield _gauges(
        "colloquy_sections_waiting",
        "Sections that wait to go on",
        "phase",
        {phase.name.lower(): sections[phase] for phase in Phase},
    )
    yield _counters(
        "colloquy_requests",
        "Requests made of Discord, by the status of the answer",
        "status",
        dict(sources.requests.answered),
    )
    yield GaugeMetricFamily(
        "colloquy_requests_invalid",
        "Answers of the last ten minutes that count towards Discord's ban",
        sources.requests.invalid,
    )


def _of_gateway(gateway: Gateway) -> Iterable[Metric]:
    yield _gauges(
        "colloquy_gateway_connected",
        "1 where the shard has a connection",
        "shard",
        {str(shard_id): int(up) for shard_id, up in gateway.connected().items()},
    )
    yield _gauges(
        "colloquy_gateway_latency_seconds",
        "How long the shard's last heartbeat took to be acknowledged",
        "shard",
        {str(shard_id): latency for shard_id, latency in gateway.latencies().items()},
    )


def _of_copies(upkeep: Upkeep, now: datetime) -> Iterable[Metric]:
    yield CounterMetricFamily(
        "colloquy_backups_failed", "Daily copies that failed", upkeep.backups_failed
    )
    if (backed_up_at := upkeep.backed_up_at) is not None:
        yield GaugeMetricFamily(
            "colloquy_backup_age_seconds",
            "How old the newest daily copy is",
            (now - backed_up_at).total_seconds(),
        )


def _of_rows(rows: Overview, now: datetime) -> Iterable[Metric]:
    late = (now - rows.overdue_since).total_seconds() if rows.overdue_since else 0.0
    yield GaugeMetricFamily(
        "colloquy_schedule_lag_seconds", "For how long the longest overdue post has waited", late
    )
    yield GaugeMetricFamily(
        "colloquy_polls_awaiting_check",
        "Open polls to be compared with Discord",
        rows.polls_awaiting_check,
    )
    for name, counts in (
        ("discussions", rows.discussions),
        ("posts", rows.posts),
        ("polls", rows.polls),
    ):
        yield _gauges(f"colloquy_{name}", f"{name.capitalize()} by state", "state", counts)


def _gauges(name: str, words: str, label: str, values: Mapping[str, float]) -> Metric:
    family = GaugeMetricFamily(name, words, labels=[label])
    for key, value in sorted(values.items()):
        family.add_metric([key], value)
    return family


def _counters(name: str, words: str, label: str, values: Mapping[str, float]) -> Metric:
    family = CounterMetricFamily(name, words, labels=[label])
    for key, value in sorted(values.items()):
        family.add_metric([key], value)
    return family


def _histogram(name: str, words: str, histogram: Histogram) -> Metric:
    buckets = [
        ("+Inf" if isinf(bound) else str(bound), float(number))
        for bound, number in histogram.cumulated()
    ]
    return HistogramMetricFamily(name, words, buckets=buckets, sum_value=histogram.total)
