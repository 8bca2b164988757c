"""The preview shows what will be posted, and what may be changed with a press."""

import json
import re

import pytest

from bot.domain.length import PromptLength
from bot.ui.limits import length as length_of
from tests.e2e.desk import Desk, fields_of
from tests.e2e.test_editing import ARTICLE, TITLE, WHEN
from tests.e2e.troupe import (
    article,
    channel_of,
    is_prompt,
    prompts,
    said,
    standing_everywhere,
)

LONG = "\n\n".join(
    [
        "# A *Long* Walk",
        "## One || Two",
        *[f"Paragraph {at} of <@1> and @everyone. " * 12 for at in range(20)],
        *[f"> Quoted {at}, `as` it was." for at in range(3)],
        "```\nx = 1\n```",
        "- one\n- two\n- three",
        "Is it so? Should it be fast, or should it be slow? Who decides?",
        "## The End",
        "Nothing is asked here.",
    ]
)
SPANISH = (
    "El paseo\n\nLo primero\n\nHay que empezar. ¿Estamos listos para empezar?\n\n"
    "Lo segundo\n\n¿Quién paga lo que falla?\n"
)
# What is known only when it is posted: the reference of a message, and when a poll closes.
_LATER = re.compile(r"ref \w{16}(?=\")|<t:\d+:R>")

_COUNT = re.compile(r"([\d,]+) characters")


def bare(message):
    """Give a message's embed without what is known only later, as the bytes that were sent."""
    (embed,) = message["embeds"]
    return _LATER.sub("…", json.dumps(embed, sort_keys=True, ensure_ascii=False))


@pytest.mark.parametrize("length", PromptLength)
@pytest.mark.parametrize(("text", "name"), [(ARTICLE, "a.txt"), (LONG, "a.md"), (SPANISH, "a.txt")])
async def test_is_what_is_posted(troupe, guild, sandbox, text, name, length):
    """Message by message, word for word, at every length and for every section."""
    added = await Desk(troupe, guild, guild.owner_id).open_with(
        "article add", file=article(text, name)
    )
    if length is not PromptLength.FULL:
        await added.choose("How much of the text", "questions" if "q" in length else "opening")
    title = re.sub(r"[#*]", "", text.splitlines()[0]).strip()
    desk = await Desk(troupe, guild, guild.owner_id).open(title, "article preview")
    previewed = []
    for option in desk.options("See a section as posted"):
        await desk.choose("See a section as posted", option)
        previewed += await desk.hear_previewed()
    assert "; a discussion may be set to post otherwise" in previewed[0]["content"]
    for message in previewed:
        size = length_of(message["embeds"][0]["description"])
        assert f", {size:,} characters" in message["content"]

    given = WHEN | {"article": title, "days": "daily"}
    await troupe.start(guild, **given, channel=channel_of(guild))
    for _ in desk.options("See a section as posted"):
        await troupe.jump()
    posted = await standing_everywhere(sandbox, guild)
    assert sorted(map(bare, posted)) == sorted(map(bare, previewed))


@pytest.mark.parametrize("length", PromptLength)
async def test_one_count(troupe, guild, length):
    """Editor, preview, dry run and the messages themselves agree on how long a section is."""
    added = await Desk(troupe, guild, guild.owner_id).open_with(
        "article add", file=article(LONG, "a.md")
    )
    if length is not PromptLength.FULL:
        await added.choose("How much of the text", "questions" if "q" in length else "opening")
    desk = await Desk(troupe, guild, guild.owner_id).open("A Long Walk")
    counted = [_COUNT.findall(desk.text)]
    asked = WHEN | {"article": "A Long Walk", "channel": channel_of(guild)}
    for words, given in (
        ("article preview", {"article": "A Long Walk"}),
        ("discussion preview", asked),
    ):
        counted.append(_COUNT.findall(said(await troupe.command(guild, words, **given))))
    await desk.open("A Long Walk", "article preview")
    posted = []
    for option in desk.options("See a section as posted"):
        await desk.choose("See a section as posted", option)
        parts = filter(is_prompt, await desk.hear_previewed())
        texts = [part["embeds"][0]["description"] for part in parts]
        posted.append(f"{sum(map(length_of, texts)):,}")
    assert counted == [posted] * 3


