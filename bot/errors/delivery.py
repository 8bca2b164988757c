"""Errors of delivery: what Discord refused."""

from dataclasses import dataclass

from bot.errors.root import ColloquyError


@dataclass(eq=False)
class DeliveryError(ColloquyError):
    """Discord did not do what was asked; `reason` is Discord's own word or ours."""

    reason: str


class Temporary(DeliveryError):
    """It may work later; ask again with the same nonce."""


class Permanent(DeliveryError):
    """It will not work until somebody changes something."""


class AccessLost(Permanent):
    """A permission is missing (Discord's 403)."""


class TargetGone(Permanent):
    """The channel, thread or message no longer exists (Discord's 404)."""


class NoSuchReaction(Permanent):
    """Discord knows no such emoji, or none such under the message."""


class TooManyReactions(Permanent):
    """The message has as many kinds of reactions as it can have."""


class ThreadArchived(Permanent):
    """The thread is archived: nothing in it can be edited or reacted to."""


class TooManyPins(Permanent):
    """The channel has as many pins as it can have."""


class AlreadyPublished(Permanent):
    """The message has been published before."""


class TagWanted(Permanent):
    """The forum takes no post without a tag."""


class ThreadExists(Permanent):
    """The message has its thread already."""
