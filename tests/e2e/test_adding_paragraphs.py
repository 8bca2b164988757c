"""Paragraphs added in the editor, and lines the reader left out taken back, over the wire."""

import pytest

from tests.e2e.desk import Desk, fields_of
from tests.e2e.test_editing import ARTICLE, TITLE
from tests.e2e.troupe import article, channel_of, prompts, running, said, text_of

POINTER, OTHER = "Read more: how towns are built", "See also: the bridge of 1901"
TEXT = ARTICLE.replace("Two Roads", f"{POINTER}\n\n{OTHER}\n\nTwo Roads")


@pytest.fixture
async def desk(troupe, guild):
    """Give the owner's editor, open on an article of which two lines were left out."""
    await troupe.command(guild, "article add", file=article(TEXT))
    return await Desk(troupe, guild, guild.owner_id).open(TITLE)


async def other_desk(troupe, guild, sandbox):
    """Give another organizer's editor of the same article."""
    role = await sandbox.control.world.add_role(guild.id, "Readers' Circle", ["manage_guild"])
    await sandbox.control.world.set_member_roles(guild.id, guild.members["ada"], [role])
    return await Desk(troupe, guild, guild.members["ada"]).open(TITLE)


async def test_a_line_is_taken_back(desk, troupe, guild, sandbox):
    """It is seen, chosen and put at a section's end; it is posted there; undo takes it out."""
    assert "What I left out (2)" in desk.labels
    await desk.press("What I left out")
    assert f"- {POINTER}" in desk.text
    await desk.choose("Put a line back", POINTER)
    assert f"> {POINTER}" in desk.text
    await desk.choose("Put it at the end of", "2. Who")
    assert desk.text.index("Who pays") < desk.text.index(f"➕ {POINTER}")
    await desk.press("↩ Undo the paragraph")
    assert POINTER not in desk.text
    await desk.press("↪ Redo")
    assert POINTER in desk.text
    preview = said(await troupe.command(guild, "article preview", article=TITLE))
    assert POINTER not in preview
    assert OTHER in preview
    await troupe.start(
        guild, article=TITLE, days="mon, thu", time="09:00", zone="UTC", channel=channel_of(guild)
    )
    await troupe.jump()
    await troupe.jump()
    standing = await prompts(sandbox, guild)
    assert f"parts that fail?\n\n{POINTER}" in text_of(standing[1])


async def test_a_paragraph_is_written_where_it_is_missed(desk, troupe, guild):
    """Below another or at the beginning, written or taken back, and taken away again."""
    await desk.choose("Choose a section", "2. Who")
    await desk.press("Paragraphs")
    await desk.choose("Add a paragraph below", "Every plan")
    assert "> Every plan" in desk.text
    await desk.fill_in("Write a paragraph", first="A note, by *us*.\n@everyone reads it.")
    assert "➕ A note, by \\*us\\*." in desk.text
    await desk.choose("Add a paragraph below", "A note")
    await desk.choose("Put back a line", POINTER)
    await desk.choose("Add a paragraph below", "beginning")
    await desk.fill_in("Write a paragraph", first="First of all.")
    order = ["First of all", "Every plan", "A note", "Read more", "reads it", "Who pays"]
    places = [desk.text.index(words) for words in order]
    assert places == sorted(places)
    await desk.choose("Leave a paragraph out", "A note")
    assert "This paragraph was added" in desk.text
    await desk.press("Remove it")
    assert "A note" not in desk.text
    assert "First of all" in desk.text
    preview = said(await troupe.command(guild, "article preview", article=TITLE))
    assert "2. Who Carries the Weight" in preview


