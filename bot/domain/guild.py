"""What a server has set for all of its discussions."""

from dataclasses import dataclass

from bot.domain.ids import ChannelId
from bot.domain.language import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class GuildSettings:
    """A server's own settings; None where it has set none.

    `channel_id` is where discussions start unless told otherwise. `minimum_account_days` is how old
    an account must be for its votes to count.
    """

    organizer_role_id: int | None = None
    time_zone: str | None = None
    channel_id: ChannelId | None = None
    log_channel_id: ChannelId | None = None
    language: Language | None = None
    minimum_account_days: int = 0
