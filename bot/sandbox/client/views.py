"""What the control API's answers look like to Python."""

import base64
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Self

from bot.sandbox.jsontypes import Json
from bot.sandbox.permissions import mask

Permissions = int | Iterable[str]


@dataclass(frozen=True, slots=True)
class File:
    """A file that a member uploads."""

    filename: str
    content: bytes

    def as_json(self) -> Json:
        """Render it for the control API."""
        return {"filename": self.filename, "content": base64.b64encode(self.content).decode()}


@dataclass(frozen=True, slots=True)
class GuildView:
    """A server: the ids of what is in it, by name."""

    id: int
    name: str
    owner_id: int
    bot_role_id: int | None
    channels: Mapping[str, int]
    threads: Mapping[str, int]
    members: Mapping[str, int]
    roles: Mapping[str, int]
    unavailable: bool

    @classmethod
    def from_json(cls, data: Json) -> Self:
        """Read an answer of the control API."""
        return cls(
            id=int(data["id"]),
            name=data["name"],
            owner_id=int(data["owner_id"]),
            bot_role_id=data["bot_role_id"] and int(data["bot_role_id"]),
            channels=_ids(data["channels"]),
            threads=_ids(data["threads"]),
            members=_ids(data["members"]),
            roles=_ids(data["roles"]),
            unavailable=data["unavailable"],
        )


def _ids(named: Mapping[str, str]) -> dict[str, int]:
    return {name: int(each) for name, each in named.items()}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an interaction, as the member who began it sees it.

    `outcome` is "message", "update", "modal", "loading" (deferred, and nothing came in time) or
    "timeout" (the bot did not answer within three seconds). `modal` is what the bot opened, each
    component with an `id`.
    """

    interaction_id: int
    outcome: str
    deferred: bool
    acknowledged_after: float | None
    message: Json | None
    followups: list[Json] = field(default_factory=list)
    modal: Json | None = None

    @classmethod
    def from_json(cls, data: Json) -> Self:
        """Read an answer of the control API."""
        return cls(**{**data, "interaction_id": int(data["interaction_id"])})

    @property
    def content(self) -> str:
        """The answer's text; empty where there is none."""
        return str(self.message["content"]) if self.message else ""

    @property
    def embeds(self) -> list[Json]:
        """The answer's embeds."""
        return list(self.message["embeds"]) if self.message else []

    def button(self, label: str) -> str:
        """Give the custom id of the answer's button that begins with these words."""
        for row in self.components:
            for item in row["components"]:
                if str(item.get("label", "")).startswith(label):
                    return str(item["custom_id"])
        raise LookupError(label)

    @property
    def components(self) -> list[Json]:
        """The answer's buttons and selects."""
        return list(self.message["components"]) if self.message else []

    @property
    def ephemeral(self) -> bool:
        """Whether only this member sees the answer."""
        return bool(self.message and self.message["flags"] & 1 << 6)


@dataclass(frozen=True, slots=True)
class Held:
    """One emoji that one user holds on one message; `order` grows with time."""

    message_id: int
    emoji: str
    user_id: int
    bot: bool
    burst: bool
    order: int


def add_bits(permissions: Permissions) -> int:
    """Turn permissions by name into bits; bits stay as they are."""
    return permissions if isinstance(permissions, int) else mask(*permissions)
