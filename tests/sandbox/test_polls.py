"""Native polls: begun by the bot, voted in by members, ended by time or hand."""

import asyncio
from datetime import timedelta

import discord
import pytest

from bot.sandbox import ControlRefusal
from tests.patience import PATIENCE_SECONDS
from tests.sandbox.puppet import Puppet, call


class Teller(Puppet):
    """Notes every vote and every result it is told of."""

    def __init__(self, **options) -> None:
        super().__init__(**options)
        self.seen: asyncio.Queue[tuple] = asyncio.Queue()

    async def on_raw_poll_vote_add(self, payload):
        """Note a vote."""
        self.seen.put_nowait(("add", payload.user_id, payload.answer_id))

    async def on_raw_poll_vote_remove(self, payload):
        """Note a vote taken back."""
        self.seen.put_nowait(("remove", payload.user_id, payload.answer_id))

    async def on_message(self, message):
        """Note results."""
        if message.type is discord.MessageType.poll_result:
            self.seen.put_nowait(("result", message))

    async def on_guild_channel_create(self, channel):
        """Note a new channel."""
        self.seen.put_nowait(("channel", channel.name))

    async def next(self):
        """Wait for the next thing noted."""
        return await asyncio.wait_for(self.seen.get(), PATIENCE_SECONDS)


@pytest.fixture
async def teller(connect, guild, control):
    """Connect the teller, which may send polls."""
    await control.world.invite_bot(
        guild.id, ["view_channel", "send_messages", "read_message_history", "send_polls"]
    )
    async with connect(Teller()) as connected:
        yield connected


@pytest.fixture
async def message(teller, guild):
    """Let the bot post a poll with three answers."""
    return await teller.get_channel(guild.channels["general"]).send(poll=_poll())


def _poll(*, multiple=True, hours=2):
    poll = discord.Poll("Which road?", timedelta(hours=hours), multiple=multiple)
    poll.add_answer(text="Fast", emoji="🐇")
    poll.add_answer(text="Slow")
    return poll.add_answer(text="Neither")


class TestVoting:
    """Votes."""

    async def test_posted(self, message):
        """A poll comes back with its answers, numbered from one, and its end."""
        fetched = await message.fetch()
        assert fetched.poll.question == "Which road?"
        assert [(each.id, each.text) for each in fetched.poll.answers] == [
            (1, "Fast"),
            (2, "Slow"),
            (3, "Neither"),
        ]
        assert str(fetched.poll.answers[0].emoji) == "🐇"
        assert fetched.poll.expires_at - fetched.created_at < timedelta(hours=2, seconds=1)
        assert not fetched.poll.is_finalized()

    async def test_members_vote(self, teller, message, control, guild):
        """Votes are told one by one, counted, and listed by answer."""
        ada, ben = guild.members["ada"], guild.members["ben"]
        general = guild.channels["general"]
        await control.members.vote(ada, general, message.id, [1, 2])
        await control.members.vote(ben, general, message.id, [2])
        await control.members.vote(ada, general, message.id, [3])

        assert [await teller.next() for _ in range(6)] == [
            ("add", ada, 1),
            ("add", ada, 2),
            ("add", ben, 2),
            ("remove", ada, 1),
            ("remove", ada, 2),
            ("add", ada, 3),
        ]
        poll = (await message.fetch()).poll
        assert [each.vote_count for each in poll.answers] == [0, 1, 1]
        assert [each.id async for each in poll.answers[1].voters()] == [ben]

    async def test_voters_page_by_id(self, message, control, guild):
        """Voters come in pages, ascending by id."""
        general = guild.channels["general"]
        voters = [await control.world.add_member(guild.id, f"m{n}") for n in range(130)]
        for each in voters:
            await control.members.vote(each, general, message.id, [1])
        poll = (await message.fetch()).poll
        found = [each.id async for each in poll.answers[0].voters()]
        assert set(found) == set(voters)
        assert len(found) == 130

    async def test_without_the_intent(self, connect, guild, control):
        """A bot that did not ask for polls is told of no votes."""
        await control.world.invite_bot(guild.id, ["view_channel", "send_messages", "send_polls"])
        intents = discord.Intents(guilds=True, messages=True)
        async with connect(Teller(intents=intents)) as deaf:
            message = await deaf.get_channel(guild.channels["general"]).send(poll=_poll())
            ada, general = guild.members["ada"], guild.channels["general"]
            await control.members.vote(ada, general, message.id, [1])
            await control.world.add_channel(guild.id, "later")
            assert await deaf.next() == ("channel", "later")

    @pytest.mark.parametrize(
        ("multiple", "answers", "words"),
        [(True, [4], "1 to 3"), (True, [0], "1 to 3"), (False, [1, 2], "one answer")],
    )
    async def test_client_refuses(self, teller, control, guild, multiple, answers, words):
        """Answers that are not there, and more than one where one is asked for."""
        channel = teller.get_channel(guild.channels["general"])
        message = await channel.send(poll=_poll(multiple=multiple))
        with pytest.raises(ControlRefusal, match=words):
            await control.members.vote(guild.members["ada"], channel.id, message.id, answers)

    async def test_bots_cannot_vote(self, message, control, guild):
        """No bot votes."""
        other = await control.world.add_user("other", bot=True)
        await control.world.add_member(guild.id, other)
        with pytest.raises(ControlRefusal, match="cannot vote"):
            await control.members.vote(other, guild.channels["general"], message.id, [1])

    async def test_no_poll(self, teller, control, guild):
        """There is no voting on a plain message."""
        message = await teller.get_channel(guild.channels["general"]).send("plain")
        with pytest.raises(ControlRefusal, match="no poll"):
            await control.members.vote(
                guild.members["ada"], guild.channels["general"], message.id, [1]
            )
        with pytest.raises(discord.HTTPException) as refused:
            await teller.http.end_poll(message.channel.id, message.id)
        assert refused.value.code == 520006


