"""Discussion packs: out of one server, into another, and no harm from a file that means some."""

import json
from dataclasses import replace
from datetime import date, time

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from bot.domain.article import MOST_QUESTIONS
from bot.domain.asking import SetOptions
from bot.domain.ballot import Option
from bot.domain.calendar_words import parse_rhythm
from bot.domain.editing import LeaveOut, Merge, MoveSection, Rename, Skip
from bot.domain.pack import PackedSchedule, check_pack, pack, pack_schedule, unpack
from bot.domain.poll import plan_polls
from bot.domain.recurrence import (
    EVERY_DAY,
    LAST,
    WEEKEND,
    WORKDAYS,
    CronLine,
    EveryFewDays,
    Monthly,
    Weekly,
)
from bot.domain.rhythm_words import words_of
from bot.domain.schedule import MissedSlot, QuietHours, Schedule
from bot.errors import (
    InvalidInput,
    PackOfAnotherReading,
    PackOfAnotherText,
    PackTooLarge,
    PackTooNew,
    TextNotHere,
    TooManyToPost,
    UnreadablePack,
    UnusablePack,
)
from bot.reading.packs import MAX_PACK_BYTES, read_pack
from bot.render.packs import render_pack
from bot.storage import articles
from tests.builders import GUILD, NOW, ORGANIZER, OTHER_GUILD, make_kept, make_schedule
from tests.domain.test_editing_laws import attempt, edited
from tests.services.test_editing import make_long_article

OPTIONS = (
    Option(position=0, label="Party", emoji="<:party:123456>"),
    Option(position=1, label="Other", emoji="<:other:123457>"),
    Option(position=2, label="Unsure", emoji="❔", neutral=True),
)


async def add(bot, guild_id, article=None):
    """Keep an article for a server."""
    async with bot.database.write() as unit:
        return await articles.add(
            unit,
            guild_id=guild_id,
            article=article or make_long_article(),
            added_by=ORGANIZER,
            at=NOW,
        )


def content(kept):
    """Give what a pack's file says, to change it."""
    return json.loads(render_pack(pack(kept, None)))


def plans(kept):
    """Give the polls of each section that is posted."""
    return [
        [replace(poll, question_id=0) for poll in plan_polls(kept, section)]
        for section in kept.preparation.series
    ]


async def test_from_one_server_to_another(bot):
    """The other server has sections, questions and options as they were prepared, in one step."""
    mine, theirs = await add(bot, GUILD), await add(bot, OTHER_GUILD)
    edits = [Merge(0), Rename(2, "Third"), Skip(3, skipped=True), MoveSection(2, 0)]
    for seen, edit in enumerate([*edits, LeaveOut(0, left_out=True)]):
        await bot.editing.edit(GUILD, mine, edit, seen=seen, by=ORGANIZER)
    await bot.editing.add_question(GUILD, mine, 0, "What else?", seen=5, by=ORGANIZER)
    table = await bot.editing.look(GUILD, mine)
    question_id = table.kept.preparation.questions[0].question_id
    options = SetOptions(question_id, OPTIONS)
    table = await bot.editing.edit(GUILD, mine, options, seen=6, by=ORGANIZER)

    file = render_pack(await bot.packing.export(GUILD, mine))
    assert b"Words" not in file
    given_pack = read_pack(file, name="a.json")
    assert await bot.packing.find_article(OTHER_GUILD, given_pack, by=ORGANIZER) == theirs
    taken = await bot.packing.take_in(
        OTHER_GUILD, theirs, given_pack, {"party": "<:party:777777>"}, by=ORGANIZER
    )

    kept = taken.kept
    assert [one.heading for one in kept.preparation.series] == ["Third", "Part 0"]
    assert [kept.compose(one) for one in kept.preparation.series] == [
        table.kept.compose(one) for one in table.kept.preparation.series
    ]
    emoji = [option.emoji for option in plans(kept)[1][0].options]
    assert emoji == ["<:party:777777>", "🇦", "❔"]
    assert [poll.question for poll in plans(kept)[1]] == ["Is it 0?", "Is it 1?", "What else?"]
    assert taken.kept.version.number == 1
    undone = await bot.editing.undo(OTHER_GUILD, theirs, seen=1, by=ORGANIZER)
    assert len(undone.kept.preparation.series) == 4


