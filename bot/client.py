"""The discord.py bot: intents, extensions by name, the gateway's hooks and the one error hook.

Votes are heard by `ears.py`; what concerns all votes at once synchronously here, before discord.py
would make a task of it. Everything else a person does comes through the command tree.
"""

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import aiohttp
import discord
import structlog
from discord import app_commands
from discord.ext import commands

from bot.arrival import Arrival
from bot.domain.channel import ChannelKind
from bot.domain.ids import ChannelId, GuildId, MessageId
from bot.ears import hear_languages, hear_votes
from bot.errors import ColloquyError, GuildOnly, ServerNotServed, StorageError
from bot.memory import keep_what_is_there
from bot.services.services import Services
from bot.translator import CommandTranslator
from bot.ui.audience import AnyCommand
from bot.ui.replies import explain, explain_bug

EXTENSIONS = (
    "cogs.articles",
    "cogs.pasting",
    "cogs.editor",
    "cogs.discussions",
    "cogs.terms",
    "cogs.control_presses",
    "cogs.polls",
    "cogs.poll_menus",
    "cogs.withdrawing",
    "cogs.tallies",
    "cogs.servers",
    "cogs.server_setup",
    "cogs.doctor",
    "cogs.privacy",
    "cogs.help",
)

# There is no voice here to be warned about.
discord.VoiceClient.warn_nacl = False
discord.VoiceClient.warn_dave = False

# Told of every single event, and nobody listens: discord.py would look for whoever does each time.
_UNHEARD = "socket_event_type"

# So long what was begun may go on when the bot closes: a reply is on its way, or a confirmation is
# waited for that nobody gives.
_PATIENCE_SECONDS = 0.5

_KINDS = {
    discord.ChannelType.text: ChannelKind.TEXT,
    discord.ChannelType.news: ChannelKind.ANNOUNCEMENT,
}

_log = structlog.get_logger()


def _intents() -> discord.Intents:
    # None of them is privileged: no members, no presences, no message content.
    return discord.Intents(
        guilds=True, guild_messages=True, guild_reactions=True, emojis_and_stickers=True
    )


class CommandTree(app_commands.CommandTree["ColloquyBot"]):
    """The command tree with the one place where a command's errors become replies."""

    async def interaction_check(self, interaction: discord.Interaction["ColloquyBot"]) -> bool:
        """Refuse a command when the bot closes, and have it ended then, and in other servers."""
        if not interaction.client.may_begin(asyncio.current_task()):
            return False
        if interaction.guild_id is None or interaction.client.arrival.serves(interaction.guild_id):
            return True
        if interaction.type is not discord.InteractionType.autocomplete:
            await refuse(interaction, ServerNotServed())
        return False

    async def on_error(
        self, interaction: discord.Interaction["ColloquyBot"], error: app_commands.AppCommandError
    ) -> None:
        """Say what went wrong, only to the person who asked."""
        cause = error.__cause__ if isinstance(error, app_commands.CommandInvokeError) else error
        if isinstance(error, app_commands.NoPrivateMessage):
            cause = GuildOnly()
        await refuse(interaction, cause or error)


async def refuse(
    interaction: discord.Interaction["ColloquyBot"],
    error: BaseException,
    *,
    adding: Sequence[str] = (),
    file: discord.File = discord.utils.MISSING,
) -> None:
    """Say what went wrong, only to the person who asked, and add what they are to have besides.

    Of what is added only the first stands in the same message, with the file.
    """
    log = _log.bind(guild_id=interaction.guild_id, interaction_id=interaction.id)
    if isinstance(error, StorageError):
        log.error("command failed", exc_info=error)
        text = explain(error)
    elif isinstance(error, ColloquyError):
        log.debug("command refused", error=type(error).__name__)
        text = explain(error)
    else:
        log.error("command failed", exc_info=error)
        text = explain_bug(reference=str(interaction.id))
    first, *others = adding or [""]
    await _reply(interaction, f"{text}\n{first}".rstrip("\n"), file)
    for said in others:
        await _reply(interaction, said)


async def _reply(
    interaction: discord.Interaction["ColloquyBot"],
    text: str,
    file: discord.File = discord.utils.MISSING,
) -> None:
    try:
        if interaction.response.is_done():
            await interaction.followup.send(text, file=file, ephemeral=True)
        else:
            await interaction.response.send_message(text, file=file, ephemeral=True)
    except discord.HTTPException as error:
        # The person has gone, or Discord has: there is nobody left to tell but the host.
        _log.warning("a reply could not be sent", code=error.code, status=error.status)


