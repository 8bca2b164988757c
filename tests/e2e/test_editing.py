"""An article put right in Discord, press by press, over the wire."""

import pytest

from bot.domain.ballot import PollState
from tests.e2e.desk import Desk, fields_of
from tests.e2e.troupe import article, channel_of, prompts, running, said, text_of

ARTICLE = """\
A Town and Its Questions

Somebody has to begin. But is anybody ready to listen?

Who Carries the Weight

Every plan has a cost, and most plans hide it.

Who pays for the parts that fail?

Two Roads

Some want speed and some want care. Should the town build fast, or should it build slowly?

The Last Word

Is there ever a last word?
"""
TITLE = ARTICLE.splitlines()[0]
WHEN = {"article": TITLE, "days": "mon, thu", "time": "09:00", "zone": "UTC"}


@pytest.fixture
async def desk(troupe, guild):
    """Give the owner's editor, open on an article that was just added."""
    await troupe.command(guild, "article add", file=article(ARTICLE))
    return await Desk(troupe, guild, guild.owner_id).open(TITLE)


async def headings(troupe, guild):
    """Give the headings of the preview, in order."""
    preview = said(await troupe.command(guild, "article preview", article=TITLE))
    heads = [line for line in preview.splitlines() if line.startswith("**") and ". " in line]
    return [line.partition(". ")[2].partition("**")[0] for line in heads]


async def test_sections(desk, troupe, guild, sandbox):
    """Merged, split, renamed, skipped, moved; each step shows how it stands, nothing is public."""
    assert "**2. Who Carries the Weight** · 81 characters · 1 poll" in desk.text
    await desk.choose("Choose a section", "2. Who")
    await desk.press("Merge with next")
    assert await headings(troupe, guild) == ["Opening", "Who Carries the Weight", "The Last Word"]
    await desk.press("Paragraphs")
    await desk.choose("Begin a new section", "Who pays")
    assert desk.text.strip().startswith("3. Part 3")
    opened = await desk.open_form("Heading")
    await desk.send(opened, first="What *It* Costs")
    await desk.press("Skip")
    assert "skipped" in desk.text
    assert await headings(troupe, guild) == ["Opening", "Who Carries the Weight", "The Last Word"]
    await desk.press("Include again")
    await desk.press("▼ Later")
    await desk.press("▲ Earlier")
    await desk.press("▲ Earlier")
    assert await headings(troupe, guild) == [
        *("Opening", "What \\*It\\* Costs", "Who Carries the Weight", "The Last Word")
    ]
    await desk.press("Paragraphs")
    await desk.choose("Leave a paragraph out", "Some want speed")
    assert "> Some want speed" not in desk.text
    assert "Not asked: Should the town build fast" in desk.text
    assert await prompts(sandbox, guild) == []


async def test_a_heading_that_was_missed(troupe, guild):
    """Three presses make a section of it, under the line that is its heading."""
    text = "A Town\n\nSomebody has to begin.\n\nwhat it costs us\n\nMore than we have.\n"
    await troupe.command(guild, "article add", file=article(text))
    desk = await Desk(troupe, guild, guild.owner_id).open("A Town")
    await desk.choose("Choose a section", "1. ")
    await desk.press("Paragraphs")
    await desk.choose("Begin a new section", "what it costs us")
    assert desk.text.strip().startswith("2. what it costs us")
    assert "> what it costs" not in desk.text
    await desk.press("↩ Undo the split")
    assert "2. " not in desk.text


async def test_title_and_author(desk, troupe, guild, sandbox):
    """They are put right in a form, shown with what is posted, and put back by undo."""
    opened = await desk.open_form("Title and author")
    assert fields_of(opened) == {"first": TITLE, "second": ""}
    await desk.send(opened, first="A Town Asks", second="Jane Doe")
    assert "A Town Asks" in desk.text
    preview = said(await troupe.command(guild, "article preview", article="A Town Asks"))
    assert "by Jane Doe" in preview
    await desk.press("↩ Undo the title")
    assert TITLE in desk.text
    await desk.press("↪ Redo")
    await troupe.start(guild, **{**WHEN, "article": "A Town Asks"}, channel=channel_of(guild))
    await troupe.jump()
    (prompt,) = await prompts(sandbox, guild)
    assert "Jane Doe" in str(prompt["embeds"])