async def test_the_same_words_under_another_title(bot):
    """A title that was typed otherwise makes no other text."""
    old = make_long_article()
    mine = await add(bot, GUILD)
    theirs = await add(bot, OTHER_GUILD, replace(old, title="As I call it"))
    given_pack = read_pack(render_pack(await bot.packing.export(GUILD, mine)), name="a.json")

    assert await bot.packing.find_article(OTHER_GUILD, given_pack, by=ORGANIZER) == theirs
    taken = await bot.packing.take_in(OTHER_GUILD, theirs, given_pack, {}, by=ORGANIZER)
    assert taken.kept.article.title == "As I call it"


async def test_the_same_words_read_otherwise(bot):
    """Where another version of the reader found other paragraphs or questions, that is said."""
    old = make_long_article()
    mine = await add(bot, GUILD)
    theirs = await add(bot, OTHER_GUILD, replace(old, questions=old.questions[1:]))
    given_pack = read_pack(render_pack(await bot.packing.export(GUILD, mine)), name="a.json")

    assert await bot.packing.find_article(OTHER_GUILD, given_pack, by=ORGANIZER) == theirs
    with pytest.raises(PackOfAnotherReading):
        await bot.packing.take_in(OTHER_GUILD, theirs, given_pack, {}, by=ORGANIZER)
    first, *others = old.sections
    one, *more = first.blocks
    joined = replace(one, text=" ".join(block.text for block in (one, *more)))
    together = replace(old, sections=(replace(first, blocks=(joined,)), *others))
    assert together.words_hash == old.words_hash
    assert together.reading_hash != old.reading_hash


async def test_the_schedule_comes_along(bot):
    """The rhythm by which it was last discussed is in the pack."""
    await bot.begin(make_long_article())

    packed = await bot.packing.export(GUILD, 1)

    assert packed.schedule == PackedSchedule(
        days="mon, tue, wed, thu, fri, sat, sun",
        times="09:00",
        time_zone="UTC",
        quiet=None,
        missed=MissedSlot.SHIFT,
    )
    assert read_pack(render_pack(packed), name="a.json") == packed


async def test_another_text_is_refused(bot):
    """A pack fits the very same words only."""
    article = make_long_article()
    mine = await add(bot, GUILD)
    longer = replace(article, sections=(*article.sections, article.sections[0]), source="my shelf")
    other = await add(bot, OTHER_GUILD, longer)
    given_pack = await bot.packing.export(OTHER_GUILD, other)

    with pytest.raises(TextNotHere):
        await bot.packing.find_article(GUILD, given_pack, by=ORGANIZER)
    with pytest.raises(PackOfAnotherText) as refusal:
        await bot.packing.take_in(GUILD, mine, given_pack, {}, by=ORGANIZER)
    assert refusal.value.address == "my shelf"


@given(edited())
@settings(max_examples=40, deadline=None)
def test_what_is_packed_is_unpacked(given_edited):
    """Through file and back: the same sections and polls, where a section still has any text."""
    article, preparation = given_edited
    before = replace(make_kept(article), preparation=replace(preparation, added=()))
    assume(not any(map(before.preparation.is_left_out, preparation.series)))
    given_pack = read_pack(render_pack(pack(before, make_schedule())), name="a.json")
    check_pack(given_pack, before)
    fresh = make_kept(article)
    after = replace(fresh, preparation=unpack(given_pack, fresh, [], {}))

    assert [before.compose(one) for one in before.preparation.sections] == [
        after.compose(one) for one in after.preparation.sections
    ]
    assert plans(before) == plans(after)
    # What is edited afterwards finds no id twice.
    assert attempt(after.preparation, Merge(0))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"null",
        b"{}",
        b'{"format": "colloquy-discussion-pack", "version": 1}',
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"9" * 10_000,
    ],
    ids=str,
)
def test_what_is_no_pack(data):
    """Nothing but a pack is read as one."""
    with pytest.raises(UnreadablePack):
        read_pack(data, name="a.json")


def test_a_file_that_is_too_large():
    """It is not even looked at."""
    with pytest.raises(PackTooLarge):
        read_pack(b" " * (MAX_PACK_BYTES + 1), name="a.json")


