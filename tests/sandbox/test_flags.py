"""Silent messages and hidden embeds, the bot's and people's."""

import pytest

from bot.sandbox import ControlRefusal
from tests.sandbox.puppet import Rest


@pytest.fixture
def rest(sandbox):
    """Make requests as the bot."""
    return Rest(sandbox)


@pytest.fixture
def path(guild):
    """Give the path of a channel's messages."""
    return f"/channels/{guild.channels['general']}/messages"


@pytest.mark.parametrize(("flags", "kept"), [(1 << 12, 1 << 12), (4, 4), (1 << 6, 0)])
async def test_sent(rest, path, flags, kept):
    """Silent and without embeds can be asked for; ephemeral is for interactions."""
    message = await rest.ok("POST", path, {"content": "x", "flags": flags})
    assert message["flags"] == kept


async def test_silent_still_mentions(rest, path, guild):
    """A silent message mentions whom it mentions."""
    body = {"content": f"<@{guild.members['ada']}>", "flags": 1 << 12}
    assert len((await rest.ok("POST", path, body))["mentions"]) == 1


async def test_embeds_of_others_can_be_hidden(rest, path, control, guild):
    """A moderator hides embeds of others' messages and changes nothing else."""
    await control.world.invite_bot(
        guild.id, ["view_channel", "manage_messages", "read_message_history"]
    )
    sent = await control.members.send(guild.members["ada"], guild.channels["general"], "?")
    here = f"{path}/{sent['id']}"
    assert (await rest.ok("PATCH", here, {"flags": 4}))["flags"] == 4
    assert (await rest("PATCH", here, {"content": "mine"}))[:2] == (403, 50005)


async def test_silent_members(control, guild):
    """People send silently, too."""
    ada, general = guild.members["ada"], guild.channels["general"]
    sent = await control.members.send(ada, general, "psst", silent=True)
    assert sent["flags"] == 1 << 12


async def test_members_hide_embeds(rest, path, control, guild):
    """Moderators hide what the bot shows, and show it again; others may not."""
    general, ada = guild.channels["general"], guild.members["ada"]
    message = int((await rest.ok("POST", path, {"embeds": [{"title": "x"}]}))["id"])
    with pytest.raises(ControlRefusal) as refused:
        await control.members.hide_embeds(ada, general, message)
    assert (refused.value.status, refused.value.code) == (403, 50013)
    flags = []
    for hidden in (True, False):
        await control.members.hide_embeds(guild.owner_id, general, message, hidden=hidden)
        flags.append((await rest.ok("GET", f"{path}/{message}"))["flags"])
    assert flags == [4, 0]
