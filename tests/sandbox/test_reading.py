"""discord.py reads every object and event the sandbox sends; no key it needs is missing."""

from datetime import timedelta

import pytest

from bot.sandbox import Sandbox
from tests.sandbox.keys import EVENTS, lacking

# What discord.py calls them for its user, once it has read them.
READ_AS = {
    "GUILD_CREATE": "guild_join",
    "GUILD_DELETE": "guild_remove",
    "GUILD_UPDATE": "guild_update",
    "GUILD_BAN_ADD": "member_ban",
    "GUILD_BAN_REMOVE": "member_unban",
    "GUILD_ROLE_CREATE": "guild_role_create",
    "GUILD_ROLE_UPDATE": "guild_role_update",
    "GUILD_ROLE_DELETE": "guild_role_delete",
    "GUILD_EMOJIS_UPDATE": "guild_emojis_update",
    "GUILD_MEMBER_ADD": "member_join",
    "GUILD_MEMBER_UPDATE": "member_update",
    "GUILD_MEMBER_REMOVE": "raw_member_remove",
    "CHANNEL_CREATE": "guild_channel_create",
    "CHANNEL_UPDATE": "guild_channel_update",
    "CHANNEL_DELETE": "guild_channel_delete",
    "CHANNEL_PINS_UPDATE": "guild_channel_pins_update",
    "THREAD_CREATE": "thread_create",
    "THREAD_UPDATE": "raw_thread_update",
    "THREAD_DELETE": "raw_thread_delete",
    "THREAD_MEMBERS_UPDATE": "raw_thread_member_remove",
    "MESSAGE_CREATE": "message",
    "MESSAGE_UPDATE": "message_edit",
    "MESSAGE_DELETE": "raw_message_delete",
    "MESSAGE_DELETE_BULK": "raw_bulk_message_delete",
    "MESSAGE_REACTION_ADD": "reaction_add",
    "MESSAGE_REACTION_REMOVE": "reaction_remove",
    "MESSAGE_REACTION_REMOVE_ALL": "reaction_clear",
    "MESSAGE_REACTION_REMOVE_EMOJI": "reaction_clear_emoji",
    "MESSAGE_POLL_VOTE_ADD": "poll_vote_add",
    "MESSAGE_POLL_VOTE_REMOVE": "poll_vote_remove",
    "INVITE_CREATE": "invite_create",
    "INVITE_DELETE": "invite_delete",
    "INTERACTION_CREATE": "interaction",
    "APPLICATION_COMMAND_PERMISSIONS_UPDATE": "raw_app_command_permissions_update",
}


@pytest.fixture
async def sandbox():
    """Run a sandbox in which members and words may be asked for."""
    async with Sandbox(seed=7, privileged=["members", "message_content"]) as running:
        yield running
        assert running.unrouted == []


async def test_events(played):
    """Every event has every key that discord.py needs, and was read and told as its own."""
    missing = {
        name: found
        for name, keys in EVENTS.items()
        if (found := lacking(played.frames[name] or [{}], keys))
    }
    assert missing == {}
    assert [name for name, told in READ_AS.items() if not played.heard[told]] == []
    unknown = played.frames.keys() - EVENTS.keys() - {None, "RESUMED"}
    assert unknown == set()


async def test_messages(played):
    """Every message was read whole: no attribute is unset, and polls are polls."""
    messages = [args[0] for args in played.heard["message"]]
    for each in messages:
        assert isinstance(each.mentions, list)
        assert isinstance(each.role_mentions, list)
        assert isinstance(each.components, list)
        assert each.author.name
        assert each.created_at - each.author.joined_at < timedelta(days=1)
    assert {each.type.value for each in messages} >= {0, 6, 18, 19, 20, 21, 23, 46}
    (poll,) = [each.poll for each in messages if each.poll]
    assert [str(each.emoji) for each in poll.answers] == ["🦉", "None"]


async def test_interactions(played):
    """Every kind of interaction was read with its channel, member and message."""
    told = [args[0] for args in played.heard["interaction"]]
    kinds = [each.type.value for each in told]
    assert sorted(kinds) == [2, 2, 2, 3, 4, 5]
    for each in told:
        assert each.channel.name == "general"
        assert each.user.name == "ada"
        assert each.permissions.send_messages
        assert (each.message is not None) is (each.type.value in {3, 5})


async def test_cache(played, guild):
    """The server stands in discord.py's cache as it stands in the sandbox."""
    seen = played.get_guild(guild.id)
    assert seen.me.nick is None
    kinds = {each.type.name for each in seen.channels}
    assert kinds == {"text", "voice", "category", "news", "forum"}
    assert [each.name for each in seen.threads] == ["renamed"]
    assert [each.name for each in seen.emojis] == ["owl"]
    assert seen.get_role(guild.id).is_default()
