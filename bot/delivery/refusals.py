"""Discord's refusals in our own words: the one place where discord's errors are translated."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

import aiohttp
import discord

from bot.errors import (
    AccessLost,
    AlreadyPublished,
    DeliveryError,
    NoSuchReaction,
    Permanent,
    TagWanted,
    TargetGone,
    Temporary,
    ThreadArchived,
    ThreadExists,
    TooManyPins,
    TooManyReactions,
)

# Discord's codes (topics/opcodes-and-status-codes in its documentation) that mean one thing to us.
_BY_CODE: dict[int, type[DeliveryError]] = {
    10003: TargetGone,  # unknown channel
    10004: TargetGone,  # unknown guild
    10008: TargetGone,  # unknown message
    10014: NoSuchReaction,  # unknown emoji
    30003: TooManyPins,
    30010: TooManyReactions,
    30047: TooManyPins,  # of a forum's posts only one is pinned
    30046: Temporary,  # too many edits of an old message: only time helps
    40003: Temporary,  # too many direct messages opened at once
    40033: AlreadyPublished,
    40067: TagWanted,
    50083: ThreadArchived,
    160004: ThreadExists,
}
_TOKEN_REFUSED = 401
_TOO_MANY_REQUESTS = 429
_SERVER_ERRORS = 500
_REASON = 200  # characters: it stands in rows, in the log and in `status`
# Exactly what discord.py takes for JSON.
DISCORDS_OWN = "application/json"


@contextmanager
def translated() -> Iterator[None]:
    """Raise our own tree where discord.py or the connection raises theirs."""
    try:
        yield
    except discord.HTTPException as error:
        raise translate(error) from error
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        raise Temporary(reason=f"no answer: {type(error).__name__}") from error
    except discord.RateLimited as error:
        raise Temporary(reason="Discord asks for patience") from error
    except json.JSONDecodeError as error:
        raise Temporary(reason="an answer was cut short") from error


def is_page(error: discord.HTTPException) -> bool:
    """Say whether an answer came from something before Discord, not from Discord."""
    return error.response.headers.get("Content-Type") != DISCORDS_OWN


def translate(error: discord.HTTPException) -> DeliveryError:
    """Give the error of ours that says what an answer of Discord's means for a retry.

    Whatever stands before Discord says nothing about permissions or messages, so that a page of
    its own is waited out whatever its status.
    """
    if is_page(error):
        return Temporary(reason=f"{error.status} and a page instead of Discord's answer")
    reason = f"{error.status} {error.code} {error.text}".strip()[:_REASON]
    known = _BY_CODE.get(error.code)
    if known is not None:
        return known(reason=reason)
    # A token that is just being made anew says nothing about a discussion.
    waits = error.status in {_TOKEN_REFUSED, _TOO_MANY_REQUESTS}
    if waits or error.status >= _SERVER_ERRORS:
        return Temporary(reason=reason)
    if isinstance(error, discord.Forbidden):
        return AccessLost(reason=reason)
    return Permanent(reason=reason)
