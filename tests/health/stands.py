"""Health over a real database, with shards and a clock that tests move."""

import time
from dataclasses import dataclass

from bot.delivery.breaker import Breaker
from bot.delivery.pace import Pace
from bot.delivery.requests import Requests
from bot.health.gateway import Gateway
from bot.health.health import Health
from bot.services.intake import Intake
from bot.services.upkeep import Upkeep
from bot.services.walks import Walks


class Monotonic:
    """A monotonic clock that stands still until moved."""

    def __init__(self):
        self.now = time.monotonic()

    def __call__(self):
        """Give the time."""
        return self.now


@dataclass
class Shard:
    """A shard as discord.py shows it."""

    latency: float = float("inf")
    closed: bool = False

    def is_closed(self):
        """Say whether the connection is down."""
        return self.closed


class Patient:
    """A bot whose health is looked at: one shard, nothing heard yet."""

    def __init__(self, database, clock):
        self.monotonic = Monotonic()
        self.shards = {0: Shard()}
        self.intake = Intake(database, clock)
        self.failing_since = None
        self.pace = Pace()
        self.walks = Walks(None, None, on_end=lambda _discussion_id: None)
        self.requests = Requests(self.pace, Breaker(self.pace))
        folder = database.path.parent / "backups"
        self.upkeep = Upkeep(database, clock, folder=folder, copies=2)
        self.gateway = Gateway(lambda: self.shards, self.monotonic)
        self.health = Health(
            database,
            clock,
            intake=self.intake,
            pace=self.pace,
            walks=self.walks,
            failing_since=lambda: self.failing_since,
            requests=self.requests,
            gateway=self.gateway,
            upkeep=self.upkeep,
            monotonic=self.monotonic,
        )
        self.look()

    def look(self, *, after=0.0):
        """Let time go by and the loop come round."""
        self.monotonic.now += after
        self.health.beat()

    def reasons(self):
        """Say what is wrong."""
        return self.health.state().reasons
