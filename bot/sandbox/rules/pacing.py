"""Slow mode: how often a member may write, and open threads, in a slow channel."""

from datetime import datetime, timedelta

from bot.sandbox import permissions
from bot.sandbox.errors import Reason, Refusal
from bot.sandbox.rules import access
from bot.sandbox.state.channels import Channel
from bot.sandbox.state.users import User
from bot.sandbox.state.world import World


def keep_slow(world: World, actor: User, channel: Channel, last: dict[int, datetime]) -> None:
    """Refuse who does again too soon what they did `last`; bots are never too fast."""
    if not channel.slowmode or actor.bot:
        return
    if access.has(world, actor, channel, permissions.BYPASS_SLOWMODE):
        return
    now, before = world.clock.now(), last.get(actor.id)
    if before is not None and now - before < timedelta(seconds=channel.slowmode):
        raise Refusal(Reason.SLOWMODE)
    last[actor.id] = now
