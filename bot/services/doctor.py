"""The doctor: examines, channel by channel, whether the bot may do what it is to do there."""

from collections.abc import Callable

from bot.domain.channel import ChannelKind
from bot.domain.discussion import OPEN_STATES, Discussion
from bot.domain.ids import ChannelId, GuildId
from bot.domain.ping import Ping
from bot.domain.rights import Checkup, Finding, Purpose, Right, rights_for, rights_to_log
from bot.domain.terms import DEFAULT_TERMS, Terms
from bot.errors import WrongChannelKind
from bot.services.publisher import Publisher
from bot.storage import discussions, guilds
from bot.storage.database import Database


class Doctor:
    """Looks into what Discord has told already: no request is made."""

    def __init__(self, database: Database, publisher: Publisher) -> None:
        self._database = database
        self._publisher = publisher

    async def examine(self, guild_id: GuildId) -> tuple[Checkup, ...]:
        """Examine every discussion that is on, the channel for new ones, and the log channel."""
        async with self._database.read() as unit:
            on = await discussions.list_all(unit, guild_id=guild_id, states=OPEN_STATES)
            settings = await guilds.get_settings(unit, guild_id=guild_id)
        checkups = [self._of_discussion(guild_id, discussion) for discussion in on]
        if settings.channel_id is not None:
            checkups.append(
                self._check(
                    guild_id,
                    settings.channel_id,
                    Purpose.START,
                    lambda kind: rights_for(kind, DEFAULT_TERMS),
                )
            )
        if settings.log_channel_id is not None:
            checkups.append(
                self._check(
                    guild_id, settings.log_channel_id, Purpose.LOG, lambda _kind: rights_to_log()
                )
            )
        return tuple(checkups)

    def examine_start(
        self, guild_id: GuildId, channel_id: ChannelId, terms: Terms, *, asks: bool
    ) -> Checkup:
        """Examine a channel in which a discussion is to begin."""
        return self._check(
            guild_id,
            channel_id,
            Purpose.START,
            lambda kind: rights_for(kind, terms, asks=asks),
            ping_role_id=terms.ping_role_id,
        )

    def _of_discussion(self, guild_id: GuildId, discussion: Discussion) -> Checkup:
        terms, asks = discussion.terms, not discussion.prompts_only
        return self._check(
            guild_id,
            discussion.channel_id,
            Purpose.DISCUSSION,
            lambda kind: rights_for(kind, terms, asks=asks),
            title=discussion.title,
            ping_role_id=terms.ping_role_id,
        )

    def _check(
        self,
        guild_id: GuildId,
        channel_id: ChannelId,
        purpose: Purpose,
        rights: Callable[[ChannelKind], tuple[Right, ...]],
        *,
        title: str | None = None,
        ping_role_id: int | None = None,
    ) -> Checkup:
        try:
            kind = self._publisher.kind_of(guild_id, channel_id)
        except WrongChannelKind:
            return Checkup(channel_id=channel_id, purpose=purpose, title=title, kind=None)
        granted = self._publisher.granted(guild_id, channel_id)
        silent = ping_role_id is not None and (
            self._publisher.ping(guild_id, channel_id, ping_role_id) is not Ping.NOTIFIES
        )
        return Checkup(
            channel_id=channel_id,
            purpose=purpose,
            title=title,
            kind=kind,
            findings=tuple(Finding(right, right.name in granted) for right in rights(kind)),
            silent_role_id=ping_role_id if silent else None,
        )