async def test_a_paragraph_is_corrected(desk, troupe, guild, sandbox):
    """Its words stand in a form; more lines are more paragraphs; undone, redone and posted."""
    await desk.choose("Choose a section", "1. Opening")
    await desk.press("Paragraphs")
    await desk.choose("Add a paragraph below", "Somebody")
    await desk.fill_in("Write a paragraph", first="A nite by us")
    await desk.choose("Leave a paragraph out, or correct", "A nite")
    opened = await desk.open_form("Correct it")
    assert fields_of(opened) == {"first": "A nite by us"}
    await desk.send(opened, first="A note by us\nAnd more")
    assert "> A note by us" in desk.text
    await desk.press("◀ Back to the paragraphs")
    assert "➕ A note by us\n➕ And more" in desk.text
    await desk.press("↩ Undo the correction")
    assert "➕ A nite by us" in desk.text
    assert "And more" not in desk.text
    await desk.press("↪ Redo")
    await desk.choose("Leave a paragraph out", "And more")
    await desk.press("Remove it")
    assert "And more" not in desk.text
    await desk.press("↩ Undo the removal")
    assert "➕ A note by us\n➕ And more" in desk.text
    await troupe.start(
        guild, article=TITLE, days="mon, thu", time="09:00", zone="UTC", channel=channel_of(guild)
    )
    await troupe.jump()
    (standing,) = await prompts(sandbox, guild)
    # Short lines are posted as what they are: paragraphs, not headings.
    assert "listen?\n\nA note by us\n\nAnd more" in text_of(standing)
    assert "**A note" not in text_of(standing)


async def test_what_is_added_may_ask(desk, troupe, guild):
    """Wherever something is added it is said that it asks nothing by itself; it is suggested."""
    told = "Questions in added paragraphs are not asked by themselves"
    await desk.press("What I left out")
    await desk.choose("Put a line back", POINTER)
    assert told in desk.text
    await desk.press("◀ Back to what was left out")
    await desk.press("◀ All sections")
    await desk.choose("Choose a section", "1. Opening")
    await desk.press("Paragraphs")
    assert told not in desk.text
    await desk.choose("Add a paragraph below", "Somebody")
    assert told in desk.text
    await desk.fill_in("Write a paragraph", first="So much for that. Who decides in the end?")
    assert told in desk.text
    await desk.press("◀ Back to the section")
    assert "Who decides in the end?" not in desk.text.partition("Is anybody ready")[2]
    await desk.press("◀ All sections")
    await desk.press("Suggestions")
    assert (
        "“Who decides in the end?” stands in a paragraph that was added to 1. Opening" in desk.text
    )
    label = next(one for one in desk.labels if one.endswith("Ask it…"))
    opened = await desk.open_form(label)
    assert fields_of(opened) == {"first": "Who decides in the end?"}
    await desk.send(opened, first="Who decides at the end?")
    assert "✓ Done. **↩ Undo the question** takes it back." in desk.text
    assert "was added to" not in desk.text
    preview = said(await troupe.command(guild, "article preview", article=TITLE))
    assert "- Who decides at the end? (" in preview


async def test_a_correction_that_comes_too_late(desk, troupe, guild, sandbox):
    """Who corrects what somebody has removed meanwhile gets the words back; empty ones are none."""
    await desk.choose("Choose a section", "2. Who")
    await desk.press("Paragraphs")
    await desk.choose("Add a paragraph below", "Every plan")
    await desk.choose("Put back a line", POINTER)
    await desk.choose("Leave a paragraph out", POINTER)
    other = await other_desk(troupe, guild, sandbox)
    await other.choose("Choose a section", "2. Who")
    await other.press("Paragraphs")
    await other.choose("Leave a paragraph out", POINTER)
    opened = await other.open_form("Correct it")
    blank = await other.send(await other.open_form("Correct it"), first=" \n ")
    assert "no words" in blank.told[0]
    await desk.press("Remove it")
    await other.send(opened, first="My own words.")
    told = await other.hear()
    assert f"<@{desk.member_id}> changed" in told
    assert "My own words." in told
    assert "Every plan" in other.text


async def test_pages_of_paragraphs(troupe, guild):
    """What is left out or removed on a page leaves one there, and on the last if it is gone."""
    lines = "\n\n".join(f"Paragraph {at:02} has its words." for at in range(47))
    await troupe.command(guild, "article add", file=article(f"A Long One\n\n{lines}\n"))
    desk = await Desk(troupe, guild, guild.owner_id).open("A Long One")
    await desk.choose("Choose a section", "1. ")
    await desk.press("Paragraphs")
    await desk.press("Page ▶")
    await desk.choose("Leave a paragraph out", "Paragraph 30")
    assert "~~Paragraph 30" in desk.text
    await desk.press("↩ Undo the paragraph")
    assert "~~" not in desk.text
    assert "Paragraph 30" in desk.text
    await desk.choose("Add a paragraph below", "Paragraph 46")
    await desk.fill_in("Write a paragraph", first="One.\nTwo.\nThree.")
    await desk.press("Page ▶")
    assert desk.text.count("➕") == 2
    for words in ("Two.", "Three."):
        await desk.choose("Leave a paragraph out", words)
        await desk.press("Remove it")
    assert "➕ One." in desk.text
    assert "Page ▶" not in desk.labels
    assert "Paragraph 00" not in desk.text