async def test_as_the_discussion_that_is_on_posts_it(troupe, guild, sandbox):
    """Length, language, places, thread names and closing are those of its terms."""
    await troupe.command(guild, "article add", file=article(ARTICLE))
    channel, terms = channel_of(guild), {"discussion": TITLE}
    given = WHEN | {"days": "daily", "length": "questions"}
    await troupe.start(guild, channel=channel, **given)
    await troupe.command(guild, "discussion set polls", **terms, where="thread")
    await troupe.command(guild, "discussion set threads", **terms, name="{number}/{of} {heading}")
    desk = await Desk(troupe, guild, guild.owner_id).open(TITLE, "article preview")
    previewed = []
    for option in desk.options("See a section as posted"):
        await desk.choose("See a section as posted", option)
        previewed += await desk.hear_previewed()

    captions = [message["content"] for message in previewed]
    firsts = [words for words in captions if "Message 1 of" in words]
    assert [words for words in firsts if f"as in <#{channel}>" not in words] == []
    assert "under it the thread “1/4 Opening”" in firsts[0]
    polls = [words for words in captions if "the thread," in words]
    assert len(polls) == len(captions) - len(firsts)
    for _ in firsts:
        await troupe.jump()
    posted = await standing_everywhere(sandbox, guild)
    assert sorted(map(bare, posted)) == sorted(map(bare, previewed))


async def test_in_the_servers_language(troupe, guild):
    """What is public is previewed in the language it will be posted in."""
    await troupe.command(guild, "server set", language="es")
    await troupe.command(guild, "article add", file=article(ARTICLE))
    desk = await Desk(troupe, guild, guild.owner_id).open(TITLE, "article preview")
    await desk.choose("See a section as posted", "1. Opening")
    first, *_ = await desk.hear_previewed()
    assert first["embeds"][0]["author"]["name"] == "1 de 4"


async def test_a_section_of_many_messages(troupe, guild):
    """They are shown some at a time."""
    text = "A Walk\n\nOne\n\n" + "\n\n".join("Words and words. " * 200 for _ in range(14))
    await troupe.command(guild, "article add", file=article(text))
    desk = await Desk(troupe, guild, guild.owner_id).open("A Walk")
    await desk.choose("Choose a section", "1. ")
    await desk.press("As posted")
    shown = await desk.hear_previewed()
    assert shown[-1]["content"] == "…and 4 more messages."
    desk.message = shown[-1]
    await desk.press("Further messages")
    rest = await desk.hear_previewed()
    assert [one["content"].split(" · ")[0] for one in rest] == [
        f"-# Message {number} of 14" for number in range(11, 15)
    ]


async def test_a_suggestion_is_a_press_away(troupe, guild):
    """What is done is said, can be undone, and is suggested no more."""
    text = f"{ARTICLE}\nDid you enjoy this article? Subscribe to our newsletter!\n"
    added = await Desk(troupe, guild, guild.owner_id).open_with("article add", file=article(text))
    assert "“Who pays for the parts that fail?” has no answers" in added.text
    await added.press("1. Leave it out")
    assert "✓ Done. **↩ Undo the paragraph** takes it back." in added.text
    assert "Subscribe" not in added.text
    await added.fill_in("1. Write options", first="The town\nIts builders", second="❔ Unsure")
    assert "🅰️ The town · 🅱️ Its builders · ❔ Unsure" in added.text
    assert "has no answers" not in added.text
    await added.press("↩ Undo the options")
    assert "1. “Who pays for the parts that fail?” has no answers" in added.text
    await added.press("Edit")
    await added.press("Suggestions")
    assert "has no answers" in added.text


