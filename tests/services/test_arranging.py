"""Terms: what organizers choose holds for what is not posted yet, and is on record."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.article import QuestionKind
from bot.domain.channel import ChannelKind
from bot.domain.forum import Forum, ForumTag
from bot.domain.history import Deed
from bot.domain.ping import Ping
from bot.domain.terms import DEFAULT_TERMS, Placement
from bot.errors import (
    DiscussionNotFound,
    EveryonePinged,
    ForumTagWanted,
    IllegalMove,
    NoForum,
    UnknownForumTag,
    UnknownThreadName,
)
from bot.storage import history
from tests.builders import CHANNEL, FIRST_SLOT, GUILD, ORGANIZER, OTHER_GUILD, WEEK, make_article

YES_NO, WH = QuestionKind.YES_NO, QuestionKind.WH
TWO = ((YES_NO, WH), (YES_NO, WH))
ROLE = 77
# Tests begin without an index, unless they are about it.
AS_BEGUN = replace(DEFAULT_TERMS, index=False)
TAGS = (ForumTag(31, "Reading"), ForumTag(32, "Votes"))


async def deeds(bot):
    """List what is on record of the discussion, the latest first."""
    async with bot.database.read() as unit:
        entries = await history.list_entries(unit, guild_id=GUILD, discussion_id=1)
    return [(entry.deed, entry.done_by, dict(entry.detail)) for entry in entries]


class TestPlacement:
    """Where polls go."""

    @pytest.mark.parametrize(
        ("placement", "in_thread"),
        [
            (Placement.AUTO, [False, True]),
            (Placement.CHANNEL, [False, False]),
            (Placement.THREAD, [True, True]),
        ],
    )
    async def test_holds_from_the_next_section_on(self, bot, discord, placement, in_thread):
        """A change in mid-series leaves what stands and holds for what comes."""
        await bot.begin(make_article(kinds=TWO))
        await bot.play(until=FIRST_SLOT)

        arrangement = await bot.arranging.set_placement(GUILD, "1", ORGANIZER, placement)
        assert (arrangement.next_section, arrangement.of) == (2, 2)
        await bot.play(until=FIRST_SLOT + timedelta(days=1))

        stands_in = [poll.channel_id in discord.threads for poll in discord.standing("poll")]
        assert stands_in == [False, True, *in_thread]

    async def test_polls_keep_their_thread_open(self, bot, discord):
        """A thread that holds a poll is open for a week, whatever was chosen; another is not."""
        await bot.begin(make_article(kinds=TWO))
        day = timedelta(days=1)
        options = {"name": None, "slow_mode": None}
        await bot.arranging.set_threads(GUILD, "1", ORGANIZER, auto_archive=day, **options)
        await bot.play(until=FIRST_SLOT)
        await bot.arranging.set_placement(GUILD, "1", ORGANIZER, Placement.CHANNEL)
        await bot.play(until=FIRST_SLOT + day)

        assert [thread.auto_archive for thread in discord.opened.values()] == [WEEK, day]


class TestThreads:
    """How threads are opened."""

    async def test_as_chosen(self, bot, discord):
        """Name and slow mode hold from the next section on; what is left out stays."""
        await bot.begin()
        await bot.play(until=FIRST_SLOT)
        slow = timedelta(seconds=30)
        change = bot.arranging.set_threads
        await change(GUILD, "1", ORGANIZER, name="{number}/{of}", auto_archive=None, slow_mode=None)
        await change(GUILD, "1", ORGANIZER, name=None, auto_archive=None, slow_mode=slow)
        await bot.play(until=FIRST_SLOT + timedelta(days=1))

        first, second = discord.opened.values()
        assert (first.name, first.slow_mode) == ("Part 1", timedelta(0))
        assert (second.name, second.slow_mode) == ("2/2", slow)

    async def test_a_name_that_is_none_changes_nothing(self, bot):
        """Braces that name nothing are refused; nothing is kept and nothing recorded."""
        await bot.begin()

        with pytest.raises(UnknownThreadName):
            await bot.arranging.set_threads(
                GUILD, "1", ORGANIZER, name="{author}", auto_archive=None, slow_mode=None
            )
        assert (await bot.discussion()).terms == AS_BEGUN
        assert Deed.TERMS_CHANGED not in [deed for deed, _, _ in await deeds(bot)]


class TestPing:
    """The role that each section mentions."""

    async def test_with_each_section_until_taken_back(self, bot, discord):
        """It is mentioned from the next section on, and no more once nobody is to be."""
        await bot.begin(make_article(kinds=((), (), ())), prompts_only=True)
        await bot.play(until=FIRST_SLOT)
        arrangement = await bot.arranging.set_ping(GUILD, "1", ORGANIZER, ROLE)
        assert arrangement.ping is Ping.NOTIFIES
        await bot.play(until=FIRST_SLOT + timedelta(days=1))
        await bot.arranging.set_ping(GUILD, "1", ORGANIZER, None)
        await bot.play()

        pinged = [prompt.body.ping_role_id for prompt in discord.standing("prompt")]
        assert pinged == [None, ROLE, None]

    async def test_from_the_start(self, bot, discord):
        """It can be named when the discussion is started."""
        await bot.begin(ping_role_id=ROLE)
        await bot.play(until=FIRST_SLOT)

        assert discord.standing("prompt")[0].body.ping_role_id == ROLE

    async def test_everybody_is_never_pinged(self, bot):
        """The role of everybody, which has the server's id, is refused."""
        await bot.begin()

        with pytest.raises(EveryonePinged):
            await bot.arranging.set_ping(GUILD, "1", ORGANIZER, GUILD)

    @pytest.mark.parametrize("state", [Ping.NOT_MENTIONABLE, Ping.ROLE_GONE])
    async def test_says_what_stands_in_the_way(self, bot, discord, state):
        """A role that cannot be mentioned may be chosen, and what it lacks is said."""
        await bot.begin()
        discord.pings[ROLE] = state

        assert (await bot.arranging.set_ping(GUILD, "1", ORGANIZER, ROLE)).ping is state


