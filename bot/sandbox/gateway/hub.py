"""All gateway sessions: who is told what, who may resume, and what tests do to them."""

import asyncio
from collections.abc import Iterator

from bot.sandbox import assumptions
from bot.sandbox.faults import Fault, FaultKind, Faults
from bot.sandbox.gateway.connection import Connection
from bot.sandbox.gateway.event import Event
from bot.sandbox.gateway.events import render
from bot.sandbox.gateway.session import Session
from bot.sandbox.gateway.sight import Sight
from bot.sandbox.happenings import GuildWent, Happening
from bot.sandbox.intents import GUILD_PRESENCES
from bot.sandbox.jsontypes import Json
from bot.sandbox.pulse import Pulse
from bot.sandbox.state.guilds import Guild
from bot.sandbox.state.world import World
from bot.sandbox.wire.guilds import render_guild_create
from bot.sandbox.wire.users import render_self

CLOSE_UNKNOWN = 4000
RECONNECT = 7
INVALID_SESSION = 9


class Hub:
    """Keeps the sessions of the bot's shards and fans events out to them."""

    def __init__(self, world: World, pulse: Pulse, faults: Faults) -> None:
        self._world = world
        self._pulse = pulse
        self._sight = Sight(world)
        self._held: list[tuple[Session, Event]] = []
        self.faults = faults
        self._sessions: dict[str, Session] = {}
        self._open = asyncio.Event()
        self._open.set()
        self.identifies = 0

    def __iter__(self) -> Iterator[Session]:
        return iter(self._sessions.values())

    @property
    def connected(self) -> list[Session]:
        """The sessions somebody listens to."""
        return [each for each in self._sessions.values() if each.connection is not None]

    def publish(self, happening: Happening) -> None:
        """Tell the sessions that want to know what happened, connected or not."""
        came = self._sight.follow(happening)
        if not self._sessions:
            return
        for event in (render(self._world, happening), *came):
            if event is None or self._silenced(event.guild_id, happening):
                continue
            for session in self._sessions.values():
                if session.wants(event):
                    self.tell(session, event)

    def tell(self, session: Session, event: Event) -> None:
        """Dispatch an event, unless a fault has it otherwise."""
        if not self.faults:
            session.tell(event)
            return
        for fault in self.faults.strike(event.name, "before", session.shard):
            if fault.kind is FaultKind.LOSE:
                return
            if fault.kind is FaultKind.HOLD:
                self._held.append((session, event))
                return
            if fault.kind is FaultKind.LATE:
                loop = asyncio.get_running_loop()
                loop.call_later(fault.seconds, session.tell, event)
                return
            if fault.kind is FaultKind.DUPLICATE:
                session.tell(event)
            _break(session, fault)
        session.tell(event)
        for fault in self.faults.strike(event.name, "after", session.shard):
            _break(session, fault)

    def release_events(self) -> int:
        """Dispatch the events that were held back, in their order; gives how many."""
        held, self._held = self._held, []
        for session, event in held:
            session.tell(event)
        return len(held)

    def _silenced(self, guild_id: int | None, happening: Happening) -> bool:
        """Nothing comes from a server during its outage, but that it began."""
        if guild_id is None or isinstance(happening, GuildWent):
            return False
        return self._world.guilds[guild_id].unavailable

    def begin(self, session: Session) -> None:
        """Open a session: READY, then every server of its shard."""
        self.identifies += 1
        self._drop_expired()
        self._sessions[session.id] = session
        mine = [each for each in self._world.bot_guilds() if session.holds(each.id)]
        self.tell(session, Event("READY", self._ready(session, mine), None))
        for guild in mine:
            data: Json = {"id": str(guild.id), "unavailable": True}
            if not guild.unavailable:
                shown = bool(session.intents & GUILD_PRESENCES)
                data = render_guild_create(self._world, guild, joined=False, presences=shown)
            self.tell(session, Event("GUILD_CREATE", data, guild.id))
        self._pulse.beat()

    def _ready(self, session: Session, guilds: list[Guild]) -> Json:
        return {
            "v": 10,
            "user": render_self(self._world.bot),
            "guilds": [{"id": str(each.id), "unavailable": True} for each in guilds],
            "session_id": session.id,
            "session_type": "normal",
            "resume_gateway_url": self._world.base_url.replace("http", "ws", 1) + "/gateway",
            "shard": [session.shard, session.shards],
            "application": {"id": str(self._world.bot.id), "flags": 0},
            "private_channels": [],
            "relationships": [],
            "presences": [],
            "user_settings": {},
            "_trace": [],
        }

    def count_servers(self, shard: int, shards: int) -> int:
        """Count the servers of a shard."""
        return sum((each.id >> 22) % shards == shard for each in self._world.bot_guilds())

    def never_sent(self, session_id: str, sequence: int) -> bool:
        """Tell whether a session is asked to go on from what it never sent; it is over then."""
        session = self._sessions.get(session_id)
        if session is None or 0 <= sequence <= session.sequence:
            return False
        self.forget(session)
        return True

    def resume(self, session_id: str, sequence: int, connection: Connection) -> Session | None:
        """Take a session up again and replay what was missed; None if that is impossible."""
        self._drop_expired()
        session = self._sessions.get(session_id)
        if session is None or not session.can_replay(sequence):
            return None
        if session.connection is not None:
            session.connection.close(CLOSE_UNKNOWN, "Session resumed elsewhere")
        session.connection = connection
        session.lost_at = None
        session.replay(sequence)
        self.tell(session, Event("RESUMED", {"_trace": []}, None))
        self._pulse.beat()
        return session

    def lose(self, session: Session, connection: Connection, *, ended: bool) -> None:
        """Note that a connection is gone; `ended` forgets the session at once."""
        if session.connection is not connection:
            return
        session.connection = None
        session.lost_at = self._world.monotonic()
        if ended:
            self._sessions.pop(session.id, None)
        self._pulse.beat()

    def forget(self, session: Session) -> None:
        """Make a session unknown, so that it cannot be resumed."""
        self._sessions.pop(session.id, None)

    def _drop_expired(self) -> None:
        now = self._world.monotonic()
        for session in tuple(self._sessions.values()):
            lost = session.lost_at
            if lost is not None and now - lost > assumptions.RESUME_SECONDS:
                del self._sessions[session.id]

    def hold(self, *, closed: bool) -> None:
        """Keep new connections waiting for HELLO, or let them in again."""
        if closed:
            self._open.clear()
        else:
            self._open.set()

    async def admit(self) -> None:
        """Wait while connections are held off."""
        await self._open.wait()


def _break(session: Session, fault: Fault) -> None:
    if session.connection is None:
        return
    if fault.kind is FaultKind.ABORT:
        session.connection.abort()
    elif fault.kind is FaultKind.CLOSE:
        session.connection.close(fault.code)
