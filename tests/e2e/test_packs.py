"""Discussion packs from one server to another, over the wire."""

import json

import aiohttp
import pytest

from bot.sandbox import File
from tests.e2e.desk import Desk
from tests.e2e.test_editing import ARTICLE, TITLE, WHEN
from tests.e2e.troupe import article, channel_of, prompts, running, said, text_of
from tests.web import serving


async def packed(troupe, guild, title=TITLE):
    """Export a pack; give its file's name and bytes."""
    handed = await troupe.command(guild, "article export-pack", article=title)
    (file,) = handed.message["attachments"]
    async with aiohttp.ClientSession() as session, session.get(file["url"]) as answer:
        return file["filename"], await answer.read()


@pytest.fixture
async def other(sandbox):
    """Give another server."""
    return await sandbox.control.world.add_guild("Others", channels=["den"], members=["zoe"])


async def test_a_pack_goes_to_another_server(troupe, guild, other, sandbox):
    """One organizer's preparation begins another's discussion."""
    await troupe.command(guild, "article add", file=article(ARTICLE))
    desk = await Desk(troupe, guild, guild.owner_id).open(TITLE)
    await desk.choose("Choose a section", "2. Who")
    await desk.press("Merge with next")
    await desk.fill_in("Heading", first="Two in One")
    given = WHEN | {"days": "every 2 weeks", "quiet": "22:00-07:00"}
    await troupe.start(guild, **given, channel=channel_of(guild))
    name, data = await packed(troupe, guild)
    assert name == "a-town-and-its-questions.pack.json"
    assert b"Somebody has to begin" not in data

    pack = File("town.json", data)
    assert "does not have the text" in await troupe.refused(other, "article import-pack", file=pack)
    await troupe.command(other, "article add", file=article(ARTICLE))
    changed = json.loads(data)
    changed["article"]["reading"] = "0" * 64
    older = File("town.json", json.dumps(changed).encode())
    assert "another version of me" in await troupe.refused(other, "article import-pack", file=older)
    taken = said(await troupe.command(other, "article import-pack", file=pack))
    assert "is prepared as the pack says" in taken
    assert "**2. Two in One**" in taken
    assert "`days:every 2 weeks time:09:00 zone:UTC quiet:22:00-07:00`" in taken

    await troupe.start(other, **given, channel=channel_of(other))
    for _ in range(3):
        await troupe.jump()
    standing = await prompts(sandbox, other)
    assert [one["embeds"][0]["title"] for one in standing[:2]] == ["Opening", "Two in One"]
    assert "**Two Roads**" in text_of(standing[1])


async def test_a_section_whose_text_does_not_come_along(troupe, guild, other, sandbox):
    """What has nothing but added paragraphs is skipped on the other server, which is told."""
    await troupe.command(guild, "article add", file=article(ARTICLE))
    desk = await Desk(troupe, guild, guild.owner_id).open(TITLE)
    await desk.choose("Choose a section", "3. Two")
    await desk.press("Paragraphs")
    await desk.choose("Add a paragraph below", "Some want speed")
    await desk.fill_in("Write a paragraph", first="Told in my own words.")
    await desk.choose("Leave a paragraph out", "Some want speed")
    handed = said(await troupe.command(guild, "article export-pack", article=TITLE))
    assert "3. Two Roads" in handed
    _, data = await packed(troupe, guild)

    await troupe.command(other, "article add", file=article(ARTICLE))
    pack = File("town.json", data)
    taken = said(await troupe.command(other, "article import-pack", file=pack))
    assert "a pack has no text: 3. Two Roads." in taken
    await troupe.start(other, **WHEN, channel=channel_of(other))
    await troupe.play_out()
    standing = await prompts(sandbox, other)
    assert [one["embeds"][0]["title"] for one in standing] == [
        *("Opening", "Who Carries the Weight", "The Last Word")
    ]
    assert all(text_of(one).strip() != "—" for one in standing)


async def test_it_brings_its_text_along_by_address(sandbox, guild, other, database_file):
    """Where the pack says where its text is, one command is enough; another text is refused."""
    async with serving() as web:
        web.serve("/lamps")
        async with running(sandbox, database_file, reach=web.reach) as troupe:
            await troupe.command(guild, "article add", url=web.url("/lamps"))
            desk = await Desk(troupe, guild, guild.owner_id).open("On Lamps")
            await desk.choose("Choose a section", "1. ")
            await desk.fill_in("Heading", first="How It Begins")
            _, data = await packed(troupe, guild, "On Lamps")

            pack = File("lamps.json", data)
            taken = said(await troupe.command(other, "article import-pack", file=pack))
            assert "**On Lamps** is prepared as the pack says" in taken
            assert "How It Begins" in taken

            changed = json.loads(data)
            changed["article"]["hash"] = "0" * 64
            pack = File("lamps.json", json.dumps(changed).encode())
            told = await troupe.refused(other, "article import-pack", file=pack)
            assert "no longer has the text that this discussion pack was made for" in told


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"{}", "no discussion pack I can read"),
        (b"[" * 50_000, "no discussion pack I can read"),
        (b" " * 1_000_001, "a discussion pack has up to 1.0 MB"),
        (b'{"format": "colloquy-discussion-pack", "version": 2}', "newer version of me"),
    ],
    ids=["empty", "deep", "large", "later"],
)
async def test_what_is_no_pack(troupe, guild, data, told):
    """One sentence says what is wrong, and nothing is changed."""
    await troupe.command(guild, "article add", file=article(ARTICLE))
    file = File("town.json", data)
    assert told in await troupe.refused(guild, "article import-pack", file=file)
