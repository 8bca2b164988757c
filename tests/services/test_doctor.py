"""The doctor names every permission that is needed, and finds each one that is missing."""

import pytest

from bot.domain.channel import ChannelKind
from bot.domain.guild import GuildSettings
from bot.domain.rights import Purpose, rights_for, rights_to_log
from bot.domain.terms import Placement, Terms
from bot.services.doctor import Doctor
from bot.storage import guilds
from bot.ui.doctor import doctor_embeds
from bot.ui.rights import name_of_right, without_right
from tests.builders import CHANNEL, GUILD, OTHER_GUILD


def names(rights, *, required):
    """Give the names of the rights that are required, or of those that are not."""
    return {right.name for right in rights if right.required is required}


class TestRights:
    """Which permissions are needed for what."""

    def test_in_a_text_channel(self):
        """Threads are nice to have; without polls no reaction is needed."""
        rights = rights_for(ChannelKind.TEXT, Terms())
        silent = rights_for(ChannelKind.TEXT, Terms(), asks=False)

        assert names(rights, required=True) == {
            *("view_channel", "send_messages", "embed_links"),
            *("read_message_history", "add_reactions"),
        }
        assert names(rights, required=True) - names(silent, required=True) == {"add_reactions"}
        assert {"create_public_threads", "send_messages_in_threads"} <= names(
            rights, required=False
        )

    def test_in_a_forum(self):
        """A post is a thread: without writing in threads nothing can follow its first message."""
        rights = rights_for(ChannelKind.FORUM, Terms())

        assert "send_messages_in_threads" in names(rights, required=True)
        assert "create_public_threads" not in names(rights, required=False)

    def test_by_the_terms(self):
        """Only what the terms ask for is wanted."""
        plain = rights_for(ChannelKind.TEXT, Terms(placement=Placement.CHANNEL, index=False))
        for pinning in (Terms(pins=True, index=False), Terms(index=True)):
            rights = rights_for(ChannelKind.TEXT, pinning)

            assert names(rights, required=False) - names(plain, required=False) == {"pin_messages"}

    @pytest.mark.parametrize("kind", ChannelKind)
    def test_all_have_words(self, kind):
        """Each has a name of Discord's client, and what fails without it."""
        for right in (*rights_for(kind, Terms(pins=True)), *rights_to_log()):
            assert name_of_right(right.name, kind)
            assert without_right(right.name)


class TestExamination:
    """What is examined, and what is found."""

    async def test_nothing_to_examine(self, database, discord):
        """A server that has begun nothing is told how to begin."""
        checkups = await Doctor(database, discord).examine(GUILD)

        assert checkups == ()
        assert "/server setup" in doctor_embeds(checkups)[0].description

    @pytest.mark.parametrize("name", [r.name for r in rights_for(ChannelKind.TEXT, Terms())])
    async def test_each_missing_permission_is_named(self, bot, discord, name):
        """Taken away in turn, each is named with what fails without it, and nothing else is."""
        await bot.begin(index=True)
        discord.lacking[CHANNEL] = (name_of_right(name, None),)
        (checkup,) = await Doctor(bot.database, discord).examine(GUILD)
        text = doctor_embeds([checkup])[0].description

        assert [right.name for right in checkup.lacking] == [name]
        assert f"**{name_of_right(name, None)}** is missing" in text
        assert without_right(name) in text
        assert text.count("is missing") == 1
        assert "How to grant it" in text

    async def test_all_is_well(self, bot, discord):
        """Where nothing is missing it says so, and does not tell how to grant anything."""
        await bot.begin()
        (embed,) = doctor_embeds(await Doctor(bot.database, discord).examine(GUILD))

        assert embed.title == "All is well"
        assert "How to grant" not in embed.description

    async def test_the_server_s_own_channels(self, bot, discord):
        """The channel for new discussions and the log channel are examined for what they are."""
        await bot.begin()
        async with bot.database.write() as unit:
            chosen = GuildSettings(channel_id=CHANNEL, log_channel_id=CHANNEL)
            await guilds.set_settings(unit, guild_id=GUILD, settings=chosen)
        checkups = await Doctor(bot.database, discord).examine(GUILD)

        assert [one.purpose for one in checkups] == [
            Purpose.DISCUSSION,
            Purpose.START,
            Purpose.LOG,
        ]
        assert {one.right for one in checkups[-1].findings} == set(rights_to_log())

    async def test_another_server_s_are_not(self, bot, discord):
        """A server's examination is about its own channels."""
        await bot.begin()

        assert await Doctor(bot.database, discord).examine(OTHER_GUILD) == ()
