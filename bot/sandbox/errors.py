"""What the sandbox refuses, in Discord's own codes.

Exception
├─ Refusal          an answer that Discord would give; status, code and message from `Reason`
├─ NotEmulated      a route or field the sandbox does not know; 501, counted, fatal to a test
├─ ClientRefusal    a Discord client would not have let the person do that
└─ ConnectionDropped  raised by a request hook: hang up instead of answering
"""

from enum import Enum

from bot.sandbox.jsontypes import Json


class Reason(Enum):
    """Discord's error codes: HTTP status, JSON code, message."""

    UNAUTHORIZED = (401, 0, "401: Unauthorized")
    NOT_FOUND = (404, 0, "404: Not Found")
    UNAVAILABLE = (503, 0, "503: Service Unavailable")
    UNKNOWN_APPLICATION = (404, 10002, "Unknown Application")
    UNKNOWN_CHANNEL = (404, 10003, "Unknown Channel")
    UNKNOWN_GUILD = (404, 10004, "Unknown Guild")
    UNKNOWN_INVITE = (404, 10006, "Unknown Invite")
    UNKNOWN_MEMBER = (404, 10007, "Unknown Member")
    UNKNOWN_MESSAGE = (404, 10008, "Unknown Message")
    UNKNOWN_ROLE = (404, 10011, "Unknown Role")
    UNKNOWN_USER = (404, 10013, "Unknown User")
    UNKNOWN_EMOJI = (400, 10014, "Unknown Emoji")
    NO_SUCH_EMOJI = (404, 10014, "Unknown Emoji")
    UNKNOWN_OVERWRITE = (404, 10009, "Unknown Permission Overwrite")
    UNKNOWN_WEBHOOK = (404, 10015, "Unknown Webhook")
    UNKNOWN_BAN = (404, 10026, "Unknown Ban")
    UNKNOWN_INTERACTION = (404, 10062, "Unknown interaction")
    UNKNOWN_COMMAND = (404, 10063, "Unknown application command")
    UNKNOWN_COMMAND_PERMISSIONS = (404, 10066, "Unknown application command permissions")
    NOT_FOR_BOTS = (403, 20001, "Bots cannot use this endpoint")
    SLOWMODE = (429, 20016, "This action cannot be performed due to slowmode rate limit")
    TOO_MANY_ROLES = (400, 30005, "Maximum number of guild roles reached (250)")
    TOO_MANY_PINS = (400, 30003, "Maximum number of pins reached for the channel (250)")
    TOO_MANY_REACTIONS = (400, 30010, "Maximum number of reactions reached (20)")
    TOO_MANY_PINNED_POSTS = (
        400,
        30047,
        "Maximum number of pinned threads in a forum channel has been reached",
    )
    TOO_MANY_PARTICIPANTS = (400, 30033, "Maximum number of thread participants reached (1000)")
    TOO_MANY_CHANNELS = (400, 30013, "Maximum number of guild channels reached (500)")
    TOO_MANY_COMMANDS = (
        400,
        30034,
        "Maximum number of daily application command creates has been reached (200)",
    )
    TOO_LARGE = (413, 40005, "Request entity too large")
    BANNED = (403, 40007, "The user is banned from this guild.")
    ALREADY_CROSSPOSTED = (400, 40033, "This message has already been crossposted")
    ALREADY_ACKNOWLEDGED = (400, 40060, "Interaction has already been acknowledged.")
    CANNOT_WRITE_IN_FORUM = (400, 40058, "Cannot send messages in a forum channel")
    TAG_NAMES_REPEATED = (400, 40061, "Tag names must be unique")
    NO_FREE_TAG = (
        400,
        40066,
        "There are no tags available that can be set by non-moderators",
    )
    TAG_REQUIRED = (400, 40067, "A tag is required to create a forum post in this channel")
    MISSING_ACCESS = (403, 50001, "Missing Access")
    PRIVATE_CHANNEL = (400, 50003, "Cannot execute action on a DM channel")
    NOT_AUTHOR = (403, 50005, "Cannot edit a message authored by another user")
    EMPTY_MESSAGE = (400, 50006, "Cannot send an empty message")
    CANNOT_MESSAGE_USER = (403, 50007, "Cannot send messages to this user")
    CANNOT_MESSAGE_BOT = (400, 50007, "Cannot send messages to this user")
    NOT_A_TEXT_CHANNEL = (400, 50008, "Cannot send messages in a non-text channel")
    MISSING_PERMISSIONS = (403, 50013, "Missing Permissions")
    BULK_DELETE_COUNT = (
        400,
        50016,
        "Provided too few or too many messages to delete.",
    )
    PINNED_ELSEWHERE = (
        400,
        50019,
        "A message can only be pinned to the channel it was sent in",
    )
    SYSTEM_MESSAGE = (403, 50021, "Cannot execute action on a system message")
    WRONG_CHANNEL_TYPE = (400, 50024, "Cannot execute action on this channel type")
    WRONG_MESSAGE_TYPE = (400, 50068, "Invalid message type")
    NO_SHARED_SERVER = (
        403,
        50278,
        "Cannot send messages to this user due to having no mutual guilds",
    )
    BULK_DELETE_AGE = (400, 50034, "You can only bulk delete messages under 14 days old")
    INVALID_ROLE = (400, 50028, "Invalid role")
    INVALID_FORM = (400, 50035, "Invalid Form Body")
    THREAD_ARCHIVED = (400, 50083, "Thread is archived")
    INVALID_JSON = (400, 50109, "The request body contains invalid JSON.")
    REACTION_BLOCKED = (403, 90001, "Reaction was blocked")
    NO_BURST_REACTION = (403, 90002, "Cannot use burst reactions")
    NO_HISTORY_FOR_REPLY = (
        400,
        160002,
        "Cannot reply without permission to read message history",
    )
    THREAD_EXISTS = (400, 160004, "A thread has already been created for this message")
    TOO_MANY_THREADS = (400, 160006, "Maximum number of active threads reached")
    POLL_ENDED = (400, 520001, "Poll expired")
    POLL_UNEDITABLE = (400, 520003, "Cannot edit a poll message")
    POLL_EMOJI = (400, 520004, "Cannot use an emoji included with the poll")
    NO_POLL = (400, 520006, "Cannot expire a non-poll message")
    UNKNOWN_ANSWER = (404, 10102, "Unknown Poll Answer")
    THREAD_LOCKED = (403, 160005, "Thread is locked")
    NOBODY_BANNED = (400, 500000, "Failed to ban users")

    def __init__(self, status: int, code: int, text: str) -> None:
        self.status = status
        self.code = code
        self.text = text


class Refusal(Exception):
    """Discord's refusal; `fields` is the nested `errors` object of an invalid form."""

    def __init__(self, reason: Reason, fields: Json | None = None) -> None:
        super().__init__(reason.text, fields)
        self.reason = reason
        self.fields = fields

    def as_json(self) -> Json:
        """Render the body Discord would send."""
        body: Json = {"message": self.reason.text, "code": self.reason.code}
        if self.fields:
            body["errors"] = self.fields
        return body


class NotEmulated(Exception):
    """A request that the sandbox does not understand; `what` says which part."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class ClientRefusal(Exception):
    """A person's client would have refused; `why` is a sentence for the test's author."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class ConnectionDropped(Exception):
    """Raised by a request hook to hang up: before the effect, or after it and unanswered."""


def invalid(path: str, code: str, text: str) -> Refusal:
    """Make an invalid-form refusal about one field; `path` is dotted, as `embeds.0.title`."""
    fields: Json = {"_errors": [{"code": code, "message": text}]}
    for part in reversed(path.split(".")):
        fields = {part: fields}
    return Refusal(Reason.INVALID_FORM, fields)
