"""What services ask of Discord, as a port; `delivery/` answers it, and nothing here knows discord.

Every method may raise `Temporary` (try again), `AccessLost` or `TargetGone`.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.channel import ChannelKind
from bot.domain.forum import Forum
from bot.domain.history import RecordedEntry
from bot.domain.ids import ChannelId, GuildId, MemberId, MessageId
from bot.domain.index import Index, IndexView
from bot.domain.ping import Ping
from bot.domain.poll import Poll
from bot.domain.post import Post
from bot.domain.prompt import Prompt
from bot.domain.report import CountedPoll
from bot.domain.tally import Tally
from bot.domain.thread import NewThread
from bot.errors import ChannelUnseen, MissingPermission, WrongChannelKind


class Publisher(Protocol):
    """Discord, as far as a discussion needs it.

    `since`, where given, says that an earlier try may have gone through: the channel's history from
    that instant on is searched for our message before another is sent.
    """

    async def room(self) -> None:
        """Wait until few enough requests wait for their turn that work for more is welcome."""

    def crowded(self) -> bool:
        """Say whether any request waits for its turn."""

    def missing_permissions(self, guild_id: GuildId, channel_id: ChannelId) -> tuple[str, ...]:
        """Name the required permissions the bot lacks there, as Discord's client calls them.

        Raises `WrongChannelKind` where a discussion cannot be held.
        """

    def granted(self, guild_id: GuildId, channel_id: ChannelId) -> frozenset[str]:
        """Name the permissions the bot has there, as Discord's API does, if any."""

    def kind_of(self, guild_id: GuildId, channel_id: ChannelId) -> ChannelKind:
        """Give the kind of a channel; raise `WrongChannelKind` where none can be held."""

    def forum(self, guild_id: GuildId, channel_id: ChannelId) -> Forum | None:
        """Give a forum's tags and whether a post must have one; None for another channel."""

    def ping(self, guild_id: GuildId, channel_id: ChannelId, role_id: int) -> Ping:
        """Say what mentioning a role there would do."""

    async def send_prompt(self, prompt: Prompt, *, since: datetime | None) -> MessageId:
        """Send one part of a section's prompt; only the first may notify.

        In a forum the first part opens the section's post, whose id its thread has too.
        """

    async def open_thread(self, post: Post, thread: NewThread) -> ChannelId:
        """Open the public thread under a prompt, or give the one that is there."""

    async def send_poll(
        self,
        poll: Poll,
        *,
        channel_id: ChannelId,
        closes_at: datetime | None,
        since: datetime | None,
    ) -> MessageId:
        """Send a poll's message, silently."""

    async def seed_poll(self, poll: Poll) -> None:
        """Put the bot's own reaction for each option; those that stand already do no harm."""

    async def correct_poll(self, poll: Poll) -> None:
        """Write an open poll's corrected words into its message."""

    async def unseed_poll(self, poll: Poll) -> None:
        """Take the bot's own reactions away; those that are gone already do no harm."""

    async def show_result(self, poll: Poll, tally: Tally) -> None:
        """Write a closed poll's result into its message."""

    async def send_results(
        self,
        post: Post,
        results: Sequence[CountedPoll],
        *,
        channel_id: ChannelId,
        since: datetime,
    ) -> MessageId:
        """Send the one result message of a section, silently."""

    async def send_reminder(
        self,
        post: Post,
        polls: Sequence[Poll],
        *,
        channel_id: ChannelId,
        since: datetime | None,
    ) -> MessageId:
        """Send a section's one reminder of its open polls, silently."""

    async def update_results(
        self, post: Post, results: Sequence[CountedPoll], *, channel_id: ChannelId
    ) -> None:
        """Write a section's results anew into the message that has them."""

    async def tell(
        self, entry: RecordedEntry, channel_id: ChannelId, *, since: datetime | None
    ) -> MessageId:
        """Send what was done to the server's log channel, silently; nobody is mentioned."""

    async def write_to(
        self, member_id: MemberId, entry: RecordedEntry, *, since: datetime | None
    ) -> MessageId:
        """Send what was done to a member who agreed, in a direct message.

        Raises `AccessLost` where they take none.
        """

    async def pin(self, post: Post) -> None:
        """Pin a prompt, and take away the notice of it that Discord posts."""

    async def unpin(self, post: Post) -> None:
        """Take the pin of a prompt away; one that is gone already does no harm."""

    async def publish(self, post: Post, part: int) -> None:
        """Have the servers that follow the channel sent a message; once does it."""

    async def keep_open(self, thread_id: ChannelId) -> None:
        """Open a thread again that was archived; one that is open stays so."""

    async def send_index(
        self, index: Index, view: IndexView, post: NewThread, *, since: datetime | None
    ) -> MessageId:
        """Send an index, silently; `post` is how a forum's post for it is opened."""

    async def edit_index(self, index: Index, view: IndexView) -> None:
        """Have an index show how things stand."""

    async def delete_index(self, index: Index) -> None:
        """Take an index away; one that is gone already does no harm."""

    async def pin_index(self, index: Index) -> None:
        """Pin an index."""

    async def unpin_index(self, index: Index) -> None:
        """Take the pin of an index away."""

    async def delete_message(self, channel_id: ChannelId, message_id: MessageId) -> None:
        """Delete one of the bot's own messages; one that is gone already does no harm."""


def require_permissions(publisher: Publisher, guild_id: GuildId, channel_id: ChannelId) -> None:
    """Raise `MissingPermission`, or `ChannelUnseen`, where nothing could be posted."""
    missing = publisher.missing_permissions(guild_id, channel_id)
    if not missing:
        return
    try:
        publisher.kind_of(guild_id, channel_id)
    except WrongChannelKind:
        raise ChannelUnseen(channel_id=channel_id) from None
    raise MissingPermission(channel_id=channel_id, permissions=missing)
