"""A ping: the one role that a prompt may mention, and whether that notifies anybody."""

from enum import StrEnum


class Ping(StrEnum):
    """What mentioning a role does, as the server has it set."""

    NOTIFIES = "notifies"
    NOT_MENTIONABLE = "not mentionable"
    ROLE_GONE = "role gone"
