"""Editing under strain: hostile forms, long articles, restarts between any two presses."""

import re
from dataclasses import replace

from bot.ui.editor_keys import Key, Verb
from bot.ui.panels import button, panel
from tests.e2e.desk import Desk, fields_of
from tests.e2e.test_editing import ARTICLE, TITLE, WHEN, headings
from tests.e2e.troupe import article, channel_of, running, said, standing_everywhere
from tests.ui.discord_text import complain

EVIL = (
    "@everyone <@1> <@&2> [x](https://evil.example) ||a|| ``` **b** \u202edrow\u202c "
    "z\u200be\u200dro discord.gg/abc <t:1:R>"
)
_OURS = re.compile(r"<t:\d+:[RfD]>|<#\d+>")


async def test_hostile_words_in_every_form(troupe, guild, sandbox):
    """What organizers type is said as it stands, in the editor and in public, and does nothing."""
    await troupe.command(guild, "article add", file=article(ARTICLE))
    desk = await Desk(troupe, guild, guild.owner_id).open(TITLE)
    await desk.choose("Choose a section", "1. Opening")
    await desk.fill_in("Heading", first=f"H {EVIL}")
    await desk.fill_in("Add a question", first=f"Is it {EVIL}?")
    await desk.choose("Edit a question", "Is anybody")
    await desk.fill_in("Words", first=f"Is\n# that\n> {EVIL}?")
    await desk.fill_in(
        "Options", first=f"✅ Y {EVIL[:90]}\n❌ {EVIL[60:]}", second=f"❔ {EVIL[:80]}"
    )
    assert _complaints(desk.text) == []
    for screen in ("◀ Back to the section", "◀ All sections"):
        await desk.press(screen)
        assert _complaints(desk.text) == []
    preview = said(await troupe.command(guild, "article preview", article=TITLE))
    assert _complaints(preview) == []

    await troupe.start(guild, **WHEN, channel=channel_of(guild))
    await troupe.jump()
    for message in await standing_everywhere(sandbox, guild):
        (embed,) = message["embeds"]
        assert _complaints(embed["description"]) == []
        assert _complaints(embed["title"]) == []
    state = await sandbox.control.world.get_guild(guild.id)
    assert not [name for name in state.threads if "@everyone" in name or "\u202e" in name]


def _complaints(text):
    return complain(_OURS.sub("", text.replace("`", "")))


async def test_words_that_nobody_can_see(troupe, guild):
    """They are none: the form is refused, and a heading without any is no heading."""
    await troupe.command(guild, "article add", file=article(ARTICLE))
    desk = await Desk(troupe, guild, guild.owner_id).open(TITLE)
    await desk.choose("Choose a section", "2. Who")
    await desk.fill_in("Add a question", first="\u200b\u2060\u3164 \u202e")
    assert "There are no words" in desk.told[0]
    await desk.fill_in("Heading", first="\u200b\u2063")
    assert (await headings(troupe, guild))[1] == "Part 2"
    await desk.choose("Edit a question", "Who pays")
    await desk.fill_in("Options", first="✅ \u200b\n❌ No", second="❔ Unsure")
    assert "has no words" in desk.told[0]
    await desk.fill_in("Words", first="\u2063")
    assert "There are no words" in desk.told[0]


async def test_everything_that_was_too_long_is_given_back(troupe, guild):
    """However much it was, nobody has to write it again."""
    await troupe.command(guild, "article add", file=article(ARTICLE))
    desk = await Desk(troupe, guild, guild.owner_id).open(TITLE)
    await desk.choose("Choose a section", "1. Opening")
    await desk.choose("Edit a question", "Is anybody")
    lines = "\n".join(f"Option number {at} {'x`' * 70}" for at in range(19))[:3000]
    await desk.fill_in("Options", first=lines, second="❔ Unsure")
    told = [desk.outcome.message["content"], *(one["content"] for one in desk.outcome.followups)]
    if len(told) < 2:
        await desk.hear()
        told = [
            desk.outcome.message["content"],
            *(one["content"] for one in desk.outcome.followups),
        ]
    assert "there is room for 100" in told[0]
    given_back = "".join(told).replace("```", "").replace("\u200b", "").replace("\n", "")
    assert lines.replace("\n", "")[:900] in given_back


