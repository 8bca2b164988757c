"""The sandbox itself: one world, served over HTTP and websockets on a loopback port."""

import secrets
from collections.abc import Callable, Iterable
from datetime import datetime
from math import ceil
from types import TracebackType
from typing import ClassVar, Final, Self

from aiohttp import web

from bot.sandbox import assumptions, cdn, intents, permissions
from bot.sandbox.books import Books, Unrouted
from bot.sandbox.client import ControlClient
from bot.sandbox.control.ask import Desk
from bot.sandbox.control.server import PREFIX, Control
from bot.sandbox.exchanges import Observer
from bot.sandbox.faults import Faults
from bot.sandbox.gateway.hub import Hub
from bot.sandbox.gateway.members import MemberRequests
from bot.sandbox.gateway.server import Gateway
from bot.sandbox.gateway.starts import Starts
from bot.sandbox.happenings import Happening
from bot.sandbox.hooks import Hooks, RequestHook
from bot.sandbox.limits import Limiter
from bot.sandbox.pulse import Pulse
from bot.sandbox.rest.api import Api
from bot.sandbox.rest.call import Advice
from bot.sandbox.snowflakes import Clock, Snowflakes
from bot.sandbox.state.users import User
from bot.sandbox.state.world import World

HOST: Final = "127.0.0.1"
# More than Discord takes, so that what is too large can be refused as Discord does.
LARGEST_READ: Final = 64 * 1024 * 1024
PRIVILEGED: Final = {
    "members": intents.GUILD_MEMBERS,
    "presences": intents.GUILD_PRESENCES,
    "message_content": intents.MESSAGE_CONTENT,
}