def change(*path, to):
    """Say how a pack's file is changed."""

    def changed(file):
        part = file
        for step in path[:-1]:
            part = part[step]
        if path[-1] == "append":
            part.append(to)
        else:
            part[path[-1]] = to
        return file

    return changed


FIRST = ("sections", 0, 0)
SCHEDULE = {"days": "mon", "time": "09:00", "zone": "UTC", "quiet": None, "missed": "shift"}
OPTION = {"emoji": "✅", "label": "Yes", "neutral": True}
CHANGES = [
    change("version", to=0),
    change("version", to="1"),
    change("questions", 0, "alternatives", to=["x" * 101]),
    change("more", to=1),
    change("article", "hash", to="x"),
    change("article", "hash", to=7),
    change("article", "reading", to="x"),
    change(*FIRST, "first_block", to=-1),
    change(*FIRST, "first_block", to="0"),
    change(*FIRST, "first_block", to=1),
    change(*FIRST, "end_block", to=99_999),
    change(*FIRST, "end_block", to=10**30),
    change(*FIRST, "heading", to="x" * 257),
    change(*FIRST, "heading", to="x" * 5000),
    change("sections", to=[]),
    change("sections", 0, to=[]),
    change(
        "sections",
        "append",
        to=[{"heading": None, "first_block": 0, "end_block": 2, "skipped": False}],
    ),
    change("left_out_blocks", to=[99]),
    change("questions", 0, "found", to=99),
    change("questions", 0, "found", to=1),
    change("questions", 0, "passage", to=99),
    change("questions", 0, "passage", to=None),
    change("questions", 0, "words", to=" "),
    change("questions", 0, "words", to="\u200b\u2060"),
    change("questions", 0, "alternatives", to=["\u3164", "Tea"]),
    change("questions", 0, "options", to=[OPTION, {**OPTION, "emoji": "❌", "label": "\u200b"}]),
    change("questions", 0, "words", to="x" * 301),
    change("questions", 0, "kind", to="joke"),
    change("questions", 0, "options", to=[]),
    change("questions", 0, "options", to=[OPTION]),
    change("questions", 0, "options", to=[OPTION, OPTION]),
    change("questions", 0, "options", to=[OPTION] * 21),
    change("questions", 0, "options", to=[OPTION, {**OPTION, "emoji": "❌", "label": "x" * 101}]),
    change(
        "questions",
        0,
        "options",
        to=[{**OPTION, "neutral": False}, {"emoji": "❌", "label": "No", "neutral": False}],
    ),
    *(
        change("schedule", to=SCHEDULE | part)
        for part in (
            {"days": "noday"},
            {"days": ["mon"]},
            {"time": "25:00"},
            {"time": None},
            {"days": "0 9 * * *"},
            {"zone": "Mars"},
            {"quiet": "all night"},
            {"missed": "never"},
            {"starts": "2026-01-01"},
        )
    ),
]


def test_a_pack_of_a_later_form():
    """Whoever has it is told to update, and not that it is broken."""
    file = content(make_kept(make_long_article()))
    data = json.dumps(change("more", to=1)(change("version", to=2)(file))).encode()

    with pytest.raises(PackTooNew):
        read_pack(data, name="a.json")


TIMES = st.lists(st.times(), min_size=1, max_size=3).map(
    lambda drawn: tuple(sorted({one.replace(second=0, microsecond=0) for one in drawn}))
)
RECURRENCES = st.one_of(
    st.builds(Weekly, days=st.frozensets(st.integers(0, 6), min_size=1), times=TIMES),
    st.builds(
        EveryFewDays,
        step=st.integers(1, 366),
        since=st.dates(date(2000, 1, 1), date(2030, 1, 1)),
        times=TIMES,
    ),
    st.builds(
        Monthly,
        nth=st.sampled_from([1, 2, 3, 4, 5, LAST]),
        days=st.sampled_from([EVERY_DAY, WORKDAYS, WEEKEND, *(frozenset({at}) for at in range(7))]),
        times=TIMES,
    ),
    st.sampled_from(["0 9 * * 1", "*/30 8-18 1 * *"]).map(CronLine),
)


