"""discord.py's commands run for members, and its servers come and go."""

import discord
import pytest

from bot.sandbox import ControlRefusal, File


@pytest.mark.usefixtures("bot")
class TestCommands:
    """Slash commands of members."""

    async def test_reply_is_ephemeral(self, guild, control):
        """A member runs a command with all kinds of options and alone sees the answer."""
        ada, ben = guild.members["ada"], guild.members["ben"]
        channel = guild.channels["general"]

        outcome = await control.members.run_command(
            ada,
            channel,
            "library add",
            {"title": "Emma", "pages": 300, "shelf": guild.channels["books"], "giver": ben},
            {"cover": File("cover.txt", b"owl")},
        )

        assert outcome.outcome == "message"
        assert outcome.content == "Emma 300 cover.txt:owl #books @ben"
        assert outcome.ephemeral
        assert len(await control.members.read(ada, channel)) == 1
        assert await control.members.read(ben, channel) == []

    async def test_defer_and_follow_up(self, guild, control, sandbox):
        """A deferred answer is waited for, follow-ups are listed."""
        outcome = await control.members.run_command(
            guild.members["ada"], guild.channels["general"], "library count"
        )
        assert outcome.deferred
        assert outcome.content == "three books"
        assert outcome.ephemeral

        interaction = sandbox.world.interactions[outcome.interaction_id]
        await sandbox.until(lambda: bool(interaction.followups))
        again = await control.members.get_outcome(outcome.interaction_id)
        assert [each["content"] for each in again.followups] == ["and a map"]

    async def test_no_answer(self, guild, control):
        """A bot that does not answer within three seconds has failed."""
        outcome = await control.members.run_command(
            guild.members["ada"], guild.channels["general"], "library ignore"
        )
        assert outcome.outcome == "timeout"

    async def test_autocomplete(self, guild, control):
        """Typing into an option brings the bot's choices."""
        choices = await control.members.autocomplete(
            guild.members["ada"],
            guild.channels["general"],
            "library add",
            focused="title",
            value="em",
        )
        assert choices == [{"name": "Emma", "value": "emma"}, {"name": "Emil", "value": "emil"}]

    @pytest.mark.parametrize(
        ("command", "options"),
        [
            ("library", {}),
            ("library burn", {}),
            ("library add", {}),
            ("library add", {"title": "x" * 41}),
            ("library add", {"title": 5}),
            ("library add", {"title": "x", "pages": "many"}),
            ("library add", {"title": "x", "pages": 901}),
            ("library add", {"title": "x", "colour": "red"}),
            ("library add", {"title": "x", "giver": 12}),
        ],
    )
    async def test_client_refuses(self, guild, control, command, options):
        """What a client would not let a person send never reaches the bot."""
        with pytest.raises(ControlRefusal) as refused:
            await control.members.run_command(
                guild.members["ada"], guild.channels["general"], command, options
            )
        assert refused.value.status == 422


class TestLifecycle:
    """Servers come and go."""

    async def test_kicked_and_invited(self, bot, guild, control):
        """Removal, invitation and outage are told apart."""
        await control.world.set_outage(guild.id, unavailable=True)
        await control.world.set_outage(guild.id, unavailable=False)
        await control.world.kick_bot(guild.id)
        await control.world.invite_bot(guild.id)

        seen = [await bot.next_event() for _ in range(4)]
        assert seen == [
            ("outage", guild.id),
            ("back", guild.id),
            ("left", guild.id),
            ("joined", guild.id),
        ]

    async def test_permissions_taken_away(self, bot, guild, control):
        """What an overwrite denies the bot is refused with Discord's codes."""
        channel = bot.get_channel(guild.channels["general"])
        await control.world.set_overwrite(channel.id, "bot", deny=["send_messages"])
        with pytest.raises(discord.Forbidden) as refused:
            await channel.send("x")
        assert refused.value.code == 50013

        await control.world.set_overwrite(channel.id, "bot", deny=["view_channel"])
        with pytest.raises(discord.Forbidden) as refused:
            await channel.send("x")
        assert refused.value.code == 50001

        await control.world.set_overwrite(channel.id, "bot")
        await channel.send("x")