class TestTags:
    """The tags of a forum's posts."""

    @pytest.fixture
    def forum(self, discord):
        """Make the channel a forum with two tags."""
        discord.kinds[CHANNEL] = ChannelKind.FORUM
        discord.forums[CHANNEL] = Forum(TAGS, wants_tag=False)

    @pytest.mark.usefixtures("forum")
    async def test_by_id_or_name(self, bot, discord):
        """Tags are chosen by what autocomplete sent or by their name; each counts once."""
        await bot.begin(tags=["votes"])
        await bot.play(until=FIRST_SLOT)
        await bot.arranging.set_tags(GUILD, "1", ORGANIZER, ["31", "VOTES", "32"])
        await bot.play(until=FIRST_SLOT + timedelta(days=1))

        assert [thread.tag_ids for thread in discord.opened.values()] == [(32,), (31, 32)]

    @pytest.mark.usefixtures("forum")
    async def test_unknown_ones_are_refused(self, bot):
        """A tag that the forum does not have is refused by name."""
        await bot.begin()

        with pytest.raises(UnknownForumTag) as refused:
            await bot.arranging.set_tags(GUILD, "1", ORGANIZER, ["Readings"])
        assert refused.value.given == "Readings"

    @pytest.mark.usefixtures("forum")
    async def test_a_forum_may_demand_one(self, bot, discord):
        """Where a post must have a tag, neither a start nor a change goes without."""
        discord.forums[CHANNEL] = Forum(TAGS, wants_tag=True)

        with pytest.raises(ForumTagWanted):
            await bot.begin()
        await bot.begin(make_article("Another"), tags=["Reading"])
        with pytest.raises(ForumTagWanted):
            await bot.arranging.set_tags(GUILD, None, ORGANIZER, [])

    async def test_only_forums_have_tags(self, bot):
        """Elsewhere tags are refused."""
        await bot.begin()

        with pytest.raises(NoForum):
            await bot.arranging.set_tags(GUILD, "1", ORGANIZER, ["Reading"])


class TestChanges:
    """What is true of every change."""

    async def test_is_on_record(self, bot):
        """Who changed what is recorded, once, and not where nothing was changed."""
        await bot.begin()
        for _ in range(2):
            await bot.arranging.set_placement(GUILD, "1", ORGANIZER, Placement.THREAD)

        changed = [entry for entry in await deeds(bot) if entry[0] is Deed.TERMS_CHANGED]
        assert changed == [(Deed.TERMS_CHANGED, ORGANIZER, {"what": "polls", "to": "thread"})]

    async def test_leaves_the_other_terms(self, bot):
        """One change never takes another back."""
        await bot.begin()
        await bot.arranging.set_placement(GUILD, "1", ORGANIZER, Placement.THREAD)
        await bot.arranging.set_ping(GUILD, "1", ORGANIZER, ROLE)

        expected = replace(AS_BEGUN, placement=Placement.THREAD, ping_role_id=ROLE)
        assert (await bot.discussion()).terms == expected

    async def test_not_after_the_end(self, bot):
        """What has ended is not changed."""
        await bot.begin()
        await bot.control.stop(GUILD, "1", close_polls=True, by=ORGANIZER)

        with pytest.raises(IllegalMove):
            await bot.arranging.set_placement(GUILD, "1", ORGANIZER, Placement.THREAD)

    async def test_of_another_server(self, bot):
        """Another server's discussion is neither shown nor changed."""
        await bot.begin()

        with pytest.raises(DiscussionNotFound):
            await bot.arranging.show(OTHER_GUILD, "1")
        with pytest.raises(DiscussionNotFound):
            await bot.arranging.set_ping(OTHER_GUILD, "1", ORGANIZER, ROLE)

    async def test_when_all_is_posted(self, bot):
        """Once every section is posted there is none from which on it holds."""
        await bot.begin()
        await bot.play(until=FIRST_SLOT + timedelta(days=1))

        assert (await bot.arranging.show(GUILD, "1")).next_section is None
