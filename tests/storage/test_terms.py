"""Terms and history, from values to rows and back."""

from datetime import UTC, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.history import Deed, HistoryEntry
from bot.domain.language import Language, language_of
from bot.domain.terms import ClosesAfter, ClosesAt, ClosesWithNext, Placement, Terms
from bot.storage import discussions, guilds, history, terms
from tests.builders import GUILD, NOW, ORGANIZER, OTHER_GUILD
from tests.storage.stands import set_up

_spans = st.integers(1, 10**7).map(lambda seconds: timedelta(seconds=seconds))
_instants = st.datetimes(timezones=st.just(UTC))
_terms = st.builds(
    Terms,
    placement=st.sampled_from(Placement),
    ping_role_id=st.none() | st.integers(1, 2**63 - 1),
    pins=st.booleans(),
    publishes=st.booleans(),
    thread_name=st.none() | st.text(min_size=1),
    auto_archive=_spans,
    slow_mode=_spans,
    forum_tag_ids=st.lists(st.integers(1, 2**63 - 1)).map(tuple),
    closing=st.one_of(_spans.map(ClosesAfter), _instants.map(ClosesAt), _spans.map(ClosesWithNext)),
    remind_before=st.none() | _spans,
    hides_results=st.booleans(),
    language=st.none() | st.sampled_from(Language),
    tells_starter=st.booleans(),
)


@given(chosen=_terms)
def test_terms_come_back(chosen):
    """What is kept of terms gives the same terms."""
    assert terms.parse(terms.dump(chosen)) == chosen


def test_terms_of_old():
    """A discussion from before there were terms has the defaults."""
    assert terms.parse({}) == Terms()


@pytest.mark.parametrize(
    ("locale", "language"),
    [
        ("pt-BR", Language.PORTUGUESE),
        ("es-419", Language.SPANISH),
        ("de", Language.GERMAN),
        ("en_GB", Language.ENGLISH),
        ("ko", Language.ENGLISH),
        (None, Language.ENGLISH),
    ],
)
def test_languages(locale, language):
    """A locale has the language of its catalogue, English without one."""
    assert language_of(locale) is language


async def test_discussion_terms(database):
    """Changed terms are those of the discussion from then on."""
    mine = await set_up(database)
    chosen = Terms(pins=True, closing=ClosesWithNext())
    async with database.write() as unit:
        before = await discussions.get(
            unit, guild_id=mine.guild_id, discussion_id=mine.discussion_id
        )
        await discussions.set_terms(
            unit, guild_id=mine.guild_id, discussion_id=mine.discussion_id, terms=chosen
        )
        after = await discussions.get(
            unit, guild_id=mine.guild_id, discussion_id=mine.discussion_id
        )

    assert before.terms == Terms()
    assert after.terms == chosen


async def test_history(database):
    """Deeds are listed newest first, to their server alone."""
    entries = [
        HistoryEntry(
            guild_id=GUILD,
            discussion_id=None,
            deed=deed,
            done_by=by,
            done_at=NOW,
            detail={"section": 2},
        )
        for deed, by in ((Deed.PAUSED, ORGANIZER), (Deed.FINISHED, None))
    ]
    async with database.write() as unit:
        for entry in entries:
            await history.record(unit, entry)
        mine = await history.list_entries(unit, guild_id=GUILD)
        theirs = await history.list_entries(unit, guild_id=OTHER_GUILD)

    assert [(one.deed, one.done_by, one.detail) for one in mine] == [
        (entry.deed, entry.done_by, entry.detail) for entry in reversed(entries)
    ]
    assert theirs == ()


async def test_guild_settings(database):
    """A server's settings are kept whole, and are the defaults until then."""
    async with database.write() as unit:
        before = await guilds.get_settings(unit, guild_id=GUILD)
        chosen = guilds.GuildSettings(
            organizer_role_id=5,
            time_zone="Europe/Berlin",
            channel_id=6,
            log_channel_id=7,
            language=Language.GERMAN,
            minimum_account_days=3,
        )
        await guilds.set_settings(unit, guild_id=GUILD, settings=chosen)
        after = await guilds.get_settings(unit, guild_id=GUILD)

    assert before == guilds.GuildSettings()
    assert after == chosen
