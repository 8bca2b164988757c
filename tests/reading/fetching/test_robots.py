"""robots.txt is asked for and kept to, as RFC 9309 has it."""

import asyncio

import pytest

from bot.errors import LinkUnreachable, RobotsForbid, RobotsUnreachable
from bot.reading.fetching.fetcher import Fetcher
from bot.reading.fetching.robots import _MOST_BYTES

TEXT = "text/plain"


async def is_fetched(fetcher, link):
    """Say whether a page is fetched, or its site forbids it."""
    try:
        await fetcher.fetch(link)
    except RobotsForbid:
        return False
    return True


@pytest.mark.parametrize(
    ("rules", "is_allowed"),
    [
        ("", True),
        ("User-agent: *\nDisallow:", True),
        ("User-agent: *\nDisallow: /", False),
        ("User-agent: *\nDisallow: /news", False),
        ("User-agent: *\nDisallow: /other", True),
        ("User-agent: *\nDisallow: /*lamps.html*1$", False),
        ("User-agent: *\nDisallow: /news\nAllow: /news/lamps", True),
        ("User-agent: *\nDisallow: /*?id=", False),
        ("User-agent: Colloquy\nDisallow: /", False),
        ("User-agent: colloquy\nAllow: /\n\nUser-agent: *\nDisallow: /", True),
        ("User-agent: Colloquy\nDisallow: /a\n\nUser-agent: colloquy\nDisallow: /news", False),
        ("User-agent: other\nDisallow: /", True),
        ("User-agent: colloquy-archiver\nDisallow: /", True),
        ("\ufeffUser-agent: * # all\r\nDisallow: /news # these", False),
        ("<html>no rules</html>", True),
        ("Disallow: /", True),
        ("\0\0\0", True),
    ],
)
async def test_a_site_says_what_is_fetched(rules, is_allowed, fetcher, web):
    """The most specific rule of the group that is ours counts."""
    web.serve("/robots.txt", rules, content_type=TEXT)
    web.serve("/news/lamps.html")

    assert await is_fetched(fetcher, web.url("/news/lamps.html?id=1")) is is_allowed
    assert web.asked == ["/robots.txt"] + ["/news/lamps.html"] * is_allowed


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 429])
async def test_a_site_without_rules_forbids_nothing(status, fetcher, web):
    """Rules that are "unavailable" bar no page."""
    web.serve("/robots.txt", "User-agent: *\nDisallow: /", status=status)

    assert await is_fetched(fetcher, web.serve("/"))


@pytest.mark.parametrize("status", [500, 502, 503, 599])
async def test_a_site_whose_rules_cannot_be_had_is_left_alone(status, fetcher, web):
    """Rules that are "unreachable" bar every page, until they can be read again."""
    web.serve("/robots.txt", b"", status=status)

    with pytest.raises(RobotsUnreachable):
        await fetcher.fetch(web.serve("/"))

    assert web.asked == ["/robots.txt"]


async def test_a_site_that_cannot_be_reached_is_said_to_be_just_that(fetcher, web):
    """Its rules are not to blame."""
    web.answers["/robots.txt"] = b""

    with pytest.raises(LinkUnreachable) as refusal:
        await fetcher.fetch(web.url("/page"))

    assert refusal.value.link == web.url("/page")


async def test_rules_may_be_elsewhere(fetcher, web):
    """Five redirects are followed, to other sites too; what takes more has no rules."""
    web.serve("/")
    web.serve("/rules-0", "User-agent: *\nDisallow: /", content_type=TEXT)
    for step in range(1, 6):
        web.redirect(f"/rules-{step}", f"/rules-{step - 1}")
    web.redirect("/robots.txt", "/rules-4")
    assert not await is_fetched(fetcher, web.url())
    web.redirect("/robots.txt", "/rules-5")
    assert await is_fetched(fetcher, web.url())


@pytest.mark.parametrize("to", ["http://10.0.0.1/", "ftp://example.org/", "http://x.invalid/"])
async def test_rules_that_lead_inside_are_unreachable(to, fetcher, web):
    """A site's rules open no way that its pages do not have."""
    web.redirect("/robots.txt", to)

    with pytest.raises(RobotsUnreachable):
        await fetcher.fetch(web.serve("/"))


async def test_rules_are_asked_for_once_a_site_and_fetch(fetcher, web, names):
    """Each site of a fetch is asked for its own, and the next fetch asks anew."""
    names.know("other.example", ["127.0.0.1"])
    web.serve("//other.example/robots.txt", "User-agent: *\nDisallow: /private")
    web.redirect("/a", "/b")
    web.redirect("/b", web.url("/c", "other.example"))
    web.redirect("/c", "/d")
    web.serve("/d")

    await fetcher.fetch(web.url("/a"))
    assert web.asked == ["/robots.txt", "/a", "/b", "/robots.txt", "/c", "/d"]

    web.redirect("/c", "/private")
    with pytest.raises(RobotsForbid) as refusal:
        await fetcher.fetch(web.url("/a?secret"))
    assert refusal.value.link == web.url("/private", "other.example")
    assert web.asked.count("/robots.txt") == 4


async def test_of_endless_rules_the_beginning_counts(fetcher, web):
    """As much is read as must be, and no more."""

    async def endless():
        yield b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\nUser-agent: *\nDisallow: /private\n"
        while True:
            yield b"# nothing to see here, nothing at all, and so on and so forth\n" * 1_000

    web.stream("/robots.txt", endless)
    assert await is_fetched(fetcher, web.serve("/"))
    assert not await is_fetched(fetcher, web.serve("/private"))
    assert _MOST_BYTES == 512_000


HOSTILE = {
    "wildcards": "User-agent: *\nDisallow: /" + "*a" * 100_000 + "*b\n",
    "many rules": "User-agent: *\n" + "Disallow: /*a*a*b$\n" * 20_000,
    "many names and rules": "".join(f"User-agent: a{number}\n" for number in range(20_000))
    + "".join(f"Disallow: /*{number}\n" for number in range(12_000)),
}


@pytest.mark.parametrize("kind", HOSTILE)
async def test_rules_made_to_take_for_ever_hold_up_nobody(kind, web, names, worker):
    """They are read where reading can be ended, and then bar the page."""
    worker.seconds = 2
    fetcher = Fetcher(names, worker.may_fetch, reach=web.reach)
    web.serve("/robots.txt", HOSTILE[kind], content_type=TEXT)
    naps = 0

    async def nap():
        nonlocal naps
        while True:
            await asyncio.sleep(0.001)
            naps += 1

    napping = asyncio.create_task(nap())
    try:
        await fetcher.fetch(web.serve("/" + "a" * 1_000))
    except RobotsUnreachable:
        pass
    finally:
        napping.cancel()

    assert naps > 10
    web.serve("/robots.txt", b"", status=404)
    assert await is_fetched(fetcher, web.serve("/"))
