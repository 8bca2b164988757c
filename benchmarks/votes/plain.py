"""discord.py by itself: `python -m benchmarks.votes.plain JSON`, an empty `on_raw_reaction_add`.

It prints {"ready": true}, and when every vote has been heard {"ended": instant, "cpu": seconds}.
"""

import asyncio
import json
import sys
import time
from typing import Any

import discord
import yarl


class Plain(discord.AutoShardedClient):
    """Hears votes as discord.py hands them out: a task for each."""

    def __init__(self) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True, guild_messages=True, guild_reactions=True),
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
            chunk_guilds_at_startup=False,
            guild_ready_timeout=0.05,
        )
        self._cpu = 0.0

    async def on_ready(self) -> None:
        """Say that it listens."""
        self._cpu = time.process_time()
        _say(ready=True)

    async def on_raw_reaction_add(self, event: discord.RawReactionActionEvent) -> None:
        """Hear a vote, and do nothing."""

    async def on_raw_reaction_remove(self, _event: discord.RawReactionActionEvent) -> None:
        """Hear that the votes are over: tasks begin in their order."""
        _say(ended=time.monotonic(), cpu=time.process_time() - self._cpu)


def _say(**told: Any) -> None:
    print(json.dumps(told), flush=True)


async def main() -> None:
    """Listen until ended."""
    given = json.loads(sys.argv[1])
    discord.http.Route.BASE = given["api_url"]
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(given["gateway_url"])
    async with Plain() as client:
        await client.start("token")


if __name__ == "__main__":
    asyncio.run(main())
