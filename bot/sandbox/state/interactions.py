"""Commands the bot has registered, and interactions that members began."""

from dataclasses import dataclass, field
from enum import IntEnum

from bot.sandbox.jsontypes import Json
from bot.sandbox.state.channels import Channel
from bot.sandbox.state.messages import LOADING, Message
from bot.sandbox.state.users import User


class InteractionType(IntEnum):
    """What a member did."""

    COMMAND = 2
    COMPONENT = 3
    AUTOCOMPLETE = 4
    MODAL = 5


class AnswerType(IntEnum):
    """How the bot answered."""

    MESSAGE = 4
    DEFERRED_MESSAGE = 5
    DEFERRED_UPDATE = 6
    UPDATE = 7
    CHOICES = 8
    MODAL = 9


@dataclass(slots=True, eq=False)
class Command:
    """A registered command: what the bot sent, completed as Discord answers it."""

    id: int
    guild_id: int | None
    body: Json


@dataclass(slots=True, eq=False)
class Interaction:
    """One interaction; `began` counts real monotonic seconds, as its deadlines do.

    A submitted modal has as `opener` the interaction that was answered with the modal.
    """

    id: int
    token: str
    type: InteractionType
    user: User
    channel: Channel
    data: Json
    began: float
    name: str = ""
    message: Message | None = None
    answer: AnswerType | None = None
    answered: float | None = None
    original: Message | None = None
    followups: list[Message] = field(default_factory=list)
    # Whether the answer was changed after it was given, as a deferred update is.
    changed: bool = False
    choices: list[Json] = field(default_factory=list)
    modal: Json | None = None
    modal_closed: bool = False
    opener: "Interaction | None" = None

    @property
    def loading(self) -> bool:
        """Whether a deferred answer is still to come."""
        original = self.original
        return original is not None and bool(original.flags & LOADING) and not original.deleted
