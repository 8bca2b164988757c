"""The whole world: every record by its id, the bot itself, and who is told what happens."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

from bot.sandbox import permissions
from bot.sandbox.happenings import Happening
from bot.sandbox.snowflakes import Clock, Snowflakes
from bot.sandbox.state.channels import Channel, ChannelType
from bot.sandbox.state.emojis import Emoji
from bot.sandbox.state.guilds import Guild
from bot.sandbox.state.interactions import Command, Interaction
from bot.sandbox.state.invites import Invite
from bot.sandbox.state.messages import Attachment, Message
from bot.sandbox.state.users import User


@dataclass(slots=True, eq=False)
class World:
    """Everything there is; `publish` is called at the moment anything happens."""

    clock: Clock
    ids: Snowflakes
    bot: User
    bot_token: str
    privileged_intents: int = 0
    base_url: str = ""
    publish: Callable[[Happening], None] = lambda _: None
    monotonic: Callable[[], float] = time.monotonic
    users: dict[int, User] = field(default_factory=dict)
    guilds: dict[int, Guild] = field(default_factory=dict)
    channels: dict[int, Channel] = field(default_factory=dict)
    commands: dict[int | None, dict[int, Command]] = field(default_factory=dict)
    commands_made: dict[int | None, list[datetime]] = field(default_factory=dict)
    interactions: dict[int, Interaction] = field(default_factory=dict)
    interactions_by_token: dict[str, Interaction] = field(default_factory=dict)
    nonces: dict[tuple[int, str], tuple[float, Message]] = field(default_factory=dict)
    invites: dict[str, Invite] = field(default_factory=dict)
    attachments: dict[int, Attachment] = field(default_factory=dict)
    files: dict[int, bytes] = field(default_factory=dict)
    _orders: Iterator[int] = field(default_factory=lambda: count(1))

    def next_order(self) -> int:
        """Draw the number of this moment, for things whose order counts."""
        return next(self._orders)

    def permissions_of(self, user_id: int, channel: Channel) -> int:
        """Compute what a user may do in a channel; nothing for strangers."""
        if channel.guild_id is None:
            return permissions.in_private(user_id, channel)
        guild = self.guilds[channel.guild_id]
        member = guild.members.get(user_id)
        if member is None:
            return 0
        return permissions.in_channel(guild, member, channel, self.clock.now())

    def sees(self, user_id: int, channel: Channel) -> bool:
        """Tell whether a user sees a channel; a category also where they see one of its own."""
        if self.permissions_of(user_id, channel) & permissions.VIEW_CHANNEL:
            return True
        if channel.type is not ChannelType.CATEGORY or channel.guild_id is None:
            return False
        inside = self.guilds[channel.guild_id].channels.values()
        return any(self.sees(user_id, each) for each in inside if each.parent_id == channel.id)

    def bot_guilds(self) -> Iterator[Guild]:
        """Walk through the servers the bot is in."""
        return (guild for guild in self.guilds.values() if self.bot.id in guild.members)

    def find_emoji(self, emoji_id: int) -> Emoji | None:
        """Look a custom emoji up in every server."""
        return next(
            (g.emojis[emoji_id] for g in self.guilds.values() if emoji_id in g.emojis), None
        )
