"""What the bot sees: noticing when channels, and their threads, come into its sight again."""

from bot.sandbox import intents
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
from bot.sandbox.state.channels import Channel, ChannelType
from bot.sandbox.state.guilds import Guild
from bot.sandbox.state.world import World
from bot.sandbox.wire.channels import render_channel, render_thread, render_thread_member


class Sight:
    """Remembers the channels the bot cannot see, server by server."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._hidden: dict[int, set[int]] = {}

    def follow(self, happening: Happening) -> list[Event]:
        """Follow what happened; gives the channels and threads that came into sight."""
        match happening:
            case ChannelChanged(channel, change) if channel.guild_id is not None:
                guild = self._world.guilds[channel.guild_id]
                known = {channel.id}
                looked_at = [] if change is Change.DELETED else [channel]
                if channel.parent_id is not None:
                    looked_at.append(guild.channels[channel.parent_id])
                return self._look(guild, looked_at, known)
            case GuildCame(guild):
                return self._look(guild, list(guild.channels.values()), set(guild.channels))
            case RoleChanged(guild):
                return self._look(guild, list(guild.channels.values()), set())
            case MemberChanged(guild, member) if member.user is self._world.bot:
                return self._look(guild, list(guild.channels.values()), set())
            case GuildWent(guild, outage=False):
                self._hidden.pop(guild.id, None)
        return []

    def _look(self, guild: Guild, channels: list[Channel], known: set[int]) -> list[Event]:
        """Look at channels again; those that are `known` are told by the happening itself."""
        if self._world.bot.id not in guild.members:
            return []
        hidden = self._hidden.get(guild.id, set())
        seen = {each.id for each in channels if self._sees(each)}
        came = hidden & seen
        hidden = hidden - seen | {each.id for each in channels} - seen
        if hidden:
            self._hidden[guild.id] = hidden
        else:
            self._hidden.pop(guild.id, None)
        events = [self._show(guild.channels[each]) for each in sorted(came - known)]
        talked_in = {each for each in came if guild.channels[each].type is not ChannelType.CATEGORY}
        return [*events, self._sync(guild, talked_in)] if talked_in else events

    def _sees(self, channel: Channel) -> bool:
        return self._world.sees(self._world.bot.id, channel)

    def _show(self, channel: Channel) -> Event:
        return Event("CHANNEL_UPDATE", render_channel(channel), channel.guild_id, intents.GUILDS)

    def _sync(self, guild: Guild, channel_ids: set[int]) -> Event:
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
