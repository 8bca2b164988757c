"""A client that only listens: `python -m benchmarks.listener JSON`, in a process of its own.

It prints {"ready": seconds from the start of its connecting}, then after each `events` reactions
{"events_per_s": rate}.
"""

import asyncio
import json
import sys
import time
from typing import Any

import discord
import yarl


class Listener(discord.AutoShardedClient):
    """Counts reactions, and keeps nothing."""

    def __init__(self, events: int, shards: int) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True, guild_messages=True, guild_reactions=True),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            guild_ready_timeout=0.2,
            shard_count=shards,
        )
        self._events = events
        self._seen = 0
        self._first = 0.0
        self.began = 0.0

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Identify at once: nothing is limited here."""

    async def on_ready(self) -> None:
        """Say how long it took."""
        _say(ready=time.perf_counter() - self.began, guilds=len(self.guilds))

    def dispatch(self, event_name: str, /, *args: Any, **kwargs: Any) -> None:
        """Count reactions as the bot hears them: at once, without a task for each."""
        if event_name != "raw_reaction_add":
            super().dispatch(event_name, *args, **kwargs)
            return
        self._seen += 1
        if self._seen == 1:
            self._first = time.perf_counter()
        elif self._seen == self._events:
            _say(events_per_s=(self._seen - 1) / (time.perf_counter() - self._first))
            self._seen = 0


def _say(**told: Any) -> None:
    print(json.dumps(told), flush=True)


async def main() -> None:
    """Listen until ended."""
    given = json.loads(sys.argv[1])
    discord.http.Route.BASE = given["api_url"]
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(given["gateway_url"])
    listener = Listener(given["events"], given["shards"])
    async with listener:
        listener.began = time.perf_counter()
        await listener.start(given["bot_token"])


if __name__ == "__main__":
    asyncio.run(main())
