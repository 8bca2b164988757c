"""Articles come in by being pasted into a form, over the wire."""

import asyncio

import pytest

from bot.sandbox import Outcome
from tests.e2e.desk import Desk, fields_of
from tests.e2e.troupe import (
    ACKNOWLEDGED_SECONDS,
    ARTICLE,
    article,
    channel_of,
    running,
    said,
    text_of,
)
from tests.patience import PATIENCE_SECONDS
from tests.web import PAGE

TITLE = ARTICLE.splitlines()[0]


async def open_form(troupe, guild, words="article add", *, by=None, **options) -> Outcome:
    """Give a command that opens a form, at once."""
    outcome = await troupe.sandbox.control.members.run_command(
        guild.owner_id if by is None else by, channel_of(guild), words, options
    )
    assert outcome.outcome == "modal", outcome
    assert outcome.acknowledged_after < ACKNOWLEDGED_SECONDS
    return outcome


async def send(troupe, guild, opened, *, by=None, **values) -> Outcome:
    """Send a form filled in; whatever the answer, it is private."""
    outcome = await troupe.sandbox.control.members.submit_modal(
        guild.owner_id if by is None else by, opened.interaction_id, values
    )
    assert outcome.outcome == "message", outcome
    assert outcome.acknowledged_after < ACKNOWLEDGED_SECONDS
    assert outcome.ephemeral
    return outcome


async def refused(troupe, guild, opened, *, by=None, **values) -> str:
    """Send a form that changes nothing; give what was said, with the text given back beside it."""
    await troupe.settle()
    before = troupe.rows()
    outcome = await send(troupe, guild, opened, by=by, **values)
    await troupe.settle()
    assert troupe.rows() == before
    (back,) = outcome.message["attachments"]
    assert back["filename"] == "pasted-text.txt"
    assert back["size"] == len(values["text"].encode())
    return outcome.content


async def test_a_pasted_text_becomes_an_article(troupe, guild):
    """The reply is that to a file: what was added, what would be posted, what to choose."""
    opened = await open_form(troupe, guild)
    assert opened.modal["title"] == "Add an article"
    assert fields_of(opened).keys() == {"title", "text", "more", "still-more", "last"}

    pasted = await send(troupe, guild, opened, text=ARTICLE)

    kept = await troupe.app.services.library.get(guild.id, TITLE)
    assert (kept.length, kept.article.source) == ("full", None)
    await troupe.command(guild, "article remove", article=TITLE)
    sent = await troupe.command(guild, "article add", file=article())
    assert said(pasted) == said(sent)
    assert "how much of the text may be posted" in said(sent)
    again = await troupe.app.services.library.get(guild.id, TITLE)
    assert again.article == kept.article


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (ARTICLE, TITLE),
        (f"# {TITLE}\n\n## Who Pays\n\nWho *pays* for the [parts](https://x.example/)?\n", TITLE),
        (PAGE, "On Lamps"),
    ],
)
async def test_the_format_is_told_from_the_text(text, title, troupe, guild):
    """Plain text, Markdown and a page's HTML may all be pasted."""
    added = await send(troupe, guild, await open_form(troupe, guild), text=text)

    assert added.content.startswith(f"Added **{title}**")
    assert "](" not in added.embeds[0]["description"].replace("[source](", "")


async def test_a_text_in_several_parts_is_one_text(troupe, guild):
    """Cut where a field was full, it is joined at that very character."""
    text = f"{TITLE}\n\n" + "Somebody has to begin, and somebody has to listen. " * 250
    text += "Is anybody ready to listen?"
    parts = [text[start : start + 4_000] for start in range(0, len(text), 4_000)]
    fields = dict(zip(("text", "more", "still-more", "last"), parts, strict=True))

    await send(troupe, guild, await open_form(troupe, guild), **fields)

    kept = await troupe.app.services.library.get(guild.id, TITLE)
    (section,) = kept.article.sections
    assert section.text == text.partition("\n\n")[2]


async def test_a_text_that_fills_every_field(troupe, guild):
    """Whoever pasted it is told that its end may be missing."""
    texts = [
        "A Town\n\n" + "Somebody has to begin. " * 200,
        *["Nobody else will do it. " * 170] * 3,
    ]
    fields = dict(
        zip(("text", "more", "still-more", "last"), [one[:4_000] for one in texts], strict=True)
    )

    added = await send(troupe, guild, await open_form(troupe, guild), **fields)

    async with asyncio.timeout(PATIENCE_SECONDS):
        while not any("its end is not here" in text_of(one) for one in added.followups):
            await asyncio.sleep(0.01)
            added = await troupe.sandbox.control.members.get_outcome(added.interaction_id)


async def test_a_title_can_be_given(troupe, guild):
    """It goes before the text's first line."""
    opened = await open_form(troupe, guild)

    added = await send(troupe, guild, opened, title="  Another   Title ", text=ARTICLE)

    assert added.content.startswith("Added **Another Title**")


@pytest.mark.parametrize(
    ("text", "words"),
    [("— … ***", "“pasted text” has no words in it"), (ARTICLE, "has that very text already")],
)
async def test_a_refused_text_is_given_back(text, words, troupe, guild):
    """Whoever has a text refused has not lost it."""
    await troupe.command(guild, "article add", file=article())

    assert words in await refused(troupe, guild, await open_form(troupe, guild), text=text)


