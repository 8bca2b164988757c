"""A corrected text takes an article's place, over the wire."""

import sqlite3
from contextlib import closing

from bot.domain.ballot import PollState
from tests.e2e.desk import Desk
from tests.e2e.test_editing import ARTICLE, TITLE
from tests.e2e.troupe import article, prompts, running, text_of


async def test_a_corrected_text(troupe, guild, sandbox):
    """The changes are shown first; the votes on what is the same stay; nothing comes twice."""
    await troupe.begin(guild, ARTICLE)
    await troupe.jump()
    (poll,) = await troupe.polls(guild)
    await troupe.react(poll, guild.members["ada"], 0)
    await troupe.until_tallied(poll, [1, 0, 0])
    text = ARTICLE.replace("Who pays for", "Who will pay for").replace("most plans", "all plans")
    desk = Desk(troupe, guild, guild.owner_id)
    await desk.open_with("article update", article=TITLE, file=article(text))
    assert "Nothing is changed yet." in desk.text
    assert "**Sections with other words:**\n- Who Carries the Weight" in desk.text
    assert "Who pays for the parts that fail? ▸ Who will pay for the parts that fail?" in desk.text
    await desk.press("Use the new text")
    await desk.choose("Choose a section", "2. Who")
    assert "Who will pay" in desk.text
    await desk.press("↩ Undo the update")
    assert "Who pays" in desk.text
    assert "Polls that the update closed stay closed" in await desk.hear()
    await desk.press("↪ Redo")

    await troupe.play_out()
    standing = await prompts(sandbox, guild)
    assert [one["embeds"][0]["title"] for one in standing] == [
        *("Opening", "Who Carries the Weight", "Two Roads", "The Last Word")
    ]
    assert "all plans hide it" in text_of(standing[1])
    assert await troupe.tallied(poll) == [1, 0, 0]
    again = await troupe.refused(guild, "article update", article=TITLE, file=article(text))
    assert "nothing to update" in again


async def test_another_order_and_head(troupe, guild):
    """Title, author, headings and order are shown before they are taken."""
    await troupe.command(guild, "article add", file=article(ARTICLE))
    title, opening, *parts = ARTICLE.split("\n\n")
    who, roads, last = parts[:3], parts[3:5], parts[5:]
    text = "\n\n".join(
        ["A Town Asks", "By Jane Doe", opening, "Both Roads", *roads[1:], *who, *last]
    )
    desk = Desk(troupe, guild, guild.owner_id)
    await desk.open_with("article update", article=TITLE, file=article(text))
    for said in (
        f"**Another title:**\n- {title} ▸ A Town Asks",
        "**Another author:**\n- — ▸ Jane Doe",
        "**Sections with another heading:**\n- Two Roads ▸ Both Roads",
        "**Sections in another place:**",
    ):
        assert said in desk.text, desk.text
    await desk.press("Use the new text")
    assert "A Town Asks" in desk.text
    assert desk.text.index("2. Both Roads") < desk.text.index("3. Who Carries the Weight")


async def test_added_paragraphs_are_told_of(troupe, guild):
    """Which stay, which the new text has itself and which go is shown before it is taken."""
    await troupe.command(guild, "article add", file=article(ARTICLE))
    desk = await Desk(troupe, guild, guild.owner_id).open(TITLE)
    for section, below, words in (
        ("1. Opening", "Somebody", "It stays."),
        ("2. Who", "Every plan", "The text has it."),
        ("4. The Last", "Is there", "It goes."),
    ):
        await desk.choose("Choose a section", section)
        await desk.press("Paragraphs")
        await desk.choose("Add a paragraph below", below)
        await desk.fill_in("Write a paragraph", first=words)
        await desk.press("◀ Back to the section")
        await desk.press("◀ All sections")
    text = ARTICLE.partition("The Last Word")[0].replace("hide it.", "hide it.\n\nThe text has it.")
    await desk.open_with("article update", article=TITLE, file=article(text))
    assert "1 added paragraph stays." in desk.text
    assert "**Added paragraphs that the new text has itself:**\n- The text has it." in desk.text
    assert "**Added paragraphs that are gone:**\n- It goes." in desk.text
    await desk.press("Use the new text")
    await desk.press("↩ Undo the update")
    await desk.choose("Choose a section", "4. The Last")
    assert "> It goes." in desk.text


async def test_who_takes_it_late_is_shown_what_it_changes_by_then(troupe, guild):
    """An edit came between: the changes are shown anew, and taken by another press."""
    await troupe.command(guild, "article add", file=article(ARTICLE))
    text = ARTICLE.replace("most plans", "all plans")
    desk = Desk(troupe, guild, guild.owner_id)
    await desk.open_with("article update", article=TITLE, file=article(text))
    assert "**Sections with other words:**\n- Who Carries the Weight" in desk.text
    other = await Desk(troupe, guild, guild.owner_id).open(TITLE)
    await other.choose("Choose a section", "2. Who")
    await other.fill_in("Heading", first="Costs")

    await desk.press("Use the new text")

    told = await desk.hear()
    assert f"<@{other.member_id}> changed “{TITLE}” meanwhile" in told
    assert "Above is what your text would change now" in told
    assert "**Sections with other words:**\n- Costs" in desk.text
    await desk.press("Use the new text")
    await desk.choose("Choose a section", "2. Costs")
    assert "all plans" in desk.text
    assert "↩ Undo the update" in desk.labels


