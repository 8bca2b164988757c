"""A page behind a link, fetched within its bounds over a real connection."""

import asyncio
import gzip
import ssl
import zlib

import pytest
import trustme

from bot.errors import (
    LinkAnswered,
    LinkNotPublic,
    LinkNotText,
    LinkPacked,
    LinkRefused,
    LinkTookTooLong,
    LinkTooLarge,
    LinkUnreachable,
    TooManyRedirects,
)
from bot.reading.fetching.fetcher import MOST_BYTES, Fetcher
from bot.reading.reader import read_article
from tests.web import PAGE, Names, serving

GERMAN = "Über Städte. Wären Sie bereit?"
HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\nconnection: close\r\n"


def read(submission):
    """Read what was fetched as the bot does."""
    return read_article(
        submission.data,
        name=submission.name,
        media_type=submission.media_type,
        source=submission.source,
    )


async def test_a_page_becomes_an_article_with_its_address(fetcher, web):
    """Title, sections and questions are the page's, the source is where it was."""
    submission = await fetcher.fetch(web.serve("/on-lamps.html"))

    article = read(submission)
    assert article.title == "On Lamps"
    assert [section.heading for section in article.sections][-2:] == ["Who Pays", "Who Sees"]
    assert len(article.questions) == 2
    assert article.source == web.url("/on-lamps.html")


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (PAGE, "text/html"),
        (PAGE, "Text/HTML;charset=UTF-8"),
        (PAGE.replace("<html>", '<html xmlns="x">'), "application/xhtml+xml"),
        ("On Lamps\n\nWho Pays\n\nIs it so?\n", "text/plain"),
        ("# On Lamps\n\n## Who Pays\n\nIs *it* so?\n", "text/markdown; charset=utf-8"),
        ("# On Lamps\n\n## Who Pays\n\nIs *it* so?\n", "text/x-markdown"),
        (PAGE, ""),
        ("On Lamps\n\nWho Pays\n\nIs it so?\n".encode("utf-16"), ""),
    ],
)  # fmt: skip
async def test_texts_are_taken(body, media_type, fetcher, web):
    """Web pages, Markdown and plain text, also where the site does not say what it sends."""
    link = web.serve("/", body, content_type=media_type)

    assert read(await fetcher.fetch(link)).title == "On Lamps"


@pytest.mark.parametrize(
    ("body", "media_type", "named"),
    [
        (b"%PDF-1.7", "application/pdf", "application/pdf"),
        (b"{}", "application/json", "application/json"),
        (b"<rss/>", "application/rss+xml", "application/rss+xml"),
        (b"\x89PNG", "image/png", "image/png"),
        (b"words", "application/octet-stream", "application/octet-stream"),
        (b"words", "text/css", "text/css"),
        (b"words", "multipart/mixed; boundary=x", "multipart/mixed"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "", ""),
        (b"\x7fELF\x02\x01\x01\x00", "", ""),
    ],
)
async def test_what_is_no_text_is_refused(body, media_type, named, fetcher, web):
    """The refusal names what the site calls it."""
    with pytest.raises(LinkNotText) as refusal:
        await fetcher.fetch(web.serve("/", body, content_type=media_type))

    assert refusal.value.media_type == named


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (GERMAN.encode("windows-1252"), "text/plain; charset=windows-1252"),
        (GERMAN.encode("utf-16"), "text/plain"),
        (b"\xef\xbb\xbf" + GERMAN.encode(), "text/plain; charset=latin1"),
        (f'<html><meta charset="latin1"><p>{GERMAN}</p>'.encode("latin-1"), "text/html"),
    ],
)  # fmt: skip
async def test_the_encoding_is_found_wherever_it_stands(data, media_type, fetcher, web):
    """In the answer's head, in a byte order mark, in the page's own head."""
    article = read(await fetcher.fetch(web.serve("/", data, content_type=media_type)))

    assert "Wären Sie bereit?" in {question.text for question in article.questions}


@pytest.mark.parametrize("encoding", ["gzip", "x-gzip", "GZIP"])
async def test_a_packed_page_is_unpacked(encoding, fetcher, web):
    """Also one that is packed in several parts."""
    half = len(PAGE) // 2
    packed = gzip.compress(PAGE[:half].encode()) + gzip.compress(PAGE[half:].encode())

    found = await fetcher.fetch(web.serve("/", packed, content_encoding=encoding))

    assert found.data == PAGE.encode()


@pytest.mark.parametrize("encoding", ["br", "zstd", "deflate", "gzip, gzip", "nonsense"])
async def test_packed_otherwise_is_refused(encoding, fetcher, web):
    """Nobody asked for it."""
    with pytest.raises(LinkPacked) as refusal:
        await fetcher.fetch(web.serve("/", content_encoding=encoding))

    assert refusal.value.encoding == encoding


@pytest.mark.parametrize(
    "packed", [b"no gzip", gzip.compress(PAGE.encode())[:-20], zlib.compress(PAGE.encode()), b""]
)
async def test_packed_badly_is_refused(packed, fetcher, web):
    """What cannot be unpacked to its end is no page."""
    with pytest.raises(LinkUnreachable):
        await fetcher.fetch(web.serve("/", packed, content_encoding="gzip"))


