"""Who a message mentions, after the sender's allowed mentions are applied."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.sandbox import permissions
from bot.sandbox.bodies.components import TEXT_DISPLAY, walk
from bot.sandbox.errors import invalid
from bot.sandbox.jsontypes import Json
from bot.sandbox.rules import access
from bot.sandbox.state.channels import Channel
from bot.sandbox.state.messages import Message
from bot.sandbox.state.users import User
from bot.sandbox.state.world import World

_USER = re.compile(r"<@!?(\d+)>")
_ROLE = re.compile(r"<@&(\d+)>")
_EVERYONE = re.compile(r"@(?:everyone|here)\b")


@dataclass(slots=True)
class Allowed:
    """Allowed mentions as a sender put them; None of them given means all are parsed."""

    parse: Sequence[str] = ("users", "roles", "everyone")
    users: frozenset[int] = frozenset()
    roles: frozenset[int] = frozenset()
    replied_user: bool = True


def read_allowed(body: Json | None) -> Allowed:
    """Read an `allowed_mentions` object; naming users and also parsing them is refused."""
    if body is None:
        return Allowed()
    parse = body.get("parse") or []
    for kind in ("users", "roles"):
        if kind in parse and body.get(kind):
            words = f"parse:[{kind!r}] and {kind}: [ids...] are mutually exclusive."
            raise invalid("allowed_mentions", "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", words)
    return Allowed(
        parse=parse,
        users=frozenset(map(int, body.get("users") or [])),
        roles=frozenset(map(int, body.get("roles") or [])),
        replied_user=body.get("replied_user") or False,
    )


def settle(world: World, channel: Channel, message: Message, allowed: Allowed) -> None:
    """Fill in the message's mentions from its words and the message it replies to."""
    words = _words(message)
    users = {int(found) for found in _USER.findall(words)}
    if "users" not in allowed.parse:
        users &= allowed.users
    message.mentions = [world.users[each] for each in sorted(users) if each in world.users]
    replied = message.replied_to.author if message.replied_to else None
    if replied and allowed.replied_user and replied not in message.mentions:
        message.mentions.append(replied)
    message.mention_roles = _roles(world, message.author, channel, words, allowed)
    message.mention_everyone = (
        "everyone" in allowed.parse
        and _EVERYONE.search(words) is not None
        and _may_mention_everyone(world, message.author, channel)
    )


def _words(message: Message) -> str:
    """Give all words that can call somebody: texts of components do as the content does."""
    texts = [each["content"] for each in walk(message.components) if each["type"] == TEXT_DISPLAY]
    return "\n".join([message.content, *texts])


def _roles(world: World, author: User, channel: Channel, words: str, allowed: Allowed) -> list[int]:
    if channel.guild_id is None:
        return []
    known = world.guilds[channel.guild_id].roles
    found = {int(each) for each in _ROLE.findall(words)} & known.keys()
    if "roles" not in allowed.parse:
        found &= allowed.roles
    if not _may_mention_everyone(world, author, channel):
        found = {each for each in found if known[each].mentionable}
    return sorted(found)


def _may_mention_everyone(world: World, author: User, channel: Channel) -> bool:
    return access.has(world, author, channel, permissions.MENTION_EVERYONE)
