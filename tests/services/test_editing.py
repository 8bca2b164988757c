"""Editing articles: recorded version by version, followed by discussions as far as it can be."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.adding import AddParagraphs, CorrectParagraph, RemoveParagraph
from bot.domain.article import QuestionKind
from bot.domain.asking import Ask, SetOptions
from bot.domain.ballot import Option, PollState
from bot.domain.discussion import DiscussionState
from bot.domain.editing import Merge, MoveSection, Rename, Skip, Split
from bot.domain.post import PostState
from bot.errors import (
    ArticleChangedMeanwhile,
    ArticleNotFound,
    Conflict,
    InvalidInput,
    NotFound,
    NothingToRedo,
    NothingToUndo,
    SectionAlreadyPosted,
)
from bot.storage import articles
from tests.builders import (
    DAY,
    FIRST_SLOT,
    GUILD,
    NOW,
    ORGANIZER,
    OTHER_GUILD,
    make_article,
    make_question,
    make_section,
)
from tests.domain.test_editing_laws import EDITS

YES_NO, WH = QuestionKind.YES_NO, QuestionKind.WH
BY = ORGANIZER
OTHER = ORGANIZER + 1
FRUIT = (
    Option(position=0, label="Apple", emoji="🍎"),
    Option(position=1, label="Unsure", emoji="❔", neutral=True),
)


def make_long_article():
    """Make an article of four sections of two paragraphs, each with a question."""
    sections = tuple(
        make_section(f"Part {at}", f"Words {at} a.", f"Words {at} b. Is it {at}?")
        for at in range(4)
    )
    questions = tuple(make_question(section=at, text=f"Is it {at}?") for at in range(4))
    return replace(make_article(), sections=sections, questions=questions)


@pytest.fixture
async def article_id(bot):
    """Give an article of four sections that nobody discusses yet."""
    return await bot.add_article(make_long_article())


def headings(table):
    """Give the headings of all sections."""
    return [section.heading for section in table.kept.preparation.sections]


async def undo_all(bot, article_id, *, seen):
    """Undo until it is refused."""
    while True:
        await bot.editing.undo(GUILD, article_id, seen=seen, by=BY)
        seen += 1


async def first_question(bot, article_id):
    """Give the id of an article's first question."""
    table = await bot.editing.look(GUILD, article_id)
    return table.kept.preparation.questions[0].question_id