async def test_presses_that_come_too_late(troupe, guild):
    """What a button still offers may not be possible any more: it is refused, nothing is changed.

    The last message is as an older version of the bot may have left it.
    """
    await troupe.command(guild, "article add", file=article(ARTICLE))
    desk = await Desk(troupe, guild, guild.owner_id).open(TITLE)
    await desk.choose("Choose a section", "1. Opening")
    await troupe.start(guild, **WHEN, channel=channel_of(guild))
    await troupe.jump()
    before = troupe.rows()

    await desk.press("Merge with next")
    assert f"“Opening” is posted or skipped in <#{channel_of(guild)}>" in desk.told[0]

    await desk.press("◀ All sections")
    await desk.choose("Choose a section", "4. The Last Word")
    merge = next(one for one in desk.items if one["label"] == "Merge with next")["custom_id"]
    undo = replace(Key.parse(merge), verb=Verb.UNDO, args=())
    old = panel([button("Merge", merge, 0), button("Undo", undo, 0)])
    sent = await troupe.app.client.get_channel(channel_of(guild)).send("Edit", view=old)
    desk.message = {"components": [row.to_dict() for row in sent.components], "id": sent.id}
    await desk.press("Merge")
    assert "there is none below to merge it with" in desk.told[0]
    await desk.press("Undo")
    assert "There is nothing to undo" in desk.told[0]
    assert troupe.rows() == before


def make_long():
    """Make a text of sixty sections, the first of which asks forty questions."""
    asked = "\n\n".join(f"Is it number {at} that counts?" for at in range(40))
    others = "\n\n".join(f"## Part No. {at}\n\nIt is so, {at} times." for at in range(59))
    return f"# A Long Way\n\n## The First\n\nIt begins.\n\n{asked}\n\n{others}\n"


async def test_sixty_sections_and_forty_questions(troupe, guild):
    """Whatever a select does not hold stands on its next page."""
    await troupe.command(guild, "article add", file=article(make_long(), "way.md"))
    desk = await Desk(troupe, guild, guild.owner_id).open("A Long Way")
    for _ in range(2):
        await desk.press("Page ▶")
    await desk.choose("Choose a section", "60. Part No. 58")
    await desk.press("◀ All sections")
    await desk.press("◀ Page")
    await desk.press("◀ Page")
    await desk.choose("Choose a section", "1. The First")
    assert not any("number 39" in one for one in desk.options("Edit a question"))
    await desk.choose("Edit a question", "▶ Further")
    await desk.choose("Edit a question", "number 39")
    for _ in range(2):
        await desk.choose("Ask it in another section", "▶ Further")
    await desk.choose("Ask it in another section", "60. Part No. 58")
    assert "Asked in 60. Part No. 58" in desk.text
    assert "60. Part No. 58" in desk.options("Ask it in another section")
    await desk.press("◀ Back to the section")
    opened = await desk.open_form("Heading")
    assert fields_of(opened) == {"first": "Part No. 58"}
    for _ in range(3):
        await desk.press("▲ Earlier")
    assert "57. Part No. 58" in desk.text

    preview = await Desk(troupe, guild, guild.owner_id).open("A Long Way", "article preview")
    await preview.choose("See a section as posted", "▶ Further")
    await preview.choose("See a section as posted", "▶ Further")
    await preview.choose("See a section as posted", "57. Part No. 58")
    (prompt, poll) = await preview.hear_previewed()
    assert prompt["embeds"][0]["author"]["name"] == "57 of 60"
    assert "number 39" in poll["embeds"][0]["description"]


async def test_a_restart_before_every_press(sandbox, guild, database_file):
    """Whatever was shown before a restart can be pressed after it."""
    presses = [
        ("choose", "Choose a section", "2. Who"),
        ("press", "Merge with next"),
        ("press", "Paragraphs"),
        ("choose", "Begin a new section", "Who pays"),
        ("press", "◀ All sections"),
        ("choose", "Choose a section", "3. Part 3"),
        ("fill_in", "Heading", "The Parts"),
        ("press", "Skip"),
        ("press", "↩ Undo the skip"),
        ("choose", "Edit a question", "Who pays"),
        ("fill_in", "Words", "Should everybody pay?"),
        ("choose", "Kind", "Open"),
        ("choose", "Ask it in another section", "1. Opening"),
        ("press", "▲ Ask earlier"),
        ("press", "↩ Undo the move"),
        ("press", "↪ Redo"),
    ]
    desk = None
    for name, what, *further in presses:
        async with running(sandbox, database_file) as troupe:
            if desk is None:
                await troupe.command(guild, "article add", file=article(ARTICLE))
                desk = await Desk(troupe, guild, guild.owner_id).open(TITLE)
            desk.troupe = troupe
            if name == "fill_in":
                await desk.fill_in(what, first=further[0])
            else:
                await getattr(desk, name)(what, *further)
            seen = await headings(troupe, guild)
    assert seen == ["Opening", "Who Carries the Weight", "The Parts", "The Last Word"]
    assert "Asked in 1. Opening" in desk.text
    assert "Should everybody pay?" in desk.text


async def test_a_press_on_an_article_that_was_removed(troupe, guild):
    """It is refused by what happened, not by a number that nobody has typed."""
    await troupe.command(guild, "article add", file=article(ARTICLE))
    desk = await Desk(troupe, guild, guild.owner_id).open(TITLE)
    await troupe.command(guild, "article remove", article=TITLE)
    await desk.press("Suggestions")
    assert "no longer on this server’s list" in desk.told[0]
