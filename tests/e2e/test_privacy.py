"""`/privacy` as a member uses it: private, asked twice, and lasting."""

import pytest

from tests.e2e.troupe import channel_of


@pytest.fixture
async def poll(troupe, guild):
    """Give an open poll on which ada and ben have voted Yes."""
    await troupe.begin(guild)
    await troupe.jump()
    (poll,) = await troupe.polls(guild)
    await troupe.react(poll, guild.members["ada"], 0)
    await troupe.react(poll, guild.members["ben"], 0)
    await troupe.until_tallied(poll, [2, 0, 0])
    return poll


async def press(troupe, guild, asked, label, *, by):
    """Press one of the buttons that an answer bears; give the message as it reads then."""
    (message,) = asked.followups or [asked.message]
    button = next(
        button
        for row in message["components"]
        for button in row["components"]
        if button["label"] == label
    )
    return await troupe.sandbox.control.members.click(
        by, channel_of(guild), message["id"], button["custom_id"]
    )


async def test_a_member_sees_and_erases_what_is_stored(troupe, guild, poll, sandbox):
    """Shown, asked, kept, asked again, erased: and a new session does not bring it back."""
    ada = guild.members["ada"]
    shown = await troupe.command(guild, "privacy show", by=ada)
    assert "1 open poll" in shown.content
    asked = await troupe.command(guild, "privacy erase", by=ada)
    assert "This cannot be undone" in asked.content

    await press(troupe, guild, asked, "Keep", by=ada)
    assert await troupe.tallied(poll) == [2, 0, 0]

    asked = await troupe.command(guild, "privacy erase", by=ada)
    await press(troupe, guild, asked, "Erase", by=ada)
    await troupe.until_tallied(poll, [1, 0, 0])
    shown = await troupe.command(guild, "privacy show", by=ada)
    assert shown.content.startswith("Nothing about you is stored")

    await sandbox.control.trouble.gateway("forget")
    await troupe.react(poll, guild.members["cleo"], 1)
    await troupe.until_tallied(poll, [1, 1, 0])
    await troupe.app.services.readback.settled()
    assert await troupe.tallied(poll) == [1, 1, 0]
    assert str(ada) not in "\n".join(troupe.rows())

    await troupe.unreact(poll, ada, 0)
    await troupe.react(poll, ada, 1)
    await troupe.until_tallied(poll, [1, 2, 0])
