"""discord.py logs in, writes, reacts and opens threads as it would on Discord."""

from datetime import timedelta

import discord
import pytest

from bot.sandbox import ControlRefusal


class TestLogin:
    """Connecting."""

    async def test_sees_its_servers(self, bot, guild):
        """A ready bot knows the servers, channels and its own permissions."""
        seen = bot.get_guild(guild.id)

        assert seen.name == "Readers"
        assert {each.name for each in seen.text_channels} == {"general", "books"}
        assert seen.me.guild_permissions.send_messages
        assert not seen.me.guild_permissions.manage_messages

    async def test_wrong_token(self, sandbox, point_at):
        """A wrong token is a failed login."""
        point_at(sandbox)
        client = discord.Client(intents=discord.Intents.none())
        with pytest.raises(discord.LoginFailure):
            await client.login("wrong")
        await client.close()

    async def test_disallowed_intent(self, connect):
        """A privileged intent that is not enabled ends the client."""
        client = discord.Client(intents=discord.Intents.all())
        with pytest.raises(discord.PrivilegedIntentsRequired):
            async with connect(client):
                pass


class TestMessages:
    """Messages out and in."""

    async def test_embed_and_edit(self, bot, guild, control):
        """What the bot sends and edits stands in the books."""
        channel = bot.get_channel(guild.channels["general"])
        embed = discord.Embed(title="One", description="Text").set_footer(text="1 of 7")

        message = await channel.send("hello", embed=embed, nonce="part-1")
        await message.edit(content="hello again")

        (kept,) = await control.books.messages(channel.id)
        assert kept["content"] == "hello again"
        assert kept["embeds"][0]["footer"]["text"] == "1 of 7"
        assert kept["nonce"] == "part-1"

    async def test_nonce_sends_once(self, bot, guild, control):
        """The same enforced nonce gives the first message back."""
        channel = bot.get_channel(guild.channels["general"])

        first = await channel.send("once", nonce="n-1")
        second = await channel.send("twice", nonce="n-1")

        assert second.id == first.id
        assert len(await control.books.messages(channel.id)) == 1

    async def test_nonce_of_a_deleted_message(self, bot, guild):
        """The nonce of a deleted message is refused as unknown."""
        channel = bot.get_channel(guild.channels["general"])
        await (await channel.send("once", nonce="n-1")).delete()

        with pytest.raises(discord.NotFound) as refused:
            await channel.send("once", nonce="n-1")
        assert refused.value.code == 10008

    async def test_nonce_length(self, bot, guild):
        """A nonce of 26 characters is refused."""
        channel = bot.get_channel(guild.channels["general"])
        with pytest.raises(discord.HTTPException) as refused:
            await channel.send("x", nonce="n" * 26)
        assert refused.value.code == 50035

    @pytest.mark.parametrize(
        "fields",
        [
            {"content": "x" * 2001},
            {"embed": discord.Embed(title="x" * 257)},
            {"embed": discord.Embed(description="x" * 4097)},
            {
                "embeds": [
                    discord.Embed(description="x" * 4000),
                    discord.Embed(description="x" * 2001),
                ]
            },
        ],
    )
    async def test_limits(self, bot, guild, fields):
        """Too long content and embeds are invalid forms."""
        channel = bot.get_channel(guild.channels["general"])
        with pytest.raises(discord.HTTPException) as refused:
            await channel.send(**fields)
        assert (refused.value.status, refused.value.code) == (400, 50035)

    async def test_files(self, bot, guild):
        """Files are uploaded and can be downloaded again."""
        channel = bot.get_channel(guild.channels["general"])
        file = discord.File(__file__, filename="story.txt")

        message = await channel.send("here", file=file)

        assert message.attachments[0].filename == "story.txt"
        assert b"Files are uploaded" in await message.attachments[0].read()

    async def test_history_pages(self, bot, guild, control):
        """History comes in pages, newest first, and across pages without gaps."""
        channel = bot.get_channel(guild.channels["general"])
        ada = guild.members["ada"]
        sent = [await control.members.send(ada, channel.id, str(n)) for n in range(205)]

        found = [each.id async for each in channel.history(limit=None)]
        forward = [each.id async for each in channel.history(limit=None, oldest_first=True)]

        assert found == [int(each["id"]) for each in reversed(sent)]
        assert forward == found[::-1]

    async def test_content_is_withheld(self, bot, guild, control):
        """Without the intent others' words are empty, on the gateway and over REST."""
        channel = bot.get_channel(guild.channels["general"])

        sent = await control.members.send(guild.members["ada"], channel.id, "secret")

        assert await bot.next_event() == ("message", "", channel.id)
        assert (await channel.fetch_message(int(sent["id"]))).content == ""

    async def test_mention_is_readable(self, bot, guild, control):
        """Words that mention the bot are readable."""
        channel = guild.channels["general"]
        words = f"hello <@{bot.user.id}>"
        await control.members.send(guild.members["ada"], channel, words)
        assert await bot.next_event() == ("message", words, channel)

    async def test_deleted_by_a_moderator(self, bot, guild, control):
        """A moderator's deletion is told, and the message is gone."""
        channel = bot.get_channel(guild.channels["general"])
        message = await channel.send("bad")

        await control.members.delete_message(guild.owner_id, channel.id, message.id)

        assert await bot.next_event() == ("deleted", message.id)
        with pytest.raises(discord.NotFound):
            await channel.fetch_message(message.id)