@pytest.mark.parametrize(
    "status", [201, 204, 206, 300, 304, 400, 401, 403, 404, 410, 429, 500, 503]
)
async def test_another_status_is_refused(status, fetcher, web):
    """The refusal has the site's status."""
    web.serve("/robots.txt", b"", status=404)
    with pytest.raises(LinkAnswered) as refusal:
        await fetcher.fetch(web.serve("/", b"", status=status))

    assert refusal.value.status == status


# ── redirects ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize(
    "to", ["/there", "there", "//127.0.0.1:{port}/there", "http://127.0.0.1:{port}/there#part"]
)
async def test_redirects_are_followed_to_the_final_address(to, status, fetcher, web):
    """Whole or relative; the final address becomes the source."""
    web.serve("/there")
    link = web.redirect("/here", to.format(port=web.port), status)

    assert (await fetcher.fetch(link)).source == web.url("/there")


async def test_five_redirects_are_followed_and_no_more(fetcher, web):
    """The sixth is refused, and so is a circle."""
    web.serve("/0")
    for step in range(1, 7):
        web.redirect(f"/{step}", f"/{step - 1}")

    assert (await fetcher.fetch(web.url("/5"))).source == web.url("/0")
    with pytest.raises(TooManyRedirects) as refusal:
        await fetcher.fetch(web.url("/6"))
    assert (refusal.value.link, refusal.value.most) == (web.url("/6"), 5)
    with pytest.raises(TooManyRedirects):
        await fetcher.fetch(web.redirect("/circle", "/circle"))


async def test_a_redirect_is_read_as_browsers_read_it(fetcher, web):
    """Spaces and letters of every script stand in addresses that sites write by hand."""
    web.serve("/on%20lamps/%C3%BCber")
    web.redirect("/here", "/on lamps/über".encode().decode("latin-1"))

    assert (await fetcher.fetch(web.url("/here"))).source == web.url("/on%20lamps/%C3%BCber")


async def test_a_redirect_that_leads_nowhere_is_no_page(fetcher, web):
    """A redirect without an address is an answer like any other."""
    with pytest.raises(LinkAnswered):
        await fetcher.fetch(web.serve("/", b"", status=302))


# ── what is sent ──────────────────────────────────────────────────────────────────────────────


