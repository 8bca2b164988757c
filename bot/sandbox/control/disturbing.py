"""Control: the clock, faults, and what may happen to gateway connections."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from bot.sandbox.control.ask import ROUTES, Ask, Desk
from bot.sandbox.errors import ClientRefusal
from bot.sandbox.faults import SCOPES, BadFault, compiles, is_close_code, read_fault
from bot.sandbox.gateway.hub import CLOSE_UNKNOWN, INVALID_SESSION, RECONNECT
from bot.sandbox.gateway.session import Session
from bot.sandbox.gateway.talk import HEARTBEAT
from bot.sandbox.jsontypes import Json
from bot.sandbox.limits import Denial, Grant, describe
from bot.sandbox.rules import elapsing
from bot.sandbox.snowflakes import stamp

_ACTIONS: Final = frozenset({"abort", "close", "reconnect", "invalidate", "forget", "mute", "beat"})
# Ids have room for so long.
_END: Final = datetime(2100, 12, 31, tzinfo=UTC)


@ROUTES.on("GET", "/clock")
def read_clock(desk: Desk, ask: Ask) -> Json:
    """Tell the virtual time."""
    del ask
    return _render_clock(desk)


def _render_clock(desk: Desk) -> Json:
    clock = desk.world.clock
    return {"now": stamp(clock.now()), "frozen": clock.frozen}


@ROUTES.on("POST", "/clock", "instant", "advance", "frozen")
def move_clock(desk: Desk, ask: Ask) -> Json:
    """Set the virtual clock to an instant, or forward by seconds; freeze or release it."""
    clock = desk.world.clock
    frozen = ask.flag("frozen") if ask.has("frozen") else None
    instant = _read_instant(ask.text("instant")) if ask.has("instant") else None
    advance = ask.span("advance", timedelta())
    try:
        if advance:
            instant = (instant or clock.now()) + advance
    except OverflowError:
        instant = _END
    if instant is not None and instant >= _END:
        raise ClientRefusal(f"The clock ends with the year {_END.year}.")
    try:
        clock.move(instant, frozen=frozen)
    except ValueError:
        raise ClientRefusal("The clock only moves forward.") from None
    elapsing.elapse(desk.world)
    return _render_clock(desk)


def _read_instant(text: str) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise ClientRefusal("'instant' must be ISO 8601.") from None
    if instant.tzinfo is None:
        raise ClientRefusal("'instant' must have a time zone.")
    return instant


@ROUTES.on("POST", "/faults", "fault")
def add_fault(desk: Desk, ask: Ask) -> Json:
    """Let something go wrong on requests, or events, whose `METHOD /route` or name matches."""
    try:
        fault = read_fault(ask.get("fault"), desk.next_fault_id())
    except BadFault as error:
        raise ClientRefusal(str(error)) from None
    desk.enter_fault(fault)
    return {"id": fault.id}


@ROUTES.on("DELETE", "/faults")
def clear_faults(desk: Desk, ask: Ask) -> None:
    """Let nothing go wrong any more; what was held back stays so until it is released."""
    del ask
    desk.faults.clear()
    desk.hub.faults.clear()


@ROUTES.on("POST", "/events/release")
def release_events(desk: Desk, ask: Ask) -> Json:
    """Dispatch the events that were held back."""
    del ask
    return {"released": desk.hub.release_events()}


@ROUTES.on("POST", "/limits", "match", "answers")
def script_limits(desk: Desk, ask: Ask) -> None:
    """Give the next requests of a route these answers to the question of their rate."""
    answers = [_read_answer(ask, each) for each in ask.items("answers")]
    match = ask.text("match")
    if not compiles(match):
        raise ClientRefusal("'match' must be a regular expression.")
    desk.limiter.script(match, answers)


def _read_answer(ask: Ask, given: Any) -> Grant | Denial:
    """Read {retry_after, scope, via} or {bucket, limit, remaining, reset_after}."""
    if isinstance(given, dict) and "retry_after" in given:
        denial = ask.inner("answers", given, "retry_after", "scope", "via")
        scope = denial.text("scope", "user")
        if scope not in SCOPES:
            raise ClientRefusal(f"'scope' must be one of {', '.join(SCOPES)}.")
        via = denial.flag("via", default=True)
        return Denial(retry_after=denial.number("retry_after"), scope=scope, via=via)
    grant = ask.inner("answers", given, "bucket", "limit", "remaining", "reset_after")
    headers = describe(
        grant.text("bucket", "scripted"),
        limit=grant.integer("limit"),
        remaining=grant.integer("remaining"),
        reset_after=grant.number("reset_after"),
    )
    return Grant(headers)


@ROUTES.on("POST", "/gateway", "action", "shard", "code", "resumable")
def disturb_gateway(desk: Desk, ask: Ask) -> None:
    """Do something to the sessions, of one shard or all: see docs/sandbox.md for the actions."""
    action = ask.text("action")
    if action in {"hold", "release"}:
        desk.hub.hold(closed=action == "hold")
        return
    shard, code = ask.integer("shard", -1), ask.integer("code", CLOSE_UNKNOWN)
    if action not in _ACTIONS:
        raise ClientRefusal(f"There is no gateway action {action!r}.")
    if not is_close_code(code):
        raise ClientRefusal("'code' must be a close code from 1000 to 4999.")
    for session in [each for each in desk.hub if shard in {-1, each.shard}]:
        _disturb(desk, session, action, code, resumable=ask.flag("resumable"))


def _disturb(desk: Desk, session: Session, action: str, code: int, *, resumable: bool) -> None:
    connection = session.connection
    if action == "forget":
        desk.hub.forget(session)
    if connection is None:
        return
    if action in {"abort", "forget"}:
        connection.abort()
    elif action == "close":
        connection.close(code)
    elif action == "mute":
        connection.mute()
    elif action == "reconnect":
        connection.send(RECONNECT)
    elif action == "beat":
        connection.send(HEARTBEAT)
    else:
        if not resumable:
            desk.hub.forget(session)
        connection.send(INVALID_SESSION, resumable)
