"""A web server, a name server and a fetcher that may reach the one and asks the other."""

import pytest

from bot.reading.fetching.fetcher import Fetcher
from bot.reading.worker import ReadingWorker
from tests.web import Names, serving


@pytest.fixture
async def web():
    """Give a web server on loopback."""
    async with serving() as web:
        yield web


@pytest.fixture
def names():
    """Give a name server that knows no name yet."""
    return Names()


@pytest.fixture
async def worker():
    """Give a reading process; it starts with the first rules to be read."""
    async with ReadingWorker(seconds=60) as worker:
        yield worker


@pytest.fixture
def fetcher(web, names, worker):
    """Give a fetcher that reaches the web server and nothing else on this machine."""
    return Fetcher(names, worker.may_fetch, reach=web.reach, seconds=60)
