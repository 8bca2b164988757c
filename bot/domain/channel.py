"""Channels: the kinds in which a discussion can be held, and how sections stand in each."""

from enum import StrEnum


class ChannelKind(StrEnum):
    """In a text or announcement channel a section is a message with a thread under it.

    In a forum it is a post of its own: its first message and its thread have one id.
    """

    TEXT = "text"
    ANNOUNCEMENT = "announcement"
    FORUM = "forum"
