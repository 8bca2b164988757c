"""What the bot sees: noticing when a channel with threads comes into its sight again."""

from bot.sandbox import intents, permissions
from bot.sandbox.gateway.event import Event
from bot.sandbox.happenings import (
    Change,
    ChannelChanged,
    GuildCame,
    GuildWent,
    Happening,
    MemberChanged,
    RoleChanged,
)
from bot.sandbox.state.channels import Channel
from bot.sandbox.state.guilds import Guild
from bot.sandbox.state.world import World
from bot.sandbox.wire.channels import render_thread, render_thread_member


class Sight:
    """Remembers the channels the bot cannot see, server by server."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._hidden: dict[int, set[int]] = {}

    def follow(self, happening: Happening) -> Event | None:
        """Follow what happened; gives the threads that came into sight, if any did."""
        match happening:
            case ChannelChanged(channel, change) if channel.guild_id is not None:
                guild = self._world.guilds[channel.guild_id]
                return self._look(guild, [] if change is Change.DELETED else [channel])
            case RoleChanged(guild) | GuildCame(guild):
                return self._look(guild, list(guild.channels.values()))
            case MemberChanged(guild, member) if member.user is self._world.bot:
                return self._look(guild, list(guild.channels.values()))
            case GuildWent(guild, outage=False):
                self._hidden.pop(guild.id, None)
        return None

    def _look(self, guild: Guild, channels: list[Channel]) -> Event | None:
        if self._world.bot.id not in guild.members:
            return None
        hidden = self._hidden.get(guild.id, set())
        seen = {each.id for each in channels if self._sees(each)}
        came = hidden & seen
        hidden = hidden - seen | {each.id for each in channels} - seen
        if hidden:
            self._hidden[guild.id] = hidden
        else:
            self._hidden.pop(guild.id, None)
        return self._tell(guild, came) if came else None

    def _sees(self, channel: Channel) -> bool:
        bits = self._world.permissions_of(self._world.bot.id, channel)
        return bool(bits & permissions.VIEW_CHANNEL)

    def _tell(self, guild: Guild, channel_ids: set[int]) -> Event | None:
        me = self._world.bot.id
        threads = [
            each
            for each in guild.threads.values()
            if each.parent_id in channel_ids
            and each.thread
            and not each.thread.archived
            and self._sees(each)
        ]
        data = {
            "guild_id": str(guild.id),
            "channel_ids": [str(each) for each in sorted(channel_ids)],
            "threads": [render_thread(each, me) for each in threads],
            "members": [
                render_thread_member(each, me)
                for each in threads
                if each.thread and me in each.thread.members
            ],
        }
        return Event("THREAD_LIST_SYNC", data, guild.id, intents.GUILDS)
