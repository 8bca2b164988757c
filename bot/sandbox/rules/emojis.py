"""Which emoji there are: those of Unicode, and the custom ones of the servers one is in."""

from functools import cache
from typing import Final

import emoji as unicode

from bot.sandbox.errors import Reason, Refusal
from bot.sandbox.jsontypes import Json
from bot.sandbox.snowflakes import is_id
from bot.sandbox.state.emojis import Emoji
from bot.sandbox.state.messages import Message
from bot.sandbox.state.users import User
from bot.sandbox.state.world import World

# Letters for flags, which Discord also has one by one.
_LETTERS: Final = range(0x1F1E6, 0x1F200)


def parse(world: World, text: str, message: Message | None = None) -> Emoji:
    """Read `name:id` or exactly one unicode emoji; anything else is unknown to Discord.

    One that was deleted is known on a message on which it stands.
    """
    name, _, emoji_id = text.rpartition(":")
    if not (name and is_id(emoji_id)):
        return _find_unicode(text)
    standing = message.reactions.get(str(int(emoji_id))) if message else None
    return standing.emoji if standing else _find_custom(world, int(emoji_id))


def pick(world: World, actor: User, given: Json) -> Emoji:
    """Read an emoji that is given as an object; a custom one must be the actor's to use."""
    if given.get("id"):
        emoji = _find_custom(world, int(given["id"]))
    else:
        emoji = _find_unicode(given.get("name") or "")
    require_usable(world, actor, emoji)
    return emoji


def require_usable(world: World, actor: User, emoji: Emoji) -> None:
    """Refuse a custom emoji of a server the actor is not in."""
    if emoji.id is None:
        return
    for guild in world.guilds.values():
        if emoji.id in guild.emojis and actor.id in guild.members:
            return
    raise Refusal(Reason.UNKNOWN_EMOJI)


def _find_custom(world: World, emoji_id: int) -> Emoji:
    found = world.find_emoji(emoji_id)
    if found is None:
        raise Refusal(Reason.UNKNOWN_EMOJI)
    return found


def _find_unicode(text: str) -> Emoji:
    found = Emoji(text)
    if found.key not in _known():
        raise Refusal(Reason.UNKNOWN_EMOJI)
    return found


@cache
def _known() -> frozenset[str]:
    """Give the key of every emoji of Unicode."""
    letters = map(chr, _LETTERS)
    return frozenset(Emoji(each).key for each in (*unicode.EMOJI_DATA, *letters))