def _noting(seen, what):
    async def note(payload):
        seen.append((what, payload.user_id, payload.type.name, payload.burst))

    return note


class TestReactions:
    """Reactions of members and the bot."""

    async def test_members_react(self, bot, guild, control):
        """Adding, changing and taking back is told and stands in the books in order."""
        channel = bot.get_channel(guild.channels["general"])
        message = await channel.send("vote")
        await message.add_reaction("🅰️")
        await message.add_reaction("❔")
        ada, ben = guild.members["ada"], guild.members["ben"]

        await control.members.react(ben, channel.id, message.id, "❔")
        await control.members.react(ada, channel.id, message.id, "🅰️")
        await control.members.unreact(ben, channel.id, message.id, "❔")

        seen = [await bot.next_event() for _ in range(5)]
        assert seen == [
            ("add", "🅰️", bot.user.id),
            ("add", "❔", bot.user.id),
            ("add", "❔", ben),
            ("add", "🅰️", ada),
            ("remove", "❔", ben),
        ]
        held = await control.books.reactions(channel.id, message.id)
        assert [(each.emoji, each.user_id, each.bot) for each in held] == [
            ("🅰️", bot.user.id, True),
            ("❔", bot.user.id, True),
            ("🅰️", ada, False),
        ]

    async def test_voters_page_by_id(self, bot, guild, control):
        """Everybody who reacted is found over several pages, ascending by id."""
        channel = bot.get_channel(guild.channels["general"])
        message = await channel.send("vote")
        voters = [await control.world.add_member(guild.id, f"m{n}") for n in range(150)]
        for each in voters:
            await control.members.react(each, channel.id, message.id, "✅")

        message = await channel.fetch_message(message.id)
        found = {user.id async for user in message.reactions[0].users(limit=1000)}

        assert found == set(voters)
        page = await bot.http.get_reaction_users(channel.id, message.id, "✅", 100, after=None)
        assert [int(each["id"]) for each in page] == sorted(voters)[:100]

    async def test_cleared(self, bot, guild, control):
        """A moderator's clearing is told, for one emoji and for all."""
        channel = bot.get_channel(guild.channels["general"])
        message = await channel.send("vote")
        for emoji in "✅❌":
            await message.add_reaction(emoji)
            await bot.next_event()

        await control.members.clear_reactions(guild.owner_id, channel.id, message.id, "❌")
        await control.members.clear_reactions(guild.owner_id, channel.id, message.id)

        assert await bot.next_event() == ("clear emoji", "❌", message.id)
        assert await bot.next_event() == ("clear", message.id)
        assert await control.books.reactions(channel.id, message.id) == []

    async def test_super_reactions_taken_off(self, bot, guild, control):
        """A super reaction is told as one, put or taken off, by its owner or by a moderator."""
        channel, act = bot.get_channel(guild.channels["general"]), control.members
        message = await channel.send("vote")
        ada, ben = guild.members["ada"], guild.members["ben"]
        seen = []
        bot.add_listener(_noting(seen, "add"), "on_raw_reaction_add")
        bot.add_listener(_noting(seen, "remove"), "on_raw_reaction_remove")

        for each in (ada, ben):
            await act.react(each, channel.id, message.id, "✅", burst=True)
        await act.unreact(ada, channel.id, message.id, "✅")
        await act.unreact(guild.owner_id, channel.id, message.id, "✅", of=ben)
        for _ in range(4):
            await bot.next_event()

        assert seen == [
            ("add", ada, "burst", True),
            ("add", ben, "burst", True),
            ("remove", ada, "burst", True),
            ("remove", ben, "burst", True),
        ]
        assert (await channel.fetch_message(message.id)).reactions == []

    async def test_twenty_distinct(self, bot, guild):
        """The twenty-first emoji is refused."""
        message = await bot.get_channel(guild.channels["general"]).send("vote")
        letters = [chr(0x1F1E6 + n) for n in range(21)]
        for each in letters[:20]:
            await message.add_reaction(each)
        with pytest.raises(discord.HTTPException) as refused:
            await message.add_reaction(letters[20])
        assert refused.value.code == 30010

    async def test_unknown_emoji(self, bot, guild):
        """Text that is no emoji is refused."""
        message = await bot.get_channel(guild.channels["general"]).send("vote")
        with pytest.raises(discord.HTTPException) as refused:
            await message.add_reaction("x")
        assert refused.value.code == 10014

    async def test_custom_emoji(self, bot, guild, control):
        """A custom emoji of a server is known by its id."""
        emoji = await control.world.add_emoji(guild.id, "owl")
        message = await bot.get_channel(guild.channels["general"]).send("vote")

        await message.add_reaction(emoji)

        assert await bot.next_event() == ("add", f"<:{emoji}>", bot.user.id)

    async def test_only_the_first_use_needs_the_permission(self, bot, guild, control):
        """Without Add Reactions a member can still join in with an emoji that is there."""
        channel = bot.get_channel(guild.channels["general"])
        message = await channel.send("vote")
        await message.add_reaction("✅")
        ada = guild.members["ada"]
        await control.world.set_overwrite(channel.id, ada, deny=["add_reactions"])

        await control.members.react(ada, channel.id, message.id, "✅")
        with pytest.raises(ControlRefusal) as refused:
            await control.members.react(ada, channel.id, message.id, "❌")
        assert (refused.value.status, refused.value.code) == (403, 50013)


