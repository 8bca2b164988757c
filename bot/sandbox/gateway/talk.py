"""The conversation over one gateway connection: what the client may say, and when."""

import json
import time
from collections import deque
from typing import Any, Final

from bot.sandbox import assumptions, intents
from bot.sandbox.gateway.connection import Connection
from bot.sandbox.gateway.hub import INVALID_SESSION, Hub
from bot.sandbox.gateway.members import REQUEST_MEMBERS, MemberRequests
from bot.sandbox.gateway.session import Session
from bot.sandbox.gateway.starts import Starts
from bot.sandbox.jsontypes import Json
from bot.sandbox.state.world import World

HEARTBEAT: Final = 1
IDENTIFY: Final = 2
PRESENCE: Final = 3
VOICE: Final = 4
RESUME: Final = 6
HELLO: Final = 10
HEARTBEAT_ACK: Final = 11
LARGEST_FRAME: Final = 4096
MOST_FRAMES: Final = 120
FRAME_WINDOW: Final = 60.0
SERVERS_A_SHARD: Final = 2_500
_STATUSES: Final = frozenset({"online", "idle", "dnd", "invisible", "offline"})


class Closed(Exception):
    """The client did something that ends the connection with a close code."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(code, reason)
        self.code = code
        self.reason = reason


def malformed() -> Closed:
    """Make the close of a frame that cannot be read."""
    return Closed(4002, "Error while decoding payload.")


class Talk:
    """The conversation over one connection."""

    def __init__(
        self,
        world: World,
        hub: Hub,
        connection: Connection,
        starts: Starts,
        requests: MemberRequests,
    ) -> None:
        self._world = world
        self._hub = hub
        self._connection = connection
        self._starts = starts
        self._requests = requests
        self._frames: deque[float] = deque()
        self.session: Session | None = None
        self.beat_at = time.monotonic()

    def greet(self) -> None:
        """Say HELLO."""
        self._connection.send(
            HELLO, {"heartbeat_interval": assumptions.HEARTBEAT_MILLISECONDS, "_trace": []}
        )

    def hear(self, text: str) -> None:
        """Take one frame; raises Closed for what Discord does not tolerate."""
        self._count_frame()
        if len(text.encode()) > LARGEST_FRAME:
            raise Closed(4002, "Payload too large.")
        frame = _decode(text)
        op, data = frame["op"], frame.get("d")
        if op == HEARTBEAT:
            self._beat(data)
        elif op == IDENTIFY:
            self._identify(data)
        elif op == RESUME:
            self._resume(data)
        elif op in {PRESENCE, VOICE, REQUEST_MEMBERS}:
            self._ask(op, data)
        else:
            raise Closed(4001, "Unknown opcode.")

    def _count_frame(self) -> None:
        now = self._world.monotonic()
        self._frames.append(now)
        while now - self._frames[0] >= FRAME_WINDOW:
            self._frames.popleft()
        if len(self._frames) > MOST_FRAMES:
            raise Closed(4008, "Rate limited.")

    def _beat(self, data: Any) -> None:
        if data is not None and not _is_int(data):
            raise malformed()
        self.beat_at = time.monotonic()
        self._connection.send(HEARTBEAT_ACK)

    def _identify(self, data: Any) -> None:
        if self.session is not None:
            raise Closed(4005, "Already authenticated.")
        if not isinstance(data, dict) or not isinstance(data.get("properties"), dict):
            raise malformed()
        if data.get("token") != self._world.bot_token or self._starts.exhausted:
            raise Closed(4004, "Authentication failed.")
        shard, shards = _read_shard(data.get("shard", [0, 1]))
        wanted = self._read_intents(data.get("intents"))
        if self._hub.count_servers(shard, shards) > SERVERS_A_SHARD:
            raise Closed(4011, "Sharding required.")
        if not self._starts.admit(shard):
            self._connection.send(INVALID_SESSION, data=False)
            return
        session_id = self._world.ids.draw_token()
        self.session = Session(session_id, shard, shards, wanted, self._connection)
        self._hub.begin(self.session)

    def _read_intents(self, wanted: Any) -> int:
        if not _is_int(wanted) or wanted & ~intents.KNOWN:
            raise Closed(4013, "Invalid intent(s).")
        if wanted & intents.PRIVILEGED & ~self._world.privileged_intents:
            raise Closed(4014, "Disallowed intent(s).")
        return int(wanted)

    def _resume(self, data: Any) -> None:
        if self.session is not None:
            raise Closed(4005, "Already authenticated.")
        if not isinstance(data, dict) or "seq" not in data:
            raise malformed()
        # Who was cut off before READY knows of no session, and asks all the same, with nulls.
        sequence = 0 if data["seq"] is None else data["seq"]
        if not _is_int(sequence):
            raise malformed()
        if data.get("token") != self._world.bot_token:
            raise Closed(4004, "Authentication failed.")
        session_id = str(data.get("session_id"))
        if self._hub.never_sent(session_id, sequence):
            raise Closed(4007, "Invalid seq.")
        self.session = self._hub.resume(session_id, sequence, self._connection)
        if self.session is None:
            self._connection.send(INVALID_SESSION, data=False)

    def _ask(self, op: int, data: Any) -> None:
        if self.session is None:
            raise Closed(4003, "Not authenticated.")
        if not isinstance(data, dict):
            raise malformed()
        if op == REQUEST_MEMBERS:
            self._ask_members(self.session, data)
        elif op == PRESENCE and data.get("status") not in tuple(_STATUSES):
            raise malformed()

    def _ask_members(self, session: Session, data: Json) -> None:
        try:
            events = list(self._requests.answer(session, data))
        except ValueError:
            raise malformed() from None
        for event in events:
            self._hub.tell(session, event)


def _is_int(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _decode(text: str) -> Json:
    try:
        frame = json.loads(text)
    except (ValueError, RecursionError):
        raise malformed() from None
    if not isinstance(frame, dict) or not _is_int(frame.get("op")):
        raise malformed()
    return frame


def _read_shard(shard: Any) -> tuple[int, int]:
    match shard:
        case [int(number), int(count)] if 0 <= number < count:
            return number, count
    raise Closed(4010, "Invalid shard.")