class TestVersions:
    """Every edit is a version; undoing and redoing are versions too."""

    async def test_undo_and_redo(self, bot, article_id):
        """Back step by step to the article as it was added, and forth again."""
        edits = [Merge(0), Rename(2, "Third"), Skip(3, skipped=True)]
        tables = [await bot.editing.look(GUILD, article_id)]
        for seen, edit in enumerate(edits):
            tables.append(await bot.editing.edit(GUILD, article_id, edit, seen=seen, by=BY))

        for steps in (2, 1, 0):
            seen = 6 - steps - 1
            undone = await bot.editing.undo(GUILD, article_id, seen=seen, by=OTHER)
            assert undone.kept.preparation == tables[steps].kept.preparation
            assert undone.kept.version.made_by == OTHER
        with pytest.raises(NothingToUndo):
            await bot.editing.undo(GUILD, article_id, seen=6, by=BY)
        for steps in (1, 2, 3):
            redone = await bot.editing.redo(GUILD, article_id, seen=5 + steps, by=BY)
            assert redone.kept.preparation == tables[steps].kept.preparation
        with pytest.raises(NothingToRedo):
            await bot.editing.redo(GUILD, article_id, seen=9, by=BY)

    async def test_an_edit_after_an_undo(self, bot, article_id):
        """What was undone cannot be redone over something else."""
        await bot.editing.edit(GUILD, article_id, Merge(0), seen=0, by=BY)
        await bot.editing.undo(GUILD, article_id, seen=1, by=BY)
        await bot.editing.edit(GUILD, article_id, Merge(1), seen=2, by=BY)

        with pytest.raises(NothingToRedo):
            await bot.editing.redo(GUILD, article_id, seen=3, by=BY)
        undone = await bot.editing.undo(GUILD, article_id, seen=3, by=BY)
        assert headings(undone) == ["Part 0", "Part 1", "Part 2", "Part 3"]

    async def test_who_comes_second_is_told(self, bot, article_id):
        """An edit of what was shown before somebody else's edit changes nothing."""
        await bot.editing.edit(GUILD, article_id, Rename(0, "Mine"), seen=0, by=BY)
        for attempt in (
            bot.editing.edit(GUILD, article_id, Rename(0, "Theirs"), seen=0, by=OTHER),
            bot.editing.undo(GUILD, article_id, seen=0, by=OTHER),
            bot.editing.add_question(GUILD, article_id, 0, "So?", seen=0, by=OTHER),
        ):
            with pytest.raises(ArticleChangedMeanwhile) as refusal:
                await attempt
            assert refusal.value.by == BY

        table = await bot.editing.look(GUILD, article_id)
        assert headings(table)[0] == "Mine"
        assert table.kept.version.number == 1

    async def test_an_edit_that_changes_nothing(self, bot, article_id):
        """There is nothing to undo of it."""
        table = await bot.editing.edit(GUILD, article_id, Rename(0, "Part 0"), seen=0, by=BY)

        assert table.kept.version.number == 0

    async def test_only_so_many_are_remembered(self, bot, article_id):
        """The oldest versions are forgotten; undoing goes back as far as it can."""
        for seen in range(53):
            await bot.editing.edit(GUILD, article_id, Rename(0, f"No. {seen}"), seen=seen, by=BY)
        for seen in range(53, 53 + 25):
            await bot.editing.undo(GUILD, article_id, seen=seen, by=BY)
        with pytest.raises(NothingToUndo):
            await undo_all(bot, article_id, seen=78)

    async def test_whose_article(self, bot, article_id):
        """Neither another server's nor a removed one can be edited."""
        with pytest.raises(ArticleNotFound):
            await bot.editing.edit(OTHER_GUILD, article_id, Merge(0), seen=0, by=BY)
        await bot.library.remove(GUILD, str(article_id))
        with pytest.raises(ArticleNotFound):
            await bot.editing.look(GUILD, article_id)


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(edits=st.lists(EDITS, min_size=1, max_size=6))
async def test_every_edit_can_be_undone(bot, edits):
    """Whatever was done, undoing it all gives back the article as it was added, row for row."""
    async with bot.database.write() as unit:
        article_id = await articles.add(
            unit, guild_id=OTHER_GUILD, article=make_long_article(), added_by=BY, at=NOW
        )
    table = await bot.editing.look(OTHER_GUILD, article_id)
    states = [table.kept.preparation]
    for edit in edits:
        try:
            table = await bot.editing.edit(
                OTHER_GUILD, article_id, edit, seen=table.kept.version.number, by=BY
            )
        except (Conflict, NotFound, InvalidInput):
            continue
        if table.kept.preparation != states[-1]:
            states.append(table.kept.preparation)
    for state in reversed(states[:-1]):
        table = await bot.editing.undo(
            OTHER_GUILD, article_id, seen=table.kept.version.number, by=BY
        )
        assert table.kept.preparation == state
    await bot.library.remove(OTHER_GUILD, str(article_id))