class TestThreads:
    """Threads under messages."""

    async def test_thread_of_a_message(self, bot, guild, control):
        """A thread has its message's id; there is only one; members write in it."""
        channel = bot.get_channel(guild.channels["general"])
        message = await channel.send("section")

        thread = await message.create_thread(name="Talk", auto_archive_duration=10080)
        with pytest.raises(discord.HTTPException) as refused:
            await message.create_thread(name="Again")
        await control.members.send(guild.members["ada"], thread.id, "hi")
        await thread.send("welcome")

        assert thread.id == message.id
        assert refused.value.code == 160004
        assert await bot.next_event() == ("message", "", thread.id)
        kept = await control.books.messages(thread.id)
        assert [each["content"] for each in kept] == ["", "hi", "welcome"]

    async def test_archived(self, bot, guild):
        """In an archived thread nobody reacts or edits; writing opens it again."""
        channel = bot.get_channel(guild.channels["general"])
        thread = await (await channel.send("section")).create_thread(name="Talk")
        inside = await thread.send("poll")
        await thread.edit(archived=True)

        with pytest.raises(discord.HTTPException) as refused:
            await inside.add_reaction("✅")
        await thread.send("again")

        assert refused.value.code == 50083
        await inside.add_reaction("✅")

    async def test_archives_by_the_clock(self, bot, guild, control):
        """A thread in which nobody writes is archived when its time has gone by."""
        channel = bot.get_channel(guild.channels["general"])
        thread = await (await channel.send("section")).create_thread(
            name="Talk", auto_archive_duration=1440
        )
        await thread.send("first")

        await control.world.move_clock(advance=timedelta(days=2))

        fetched = await bot.fetch_channel(thread.id)
        assert fetched.archived
        listed = [each.id async for each in channel.archived_threads()]
        assert listed == [thread.id]

    async def test_deleted(self, bot, guild, control):
        """Deleted threads and channels are told."""
        channel = bot.get_channel(guild.channels["general"])
        thread = await (await channel.send("section")).create_thread(name="Talk")

        await control.members.delete_channel(guild.owner_id, thread.id)
        await control.members.delete_channel(guild.owner_id, channel.id)

        assert await bot.next_event() == ("thread deleted", thread.id)
        assert await bot.next_event() == ("channel deleted", channel.id)
        with pytest.raises(discord.NotFound) as refused:
            await bot.fetch_channel(channel.id)
        assert refused.value.code == 10003

    async def test_forum_post(self, bot, guild, control):
        """A forum post is a thread whose first message has its id."""
        forum_id = await control.world.add_channel(guild.id, "forum", "forum", tags=["series"])
        forum = await bot.fetch_channel(forum_id)

        thread, message = await forum.create_thread(
            name="Part 1", content="text", applied_tags=forum.available_tags
        )

        assert thread.id == message.id
        assert [each.name for each in thread.applied_tags] == ["series"]
        assert [each["content"] for each in await control.books.messages(thread.id)] == ["text"]
