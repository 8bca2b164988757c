"""Reading a channel back, as somebody who sees what they may."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from bot.sandbox import permissions
from bot.sandbox.rules import access
from bot.sandbox.state.channels import Channel
from bot.sandbox.state.messages import EPHEMERAL, Message
from bot.sandbox.state.users import User
from bot.sandbox.state.world import World


@dataclass(frozen=True, slots=True)
class Window:
    """Which part of a history is asked for; at most one of the anchors is set."""

    limit: int = 50
    before: int | None = None
    after: int | None = None
    around: int | None = None


def history(world: World, actor: User, channel: Channel, window: Window) -> list[Message]:
    """Read messages, newest first; without READ_MESSAGE_HISTORY there is nothing to read."""
    if not access.has(world, actor, channel, permissions.READ_MESSAGE_HISTORY):
        return []
    line = channel.messages
    if window.around is not None:
        half = window.limit // 2
        older = _take(line.before(window.around), actor, half)
        here = _take(line.after(window.around - 1), actor, window.limit - len(older))
        return [*reversed(here), *older]
    if window.after is not None:
        return _take(line.after(window.after), actor, window.limit)[::-1]
    end = window.before if window.before is not None else 1 << 63
    return _take(line.before(end), actor, window.limit)


def _take(messages: Iterable[Message], reader: User, limit: int) -> list[Message]:
    return list(islice((each for each in messages if is_visible(each, reader)), limit))


def is_visible(message: Message, reader: User) -> bool:
    """Tell whether a reader sees a message: an ephemeral one is for its addressee alone."""
    return not message.flags & EPHEMERAL or message.visible_to == reader.id