async def test_what_cannot_be_added_is_given_back(desk):
    """Too much is refused in a sentence, and what was written comes back."""
    await desk.choose("Choose a section", "2. Who")
    await desk.press("Paragraphs")
    await desk.choose("Add a paragraph below", "Every plan")
    before = desk.text
    await desk.fill_in("Write a paragraph", first="\n".join(f"Note {at}." for at in range(51)))
    assert "51 added paragraphs; an article may have up to 50" in desk.told[0]
    assert "Note 50." in "".join(desk.told)
    assert desk.text == before


async def test_two_organizers_at_once(desk, troupe, guild, sandbox):
    """Who comes second is told, gets back what was written and sees the paragraph of the first."""
    other = await other_desk(troupe, guild, sandbox)
    for one in (desk, other):
        await one.choose("Choose a section", "2. Who")
        await one.press("Paragraphs")
        await one.choose("Add a paragraph below", "Every plan")
    opened = await other.open_form("Write a paragraph")
    await desk.choose("Put back a line", POINTER)

    await other.send(opened, first="My own note.")

    told = await other.hear()
    assert f"<@{desk.member_id}> changed “{TITLE}” meanwhile" in told
    assert "My own note." in told
    assert f"➕ {POINTER}" in other.text
    await other.choose("Add a paragraph below", POINTER)
    await desk.choose("Leave a paragraph out", POINTER)
    await other.fill_in("Write a paragraph", first="My own note.")
    await desk.press("Remove it")
    assert f"<@{other.member_id}>" in await desk.hear()
    assert "My own note." in desk.text


async def test_restarts_on_the_way(sandbox, guild, database_file):
    """A form that was open is sent after a restart, and what was added is there after the next."""
    async with running(sandbox, database_file) as troupe:
        await troupe.command(guild, "article add", file=article(TEXT))
        desk = await Desk(troupe, guild, guild.owner_id).open(TITLE)
        await desk.choose("Choose a section", "3. Two")
        await desk.press("Paragraphs")
        await desk.choose("Add a paragraph below", "beginning")
        opened = await desk.open_form("Write a paragraph")
    async with running(sandbox, database_file) as troupe:
        desk.troupe = troupe
        await desk.send(opened, first="A note.")
    async with running(sandbox, database_file) as troupe:
        desk = await Desk(troupe, guild, guild.owner_id).open(TITLE)
        await desk.choose("Choose a section", "3. Two")
        assert "> A note.\n> Some want speed" in desk.text
        await desk.press("Paragraphs")
        await desk.choose("Leave a paragraph out", "A note")
        opened = await desk.open_form("Correct it")
    async with running(sandbox, database_file) as troupe:
        desk.troupe = troupe
        await desk.send(opened, first="A note, corrected.")
        assert "> A note, corrected." in desk.text
        await desk.press("↩ Undo the correction")
        await desk.press("↩ Undo the paragraph")
        assert "A note" not in desk.text


async def test_what_is_posted_stays(troupe, guild):
    """Nothing is added to a posted section, and the words come back; to what is to come it is."""
    await troupe.begin(guild, TEXT)
    desk = await Desk(troupe, guild, guild.owner_id).open(TITLE)
    await desk.choose("Choose a section", "1. Opening")
    await desk.press("Paragraphs")
    await desk.choose("Add a paragraph below", "Somebody")
    opened = await desk.open_form("Write a paragraph")
    await troupe.jump()
    await desk.send(opened, first="Too late.")
    assert "“Opening” is posted" in "".join(desk.told)
    assert "Too late." in "".join(desk.told)
    desk = await Desk(troupe, guild, guild.owner_id).open(TITLE)
    await desk.press("What I left out")
    await desk.choose("Put a line back", POINTER)
    assert not any("Opening" in one for one in desk.options("Put it at the end of"))