async def test_every_step_can_be_taken_back(desk, troupe, guild):
    """Undo says what it takes back, goes back to the start, and redo forth again."""
    await desk.choose("Choose a section", "2. Who")
    await desk.press("Merge with next")
    await desk.fill_in("Heading", first="Costs")
    await desk.fill_in("Add a question", first="Who decides?")
    for label in ("↩ Undo the question", "↩ Undo the heading", "↩ Undo the merge"):
        await desk.press(label)
    assert not any(label.startswith("↩") for label in desk.labels)
    assert len(await headings(troupe, guild)) == 4
    for _ in range(3):
        await desk.press("↪ Redo")
    assert await headings(troupe, guild) == ["Opening", "Costs", "The Last Word"]
    assert "Who decides?" in desk.text


async def test_questions(desk, troupe, guild):
    """Words, kind, options, whether and where it is asked, in which order."""
    await desk.choose("Choose a section", "2. Who")
    await desk.choose("Edit a question", "Who pays")
    assert "write some with **Options…**" in desk.text
    opened = await desk.open_form("Words")
    assert fields_of(opened) == {"first": "Who pays for the parts that fail?"}
    await desk.send(opened, first="Should everybody pay?")
    assert "✅ Yes · ❌ No · ❔ Unsure" in desk.text
    await desk.choose("Kind", "Either")
    assert "write some with **Options…**" in desk.text
    await desk.choose("Kind", "Open")
    assert "🔥 Pressing" in desk.text
    opened = await desk.open_form("Options")
    await desk.send(opened, first="🏛️ The town\nThose who build\n👷🏽 Nobody", second="🤷 Who knows")
    assert "🏛️ The town · 🇧 Those who build · 👷🏽 Nobody · 🤷 Who knows" in desk.text
    assert "in the channel" in desk.text
    await desk.press("Standard options")
    assert "🔥 Pressing" in desk.text
    await desk.press("↩ Undo the options")
    await desk.press("Do not ask")
    assert "Not asked in 2. Who Carries the Weight" in desk.text
    await desk.press("◀ Back to the section")
    await desk.press("◀ All sections")
    await desk.press("Questions not asked (1)")
    await desk.choose("Choose a question", "Should everybody")
    await desk.choose("Ask it in another", "4. The Last")
    await desk.press("▲ Ask earlier")
    await desk.press("◀ Back to the section")
    assert desk.text.index("- Should everybody pay?") < desk.text.index("- Is there ever")
    preview = said(await troupe.command(guild, "article preview", article=TITLE))
    assert "- Should everybody pay? (in the channel)\n  🏛️ The town" in preview


async def test_options_that_cannot_be_are_given_back(desk):
    """The refusal says why; nothing is changed and nothing that was written is lost."""
    await desk.choose("Choose a section", "1. Opening")
    await desk.choose("Edit a question", "Is anybody")
    for first, why in (
        ("✌️ Yes\n✌🏽 No", "one reaction"),
        ("\n".join(f"Answer {at}" for at in range(20)), "2 to 20"),
        (":party: Yes", "no emoji “\\:party:” of its own"),
        ("✅", "has no words"),
    ):
        before = desk.text
        await desk.fill_in("Options", first=first, second="❔ Unsure")
        (told,) = desk.told
        assert why in told
        assert first in told
        assert desk.text == before


async def test_two_organizers_at_once(desk, troupe, guild, sandbox):
    """Who comes second is told who was first, sees how it stands and gets back what was written."""
    role = await sandbox.control.world.add_role(guild.id, "Readers' Circle", ["manage_guild"])
    await sandbox.control.world.set_member_roles(guild.id, guild.members["ada"], [role])
    other = await Desk(troupe, guild, guild.members["ada"]).open(TITLE)
    await desk.choose("Choose a section", "2. Who")
    await other.choose("Choose a section", "2. Who")
    opened = await other.open_form("Heading")
    await desk.press("Merge with next")

    await other.send(opened, first="My own heading")

    told = await other.hear()
    assert f"<@{desk.member_id}> changed “{TITLE}” meanwhile" in told
    assert "My own heading" in told
    assert other.text == desk.text
    await other.fill_in("Heading", first="My own heading")
    assert "My own heading" in other.text
    await desk.press("▲ Earlier")
    assert f"<@{other.member_id}>" in await desk.hear()
    assert desk.text == other.text