async def test_a_section_of_one_call(troupe, guild):
    """Left out, it can be skipped with a press, or its paragraph be taken in again."""
    text = "# A Town\n\n## One\n\nWords.\n\n## To You\n\nSubscribe to our newsletter!\n"
    desk = await Desk(troupe, guild, guild.owner_id).open_with("article add", file=article(text))
    await desk.press("1. Leave it out")
    assert "Section 2. To You has nothing left to post" in desk.text
    await desk.press("Edit")
    await desk.choose("Choose a section", "2. To You")
    assert "Every paragraph is left out" in desk.text
    await desk.press("Paragraphs")
    await desk.choose("Include a paragraph again", "Subscribe")
    assert "Every paragraph is left out" not in desk.text
    await desk.press("↩ Undo")
    assert "~~Subscribe" in desk.text
    assert "Every paragraph is left out" in desk.text
    await desk.press("◀ Back to the section")
    await desk.press("◀ All sections")
    await desk.press("Suggestions")
    asked = WHEN | {"article": "A Town", "channel": channel_of(guild), "prompts_only": True}
    shown = said(await troupe.command(guild, "discussion preview", **asked))
    assert "left out of section 2, so a dash is posted" in shown
    label = next(one for one in desk.labels if one.endswith("Skip it"))
    await desk.press(label)
    assert "✓ Done. **↩ Undo the skip** takes it back." in desk.text
    assert "has nothing left to post" not in desk.text


async def test_what_is_asked_indirectly(troupe, guild):
    """It is offered with words to put right, and asked once they are sent; degrees get a scale."""
    text = (
        "A Town\n\nThe Bridge\n\nThe bridge is old. It remains unclear whether the town will "
        "repair the bridge.\n\nTo what extent should visitors pay for it?\n"
    )
    desk = await Desk(troupe, guild, guild.owner_id).open_with("article add", file=article(text))
    assert "leaves something open" in desk.text
    label = next(one for one in desk.labels if one.endswith("Ask it…"))
    opened = await desk.open_form(label)
    assert fields_of(opened)["first"] == "Will the town repair the bridge?"
    await desk.send(opened, first="Will the town mend the bridge?")
    assert "leaves something open" not in desk.text
    await desk.press(next(one for one in desk.labels if one.endswith("Offer a scale")))
    assert "✓ Done. **↩ Undo the options** takes it back." in desk.text
    preview = said(await troupe.command(guild, "article preview", article="A Town"))
    assert "Will the town mend the bridge?" in preview


async def test_more_suggestions_than_fit(troupe, guild):
    """They are turned over page by page, numbered through."""
    parts = "\n\n".join(f"Part No. {at}\n\nIt is so. Who wants it {at} times?" for at in range(15))
    desk = await Desk(troupe, guild, guild.owner_id).open_with(
        "article add", file=article(f"Fifteen Parts\n\n{parts}\n")
    )
    for first in (1, 7, 13):
        assert f"{first}. “Who wants it {first - 1} times?”" in desk.text
        if first < 13:
            await desk.press("Page ▶")
    await desk.fill_in("15. Write options", first="I\nNobody", second="❔ Unsure")
    assert "14 times" in desk.text


async def test_how_much_is_posted_is_asked_once(troupe, guild, sandbox):
    """The import asks; what was chosen goes for every discussion that does not say otherwise."""
    added = await Desk(troupe, guild, guild.owner_id).open_with(
        "article add", file=article(ARTICLE)
    )
    await added.choose("How much of the text", "opening and the link")
    assert "opening and the link" in added.told[0]

    await troupe.start(guild, **WHEN, channel=channel_of(guild))
    await troupe.jump()
    (prompt,) = await prompts(sandbox, guild)
    assert prompt["embeds"][0]["description"].endswith(f"Read it in “{TITLE}”.")

    other = await sandbox.control.world.add_channel(guild.id, "aside")
    await troupe.start(guild, **WHEN, channel=other, length="questions", prompts_only=True)
    progress = await troupe.progress(guild)
    assert progress.discussion.length == "questions"