async def test_rights_are_looked_at_before_the_form_opens_and_when_it_is_sent(
    troupe, guild, sandbox
):
    """A form that is open is no right to add what is in it."""
    for command in sandbox.world.commands[None].values():
        command.body["default_member_permissions"] = None
    await troupe.command(guild, "article add", file=article())
    stewards = await sandbox.control.world.add_role(guild.id, "Stewards")
    await sandbox.control.world.set_member_roles(guild.id, guild.members["ada"], [stewards])
    await troupe.command(guild, "server organizers", role=stewards)
    ada, ben = guild.members["ada"], guild.members["ben"]
    for words, options in (("article add", {}), ("article update", {"article": TITLE})):
        assert "You may not do this here" in await troupe.refused(guild, words, by=ben, **options)
    add = await open_form(troupe, guild, by=ada)
    update = await open_form(troupe, guild, "article update", by=ada, article=TITLE)

    await sandbox.control.world.set_member_roles(guild.id, ada, [])

    for opened in (add, update):
        refusal = await refused(troupe, guild, opened, by=ada, text="Mine\n\nIs it mine?")
        assert "You may not do this here" in refusal


async def test_forms_stay_open_over_a_restart(sandbox, guild, database_file):
    """What a form is for stands in it; the bot need not remember having opened it."""
    async with running(sandbox, database_file) as troupe:
        await troupe.command(guild, "article add", file=article())
        add = await open_form(troupe, guild)
        update = await open_form(troupe, guild, "article update", article=TITLE)

    async with running(sandbox, database_file) as troupe:
        added = await send(troupe, guild, add, text="Mine\n\nIs it mine?")
        assert added.content.startswith("Added **Mine**")
        changed = await send(troupe, guild, update, text=ARTICLE.replace("care", "great care"))
        assert "The same: 2 sections, 3 questions" in text_of(changed.message)


async def test_a_text_is_updated_by_pasting(troupe, guild):
    """The title is filled in; what changes is shown, and taken with a press."""
    await troupe.command(guild, "article add", file=article())
    opened = await open_form(troupe, guild, "article update", article=TITLE)
    assert opened.modal["title"] == f"Update {TITLE}"
    assert fields_of(opened)["title"] == TITLE
    body = ARTICLE.partition("\n\n")[2].replace("ready to listen", "ready to speak")

    shown = await send(troupe, guild, opened, text=body)

    assert "ready to speak" in text_of(shown.message)
    desk = Desk(troupe, guild, guild.owner_id)
    desk.message = shown.message
    await desk.press("Use the new text")
    kept = await troupe.app.services.library.get(guild.id, TITLE)
    assert kept.article.questions[0].text == "is anybody ready to speak?"


async def test_a_form_for_an_article_that_is_gone_says_so(troupe, guild):
    """Nothing is updated, and the text comes back."""
    await troupe.command(guild, "article add", file=article())
    opened = await open_form(troupe, guild, "article update", article=TITLE)
    await troupe.command(guild, "article remove", article=TITLE)

    refusal = await refused(troupe, guild, opened, text=ARTICLE)
    assert "no longer on this server’s list" in refusal
    assert "This server has no article" in await troupe.refused(
        guild, "article update", article=TITLE
    )


async def test_a_form_that_is_sent_late(troupe, guild):
    """What it changes is said of the article as it is by then, edited or updated meanwhile."""
    await troupe.command(guild, "article add", file=article())
    late = [await open_form(troupe, guild, "article update", article=TITLE) for _ in range(3)]
    desk = await Desk(troupe, guild, guild.owner_id).open(TITLE)
    opened = await desk.open_form("Title and author")
    await desk.send(opened, first="Another Title", second="Jane Doe")

    corrected = ARTICLE.replace("ready to listen", "ready to speak")
    shown = await send(troupe, guild, late[0], text=corrected)
    assert f"Another Title ▸ {TITLE}" in text_of(shown.message)
    desk.message = shown.message
    await desk.press("Use the new text")
    assert TITLE in desk.text

    assert "nothing to update" in await refused(troupe, guild, late[1], text=corrected)
    shown = await send(troupe, guild, late[2], text=ARTICLE)
    assert "ready to speak? ▸ " in text_of(shown.message)


async def test_two_texts_pasted_at_once(troupe, guild, sandbox):
    """Nobody takes the text of another; who comes second is told."""
    await troupe.command(guild, "article add", file=article())
    role = await sandbox.control.world.add_role(guild.id, "Readers' Circle", ["manage_guild"])
    ada = guild.members["ada"]
    await sandbox.control.world.set_member_roles(guild.id, ada, [role])
    desks = []
    for member_id, words in ((guild.owner_id, "ready to speak"), (ada, "ready to sing")):
        opened = await open_form(troupe, guild, "article update", by=member_id, article=TITLE)
        text = ARTICLE.replace("ready to listen", words)
        shown = await send(troupe, guild, opened, by=member_id, text=text)
        desks.append(Desk(troupe, guild, member_id))
        desks[-1].message = shown.message
    first, second = desks

    await first.press("Use the new text")
    kept = await troupe.app.services.library.get(guild.id, TITLE)
    assert kept.article.questions[0].text == "is anybody ready to speak?"
    await second.press("Use the new text")
    assert f"<@{guild.owner_id}> changed “{TITLE}” meanwhile" in await second.hear()
    kept = await troupe.app.services.library.get(guild.id, TITLE)
    assert kept.article.questions[0].text == "is anybody ready to speak?"
