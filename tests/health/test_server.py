"""Health over real HTTP on loopback."""

import asyncio
import json
import re
import socket
import urllib.error
import urllib.request
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.errors import PortTaken
from bot.health.server import serving
from tests.patience import PATIENCE_SECONDS
from tests.storage.stands import set_up

_HOSTING = Path(__file__).parents[2] / "docs" / "hosting.md"


def ask(port, path, *, host=None):
    """Ask from this thread; give status, content type and body."""
    headers = {"Host": host} if host else {}
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS) as answer:  # noqa: S310
            return answer.status, answer.headers["Content-Type"], answer.read().decode()
    except urllib.error.HTTPError as error:
        with closing(error):
            return error.code, error.headers["Content-Type"], error.read().decode()


async def metrics(port):
    """Ask for the metrics; give values by name and labels, as Prometheus parses them."""
    status, _, text = await asyncio.to_thread(ask, port, "/metrics")
    assert status == 200
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


async def test_says_that_all_is_well(patient):
    """200 and a word while nothing is wrong."""
    async with serving(patient.health, 0) as port:
        status, kind, body = await asyncio.to_thread(ask, port, "/healthz")

    assert (status, kind) == (200, "application/json")
    assert json.loads(body) == {"status": "ok", "reasons": [], "warnings": []}


async def test_says_what_is_wrong_while_the_loop_stands_still(patient):
    """503 with the reasons, also from a loop that does nothing else at all just then."""
    async with serving(patient.health, 0) as port:
        patient.monotonic.now += 30.0
        # Asked from the loop's own thread, which waits for the answer: it really stands still.
        status, _, body = ask(port, "/healthz")

    assert status == 503
    assert json.loads(body)["reasons"] == ["the event loop has stood still for 30 s"]


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "[::1", "10.0.0.1"])
async def test_answers_to_its_own_name_only(patient, host):
    """A page that leads its own name to loopback learns nothing."""
    async with serving(patient.health, 0) as port:
        status, _, body = await asyncio.to_thread(ask, port, "/metrics", host=host or "evil:80")

    assert status == 403
    assert "colloquy_" not in body


async def test_localhost_is_its_own_name_too(patient):
    """Under the names of this machine it answers, whatever the port."""
    async with serving(patient.health, 0) as port:
        for host in ("localhost", f"localhost:{port}", f"127.0.0.1:{port}"):
            status, _, _ = await asyncio.to_thread(ask, port, "/healthz", host=host)
            assert status == 200


async def test_other_paths(patient):
    """What is not there is said so."""
    async with serving(patient.health, 0) as port:
        status, _, body = await asyncio.to_thread(ask, port, "/")

    assert status == 404
    assert "/healthz" in body


async def test_a_port_that_is_taken(patient):
    """Another program's port is refused by its number."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(PortTaken) as refusal:
            async with serving(patient.health, port):
                pass

    assert refusal.value.port == port


async def test_counts_rows_by_state(patient, database):
    """Posts, polls and discussions are counted by state, over all servers."""
    await set_up(database)
    async with serving(patient.health, 0) as port:
        found = await metrics(port)

    assert found["colloquy_discussions", "running"] == 1
    assert found["colloquy_posts", "planned"] == 1
    assert found["colloquy_posts", "posted"] == 1
    assert found["colloquy_polls", "open"] == 1
    assert found["colloquy_healthy",] == 1
    assert found["colloquy_gateway_connected", "0"] == 1


async def test_every_figure_is_explained(patient, database):
    """The host's page names every figure that is given, and no other."""
    await set_up(database)
    patient.requests.answered["200"] += 1
    patient.shards[0].latency = 0.1
    patient.look()
    await patient.upkeep.look()
    async with serving(patient.health, 0) as port:
        found = {name for name, *_ in await metrics(port) if name.startswith("colloquy_")}

    given = {re.sub(r"_(bucket|count|sum)$", "", name) for name in found}
    page = _HOSTING.read_text(encoding="utf-8")
    assert given == set(re.findall(r"`(colloquy_[a-z_]+)(?:\{[a-z]+\})?`", page))


async def test_measures_how_late_the_schedule_is(patient, database, clock):
    """The lag is that of the longest overdue post; what is to come makes none."""
    stand = await set_up(database)
    async with serving(patient.health, 0) as port:
        assert (await metrics(port))["colloquy_schedule_lag_seconds",] == 0
        clock.jump_to(stand.posts[0].posted_at)
        clock.advance(timedelta(seconds=30))
        assert (await metrics(port))["colloquy_schedule_lag_seconds",] == 30
