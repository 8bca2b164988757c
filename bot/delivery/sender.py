"""Sending a message once and never twice: by its nonce, and by looking before any retry."""

import base64
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import discord

from bot.delivery.pace import Pace, Priority
from bot.delivery.refusals import translated
from bot.delivery.requests import never_repeated
from bot.domain.ids import ChannelId, GuildId, MessageId
from bot.domain.thread import NewThread
from bot.errors import TargetGone

_NONCE_LENGTH = 16  # Discord takes 25 at most; 80 bits do not repeat
# The host's clock may have been far ahead when it was noted that a message was to be sent.
_CLOCKS_MAY_DIFFER_BY = timedelta(days=1)
_MOST_HISTORY = 10_000  # messages, the newest, looked through before a retry, 100 to a request
_PAGE = 100  # messages that Discord gives at once
_MOST_ARCHIVED = 20  # pages of archived posts looked through before a retry, 100 to a request
_PUBLIC_THREAD = 11
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A message of ours: its embed's footer ends with the reference, by which we know it again.

    Only the role of `ping_role_id` is ever mentioned.
    """

    reference: str
    embed: discord.Embed
    content: str | None = None
    silent: bool = True
    ping_role_id: int | None = None

    @property
    def allowed_mentions(self) -> discord.AllowedMentions:
        """Whom it may notify: one role at most, whatever its text says."""
        roles = [discord.Object(self.ping_role_id)] if self.ping_role_id else False
        return discord.AllowedMentions(everyone=False, users=False, roles=roles, replied_user=False)


class Sender:
    """Sends letters; `key` is the installation's, and makes their references its own."""

    def __init__(self, client: discord.Client, *, key: str, pace: Pace) -> None:
        self._client = client
        self._key = key
        self._pace = pace

    def reference(self, kind: str, row_id: int, part: int = 0) -> str:
        """Name a message once and for all: nonce and, in its footer, the mark we know it by."""
        digest = hashlib.sha256(f"{self._key}:{kind}:{row_id}:{part}".encode()).digest()
        return base64.b32encode(digest).decode().lower()[:_NONCE_LENGTH]

    async def send(
        self,
        channel_id: ChannelId,
        letter: Letter,
        *,
        priority: Priority,
        since: datetime | None,
    ) -> MessageId:
        """Send a letter; `since` says from when on an earlier try may have left it there."""
        channel = self._client.get_partial_messageable(channel_id)
        if since is not None:
            found = await self._find(channel, letter.reference, since, priority)
            if found is not None:
                return found
        await self._pace.turn(priority)
        with translated():
            message = await channel.send(
                content=letter.content,
                embed=letter.embed,
                # Discord drops a repeat for some minutes; after that `_find` sees to it.
                nonce=letter.reference,
                silent=letter.silent,
                allowed_mentions=letter.allowed_mentions,
            )
        return MessageId(message.id)

    async def _find(
        self,
        channel: discord.PartialMessageable,
        reference: str,
        since: datetime,
        priority: Priority,
    ) -> MessageId | None:
        """Look for a message of ours that an earlier try may have left there.

        The newest page is looked through whole, whatever our clock says: it may have run ahead.
        """
        await self._pace.turn(priority)
        looked_through = 0
        with translated():
            async for message in channel.history(limit=_MOST_HISTORY):
                footers = (embed.footer.text for embed in message.embeds)
                if message.author.id == self._own_id and _bears(footers, reference):
                    return MessageId(message.id)
                looked_through += 1
                if looked_through % _PAGE == 0:
                    if message.created_at < since - _CLOCKS_MAY_DIFFER_BY:
                        return None
                    # The next is another request, and no more urgent than the first.
                    await self._pace.turn(priority)
        return None

    # ── forums ────────────────────────────────────────────────────────────────────────────────

    async def open_post(
        self,
        guild_id: GuildId,
        channel_id: ChannelId,
        letter: Letter,
        thread: NewThread,
        *,
        priority: Priority,
        since: datetime | None,
    ) -> MessageId:
        """Open a post of a forum with a letter as its first message; both have the id given.

        Forum posts take no nonce: nothing asks for one again without looking, discord.py neither.
        """
        if since is not None:
            found = await self._find_post(guild_id, channel_id, letter.reference, since, priority)
            if found is not None:
                return found
        params = discord.http.handle_message_parameters(
            content=letter.content or discord.utils.MISSING,
            embed=letter.embed,
            flags=discord.MessageFlags(suppress_notifications=letter.silent),
            allowed_mentions=letter.allowed_mentions,
            channel_payload={
                "name": thread.name,
                "auto_archive_duration": thread.auto_archive // _MINUTE,
                "rate_limit_per_user": int(thread.slow_mode.total_seconds()),
                "type": _PUBLIC_THREAD,
                "applied_tags": [str(tag_id) for tag_id in thread.tag_ids],
            },
        )
        await self._pace.turn(priority)
        with translated(), never_repeated():
            opened = await self._client.http.start_thread_in_forum(channel_id, params=params)
        return MessageId(int(opened["id"]))

    async def _find_post(
        self,
        guild_id: GuildId,
        channel_id: ChannelId,
        reference: str,
        since: datetime,
        priority: Priority,
    ) -> MessageId | None:
        """Look for a post of ours that an earlier try may have left there, archived or not."""
        after = since - _CLOCKS_MAY_DIFFER_BY
        await self._pace.turn(priority)
        with translated():
            active = await self._client.http.get_active_threads(guild_id)
        threads = [one for one in active["threads"] if int(one["parent_id"]) == channel_id]
        threads += await self._list_archived(channel_id, after, priority)
        for thread in threads:
            thread_id = int(thread["id"])
            ours = int(thread["owner_id"]) == self._own_id
            if ours and discord.utils.snowflake_time(thread_id) >= after:
                first = await self._first_of(thread_id, priority)
                footers = (embed.get("footer", {}).get("text") for embed in first.get("embeds", ()))
                if _bears(footers, reference):
                    return MessageId(thread_id)
        return None

    async def _list_archived(
        self, channel_id: ChannelId, after: datetime, priority: Priority
    ) -> list[Any]:
        """List the posts that were archived since an instant, the last first."""
        threads: list[Any] = []
        before: str | None = None
        for _ in range(_MOST_ARCHIVED):
            await self._pace.turn(priority)
            with translated():
                page = await self._client.http.get_public_archived_threads(
                    channel_id,
                    before=before,
                    limit=100,
                )
            threads += page["threads"]
            if not page["threads"] or not page["has_more"]:
                break
            before = page["threads"][-1]["thread_metadata"]["archive_timestamp"]
            if datetime.fromisoformat(before) < after:
                break
        return threads

    async def _first_of(self, thread_id: int, priority: Priority) -> Mapping[str, Any]:
        await self._pace.turn(priority)
        try:
            with translated():
                return await self._client.http.get_message(thread_id, thread_id)
        except TargetGone:
            # Its first message was deleted.
            return {}

    @property
    def _own_id(self) -> int | None:
        return self._client.user.id if self._client.user else None


def _bears(footers: Iterator[str | None], reference: str) -> bool:
    return any(text is not None and text.endswith(reference) for text in footers)