async def test_a_restart_in_the_middle(sandbox, guild, database_file):
    """What was shown before a restart can be pressed after it, and a form that was open be sent."""
    async with running(sandbox, database_file) as troupe:
        await troupe.command(guild, "article add", file=article(ARTICLE))
        desk = await Desk(troupe, guild, guild.owner_id).open(TITLE)
        await desk.choose("Choose a section", "2. Who")
        await desk.press("Merge with next")
        opened = await desk.open_form("Heading")
    async with running(sandbox, database_file) as troupe:
        desk.troupe = troupe
        await desk.send(opened, first="After the Night")
        await desk.press("▲ Earlier")
        assert await headings(troupe, guild) == ["After the Night", "Part 2", "The Last Word"]
        await desk.press("↩ Undo the move")
        assert await headings(troupe, guild) == ["Opening", "After the Night", "The Last Word"]


async def test_what_is_posted_stays_and_what_comes_follows(troupe, guild, sandbox):
    """In a running discussion edits reach what is to come; an open poll's words are corrected."""
    await troupe.begin(guild, ARTICLE)
    await troupe.jump()
    desk = await Desk(troupe, guild, guild.owner_id).open(TITLE)
    assert f"posted in <#{channel_of(guild)}>" in desk.text
    await desk.choose("Choose a section", "1. Opening")
    assert not {"Merge with next", "Paragraphs…", "▼ Later"} & set(desk.labels)
    await desk.choose("Edit a question", "Is anybody")
    assert "both its words and its options can be corrected" in desk.text
    await desk.fill_in("Words", first="Is anyone ready to listen?")
    await desk.press("Correct the open poll")
    assert "Correct the open poll" not in desk.labels
    await troupe.settle()
    (poll,) = await troupe.polls(guild)
    shown = await sandbox.control.books.messages(poll.channel_id)
    message = next(one for one in shown if int(one["id"]) == poll.message_id)
    assert "**Is anyone ready to listen?**" in text_of(message)
    assert "*corrected*" in text_of(message)

    await desk.press("◀ Back to the section")
    await desk.press("◀ All sections")
    await desk.choose("Choose a section", "2. Who")
    await desk.press("Merge with next")
    await troupe.play_out()
    titles = [one["embeds"][0]["title"] for one in await prompts(sandbox, guild)]
    assert titles == ["Opening", "Who Carries the Weight", "The Last Word"]
    assert {poll.state for poll in (await troupe.progress(guild)).polls} == {PollState.CLOSED}


async def test_options_until_the_first_vote(troupe, guild, sandbox):
    """An open poll takes other options while nobody has voted; then they are frozen."""
    await troupe.begin(guild, ARTICLE)
    await troupe.jump()
    desk = await Desk(troupe, guild, guild.owner_id).open(TITLE)
    await desk.choose("Choose a section", "1. Opening")
    await desk.choose("Edit a question", "Is anybody")
    await desk.fill_in("Options", first="✅ Yes, today\n⏳ Soon", second="🤷 Who knows")
    await desk.press("Correct the open poll")
    assert "its options are being changed" in desk.text
    await troupe.settle()

    (poll,) = await troupe.polls(guild)
    (message,) = [
        one
        for one in await sandbox.control.books.messages(poll.channel_id)
        if int(one["id"]) == poll.message_id
    ]
    assert "✅ Yes, today\n⏳ Soon\n🤷 Who knows" in text_of(message)
    assert "corrected" not in text_of(message)
    assert [one["emoji"]["name"] for one in message["reactions"]] == ["✅", "⏳", "🤷"]
    ada, ben = guild.members["ada"], guild.members["ben"]
    await troupe.react(poll, ada, 1)
    await sandbox.control.members.react(ben, poll.channel_id, poll.message_id, "❌")
    await troupe.until_tallied(poll, [0, 1, 0])

    await desk.press("↩ Undo the options")
    assert "members have voted, so its options stay" in desk.text
    assert "Correct the open poll" not in desk.labels
    await troupe.play_out()
    assert await troupe.tallied(poll) == [0, 1, 0]


