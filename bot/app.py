"""The composition root: settings in, ready bot out; the only file that knows every room."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, nullcontext

import aiohttp
import discord
import structlog

from bot.alarm import Alarm
from bot.client import ColloquyBot
from bot.clock import Clock
from bot.delivery.breaker import Breaker
from bot.delivery.endpoint import api_at
from bot.delivery.pace import Pace
from bot.delivery.publisher import DiscordPublisher
from bot.delivery.reactions import DiscordReactions
from bot.delivery.refusals import is_page
from bot.delivery.requests import Requests
from bot.errors import ApiUnreachable, DatabaseFailed, TokenRefused
from bot.health.gateway import Gateway
from bot.health.health import Health
from bot.health.server import serving
from bot.memory import keep_what_is_there
from bot.reading.fetching.connections import Resolve, system_names
from bot.reading.fetching.fetcher import Fetcher
from bot.reading.fetching.reach import PUBLIC, Reach
from bot.reading.worker import ReadingWorker
from bot.services.assembly import Ground, assemble
from bot.services.library import Library
from bot.services.services import Services
from bot.services.upkeep import Upkeep
from bot.settings import Settings
from bot.storage import polls
from bot.storage.database import Database, open_database

_GOODBYE_SECONDS = 2.5  # three times, and a text may be read: within ten in all
_TRIES_TO_LOAD, _RETRY_SECONDS = 60, 1.0
# In all about five minutes; pauses double up to the longest.
_TRIES_TO_LOGIN, _LONGEST_PAUSE_SECONDS = 14, 30.0
_NO_ANSWER = (aiohttp.ClientError, OSError)
_TOO_MANY_REQUESTS, _SERVER_ERRORS = 429, 500
_AUTHENTICATION_FAILED = 4004  # the gateway's close code

_log = structlog.get_logger()


class App:
    """A bot, put together and not yet started."""

    def __init__(
        self,
        *,
        database: Database,
        client: ColloquyBot,
        services: Services,
        alarm: Alarm,
        clock: Clock,
        health: Health,
    ) -> None:
        self.database = database
        self.client = client
        self.services = services
        self.health = health
        self._alarm = alarm
        self._clock = clock

    async def run(self, token: str, *, stop: asyncio.Event) -> None:
        """Serve until `stop` is set; nothing that was heard is lost on the way out.

        Raises `TokenRefused`, `ApiUnreachable` or `DatabaseFailed` where it cannot begin.
        """
        if not (token.isascii() and token.isprintable()):
            # No header can carry it.
            raise TokenRefused
        self._alarm.start()
        try:
            async with self.health.watching():
                if await _unless(stop, self._load()) and await _unless(stop, self._login(token)):
                    await self._serve(stop)
        finally:
            self._alarm.stop()
            await self._say_goodbye()

    async def _load(self) -> None:
        """Take up what rows say; a full disk or a lock is waited out for some time.

        Raises `DatabaseFailed` where that does not help, `DatabaseUnreadable` where it never will.
        """
        for tries_left in reversed(range(_TRIES_TO_LOAD)):
            try:
                await self.database.prove_writable()
                await self.services.privacy.replay()
                async with self.database.read() as unit:
                    open_polls = await polls.list_open(unit)
                await self.services.intake.load(open_polls)
            except DatabaseFailed as error:
                if not tries_left:
                    raise
                _log.warning(
                    "the start waits for the database; see that its disk has room",
                    reason=error.reason,
                )
                await asyncio.sleep(_RETRY_SECONDS)
            else:
                return

    async def _login(self, token: str) -> None:
        """Log in; a network or Discord that is not there yet is waited for some minutes.

        Raises `TokenRefused`, or `ApiUnreachable` where waiting does not help.
        """
        pause = _RETRY_SECONDS
        for tries_left in reversed(range(_TRIES_TO_LOGIN)):
            try:
                await self.client.login(token)
            except (*_NO_ANSWER, discord.HTTPException, discord.LoginFailure) as error:
                if not _passes(error):
                    if isinstance(error, discord.LoginFailure):
                        # Not chained: nothing about the token belongs in a traceback.
                        raise TokenRefused from None
                    raise
                if not tries_left:
                    raise ApiUnreachable(url=discord.http.Route.BASE) from error
                _log.warning(
                    "the start waits for Discord; see that the network is there",
                    reason=type(error).__name__,
                    url=discord.http.Route.BASE,
                )
                await asyncio.sleep(pause)
                pause = min(2 * pause, _LONGEST_PAUSE_SECONDS)
            else:
                return

    async def _listen(self) -> None:
        try:
            await self.client.connect()
        except discord.ConnectionClosed as error:
            if error.code == _AUTHENTICATION_FAILED:
                raise TokenRefused from None
            raise
        except (discord.GatewayNotFound, *_NO_ANSWER) as error:
            raise ApiUnreachable(url=discord.http.Route.BASE) from error

    async def _serve(self, stop: asyncio.Event) -> None:
        """Run everything until `stop` is set or the gateway is closed for good."""
        services = self.services
        try:
            async with asyncio.TaskGroup() as group:
                listening = group.create_task(self._listen(), name="gateway")
                stopping = group.create_task(stop.wait(), name="stop")
                works = [
                    group.create_task(services.intake.run(), name="intake"),
                    group.create_task(services.readback.run(), name="readback"),
                    group.create_task(services.sweep.run(), name="sweep"),
                    group.create_task(services.dispatch.run(), name="dispatch"),
                    group.create_task(self._clock.watch(), name="clock"),
                    group.create_task(services.upkeep.run(), name="upkeep"),
                    group.create_task(services.indexing.run(), name="indexing"),
                ]
                await asyncio.wait([stopping, listening], return_when=asyncio.FIRST_COMPLETED)
                for task in (listening, stopping, *works):
                    task.cancel()
        except BaseExceptionGroup as group_of_errors:
            # What ended the bot is one thing; what else failed meanwhile is told besides.
            first, *others = group_of_errors.exceptions
            for error in others:
                _log.error("this failed, too, while the bot ended", exc_info=error)
            raise first from None

    async def _say_goodbye(self) -> None:
        # What was heard first, since closing may hang; then what was heard meanwhile.
        for farewell in (self.services.intake.flush, self.client.close, self.services.intake.flush):
            try:
                async with asyncio.timeout(_GOODBYE_SECONDS):
                    await farewell()
            except TimeoutError:
                # The next start reads votes back from Discord, though without their order.
                _log.warning("stopped without waiting any longer", waited_for=farewell.__name__)


def _passes(error: Exception) -> bool:
    """Say whether time may mend what the login met: a page is not Discord's own word on a token."""
    if isinstance(error, discord.LoginFailure):
        return isinstance(error.__cause__, discord.HTTPException) and is_page(error.__cause__)
    if not isinstance(error, discord.HTTPException) or is_page(error):
        return True
    return error.status == _TOO_MANY_REQUESTS or error.status >= _SERVER_ERRORS