@given(RECURRENCES)
@example(Monthly(nth=2, days=EVERY_DAY, times=(time(9),)))
@settings(deadline=None)
def test_every_rhythm_goes_through_words(recurrence):
    """Whatever can be asked for can be packed, in the words to ask for it."""
    quiet = QuietHours(begins=time(22), ends=time(7))
    schedule = Schedule(recurrence=recurrence, time_zone="UTC", quiet=quiet)
    words = words_of(recurrence)
    packed = pack_schedule(schedule)

    since = getattr(recurrence, "since", date(2000, 1, 1))
    assert parse_rhythm(words.days, times=words.times, since=since) == recurrence
    kept = make_kept(make_long_article())
    read = read_pack(render_pack(replace(pack(kept, None), schedule=packed)), name="a.json")
    assert read.schedule == packed


@pytest.mark.parametrize("changed", CHANGES)
def test_what_does_not_fit_together(changed):
    """Every part is checked, before anything is kept."""
    kept = make_kept(make_long_article())
    data = json.dumps(changed(content(kept))).encode()

    with pytest.raises((UnreadablePack, UnusablePack)):
        check_pack(read_pack(data, name="a.json"), kept)


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_no_change_of_a_pack_breaks_anything(data):
    """Whatever stands wherever, it is read or it is refused."""
    kept = make_kept(make_long_article())
    file = content(kept)
    part, steps = file, []
    while isinstance(part, (dict, list)) and part and data.draw(st.booleans() | st.just(not steps)):
        step = data.draw(
            st.sampled_from(sorted(part) if isinstance(part, dict) else range(len(part)))
        )
        steps.append(step)
        if isinstance(part[step], (dict, list)) and data.draw(st.booleans()):
            part = part[step]
        else:
            part[step] = data.draw(_json)
            break
    try:
        given_pack = read_pack(json.dumps(file).encode(), name="a.json")
        check_pack(given_pack, kept)
    except InvalidInput:
        return
    own = sum(one.found is None for one in given_pack.questions)
    unpack(given_pack, kept, range(900, 900 + own), {})


def test_signs_that_are_no_emoji_become_letters():
    """Nothing that Discord would not take as a reaction comes in."""
    kept = make_kept(make_long_article())
    file = content(kept)
    file["questions"][0]["options"] = [
        {"emoji": "@everyone", "label": "All", "neutral": False},
        {"emoji": "<:x:1>`", "label": "None", "neutral": True},
    ]
    given_pack = read_pack(json.dumps(file).encode(), name="a.json")
    check_pack(given_pack, kept)

    question = unpack(given_pack, kept, [], {}).questions[0]
    assert [option.emoji for option in question.options] == ["🇦", "🇧"]


def test_two_emoji_of_one_name_stay_two_options():
    """Where this server has one emoji of the name, the second option gets a letter nobody uses."""
    kept = make_kept(make_long_article())
    file = content(kept)
    file["questions"][0]["options"] = [
        {"emoji": "<:a:1>", "label": "one", "neutral": False},
        {"emoji": "<:a:2>", "label": "two", "neutral": False},
        {"emoji": "🇦", "label": "Unsure", "neutral": True},
    ]
    given_pack = read_pack(json.dumps(file).encode(), name="a.json")
    check_pack(given_pack, kept)

    question = unpack(given_pack, kept, [], {"a": "<:a:777777>"}).questions[0]
    assert [option.emoji for option in question.options] == ["<:a:777777>", "🇧", "🇦"]


def test_more_than_a_text_may_ask():
    """A pack's own questions count as a text's do; as many as may be are taken."""
    kept = make_kept(make_long_article())
    file = content(kept)
    asked = sum(one["posted"] for one in file["questions"])
    own = {**file["questions"][0], "found": None}
    file["questions"] += [own] * (MOST_QUESTIONS - asked)
    check_pack(read_pack(json.dumps(file).encode(), name="a.json"), kept)

    file["questions"].append(own)
    with pytest.raises(TooManyToPost) as refusal:
        check_pack(read_pack(json.dumps(file).encode(), name="a.json"), kept)
    assert refusal.value.questions == MOST_QUESTIONS + 1
