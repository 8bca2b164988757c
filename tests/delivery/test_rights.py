"""What the bot may do by discord.py's cache, while the cache lacks the bot itself."""

import discord
import pytest

from bot.delivery.rights import DiscordRights
from bot.domain.ping import Ping

_GUILD, _TEXT, _FORUM, _ROLE = 1 << 22, 2 << 22, 3 << 22, 4 << 22


@pytest.fixture
async def rights():
    """Give the rights in a server of which Discord has not told who the bot is there."""
    client = discord.Client(intents=discord.Intents(guilds=True))
    channel = {"position": 0, "permission_overwrites": [], "flags": 0, "parent_id": None}
    tags = [
        {"id": str(tag_id), "name": name, "moderated": moderated, "emoji_name": None}
        for tag_id, name, moderated in ((5, "open", False), (6, "staff", True))
    ]
    role = {"color": 0, "position": 0, "permissions": "0", "mentionable": False}
    state = client._connection
    state.user = discord.ClientUser(
        state=state, data={"id": "9", "username": "bot", "discriminator": "0", "avatar": None}
    )
    state._add_guild_from_data(
        {
            "id": str(_GUILD),
            "name": "Server",
            "roles": [
                role | {"id": str(role_id), "name": name}
                for role_id, name in ((_GUILD, "@everyone"), (_ROLE, "readers"))
            ],
            "channels": [
                channel | {"id": str(_TEXT), "name": "reading", "type": 0},
                channel | {"id": str(_FORUM), "name": "forum", "type": 15, "available_tags": tags},
            ],
        }
    )
    assert client.get_guild(_GUILD).get_channel(_FORUM) is not None
    return DiscordRights(client)


class TestTheBotUnknown:
    """A server comes or goes: its channels are known, and not yet what the bot is there."""

    @pytest.mark.parametrize("channel_id", [_TEXT, _FORUM])
    def test_nothing_is_missing(self, rights, channel_id):
        """No permission is said to be missing, and none to be there."""
        assert rights.missing_permissions(_GUILD, channel_id) == ()
        assert rights.granted(_GUILD, channel_id) == frozenset()
        rights.require(_GUILD, channel_id, "manage_messages")

    def test_a_forum(self, rights):
        """Tags that only moderators may give are not offered."""
        assert [tag.name for tag in rights.forum(_GUILD, _FORUM).tags] == ["open"]

    def test_a_ping(self, rights):
        """A role that not everybody may mention is not said to be notified."""
        assert rights.ping(_GUILD, _TEXT, _ROLE) is Ping.NOT_MENTIONABLE
