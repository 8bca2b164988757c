"""Invites: words that let people into a server."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.sandbox.state.channels import Channel
from bot.sandbox.state.users import User


@dataclass(slots=True, eq=False)
class Invite:
    """A way into a channel's server; 0 stands for no limit of seconds (`max_age`) or of uses."""

    code: str
    channel: Channel
    inviter: User
    created_at: datetime
    max_age: int
    max_uses: int
    temporary: bool = False
    uses: int = 0

    @property
    def expires_at(self) -> datetime | None:
        """Until when it holds."""
        return self.created_at + timedelta(seconds=self.max_age) if self.max_age else None
