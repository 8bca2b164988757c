"""Articles come in by their address: the real bot, a real web server, nothing else in reach."""

import asyncio

import pytest

from tests.e2e.desk import Desk
from tests.e2e.troupe import article, running, said
from tests.web import PAGE, Names, serving

TITLE = "On Lamps"
BYTES = 5_000_001


@pytest.fixture
async def web():
    """Give a web server on loopback with an article."""
    async with serving() as web:
        web.serve("/lamps")
        yield web


@pytest.fixture
def names():
    """Give a name server that knows one name of the web server."""
    return Names(**{"lamps.example": [["127.0.0.1"]]})


@pytest.fixture
async def troupe(sandbox, guild, database_file, web, names):
    """Give the bot with the web server, and nothing else on this machine, within its reach."""
    assert guild
    async with running(sandbox, database_file, reach=web.reach, resolve=names) as troupe:
        yield troupe


async def test_an_article_is_added_by_its_address(troupe, guild, web):
    """It is what the page says, from where it was in the end; its openings are posted."""
    link = web.redirect("/old", "/lamps?utm=1")

    added = said(await troupe.command(guild, "article add", url=f"<{link}>"))

    assert added.startswith(f"Added **{TITLE}**. Nothing is posted yet. As it comes from a link,")
    assert "how much of the text may be posted" in added
    kept = await troupe.app.services.library.get(guild.id, TITLE)
    assert kept.article.source == web.url("/lamps?utm=1")
    assert kept.length == "opening"
    assert [section.heading for section in kept.article.sections][-2:] == ["Who Pays", "Who Sees"]


async def test_each_way_gives_the_same_article(troupe, guild, web, sandbox):
    """Only where it is from and how much of it is posted differ."""
    other = await sandbox.control.world.add_guild("Others", channels=["reading"])
    sent = await troupe.command(guild, "article add", file=article(PAGE, "lamps.html"))
    fetched = await troupe.command(
        other, "article add", url=web.url("/lamps").replace("127.0.0.1", "lamps.example")
    )

    library = troupe.app.services.library
    ours, theirs = await library.get(guild.id, TITLE), await library.get(other.id, TITLE)
    assert ours.article.sections == theirs.article.sections
    assert ours.article.questions == theirs.article.questions
    assert (ours.length, theirs.length) == ("full", "opening")
    assert "how much of the text may be posted" in said(sent)
    assert [field["title"] for field in sent.embeds] == [field["title"] for field in fetched.embeds]
    assert [len(row["components"]) for row in sent.components] == [
        len(row["components"]) for row in fetched.components
    ]


async def silent():
    """Answer nothing for a long time."""
    yield b"HTTP/1.1 200 OK\r\n"
    await asyncio.sleep(60)


def _refusals(web):
    """Give an address for each refusal, with what is said of it."""
    web.redirect("/inside", "http://169.254.169.254/latest/meta-data/")
    web.redirect("/circle", "/circle")
    web.stream("/silent", silent)
    return {
        "no address": ("lamps", "is no web address I can read"),
        "another scheme": ("ftp://lamps.example/", "I open only web addresses"),
        "script": ("javascript:alert(1)", "I open only web addresses"),
        "another port": ("http://lamps.example:22/", "leads to port 22"),
        "a password": ("http://ada:secret@lamps.example/", "name or password in it"),
        "loopback": ("http://127.0.0.1/", "I find no public address for"),
        "a number": ("http://2130706433/", "I find no public address for"),
        "mapped": ("http://[::ffff:127.0.0.1]/", "I find no public address for"),
        "no such name": ("https://nothing.example/", "I find no public address for"),
        "led inside": (web.url("/inside"), "I find no public address for"),
        "no page": (web.url("/nothing"), "There is no page at"),
        "a login": (web.serve("/login", status=403), "does not let me see"),
        "trouble": (web.serve("/trouble", status=503), "(status 503)"),
        "a circle": (web.url("/circle"), "more than 5 times"),
        "a picture": (web.serve("/picture", content_type="image/png"), "is “image/png”"),
        "packed": (web.serve("/packed", content_encoding="br"), "comes packed as “br”"),
        "large": (web.serve("/large", b"a" * BYTES), "more than 5.0 MB"),
        "broken": (web.serve("/broken", content_length="99999"), "failed or broke off"),
        "barred": (web.serve("/private"), "asks programs to leave"),
        "silent": (web.url("/silent"), "was not here within 1 seconds"),
        "no words": (web.serve("/empty", "<html><body></body></html>"), "has no words in it"),
    }


