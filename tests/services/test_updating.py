"""A corrected text: looked at before it is taken, followed by discussions, and taken back."""

from dataclasses import replace

import pytest

from bot.domain.ballot import PollState
from bot.domain.editing import Merge, Rename
from bot.errors import (
    ArticleAlreadyAdded,
    ArticleChangedMeanwhile,
    ProposalGone,
    SameText,
    SectionUnderWay,
    Temporary,
    WordsTooLong,
    WordsWanted,
)
from bot.storage.texts import MOST_WAITING
from tests.builders import DAY, FIRST_SLOT, GUILD, ORGANIZER, make_question, make_section
from tests.services.test_editing import make_long_article

BY = ORGANIZER


def corrected():
    """Give the article with a corrected first section and question, a new section, one less."""
    old = make_long_article()
    sections = (
        make_section("Part 0", "Words 0 a.", "Words 0 b, corrected. Is it nought?"),
        make_section("Part 1", "Words 1 a.", "Words 1 b. Is it 1?"),
        make_section("Part New", "New words. Is it new?"),
        make_section("Part 3", "Words 3 a.", "Words 3 b. Is it 3?"),
    )
    questions = tuple(
        make_question(section=place, text=text)
        for place, text in enumerate(["Is it nought?", "Is it 1?", "Is it new?", "Is it 3?"])
    )
    return replace(old, title="On reading, again", sections=sections, questions=questions)


def headings(table):
    """Give the headings of all sections."""
    return [section.heading for section in table.kept.preparation.sections]


async def test_another_title_and_author(bot):
    """They are the article's from then on, text and questions stay; one step to undo and redo."""
    old = make_long_article()
    article_id = await bot.add_article(old)
    before = (await bot.editing.look(GUILD, article_id)).kept
    table = await bot.updating.retitle(GUILD, article_id, " A  title ", "Ada", seen=0, by=BY)
    after = table.kept
    assert (after.article.title, after.article.author) == ("A title", "Ada")
    assert after.preparation == before.preparation
    assert after.question_ids == before.question_ids
    (label,) = await bot.library.list_labels(GUILD)
    assert label.title == "A title"
    undone = await bot.editing.undo(GUILD, article_id, seen=1, by=BY)
    assert undone.kept.article == before.article
    assert not undone.has_other_text
    redone = await bot.editing.redo(GUILD, article_id, seen=2, by=BY)
    assert redone.kept.article == after.article


async def test_titles_that_cannot_be(bot):
    """A title has words; what is given twice changes nothing; a late form is refused."""
    article_id = await bot.add_article(make_long_article())
    with pytest.raises(WordsWanted):
        await bot.updating.retitle(GUILD, article_id, " ", "Ada", seen=0, by=BY)
    with pytest.raises(WordsTooLong):
        await bot.updating.retitle(GUILD, article_id, "x" * 257, "", seen=0, by=BY)
    article = (await bot.editing.look(GUILD, article_id)).kept.article
    same = await bot.updating.retitle(
        GUILD, article_id, article.title, article.author or "", seen=0, by=BY
    )
    assert same.kept.version.number == 0
    await bot.updating.retitle(GUILD, article_id, "Another", "", seen=0, by=BY)
    with pytest.raises(ArticleChangedMeanwhile):
        await bot.updating.retitle(GUILD, article_id, "A third", "", seen=0, by=BY)


async def update(bot, article_id, *, seen=0):
    """Propose the corrected text and take it."""
    proposal = await bot.updating.propose(GUILD, article_id, corrected())
    return await bot.updating.take(GUILD, article_id, proposal.number, seen=seen, by=BY)


async def test_looked_at_first(bot):
    """What would change is said, and nothing is changed."""
    article_id = await bot.add_article(make_long_article())
    proposal = await bot.updating.propose(GUILD, article_id, corrected())

    changes = proposal.changes
    assert (changes.kept_sections, changes.changed_sections) == (2, ("Part 0",))
    assert (changes.added_sections, changes.removed_sections) == (("Part New",), ("Part 2",))
    assert changes.kept_questions == 2
    assert set(changes.changed_questions) <= {
        ("Is it 0?", "Is it nought?"),
        ("Is it 0?", "Is it new?"),
        ("Is it 2?", "Is it new?"),
        ("Is it 2?", "Is it nought?"),
    }
    table = await bot.editing.look(GUILD, article_id)
    assert table.kept.version.number == 0
    assert table.kept.article == make_long_article()