async def test_it_is_acknowledged_before_it_is_done(sandbox, guild, database_file):
    """However long it takes: a line says that it is under way, and nothing can be pressed twice."""
    async with running(sandbox, database_file) as troupe:
        await troupe.command(guild, "article add", file=article(ARTICLE))
        text = ARTICLE.replace("most plans", "all plans")
        desk = Desk(troupe, guild, guild.owner_id)
        await desk.open_with("article update", article=TITLE, file=article(text))
        with closing(sqlite3.connect(database_file, isolation_level=None)) as holder:
            holder.execute("BEGIN IMMEDIATE")
            opened = await desk.click("Use the new text")
            holder.execute("ROLLBACK")
        assert opened.message["content"].startswith("⏳ Putting the new text")
        assert not opened.message["components"]
        await desk.answered(opened)
        assert not desk.message["content"]
        assert "↩ Undo the update" in desk.labels


async def test_what_cannot_be_taken_can_be_tried_again(troupe, guild):
    """The refusal is said, also of what others have taken, and the buttons are there again."""
    await troupe.command(guild, "article add", file=article(ARTICLE))
    text = ARTICLE.replace("most plans", "all plans")
    desks = [Desk(troupe, guild, guild.owner_id) for _ in range(2)]
    for desk in desks:
        await desk.open_with("article update", article=TITLE, file=article(text))
    await desks[0].press("Use the new text")
    await desks[1].press("Use the new text")
    assert "nothing to update" in await desks[1].hear()
    assert "Use the new text" in desks[1].labels
    await troupe.command(guild, "article remove", article=TITLE)
    await desks[1].press("Use the new text")
    assert "⏳" not in desks[1].message["content"]
    assert "Use the new text" in desks[1].labels


async def test_restarts_on_the_way(sandbox, guild, database_file):
    """What was proposed before a restart can be taken after it; nothing posted comes again."""
    async with running(sandbox, database_file) as troupe:
        await troupe.begin(guild, ARTICLE)
        await troupe.jump()
        (poll,) = await troupe.polls(guild)
        await troupe.react(poll, guild.members["ada"], 1)
        await troupe.until_tallied(poll, [0, 1, 0])
        # The posted section is corrected in every paragraph, and its question stays.
        text = ARTICLE.replace("Somebody has to begin.", "Somebody has to begin somewhere.")
        text = text.replace("Is there ever a last word?", "Is there never a last word?")
        desk = Desk(troupe, guild, guild.owner_id)
        await desk.open_with("article update", article=TITLE, file=article(text))
        assert "New sections" not in desk.text
    async with running(sandbox, database_file) as troupe:
        desk.troupe = troupe
        await desk.press("Use the new text")
        assert "posted in" in desk.text
    async with running(sandbox, database_file) as troupe:
        desk.troupe = troupe
        await desk.press("↩ Undo the update")
        await desk.press("↪ Redo")
    async with running(sandbox, database_file) as troupe:
        assert await troupe.tallied(poll) == [0, 1, 0]
        await troupe.play_out()
        standing = await prompts(sandbox, guild)
        assert [one["embeds"][0]["title"] for one in standing] == [
            *("Opening", "Who Carries the Weight", "Two Roads", "The Last Word")
        ]
        assert "somewhere" not in text_of(standing[0])
        assert "never a last word" in text_of(standing[-1])
        assert await troupe.tallied(poll) == [0, 1, 0]


async def test_a_posted_section_that_is_cut_in_two(troupe, guild, sandbox):
    """Its other half is told of and skipped: members have it already."""
    await troupe.begin(guild, ARTICLE)
    await troupe.jump()
    await troupe.jump()
    text = ARTICLE.replace(
        "Who pays for the parts", "The Bill for the Town\n\nIt comes.\n\nWho pays for the parts"
    )
    desk = Desk(troupe, guild, guild.owner_id)
    await desk.open_with("article update", article=TITLE, file=article(text))
    assert "posted already as part of another" in desk.text, desk.text
    await desk.press("Use the new text")
    await troupe.play_out()
    titles = [one["embeds"][0]["title"] for one in await prompts(sandbox, guild)]
    assert titles == ["Opening", "Who Carries the Weight", "Two Roads", "The Last Word"]
    states = {poll.state for poll in (await troupe.progress(guild)).polls}
    assert states == {PollState.CLOSED}