async def _unless(stop: asyncio.Event, work: Coroutine[None, None, None]) -> bool:
    """Do `work`; give it up and return False if `stop` is set before it is done."""
    working = asyncio.create_task(work)
    stopping = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait([working, stopping], return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            working.result()
        return working.done()
    finally:
        working.cancel()
        stopping.cancel()
        await asyncio.gather(working, stopping, return_exceptions=True)


@asynccontextmanager
async def assembled(
    settings: Settings,
    clock: Clock,
    *,
    reach: Reach = PUBLIC,
    resolve: Resolve | None = None,
    when_ready: Callable[[], None] = keep_what_is_there,
) -> AsyncIterator[App]:
    """Open the database and put the bot together; everything is closed again at the end.

    `reach` is what links may lead to, `resolve` looks their names up, `when_ready` is done whenever
    every server is known; all are for tests alone, so there is no setting for them. Raises what
    `open_database` and `api_at` raise.
    """
    async with (
        open_database(settings.database) as database,
        api_at(settings.api_url),
        ReadingWorker() as worker,
        system_names() as names,
    ):
        pace = Pace(settings.requests_per_second)
        requests = Requests(pace, Breaker(pace))
        client = _client(settings, requests, when_ready)
        alarm = Alarm(clock)
        fetcher = Fetcher(resolve or names, worker.may_fetch, reach=reach)
        services = assemble(
            Ground(
                database=database,
                clock=clock,
                alarm=alarm,
                publisher=DiscordPublisher(client, key=database.key, pace=pace),
                reactions=DiscordReactions(client, pace=pace),
                library=Library(database, worker, fetcher, clock),
                upkeep=Upkeep(database, clock, folder=settings.copies_in, copies=settings.backups),
            )
        )
        client.serve(services)
        health = _health(client, services, database, clock, pace, requests)
        async with serving(health, settings.health_port) if settings.health_port else nullcontext():
            yield App(
                database=database,
                client=client,
                services=services,
                alarm=alarm,
                clock=clock,
                health=health,
            )


def _client(settings: Settings, requests: Requests, when_ready: Callable[[], None]) -> ColloquyBot:
    return ColloquyBot(
        guild_ready_seconds=settings.guild_ready_seconds,
        http_trace=requests.trace,
        guild_ids=settings.guilds,
        when_ready=when_ready,
    )


def _health(
    client: ColloquyBot,
    services: Services,
    database: Database,
    clock: Clock,
    pace: Pace,
    requests: Requests,
) -> Health:
    dispatch = services.dispatch
    return Health(
        database,
        clock,
        intake=services.intake,
        pace=pace,
        walks=dispatch.walks,
        failing_since=lambda: dispatch.failing_since,
        requests=requests,
        gateway=Gateway(lambda: client.shards),
        upkeep=services.upkeep,
    )