async def test_taken_and_taken_back(bot):
    """Edits go on over an update; undoing brings back text and title, redoing the new ones."""
    article_id = await bot.add_article(make_long_article())
    await bot.editing.edit(GUILD, article_id, Rename(1, "Mine"), seen=0, by=BY)
    before = await bot.editing.look(GUILD, article_id)
    after = await update(bot, article_id, seen=1)
    assert headings(after) == ["Part 0", "Mine", "Part New", "Part 3"]
    assert after.kept.article == replace(corrected(), source=None)
    (listed,) = await bot.library.list_all(GUILD)
    assert (listed.title, listed.sections) == ("On reading, again", 4)
    merged = await bot.editing.edit(GUILD, article_id, Merge(0), seen=2, by=BY)
    assert len(merged.kept.preparation.sections) == 3

    await bot.editing.undo(GUILD, article_id, seen=3, by=BY)
    undone = await bot.editing.undo(GUILD, article_id, seen=4, by=BY)
    assert undone.kept.article == before.kept.article
    assert undone.kept.preparation == before.kept.preparation
    assert (await bot.library.list_all(GUILD))[0].title == "On reading"
    redone = await bot.editing.redo(GUILD, article_id, seen=5, by=BY)
    assert redone.kept.preparation == after.kept.preparation


async def test_polls_and_posts_go_on(bot, discord):
    """Unchanged polls keep their votes, those of changed questions close; nothing comes twice."""
    await bot.begin(make_long_article())
    await bot.play(FIRST_SLOT + DAY)
    first, second = [poll for poll in await bot.polls() if poll.state is PollState.OPEN]
    discord.react(77, second.message_id, "✅")
    proposal = await bot.updating.propose(GUILD, 1, corrected())
    assert [poll.poll_id for poll in proposal.closing] == [first.poll_id]

    await bot.updating.take(GUILD, 1, proposal.number, seen=0, by=BY)
    await bot.rest()
    found = {poll.poll_id: poll for poll in await bot.polls()}
    assert found[first.poll_id].state is PollState.CLOSED
    assert found[second.poll_id].state is PollState.OPEN
    assert await bot.held(second) == {(77, 0, True)}
    assert [post.heading for post in await bot.posts()] == [
        *("Part 0", "Part 1", "Part New", "Part 3")
    ]
    await bot.play()
    assert max(discord.times_sent().values()) == 1
    prompts = [message.body for message in discord.standing("prompt")]
    assert [prompt.heading for prompt in prompts] == ["Part 0", "Part 1", "Part New", "Part 3"]
    assert "corrected" not in prompts[0].text
    asked = [message.body[0].question for message in discord.standing("poll")]
    assert asked == ["Is it 0?", "Is it 1?", "Is it new?", "Is it 3?"]


async def test_what_is_being_posted_needs_its_text(bot, discord):
    """While a section is on its way nothing takes its text's place."""
    await bot.begin(make_long_article())
    discord.refuse("prompt", Temporary(reason="503"))
    await bot.play(FIRST_SLOT)

    with pytest.raises(SectionUnderWay):
        await update(bot, 1)


async def test_somebody_edited_meanwhile(bot):
    """Who decides about an update decides about what was shown."""
    article_id = await bot.add_article(make_long_article())
    proposal = await bot.updating.propose(GUILD, article_id, corrected())
    await bot.editing.edit(GUILD, article_id, Merge(0), seen=0, by=BY)

    with pytest.raises(ArticleChangedMeanwhile):
        await bot.updating.take(GUILD, article_id, proposal.number, seen=0, by=BY)


async def test_what_is_no_update(bot):
    """The same text, a text the server has as another article, one that is no longer kept."""
    article_id = await bot.add_article(make_long_article())
    with pytest.raises(SameText):
        await bot.updating.propose(GUILD, article_id, make_long_article())
    await bot.add_article(corrected())
    with pytest.raises(ArticleAlreadyAdded):
        await update(bot, article_id)
    with pytest.raises(ProposalGone):
        await bot.updating.take(GUILD, article_id, 9, seen=0, by=BY)


async def test_two_proposals_at_once(bot):
    """Whoever takes a text takes the one they were shown; only the last few are kept."""
    article_id = await bot.add_article(make_long_article())
    others = [replace(corrected(), title=f"Title {at}") for at in range(MOST_WAITING + 1)]
    proposals = [await bot.updating.propose(GUILD, article_id, one) for one in others]
    assert len({one.number for one in proposals}) == len(proposals)

    with pytest.raises(ProposalGone):
        await bot.updating.take(GUILD, article_id, proposals[0].number, seen=0, by=BY)
    taken = await bot.updating.take(GUILD, article_id, proposals[1].number, seen=0, by=BY)
    assert taken.kept.article.title == "Title 1"

    with pytest.raises(ArticleChangedMeanwhile):
        await bot.updating.take(GUILD, article_id, proposals[2].number, seen=0, by=BY)
