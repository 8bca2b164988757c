"""Channels of every kind for a discussion to be held in, and what stands in them."""

from bot.sandbox import GuildView, Sandbox
from tests.e2e.troupe import is_prompt, standing_in

REQUIRE_TAG = 1 << 4
CROSSPOSTED = 1 << 0
POST_PINNED = 1 << 1
PIN_NOTICE = 6  # the type of the message that tells of a pin


async def add_forum(sandbox: Sandbox, guild: GuildView, *, flags: int = 0) -> int:
    """Make a forum with two tags."""
    return await sandbox.control.world.add_channel(
        guild.id, "circle", "forum", tags=["Reading", "Votes"], flags=flags
    )


async def posts_of(sandbox: Sandbox, guild: GuildView, forum_id: int) -> list[dict]:
    """List a forum's posts as a member sees them, in the order in which they were made."""
    state = await sandbox.control.world.get_guild(guild.id)
    looked = [
        await sandbox.control.members.look_at(guild.owner_id, thread_id)
        for thread_id in sorted(state.threads.values())
    ]
    return [thread for thread in looked if int(thread["parent_id"]) == forum_id]


async def section_posts(sandbox: Sandbox, guild: GuildView, forum_id: int) -> list[dict]:
    """List those of a forum's posts whose first message is a section's prompt."""
    found = []
    for thread in await posts_of(sandbox, guild, forum_id):
        standing = await standing_in(sandbox, int(thread["id"]))
        if standing and is_prompt(standing[0]):
            found.append(thread)
    return found