class TestEnding:
    """The end of a poll."""

    async def test_by_hand(self, teller, message, control, guild):
        """The bot ends its poll; the result is told in a message of its own."""
        ada, general = guild.members["ada"], guild.channels["general"]
        await control.members.vote(ada, general, message.id, [1])
        assert await teller.next() == ("add", ada, 1)

        ended = await message.end_poll()

        assert ended.poll.is_finalized()
        kind, result = await teller.next()
        assert kind == "result"
        fields = {each.name: each.value for each in result.embeds[0].fields}
        assert result.reference.message_id == message.id
        assert (fields["victor_answer_id"], fields["total_votes"]) == ("1", "1")
        with pytest.raises(ControlRefusal, match="ended"):
            await control.members.vote(ada, general, message.id, [2])
        with pytest.raises(discord.HTTPException) as refused:
            await message.end_poll()
        assert refused.value.code == 520001

    async def test_by_time(self, teller, message, control, guild):
        """When its time has gone by a poll ends by itself; a tie has no victor."""
        general = guild.channels["general"]
        await control.members.vote(guild.members["ada"], general, message.id, [1])
        await control.members.vote(guild.members["ben"], general, message.id, [2])

        await control.world.move_clock(advance=timedelta(hours=3))

        seen = [await teller.next() for _ in range(3)]
        fields = {each.name: each.value for each in seen[2][1].embeds[0].fields}
        assert fields["total_votes"] == "2"
        assert "victor_answer_id" not in fields
        assert (await message.fetch()).poll.is_finalized()

    async def test_only_ones_own(self, teller, control, guild):
        """The bot cannot end a member's poll, the member can."""
        ada, general = guild.members["ada"], guild.channels["general"]
        body = {
            "question": {"text": "Tea?"},
            "answers": [{"poll_media": {"text": "Yes"}}],
        }
        sent = await control.members.send(ada, general, poll=body)
        with pytest.raises(discord.Forbidden):
            await teller.http.end_poll(general, int(sent["id"]))
        await control.members.end_poll(ada, general, int(sent["id"]))
        assert (await control.books.messages(general))[0]["poll"]["results"]["is_finalized"]

    async def test_cannot_be_edited(self, message):
        """A message with a poll is not edited."""
        with pytest.raises(discord.HTTPException) as refused:
            await message.edit(content="changed")
        assert refused.value.code == 520003


ANSWER = {"poll_media": {"text": "a"}}
GOOD = {"question": {"text": "?"}, "answers": [ANSWER]}


class TestBody:
    """What a poll may look like."""

    @pytest.mark.parametrize(
        ("poll", "code"),
        [
            (GOOD, 0),
            ({**GOOD, "answers": [ANSWER] * 10, "duration": 768.0, "layout_type": 1}, 0),
            ({"question": {"text": "x" * 300}, "answers": [{"poll_media": {"text": "x" * 55}}]}, 0),
            ({**GOOD, "answers": []}, 50035),
            ({**GOOD, "answers": [ANSWER] * 11}, 50035),
            ({**GOOD, "question": {"text": "x" * 301}}, 50035),
            ({**GOOD, "question": {"text": ""}}, 50035),
            ({**GOOD, "question": {}}, 50035),
            ({**GOOD, "answers": [{"poll_media": {"text": "x" * 56}}]}, 50035),
            ({**GOOD, "answers": [{"poll_media": {}}]}, 50035),
            ({**GOOD, "duration": 0}, 50035),
            ({**GOOD, "duration": 769}, 50035),
            ({**GOOD, "layout_type": 2}, 50035),
            ({**GOOD, "allow_multiselect": "yes"}, 50035),
            ({**GOOD, "answers": [{"poll_media": {"text": "a", "emoji": {"id": "1"}}}]}, 520004),
            ({"answers": [ANSWER]}, 50035),
        ],
    )
    async def test_limits(self, sandbox, teller, guild, poll, code):
        """Question, answers and duration have their limits."""
        del teller
        url = f"{sandbox.api_url}/channels/{guild.channels['general']}/messages"
        status, body = await call(url, body={"poll": poll}, token=sandbox.bot_token)
        assert (status, body.get("code", 0)) == (400 if code else 200, code)

    async def test_permission(self, teller, control, guild):
        """Without Send Polls there are none."""
        channel = teller.get_channel(guild.channels["general"])
        await control.world.set_overwrite(channel.id, "bot", deny=["send_polls"])
        with pytest.raises(discord.Forbidden) as refused:
            await channel.send(poll=_poll())
        assert refused.value.code == 50013

    async def test_in_answers(self, teller, control, guild):
        """An answer to an interaction can be a poll, also when it was deferred."""
        await teller.register({"name": "ask", "description": "Ask"})

        async def answer(interaction):
            await interaction.response.defer()
            await interaction.followup.send(poll=_poll())

        ada, general = guild.members["ada"], guild.channels["general"]
        teller.answers["ask"] = lambda each: each.response.send_message(poll=_poll())
        at_once = await control.members.run_command(ada, general, "ask")
        teller.answers["ask"] = answer
        later = await control.members.run_command(ada, general, "ask")
        assert at_once.message["poll"]["question"] == later.message["poll"]["question"]

    async def test_withheld(self, control, guild, teller):
        """Without the content intent a member's poll is not shown to the bot."""
        ada, general = guild.members["ada"], guild.channels["general"]
        sent = await control.members.send(ada, general, poll=GOOD)
        fetched = await teller.get_channel(general).fetch_message(int(sent["id"]))
        assert fetched.poll is None
