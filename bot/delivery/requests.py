"""What became of the requests made of Discord, by status; counted as aiohttp sees them."""

from collections import Counter
from types import SimpleNamespace

import aiohttp

NO_ANSWER = "none"


class Requests:
    """Counts answers by status; what got no answer counts as `NO_ANSWER`."""

    def __init__(self) -> None:
        self.answered: Counter[str] = Counter()
        self.trace = aiohttp.TraceConfig()
        self.trace.on_request_end.append(self._count_answer)
        self.trace.on_request_exception.append(self._count_failure)

    async def _count_answer(
        self,
        _session: aiohttp.ClientSession,
        _context: SimpleNamespace,
        request: aiohttp.TraceRequestEndParams,
    ) -> None:
        self.answered[str(request.response.status)] += 1

    async def _count_failure(
        self,
        _session: aiohttp.ClientSession,
        _context: SimpleNamespace,
        _request: aiohttp.TraceRequestExceptionParams,
    ) -> None:
        self.answered[NO_ANSWER] += 1
