"""What time alone brings about, when the virtual clock has been moved."""

from bot.sandbox.rules import archiving, polls
from bot.sandbox.state.world import World


def elapse(world: World) -> None:
    """Archive idle threads and end polls whose time has gone by."""
    archiving.archive_idle(world)
    polls.end_due(world)
