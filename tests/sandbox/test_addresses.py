"""Where files are served from: addresses that are signed and expire."""

import re
from datetime import timedelta

import aiohttp
import pytest

from tests.sandbox.puppet import Rest


@pytest.fixture
def rest(sandbox):
    """Make requests as the bot."""
    return Rest(sandbox)


@pytest.fixture
def path(guild):
    """Give the path of a channel's messages."""
    return f"/channels/{guild.channels['general']}/messages"


def _addresses(message):
    """Give the addresses of the picture that is shown and of the last file."""
    picture, *_, last = (message["embeds"][0]["image"], *message["attachments"])
    return picture["url"], last["url"]


async def _fetch(url):
    """Download without a token; gives the status and what came."""
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        return answer.status, await answer.read()


async def test_expire(rest, path, control):
    """After a day an address is dead; the message, read again, shows one that is good."""
    body = {"embeds": [{"title": "x", "image": {"url": "attachment://a.png"}}]}
    sent = await rest.ok("POST", path, body, files=[("a.png", b"png"), ("b.txt", b"b")])
    old = _addresses(sent)
    assert [await _fetch(each) for each in old] == [(200, b"png"), (200, b"b")]
    await control.world.move_clock(advance=timedelta(days=1))
    assert [status for status, _ in [await _fetch(each) for each in old]] == [404, 404]
    again = _addresses(await rest.ok("GET", f"{path}/{sent['id']}"))
    assert [await _fetch(each) for each in again] == [(200, b"png"), (200, b"b")]


async def test_cannot_be_guessed(rest, path):
    """Without its signature, or with another's, an address leads nowhere."""
    sent = await rest.ok("POST", path, {}, files=[("a.txt", b"a"), ("b.txt", b"b")])
    one, other = (each["url"] for each in sent["attachments"])
    bare, query = one.split("?")
    for each in (
        bare,
        one.replace("hm=", "hm=0"),
        f"{bare}?{other.split('?')[1]}",
        f"{bare}?ex=zz&is=&hm=",
        re.sub("ex=[^&]*", "ex=ffffffff", one),
    ):
        assert (await _fetch(each))[0] == 404
    assert (await _fetch(f"{bare}?{query}"))[0] == 200
