"""The requests made of Discord, as aiohttp sees them: each is paced, and its answer counted.

Here and not where they are asked for, since discord.py asks things by itself, asks again what was
refused, and keeps requests waiting for the limits of their channels.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from types import SimpleNamespace
from urllib.parse import urlsplit

import aiohttp
import discord.http
import yarl

from bot.delivery.breaker import Breaker
from bot.delivery.pace import Pace
from bot.delivery.refusals import DISCORDS_OWN
from bot.errors import Temporary

NO_ANSWER = "none"

# What answers people is not under Discord's global limit.
_EXEMPT = ("/interactions/", "/webhooks/")

_BEARS_JSON = frozenset({200, 201})

# What was answered to the tries of a request that is to be sent once; None where more do no harm.
_UNANSWERED = 0
_TOO_MANY = 429
_tries: ContextVar[list[int] | None] = ContextVar("tries", default=None)


@contextmanager
def never_repeated() -> Iterator[None]:
    """Keep discord.py from asking again by itself for what may have been done already.

    Raises `Temporary` instead of the second try; what was only put off may be asked for again.
    """
    token = _tries.set([])
    try:
        yield
    finally:
        _tries.reset(token)


class Requests:
    """Sees every request of a client whose `http_trace` is `trace`.

    `answered` counts by status; what got no answer counts as `NO_ANSWER`.
    """

    def __init__(self, pace: Pace, breaker: Breaker) -> None:
        self._pace = pace
        self._breaker = breaker
        self.answered: Counter[str] = Counter()
        self.trace = aiohttp.TraceConfig()
        self.trace.on_request_start.append(self._begin)
        self.trace.on_request_end.append(self._count_answer)
        self.trace.on_request_exception.append(self._count_failure)

    @property
    def invalid(self) -> int:
        """How many answers of the last ten minutes count towards Discord's ban; on the loop."""
        return self._breaker.invalid

    async def _begin(
        self,
        _session: aiohttp.ClientSession,
        _context: SimpleNamespace,
        request: aiohttp.TraceRequestStartParams,
    ) -> None:
        tries = _tries.get()
        if tries is not None:
            if tries and tries[-1] != _TOO_MANY:
                raise Temporary(reason="no certain answer to what bears no nonce")
            tries.append(_UNANSWERED)
        if _is_limited(request.url):
            await self._pace.pay()

    async def _count_answer(
        self,
        _session: aiohttp.ClientSession,
        _context: SimpleNamespace,
        request: aiohttp.TraceRequestEndParams,
    ) -> None:
        answer = request.response
        self.answered[str(answer.status)] += 1
        if tries := _tries.get():
            tries[-1] = answer.status
        shared = answer.headers.get("X-RateLimit-Scope") == "shared"
        self._breaker.note(answer.status, shared=shared)
        if answer.status in _BEARS_JSON and _is_limited(request.url):
            _require_json(answer)

    async def _count_failure(
        self,
        _session: aiohttp.ClientSession,
        _context: SimpleNamespace,
        _request: aiohttp.TraceRequestExceptionParams,
    ) -> None:
        self.answered[NO_ANSWER] += 1


def _require_json(answer: aiohttp.ClientResponse) -> None:
    """Raise `aiohttp.ContentTypeError` for a page that says that all is well.

    discord.py would hand it on as text, to whoever reads an object. This it takes for a line that
    broke, as what stands before Discord is.
    """
    if answer.headers.get("Content-Type") != DISCORDS_OWN:
        answer.close()
        raise aiohttp.ContentTypeError(
            answer.request_info, answer.history, status=answer.status, message="a page"
        )


def _is_limited(url: yarl.URL) -> bool:
    """Say whether a request counts for the global limit: the gateway and files do not."""
    base = urlsplit(discord.http.Route.BASE)
    path = url.raw_path
    if url.host != base.hostname or not path.startswith(base.path):
        return False
    return not path.removeprefix(base.path).startswith(_EXEMPT)
