"""What Discord itself posts, in the name of whoever brought it about."""

from collections.abc import Sequence
from typing import Final

from bot.sandbox.happenings import Change, MessageChanged
from bot.sandbox.jsontypes import Json
from bot.sandbox.state.channels import Channel
from bot.sandbox.state.messages import HAS_THREAD, Message
from bot.sandbox.state.users import User
from bot.sandbox.state.world import World

RECIPIENT_ADDED: Final = 1
RECIPIENT_REMOVED: Final = 2
NAME_CHANGED: Final = 4
PINNED: Final = 6
THREAD_CREATED: Final = 18
STARTER_MESSAGE: Final = 21


def post(
    world: World,
    channel: Channel,
    author: User,
    kind: int,
    *,
    content: str = "",
    mentions: Sequence[User] = (),
    about: Message | Channel | None = None,
) -> None:
    """Post a message of a kind that nobody writes, about a message or a new thread or neither."""
    message = Message(
        id=world.ids.draw(),
        channel_id=channel.id,
        guild_id=channel.guild_id,
        author=author,
        type=kind,
        content=content,
        flags=HAS_THREAD if isinstance(about, Channel) else 0,
        mentions=list(mentions),
        reference=None if about is None else _refer(about),
        replied_to=about if isinstance(about, Message) else None,
    )
    channel.messages.add(message)
    channel.last_message_id = message.id
    world.publish(MessageChanged(message, Change.CREATED))


def _refer(about: Message | Channel) -> Json:
    """Point at a message, or at a channel."""
    if isinstance(about, Channel):
        shown: Json = {"type": 0, "channel_id": str(about.id)}
    else:
        shown = {"type": 0, "channel_id": str(about.channel_id), "message_id": str(about.id)}
    return shown | ({"guild_id": str(about.guild_id)} if about.guild_id else {})