async def test_the_request_names_the_project_and_nobody_else(fetcher, web, monkeypatch):
    """No cookie comes back, no proxy and no password of the host's is used, no page is named."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    web.redirect("/there", "/page")
    web.serve("/page")
    link = web.serve("/here", b"", status=302, location="/there", set_cookie="a=b; Path=/")

    await fetcher.fetch(f"{link}?who=ada#part")

    assert web.asked == ["/robots.txt", "/here", "/there", "/page"]
    for request in web.requests:
        assert request.headers["user-agent"].startswith("colloquy/")
        assert request.headers.keys() <= {"host", "user-agent", "accept", "accept-encoding"}
    assert web.requests[1].target == "/here?who=ada"


@pytest.mark.parametrize("given", ["<{url}>", "  {url}\n", "{url}#part"])
async def test_a_link_is_taken_as_people_write_it(given, fetcher, web):
    """With spaces around, in the brackets of Discord, with the part of the page it points to."""
    url = web.serve("/page")

    assert (await fetcher.fetch(given.format(url=url))).source == url


async def test_a_link_without_a_scheme_is_a_secure_one(fetcher, names):
    """As browsers take it; here there is no such name."""
    with pytest.raises(LinkNotPublic) as refusal:
        await fetcher.fetch("example.org/an-article?id=1")

    assert refusal.value.link == "https://example.org/an-article"
    assert names.asked == ["example.org"]


# ── bounds ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("packed", [False, True])
async def test_a_page_of_five_megabytes_is_taken_and_a_larger_one_is_not(packed, fetcher, web):
    """What counts is the size unpacked."""
    for size, is_taken in ((MOST_BYTES, True), (MOST_BYTES + 1, False)):
        body = b"a" * size
        data = gzip.compress(body, 1) if packed else body
        link = web.serve("/", data, content_encoding="gzip" if packed else "")
        if is_taken:
            assert len((await fetcher.fetch(link)).data) == size
        else:
            with pytest.raises(LinkTooLarge):
                await fetcher.fetch(link)


async def test_an_endless_page_is_left_soon_after_the_limit(fetcher, web):
    """Whoever sends without end is not listened to without end."""
    sent = 0

    async def endless():
        nonlocal sent
        yield HEAD + b"\r\n"
        while sent < 100 * MOST_BYTES:
            yield b"a" * 2**16
            sent += 2**16

    with pytest.raises(LinkTooLarge):
        await fetcher.fetch(web.stream("/", endless))

    assert sent < 4 * MOST_BYTES


async def test_a_page_that_says_it_is_too_large_is_not_read(fetcher, web):
    """Its head is enough."""
    link = web.serve("/", b"a", content_length=str(MOST_BYTES + 1))

    with pytest.raises(LinkTooLarge):
        await fetcher.fetch(link)


@pytest.mark.parametrize("silent", ["head", "body", "robots"])
async def test_a_site_that_keeps_silent_is_left(silent, web, names, worker):
    """The time is for everything together, wherever it is spent."""
    fetcher = Fetcher(names, worker.may_fetch, reach=web.reach, seconds=1)

    async def stuck():
        yield HEAD + (b"" if silent == "head" else b"\r\n<p>")
        await asyncio.sleep(60)

    web.stream("/robots.txt" if silent == "robots" else "/", stuck)
    with pytest.raises(LinkTookTooLong) as refusal:
        await fetcher.fetch(web.url("/?secret"))

    assert (refusal.value.link, refusal.value.seconds) == (web.url("/"), 1)


async def test_a_name_server_that_keeps_silent_is_left(web, worker):
    """A look-up counts too."""

    async def stuck(*_):
        await asyncio.sleep(60)

    fetcher = Fetcher(stuck, worker.may_fetch, reach=web.reach, seconds=1)
    with pytest.raises(LinkTookTooLong):
        await fetcher.fetch("http://slow.example/")


async def test_slow_sites_hold_up_a_bounded_number_of_fetches(web, names, worker):
    """A fifth waits for its turn, and gets all its time then."""
    fetcher = Fetcher(names, worker.may_fetch, reach=web.reach, seconds=60)
    gate = asyncio.Event()

    async def gated():
        await gate.wait()
        yield HEAD + b"\r\n<p>words</p>"

    web.stream("/slow", gated)
    slow = [asyncio.create_task(fetcher.fetch(web.url("/slow"))) for _ in range(5)]
    while web.asked.count("/slow") < 4:
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.05)

    assert web.asked.count("/slow") == 4
    gate.set()
    assert all(found.data for found in await asyncio.gather(*slow))


BROKEN = {
    "closes at once": b"",
    "speaks another language": b"220 mail.example ESMTP\r\n",
    "breaks off": HEAD + b"content-length: 100\r\n\r\nabc",
    "breaks off in a chunk": HEAD + b"transfer-encoding: chunked\r\n\r\n10\r\nabc",
    "has a bad chunk": HEAD + b"transfer-encoding: chunked\r\n\r\nzz\r\nabc",
    "has an endless line": HEAD + b"x: " + b"a" * 100_000 + b"\r\n\r\n",
    "has endless headers": HEAD + b"x: a\r\n" * 10_000 + b"\r\n",
    "has a bad length": HEAD + b"content-length: -1\r\n\r\nabc",
    "says two lengths": HEAD + b"content-length: 1\r\ncontent-length: 2\r\n\r\nabc",
}


@pytest.mark.parametrize("kind", BROKEN)
async def test_a_broken_answer_is_refused(kind, fetcher, web):
    """Whatever a server does wrong ends in the same sentence."""
    web.serve("/robots.txt", b"", status=404)
    web.answers["/"] = BROKEN[kind]

    with pytest.raises(LinkUnreachable) as refusal:
        await fetcher.fetch(web.url("/?token=secret"))

    assert refusal.value.link == web.url("/")
    assert refusal.value.__cause__ is None
    assert refusal.value.__suppress_context__


async def test_a_certificate_that_nobody_vouches_for(fetcher):
    """A server that only vouches for itself is asked for nothing, whatever name it bears."""
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority, trusting = trustme.CA(), ssl.create_default_context()
    authority.issue_cert("127.0.0.1").configure_cert(tls)
    authority.configure_trust(trusting)
    async with serving(tls=tls) as web:
        _, writer = await asyncio.open_connection(web.address, web.port, ssl=trusting)
        writer.close()  # whoever trusts the authority can speak with it
        unknown = Fetcher(Names(), fetcher._may_fetch, reach=web.reach)
        with pytest.raises(LinkUnreachable) as refusal:
            await unknown.fetch(web.serve("/?token=secret"))

    assert refusal.value.link == web.url()
    assert web.requests == []


async def test_nobody_at_home(fetcher, web):
    """A closed port and a server that speaks no TLS are refused alike."""
    with pytest.raises(LinkUnreachable):
        await fetcher.fetch(web.url().replace("http:", "https:"))
    async with serving() as gone:
        pass
    elsewhere = Fetcher(Names(), fetcher._may_fetch, reach=gone.reach)
    with pytest.raises(LinkUnreachable):
        await elsewhere.fetch(gone.url())


async def test_nothing_is_left_open(fetcher, web):
    """After a fetch or a refusal no task goes on and every connection is closed."""
    before = asyncio.all_tasks()
    await fetcher.fetch(web.serve("/", connection="keep-alive"))
    with pytest.raises(LinkRefused):
        await fetcher.fetch(web.serve("/picture", content_type="image/png"))
    while len(asyncio.all_tasks() - before) > 0:
        await asyncio.sleep(0.01)

    assert web.requests[0].headers["host"] == f"127.0.0.1:{web.port}"
