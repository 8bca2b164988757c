"""What is edited after its section was posted, over the wire: what becomes of it is said."""

from tests.e2e.desk import Desk
from tests.e2e.test_editing import ARTICLE, TITLE
from tests.e2e.troupe import channel_of, prompts


async def test_a_question_for_a_posted_section(troupe, guild, sandbox):
    """It is said at once that it comes too late; put in a section to come, it is asked there."""
    await troupe.begin(guild, ARTICLE)
    await troupe.jump()
    desk = await Desk(troupe, guild, guild.owner_id).open(TITLE)
    await desk.choose("Choose a section", "1. Opening")
    late = f"Not asked in <#{channel_of(guild)}>"
    assert late not in desk.text
    assert "counts only where the section is still to come" in desk.text

    await desk.fill_in("Add a question", first="Who begins?")

    assert late in desk.text
    assert f"not asked in <#{channel_of(guild)}>" in desk.text.partition("Who begins?")[2]
    await desk.choose("Edit a question", "Who begins?")
    assert late in desk.text
    await desk.choose("Ask it in another", "2. Who")
    assert late not in desk.text
    await troupe.jump()
    asked = [poll.question for poll in await troupe.polls(guild)]
    assert asked.count("Who begins?") == 1
    assert len(await prompts(sandbox, guild)) == 2
    await desk.choose("Ask it in another", "1. Opening")
    assert late not in desk.text  # it was asked, and its poll is where it was


async def test_a_question_that_is_taken_up_too_late(troupe, guild):
    """One that was not asked is not asked by being taken up once its section is posted."""
    await troupe.begin(guild, ARTICLE)
    desk = await Desk(troupe, guild, guild.owner_id).open(TITLE)
    await desk.choose("Choose a section", "1. Opening")
    await desk.choose("Edit a question", "Is anybody")
    await desk.press("Do not ask")
    await troupe.jump()
    await desk.press("Ask it")
    assert f"Not asked in <#{channel_of(guild)}>" in desk.text


async def test_a_series_without_polls(troupe, guild):
    """Where nothing is asked at all, nothing comes too late."""
    await troupe.begin(guild, ARTICLE, prompts_only=True)
    await troupe.jump()
    desk = await Desk(troupe, guild, guild.owner_id).open(TITLE)
    await desk.choose("Choose a section", "1. Opening")
    await desk.fill_in("Add a question", first="Who begins?")
    assert "not asked in" not in desk.text.lower()


async def test_the_preview_of_what_is_on(troupe, guild):
    """It does not say that nothing is public, and suggests nothing for what is posted."""
    text = ARTICLE.replace("listen?", "listen?\n\nIt remains unclear whether the town can pay.")
    await troupe.begin(guild, text)
    desk = await Desk(troupe, guild, guild.owner_id).open(TITLE, "article preview")
    assert "leaves something open" in desk.text
    await troupe.jump()
    await desk.open(TITLE, "article preview")
    assert f"Being discussed in <#{channel_of(guild)}>" in desk.text
    assert "Nothing of it is public" not in desk.text
    assert "leaves something open" not in desk.text