async def test_what_cannot_be_fetched_is_refused_with_a_reason(troupe, guild, web, logs):
    """Each refusal says what is wrong and what to do, and changes nothing."""
    troupe.app.services.library._fetcher._seconds = 1
    web.serve("/robots.txt", "User-agent: *\nDisallow: /private", content_type="text/plain")
    for kind, (link, words) in _refusals(web).items():
        asked = link if kind in {"no address", "script"} else f"{link}?token=hush"
        refusal = await troupe.refused(guild, "article add", url=asked)

        assert words in refusal, (kind, refusal)
        assert "hush" not in refusal
        assert "secret" not in refusal
    assert "hush" not in repr(logs)
    assert "secret" not in repr(logs)


async def test_an_unreadable_robots_file_bars_the_page(troupe, guild, web):
    """The site may mind, and cannot be asked."""
    web.serve("/robots.txt", b"", status=500)

    assert "its robots.txt cannot be read" in await troupe.refused(
        guild, "article add", url=web.url("/lamps")
    )


async def test_a_file_and_an_address_are_one_too_many(troupe, guild, web):
    """Which of them is meant is asked, not guessed."""
    for words, options in (("article add", {}), ("article update", {"article": TITLE})):
        if options:
            await troupe.command(guild, "article add", url=web.url("/lamps"))
        refusal = await troupe.refused(
            guild, words, file=article(), url=web.url("/lamps"), **options
        )
        assert "Give me either `file` or `url`." in refusal


async def test_as_installed_nothing_on_this_machine_is_within_reach(
    sandbox, guild, database_file, web
):
    """What tests may is handed in; a bot that is started has none of it."""
    async with running(sandbox, database_file) as troupe:
        assert "leads to port" in await troupe.refused(guild, "article add", url=web.url("/lamps"))
        for host in ("localhost", "127.0.0.1", "[::1]"):
            refusal = await troupe.refused(guild, "article add", url=f"http://{host}/")
            assert "I find no public address for" in refusal
    assert web.connections == 0


async def test_who_may_not_add_articles_has_nothing_fetched(troupe, guild, web, sandbox):
    """Rights are looked at before the address is."""
    for command in sandbox.world.commands[None].values():
        command.body["default_member_permissions"] = None
    ada = guild.members["ada"]
    await troupe.command(guild, "article add", file=article())

    for words, options in (("article add", {}), ("article update", {"article": "A Short Walk"})):
        refusal = await troupe.refused(guild, words, by=ada, url=web.url("/lamps"), **options)
        assert "You may not do this here" in refusal
    assert web.connections == 0


async def test_an_article_is_updated_by_its_address(troupe, guild, web):
    """What changes is shown first; how much of it is posted stays as it was chosen."""
    await troupe.command(guild, "article add", file=article(PAGE, "lamps.html"))
    link = web.serve("/lamps", PAGE.replace("any safer?", "safer now?"))
    desk = await Desk(troupe, guild, guild.owner_id).open_with(
        "article update", article=TITLE, url=link
    )
    assert "safer now?" in desk.text

    await desk.press("Use the new text")

    kept = await troupe.app.services.library.get(guild.id, TITLE)
    assert kept.article.questions[-1].text == "Are the streets safer now?"
    assert kept.article.source == link
    assert kept.length == "full"
    again = await troupe.refused(guild, "article update", article=TITLE, url=link)
    assert "nothing to update" in again