async def test_rights_are_checked_at_every_press(troupe, guild, sandbox):
    """Who was an organizer when the editor was opened may be none when it is pressed."""
    await troupe.command(guild, "article add", file=article(ARTICLE))
    role = await sandbox.control.world.add_role(guild.id, "Readers' Circle", ["manage_guild"])
    ada = guild.members["ada"]
    await sandbox.control.world.set_member_roles(guild.id, ada, [role])
    desk = await Desk(troupe, guild, ada).open(TITLE)
    await desk.choose("Choose a section", "2. Who")
    opened = await desk.open_form("Heading")
    await sandbox.control.world.set_member_roles(guild.id, ada, [])

    for attempt in (
        desk.press("Merge with next"),
        desk.send(opened, first="Mine"),
        desk.press("◀ All sections"),
    ):
        await attempt
        assert "You may not do this here" in desk.told[0]
    assert len(await headings(troupe, guild)) == 4


async def test_an_emoji_that_is_gone_before_its_poll(desk, troupe, guild, sandbox):
    """The discussion pauses and says what to do; with other options it goes on."""
    emoji = await sandbox.control.world.add_emoji(guild.id, "party")
    await desk.choose("Choose a section", "1. Opening")
    await desk.choose("Edit a question", "Is anybody")
    await desk.fill_in("Options", first=":party: Yes\n❌ No", second="❔ Unsure")
    await troupe.start(guild, **WHEN, channel=channel_of(guild))
    await sandbox.control.world.remove_emoji(guild.id, emoji)
    await troupe.jump()
    status = said(await troupe.command(guild, "discussion status"))
    assert "The emoji of an option is no longer on this server" in status

    await desk.fill_in("Options", first="✅ Yes\n❌ No", second="❔ Unsure")
    await desk.press("Correct the open poll")
    await troupe.command(guild, "discussion resume", discussion=TITLE)
    await troupe.settle()
    (poll,) = await troupe.polls(guild)
    await troupe.react(poll, guild.members["ada"], 0)
    await troupe.until_tallied(poll, [1, 0, 0])
    (message,) = [
        one
        for one in await sandbox.control.books.messages(poll.channel_id)
        if int(one["id"]) == poll.message_id
    ]
    assert [one["emoji"]["name"] for one in message["reactions"]] == ["✅", "❌", "❔"]
    await troupe.play_out()
    assert await troupe.tallied(poll) == [1, 0, 0]


async def test_a_servers_own_emoji(desk, troupe, guild, sandbox):
    """An own emoji may be an option; members vote with it."""
    emoji = await sandbox.control.world.add_emoji(guild.id, "party")
    await desk.choose("Choose a section", "1. Opening")
    await desk.choose("Edit a question", "Is anybody")
    await desk.fill_in("Options", first=":party: Yes\n❌ No", second="❔ Unsure")
    assert f"<:{emoji}> Yes" in desk.text

    await troupe.start(guild, **WHEN, channel=channel_of(guild))
    await troupe.jump()
    (poll,) = await troupe.polls(guild)
    ada = guild.members["ada"]
    for voter in (ada, guild.members["ben"]):
        await sandbox.control.members.react(voter, poll.channel_id, poll.message_id, emoji)
    await troupe.until_tallied(poll, [2, 0, 0])

    # Votes outlive the emoji, which has no name then, and can still be taken back.
    await sandbox.control.world.remove_emoji(guild.id, emoji)
    await sandbox.control.members.unreact(ada, poll.channel_id, poll.message_id, emoji)
    await troupe.until_tallied(poll, [1, 0, 0])
    await troupe.play_out()
    assert await troupe.tallied(poll) == [1, 0, 0]