class ColloquyBot(commands.AutoShardedBot):
    """The bot; `serve` gives it what it serves before it is started."""

    services: Services
    arrival: Arrival
    # Discord's ids of the commands, by name; none until it was told of them.
    command_ids: Mapping[str, int] = MappingProxyType({})

    def __init__(
        self,
        *,
        guild_ready_seconds: float,
        http_trace: aiohttp.TraceConfig | None = None,
        guild_ids: Collection[int] = (),
        when_ready: Callable[[], None] = keep_what_is_there,
    ) -> None:
        super().__init__(
            # There are no text commands: they would need the privileged message content.
            command_prefix=commands.when_mentioned,
            help_command=None,
            tree_cls=CommandTree,
            intents=_intents(),
            allowed_mentions=discord.AllowedMentions.none(),
            allowed_contexts=app_commands.AppCommandContext(guild=True),
            allowed_installs=app_commands.AppInstallationType(guild=True),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            guild_ready_timeout=guild_ready_seconds,
            http_trace=http_trace or aiohttp.TraceConfig(),
        )
        self._under_way = set[asyncio.Task[Any]]()
        self._ends = False
        self._begun = False
        self._guild_ids = guild_ids
        self._when_ready = when_ready
        self._ears: dict[str, Callable[..., None]] = {
            "raw_reaction_clear": self._hear_cleared,
            "raw_reaction_clear_emoji": self._hear_cleared_emoji,
            "shard_connect": self._hear_new_session,
            "shard_disconnect": self._hear_lost,
            "shard_resumed": self._hear_resumed,
        }

    def serve(self, services: Services) -> None:
        """Give the bot its services; once, before it is started."""
        self.services = services
        self.arrival = Arrival(services, self._guild_ids)
        hear_votes(self, services.intake)
        hear_languages(self)

    async def login(self, token: str) -> None:
        """Log in; where that fails, it may be called again."""
        self._begun = True
        try:
            await super().login(token)
        except Exception:
            # discord.py would open another session and never close this one.
            await self.http.close()
            self.http.connector = discord.utils.MISSING
            raise

    async def setup_hook(self) -> None:
        """Load the cogs and tell Discord of their commands; called after login, before connect."""
        for extension in EXTENSIONS:
            # They are there already where Discord failed later on and we try again.
            if extension not in self.extensions:
                await self.load_extension(extension)
        await self.tree.set_translator(CommandTranslator())
        self.command_ids = {one.name: one.id for one in await self.tree.sync()}

    @property
    def every_command(self) -> list[AnyCommand]:
        """Every command there is: those that are typed, in groups too, and those in menus."""
        typed = self.tree.walk_commands()
        in_menus = self.tree.get_commands(type=discord.AppCommandType.message)
        return [
            *(one for one in typed if isinstance(one, app_commands.Command)),
            *in_menus,
        ]

    # ── the end ───────────────────────────────────────────────────────────────────────────────────

    def may_begin(self, task: asyncio.Task[Any] | None) -> bool:
        """Have a task of discord.py's ended when the bot closes; False if it is closing already.

        discord.py begins a task for each event and each command and leaves it to itself, but it
        must not use the database when that is closed.
        """
        if task is not None:
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
        return not self._ends

    def _schedule_event(self, *args: Any, **kwargs: Any) -> asyncio.Task[Any]:
        task = super()._schedule_event(*args, **kwargs)
        self.may_begin(task)
        return task

    async def close(self) -> None:
        """Begin nothing new, end what was begun and close the connection; votes are still heard."""
        self._ends = True
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=_PATIENCE_SECONDS)
        under_way = set(self._under_way)
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)
        if self._begun:
            # discord.py has nothing to close before, and does not know it.
            await super().close()

    # ── heard at once ─────────────────────────────────────────────────────────────────────────

    def dispatch(self, event_name: str, /, *args: Any, **kwargs: Any) -> None:
        """Hear at once what concerns votes; leave everything to discord.py besides."""
        if event_name == _UNHEARD:
            return
        hear = self._ears.get(event_name)
        if hear is not None:
            try:
                hear(*args)
            except Exception:
                _log.exception("an event could not be heard", event_name=event_name)
        if not self._ends:
            super().dispatch(event_name, *args, **kwargs)

    def _hear_cleared(self, event: discord.RawReactionClearEvent) -> None:
        self.services.intake.cleared(MessageId(event.message_id))

    def _hear_cleared_emoji(self, event: discord.RawReactionClearEmojiEvent) -> None:
        self.services.intake.cleared(MessageId(event.message_id), _name_of(event.emoji))

    def _hear_new_session(self, shard_id: int) -> None:
        self.services.readback.ask(shard_id=shard_id, shard_count=self.shard_count or 1)

    def _hear_lost(self, shard_id: int) -> None:
        self.services.readback.lost(shard_id)

    def _hear_resumed(self, shard_id: int) -> None:
        self.services.readback.resumed(shard_id)

    # ── told by discord.py ────────────────────────────────────────────────────────────────────

    async def on_raw_reaction_clear(self, event: discord.RawReactionClearEvent) -> None:
        """Hear that all reactions of a message were cleared."""
        await self._reseed(event.guild_id, event.message_id)

    async def on_raw_reaction_clear_emoji(self, event: discord.RawReactionClearEmojiEvent) -> None:
        """Hear that all reactions of one emoji were cleared."""
        await self._reseed(event.guild_id, event.message_id)

    async def _reseed(self, guild_id: int | None, message_id: int) -> None:
        poll_id = self.services.intake.find_poll(MessageId(message_id))
        if poll_id is not None and guild_id is not None:
            await self.services.moderation.reactions_cleared(GuildId(guild_id), poll_id)

    async def on_raw_message_delete(self, event: discord.RawMessageDeleteEvent) -> None:
        """Hear that a message was deleted."""
        if event.guild_id is not None:
            await self.services.moderation.messages_deleted(
                GuildId(event.guild_id), {MessageId(event.message_id)}
            )

    async def on_raw_bulk_message_delete(self, event: discord.RawBulkMessageDeleteEvent) -> None:
        """Hear that many messages were deleted at once."""
        if event.guild_id is not None:
            await self.services.moderation.messages_deleted(
                GuildId(event.guild_id), {MessageId(message_id) for message_id in event.message_ids}
            )

    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """Hear that a channel was deleted."""
        await self.services.moderation.channel_deleted(
            GuildId(channel.guild.id), ChannelId(channel.id)
        )

    async def on_raw_thread_delete(self, event: discord.RawThreadDeleteEvent) -> None:
        """Hear that a thread was deleted."""
        await self.services.moderation.channel_deleted(
            GuildId(event.guild_id), ChannelId(event.thread_id)
        )

    async def on_raw_thread_update(self, event: discord.RawThreadUpdateEvent) -> None:
        """Hear that a thread was changed: archived, perhaps."""
        state = event.data["thread_metadata"]
        # What a moderator has locked stays closed.
        if state["archived"] and not state.get("locked"):
            await self.services.moderation.thread_archived(
                GuildId(event.guild_id), ChannelId(event.thread_id)
            )

    async def on_guild_channel_update(
        self, before: discord.abc.GuildChannel, after: discord.abc.GuildChannel
    ) -> None:
        """Hear that a channel changed: its permissions, or what kind it is."""
        kind = _KINDS.get(after.type)
        if before.type != after.type and kind is not None:
            await self.services.moderation.channel_changed(
                GuildId(after.guild.id), ChannelId(after.id), kind
            )
        if before.overwrites != after.overwrites:
            await self.services.healing.rights_changed(GuildId(after.guild.id))

    async def on_guild_role_update(self, before: discord.Role, after: discord.Role) -> None:
        """Hear that a role changed, its permissions maybe."""
        if before.permissions != after.permissions:
            await self.services.healing.rights_changed(GuildId(after.guild.id))

    async def on_guild_role_delete(self, role: discord.Role) -> None:
        """Hear that a role is gone, which the bot may have had."""
        await self.services.healing.rights_changed(GuildId(role.guild.id))

    async def on_member_update(self, before: discord.Member, after: discord.Member) -> None:
        """Hear that the bot's own roles changed, or that it was timed out."""
        del before
        if self.user is not None and after.id == self.user.id:
            await self.services.healing.rights_changed(GuildId(after.guild.id))

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Hear that the bot was removed from a server; an outage does not come here."""
        await self.services.moderation.guild_left(GuildId(guild.id))

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Hear that the bot was added to a server."""
        await self.arrival.joined(guild, among=self.guilds)

    async def on_ready(self) -> None:
        """Hear that every shard knows its servers; called again after a lost session."""
        _log.info("connected", servers=len(self.guilds), shards=self.shard_count)
        # Before the work for each server, which takes seconds where there are thousands.
        self._when_ready()
        await self.arrival.ready(self.guilds)

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        """Log what a listener raised; discord.py would print it to stderr."""
        del args, kwargs
        _log.exception("a listener failed", event_name=event_method)


def _name_of(emoji: discord.PartialEmoji) -> str:
    # A server's own emoji is compared by id: its name may be null once it has been deleted.
    return f"{emoji.name}:{emoji.id}" if emoji.id else str(emoji.name)