class Sandbox:
    """A local Discord for one bot; enter it to start it, leave it to stop it.

    `limits` is "off", "real", or "x4" for limits four times as fast. `shards` and `concurrency`
    are what GET /gateway/bot says, at least one shard for a thousand servers.
    `privileged` names the intents enabled for the bot's application: members, presences,
    message_content. `start` is where the virtual clock begins (None means now) and `frozen` keeps
    it there. Leaving raises what went wrong inside the sandbox itself, so that a test cannot pass
    over it.
    """

    # Told of every exchange over REST; the conformance tests look on.
    observers: ClassVar[tuple[Observer, ...]] = ()

    def __init__(  # noqa: PLR0913 - each by name
        self,
        seed: int = 0,
        limits: str = "off",
        *,
        port: int = 0,
        bot_name: str = "Colloquy",
        privileged: Iterable[str] = (),
        shards: int = 1,
        concurrency: int = 1,
        start: datetime | None = None,
        frozen: bool = False,
    ) -> None:
        clock = Clock(start, frozen=frozen)
        ids = Snowflakes(clock, seed)
        bot = User(ids.draw_founded(), bot_name, bot=True)
        self.bot_token = f"sandbox.{bot.id}.{secrets.token_urlsafe(24)}"
        self.world = World(clock, ids, bot, self.bot_token)
        self.world.users[bot.id] = bot
        self.world.privileged_intents = sum(PRIVILEGED[each] for each in set(privileged))
        self.world.publish = self._publish
        self.pulse = Pulse()
        self.books = Books(self.world)
        self.limiter = Limiter(limits, self._monotonic)
        self.hub = Hub(self.world, self.pulse, Faults(seed))
        self.faults = Faults(seed)
        self._cdn = cdn.Cdn(self.world, self.faults)
        self.hooks = Hooks()
        self._shards = shards
        self._starts = Starts(self.limiter.factor, concurrency, self._monotonic)
        self._api = Api(
            self.world, self.books, self.hooks, self.faults, self.limiter, self.pulse, self._advise
        )
        self._api.observers = self.observers
        requests = MemberRequests(self.world, self.limiter.factor, self._monotonic)
        self._gateway = Gateway(self.world, self.hub, self._starts, requests, self._api.crashes)
        self.desk = Desk(
            self.world,
            self.hub,
            self.books,
            self.faults,
            self.limiter,
            self.pulse,
            permissions.BOT_DEFAULT,
        )
        self._control = Control(self.desk, self._api.crashes)
        self._wanted_port = port
        self._runner: web.AppRunner | None = None
        self._client: ControlClient | None = None

    def _monotonic(self) -> float:
        return self.world.monotonic()

    def _advise(self) -> Advice:
        servers = sum(1 for _ in self.world.bot_guilds())
        return Advice(
            shards=max(self._shards, ceil(servers / assumptions.SERVERS_A_SHARD)),
            remaining=self._starts.left,
            reset_after=self._starts.reset_after,
            concurrency=self._starts.concurrency,
        )

    def _publish(self, happening: Happening) -> None:
        self.books.write(happening)
        self.hub.publish(happening)
        self.pulse.beat()

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=LARGEST_READ)
        app.router.add_route("*", "/api/v10/{tail:.*}", self._api.serve)
        app.router.add_get(cdn.ADDRESS, self._cdn.serve)
        app.router.add_get("/gateway", self._gateway.serve)
        app.router.add_get("/gateway/", self._gateway.serve)
        app.router.add_route("*", PREFIX + "/{tail:.*}", self._control.serve)
        app.router.add_route("*", "/{tail:.*}", self._serve_unknown)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, HOST, self._wanted_port)
        await site.start()
        self.world.base_url = f"http://{HOST}:{self._runner.addresses[0][1]}"
        self._client = await ControlClient(self.control_url, self.control_token).__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.control.__aexit__(kind, error, trace)
        self.hub.hold(closed=False)
        await self._gateway.close_all()
        if self._runner is not None:
            await self._runner.cleanup()
        crashes = self._api.crashes
        if crashes and error is None:
            raise ExceptionGroup("The sandbox itself failed", crashes)

    @property
    def api_url(self) -> str:
        """The base of the REST API, as discord.py's `Route.BASE` wants it."""
        return self.world.base_url + "/api/v10"

    @property
    def gateway_url(self) -> str:
        """The gateway, as discord.py's `DiscordWebSocket.DEFAULT_GATEWAY` wants it."""
        return self.world.base_url.replace("http", "ws", 1) + "/gateway"

    @property
    def cdn_url(self) -> str:
        """The CDN, as discord.py's `Asset.BASE` wants it."""
        return self.world.base_url + "/cdn"

    @property
    def control_url(self) -> str:
        """The base of the control API."""
        return self.world.base_url + PREFIX

    @property
    def control_token(self) -> str:
        """What the control API asks for as bearer token."""
        return self._control.token

    @property
    def control(self) -> ControlClient:
        """A client of the control API, open as long as the sandbox runs."""
        if self._client is None:
            raise RuntimeError("the sandbox has not been entered")
        return self._client

    @property
    def unrouted(self) -> list[Unrouted]:
        """The requests that the sandbox did not understand; a test wants none."""
        return self.books.unrouted

    def on_request(self, hook: RequestHook) -> Callable[[], None]:
        """Call `hook(method, route, phase, count)` around each REST request.

        "before" comes ahead of any effect, "after" follows it with the answer not yet sent. A
        hook that raises ConnectionDropped hangs up there. The result removes the hook.
        """
        return self.hooks.add(hook)

    async def until(self, condition: Callable[[], bool], seconds: float = 60.0) -> None:
        """Wait until a condition over the world holds; raises TimeoutError if it never does."""
        if not await self.pulse.until(condition, seconds):
            raise TimeoutError

    async def _serve_unknown(self, request: web.Request) -> web.Response:
        self.books.note_unrouted(request.method, request.path, "address")
        return web.json_response({"message": "No such address.", "code": 0}, status=501)

    def describe(self) -> dict[str, str]:
        """Tell where everything is, as the standalone sandbox prints it."""
        return {
            "api_url": self.api_url,
            "gateway_url": self.gateway_url,
            "cdn_url": self.cdn_url,
            "bot_token": self.bot_token,
            "control_url": self.control_url,
            "control_token": self.control_token,
        }