class TestQuestions:
    """An organizer's words are read as the article's are."""

    async def test_words_tell_the_kind(self, bot, article_id):
        """A reworded or new question is of the kind its grammar tells."""
        question_id = await first_question(bot, article_id)
        table = await bot.editing.reword(
            GUILD, article_id, question_id, "Why is it so?", seen=0, by=BY
        )
        assert table.kept.preparation.question(question_id).kind is WH
        words = "Is it a tool or a threat?"
        table = await bot.editing.add_question(GUILD, article_id, 0, words, seen=1, by=BY)
        own = table.kept.preparation.questions[-1]
        assert (own.words, own.alternatives) == (words, ("A tool", "A threat"))

    async def test_own_options_outlive_other_words(self, bot, article_id):
        """Who wrote options keeps them, whatever the words."""
        question_id = await first_question(bot, article_id)
        await bot.editing.edit(GUILD, article_id, SetOptions(question_id, FRUIT), seen=0, by=BY)
        table = await bot.editing.reword(
            GUILD, article_id, question_id, "Which fruit?", seen=1, by=BY
        )

        question = table.kept.preparation.question(question_id)
        assert (question.kind, question.options) == (YES_NO, FRUIT)


class TestDiscussionsFollow:
    """What is not posted yet follows; what stands, stands."""

    @pytest.fixture
    async def begun(self, bot):
        """Start the discussion of an article and post its first section; give the article's id."""
        await bot.begin(make_long_article())
        await bot.play(FIRST_SLOT)
        return 1

    async def test_sections_to_come(self, bot, begun):
        """Merged, moved and renamed sections come in the new order, in the old slots."""
        await bot.editing.edit(GUILD, begun, Merge(1), seen=0, by=BY)
        await bot.editing.edit(GUILD, begun, MoveSection(3, 0), seen=1, by=BY)
        await bot.editing.edit(GUILD, begun, Rename(3, "The last first"), seen=2, by=BY)

        series = await bot.posts()
        assert [(post.section, post.heading) for post in series] == [
            (0, "Part 0"),
            (1, "The last first"),
            (2, "Part 1"),
        ]
        assert [post.due_at for post in series] == [FIRST_SLOT, FIRST_SLOT + DAY, None]
        await bot.play(FIRST_SLOT + 3 * DAY)
        prompts = [message.body for message in bot.discord.standing("prompt")]
        assert [(one.number, one.of, one.heading) for one in prompts] == [
            (1, 4, "Part 0"),
            (2, 3, "The last first"),
            (3, 3, "Part 1"),
        ]
        assert "**Part 2**" in prompts[-1].text

    async def test_questions_to_come(self, bot, begun):
        """Polls that are planned take words and options; a dropped question has none."""
        table = await bot.editing.look(GUILD, begun)
        _, second, third, _ = (one.question_id for one in table.kept.preparation.questions)
        await bot.editing.edit(GUILD, begun, SetOptions(second, FRUIT), seen=0, by=BY)
        await bot.editing.edit(GUILD, begun, Ask(third, posted=False), seen=1, by=BY)
        await bot.editing.add_question(GUILD, begun, 1, "What else?", seen=2, by=BY)

        planned = [poll for poll in await bot.polls() if poll.state is PollState.PLANNED]
        assert [(poll.question, poll.number, poll.of) for poll in planned] == [
            ("Is it 1?", 1, 2),
            ("What else?", 2, 2),
            ("Is it 3?", 1, 1),
        ]
        assert planned[0].options == FRUIT
        await bot.play(FIRST_SLOT + DAY)
        assert len(bot.discord.standing("poll")) == 3

    @pytest.mark.parametrize("edit", [Merge(0), Split(0, 1), MoveSection(0, 3)])
    async def test_what_is_posted_is_not_cut_anew(self, bot, begun, edit):
        """The refusal names section and channel; nothing is changed."""
        with pytest.raises(SectionAlreadyPosted) as refusal:
            await bot.editing.edit(GUILD, begun, edit, seen=0, by=BY)

        (discussion,) = (await bot.editing.look(GUILD, begun)).usage.discussions
        assert refusal.value.heading == "Part 0"
        assert refusal.value.channel_id == discussion.channel_id

    @pytest.mark.parametrize("edit", [CorrectParagraph(-1, "Other."), RemoveParagraph(-1)])
    async def test_what_was_added_and_is_posted_stays(self, bot, edit):
        """Neither corrected nor removed nor undone; in a section to come it is corrected."""
        article_id = await bot.add_article(make_long_article())
        for seen, (section_id, block) in enumerate([(0, 0), (1, 2)]):
            add = AddParagraphs(section_id, block, "A note.")
            await bot.editing.edit(GUILD, article_id, add, seen=seen, by=BY)
        await bot.begin_article(article_id)
        await bot.play(FIRST_SLOT)

        with pytest.raises(SectionAlreadyPosted):
            await bot.editing.edit(GUILD, article_id, edit, seen=2, by=BY)
        to_come = CorrectParagraph(-2, "Corrected.")
        await bot.editing.edit(GUILD, article_id, to_come, seen=2, by=BY)
        await bot.play(FIRST_SLOT + DAY)
        texts = [message.body.text for message in bot.discord.standing("prompt")]
        assert "A note." in texts[0]
        assert "Corrected." in texts[1]

    async def test_an_undo_cannot_cut_anew_either(self, bot):
        """What was merged before it was posted stays merged."""
        article_id = await bot.add_article(make_long_article())
        await bot.editing.edit(GUILD, article_id, Merge(0), seen=0, by=BY)
        await bot.begin_article(article_id)
        await bot.play(FIRST_SLOT)

        with pytest.raises(SectionAlreadyPosted):
            await bot.editing.undo(GUILD, article_id, seen=1, by=BY)

    async def test_a_posted_section_is_never_posted_again(self, bot, begun):
        """Neither by skipping it nor by taking it in again."""
        await bot.editing.edit(GUILD, begun, Skip(0, skipped=True), seen=0, by=BY)
        await bot.editing.edit(GUILD, begun, Skip(0, skipped=False), seen=1, by=BY)
        await bot.play()

        assert max(bot.discord.times_sent().values()) == 1
        assert len(bot.discord.standing("prompt")) == 4

    async def test_ends_when_nothing_is_left(self, bot, begun):
        """A discussion whose last sections are skipped ends with the polls that are open."""
        for seen, section_id in enumerate((1, 2, 3)):
            edit = Skip(section_id, skipped=True)
            await bot.editing.edit(GUILD, begun, edit, seen=seen, by=BY)
        await bot.play()

        assert (await bot.discussion()).state is DiscussionState.FINISHED

    async def test_goes_on_when_something_is_added(self, bot, begun):
        """A section taken in again after the last has its slot."""
        for seen, section_id in enumerate((1, 2, 3)):
            edit = Skip(section_id, skipped=True)
            await bot.editing.edit(GUILD, begun, edit, seen=seen, by=BY)
        await bot.editing.undo(GUILD, begun, seen=3, by=BY)

        assert (await bot.posts())[-1].due_at == FIRST_SLOT + DAY

    async def test_a_paused_one_has_no_dates(self, bot, begun):
        """Slots are given when it is resumed."""
        await bot.control.pause(GUILD, "1", by=ORGANIZER)
        await bot.editing.edit(GUILD, begun, MoveSection(3, 0), seen=0, by=BY)
        assert {post.due_at for post in (await bot.posts())[1:]} == {None}
        await bot.control.resume(GUILD, "1", by=ORGANIZER)

        assert [post.due_at for post in await bot.posts()][1] == FIRST_SLOT + DAY

    async def test_a_stopped_one_keeps_what_it_was(self, bot, begun):
        """Its article may be cut anew; its posts and polls keep their words."""
        await bot.control.stop(GUILD, "1", close_polls=False, by=ORGANIZER)
        question_id = await first_question(bot, begun)
        await bot.editing.edit(GUILD, begun, Merge(0), seen=0, by=BY)
        await bot.editing.reword(GUILD, begun, question_id, "Other words?", seen=1, by=BY)
        await bot.play()

        assert next(post.heading for post in await bot.posts()) == "Part 0"
        assert (await bot.polls())[0].question == "Is it 0?"
        assert len(bot.discord.standing("prompt")) == 1
        assert {post.state for post in (await bot.posts())[1:]} == {PostState.SKIPPED}
