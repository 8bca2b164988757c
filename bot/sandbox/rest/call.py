"""One request to the REST API, as a handler sees it, and the answer it gives."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from bot.sandbox.errors import Reason, Refusal, invalid
from bot.sandbox.jsontypes import Json
from bot.sandbox.routing import RouteTable
from bot.sandbox.rules.files import Upload
from bot.sandbox.shapes import Shape
from bot.sandbox.snowflakes import is_id, read_instant
from bot.sandbox.state.users import User
from bot.sandbox.state.world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """How a bot should connect to the gateway; `reset_after` counts milliseconds."""

    shards: int = 1
    total: int = 1000
    remaining: int = 1000
    reset_after: int = 0
    concurrency: int = 1


@dataclass(slots=True)
class Call:
    """A request whose route, query and body were found to be understood."""

    world: World
    variables: dict[str, str]
    query: dict[str, str]
    body: Any = None
    files: dict[int, Upload] = field(default_factory=dict)
    advise: Callable[[], Advice] = Advice
    # Why the bot does it, as it tells the audit log.
    reason: str | None = None

    @property
    def actor(self) -> User:
        """Who asks: always the bot."""
        return self.world.bot

    def require_intent(self, intent: int) -> None:
        """Refuse unless a privileged intent is enabled for the application."""
        if not self.world.privileged_intents & intent:
            raise Refusal(Reason.MISSING_ACCESS)

    def id(self, name: str) -> int:
        """Read an id from the path."""
        return _read_id(self.variables[name], name)

    def query_id(self, name: str) -> int | None:
        """Read an id from the query, None where it is not given."""
        value = self.query.get(name)
        return None if value is None else _read_id(value, name)

    def query_instant(self, name: str) -> datetime | None:
        """Read a timestamp from the query, None where it is not given."""
        value = self.query.get(name)
        try:
            return None if value is None else read_instant(value)
        except ValueError:
            words = f'Value "{value}" is not a valid ISO8601 timestamp.'
            raise invalid(name, "DATE_TIME_TYPE_PARSE", words) from None

    def query_int(self, name: str, default: int, low: int, high: int) -> int:
        """Read a number from the query, refusing what is out of bounds."""
        value = self.query.get(name)
        if value is None:
            return default
        if not is_id(value):
            raise invalid(name, "NUMBER_TYPE_COERCE", f'Value "{value}" is not int.')
        if not low <= int(value) <= high:
            words = f"int value should be between {low} and {high}."
            raise invalid(name, "NUMBER_TYPE_RANGE", words)
        return int(value)


def _read_id(value: str, name: str) -> int:
    if not is_id(value):
        raise invalid(name, "NUMBER_TYPE_COERCE", f'Value "{value}" is not snowflake.')
    return int(value)


@dataclass(frozen=True, slots=True)
class Reply:
    """What a handler answers; no body means an empty one."""

    status: int = 204
    body: Json | list[Json] | None = None


NOTHING: Final = Reply()


def ok(body: Json | list[Json]) -> Reply:
    """Answer 200 with a body."""
    return Reply(200, body)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A handler and what its requests may carry."""

    handle: Callable[[Call], Reply]
    body: Shape | None = None
    query: frozenset[str] = frozenset()
    files: bool = False
    open: bool = False


class Endpoints:
    """The endpoints of one noun, entered by decorator and later joined into one table."""

    def __init__(self) -> None:
        self._entries: list[tuple[str, str, Endpoint]] = []

    def on(
        self,
        method: str,
        template: str,
        *,
        body: Shape | None = None,
        query: tuple[str, ...] = (),
        files: bool = False,
        open: bool = False,  # noqa: A002 - reads as what it is: no token is asked for
    ) -> Callable[[Callable[[Call], Reply]], Callable[[Call], Reply]]:
        """Enter a handler; `files` accepts multipart, `open` asks for no token."""

        def register(handle: Callable[[Call], Reply]) -> Callable[[Call], Reply]:
            endpoint = Endpoint(handle, body, frozenset(query), files, open)
            self._entries.append((method, template, endpoint))
            return handle

        return register

    def enter(self, table: RouteTable[Endpoint]) -> None:
        """Put all endpoints into a table."""
        for method, template, endpoint in self._entries:
            table.add(method, template, endpoint)
