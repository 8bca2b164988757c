"""A server is set up step by step, over a restart, by whoever may; nothing is posted by it."""

from bot.domain.language import Language
from tests.e2e.desk import Desk
from tests.e2e.troupe import channel_of, is_ephemeral, prompts, running, said


async def settings_of(troupe, guild):
    """Give what the server has set."""
    return await troupe.app.services.setup.get(guild.id)


async def posted_in(sandbox, channel):
    """Give what everybody sees in a channel."""
    return [m for m in await sandbox.control.books.messages(channel) if not is_ephemeral(m)]


async def test_setup_step_by_step(sandbox, guild, database_file):
    """Each choice is kept at once; a step shown before a restart goes on after it."""
    async with running(sandbox, database_file) as troupe:
        desk = await Desk(troupe, guild, guild.owner_id).open_with("server setup")
        assert "Step 1 of 5" in desk.text
        await desk.fill_in("Search by city", typed="berlin")
        await desk.choose("Choose a time zone", "Europe/Berlin")
        assert "Step 2 of 5" in desk.text
        await desk.press("Back")
        assert "Now: `Europe/Berlin`" in desk.text
        await desk.choose("Choose a time zone", "Asia/Kolkata")
        await desk.pick("Choose a channel", channel_of(guild))
    async with running(sandbox, database_file) as troupe:
        desk.troupe = troupe
        assert "Step 3 of 5" in desk.text
        await desk.press("Leave out")
        await desk.press("Leave out")
        await desk.choose("Choose a language", "Deutsch")
        assert "All set" in desk.text
        assert "Asia/Kolkata" in desk.text
        settings = await settings_of(troupe, guild)
        assert settings.language is Language.GERMAN
        assert settings.channel_id == channel_of(guild)
        assert await prompts(sandbox, guild) == []


async def test_setup_posts_nothing(troupe, guild, sandbox):
    """Its choices are on record, and no channel hears of them, also where a log channel is set."""
    channel = channel_of(guild)
    desk = await Desk(troupe, guild, guild.owner_id).open_with("server setup")
    await desk.choose("Choose a time zone", "Asia/Kolkata")
    await desk.press("Leave out")
    await desk.press("Leave out")
    await desk.pick("Choose a channel", channel)
    await desk.choose("Choose a language", "Deutsch")
    await troupe.settle()

    assert "All set" in desk.text
    assert await posted_in(sandbox, channel) == []
    history = said(await troupe.command(guild, "discussion history"))
    assert "log channel" in history
    await troupe.command(guild, "server set", zone="Europe/Paris")
    await troupe.settle()
    assert len(await posted_in(sandbox, channel)) == 1


async def test_a_zone_that_nobody_knows(troupe, guild):
    """A form with nonsense is refused and leaves everything as it was."""
    desk = await Desk(troupe, guild, guild.owner_id).open_with("server setup")
    await desk.fill_in("Search by city", typed="Nowhere at all")

    assert "I know no time zone “Nowhere at all”" in "".join(desk.told)
    assert (await settings_of(troupe, guild)).time_zone is None


async def test_only_managers_set_up(troupe, guild, sandbox):
    """Whoever may no longer manage the server is refused by the button too."""
    world = sandbox.control.world
    ada = guild.members["ada"]
    role = await world.add_role(guild.id, "Managers", ["manage_guild"])
    await world.set_member_roles(guild.id, ada, [role])
    desk = await Desk(troupe, guild, ada).open_with("server setup")
    await world.set_member_roles(guild.id, ada, [])
    await desk.choose("Choose a time zone", "Asia/Kolkata")

    assert "it takes Manage Server" in "".join(desk.told)
    assert (await settings_of(troupe, guild)).time_zone is None


async def test_set_shown_and_unset(troupe, guild):
    """What is set is shown, what is unset is as before, and each change is on record."""
    told = said(
        await troupe.command(
            guild,
            "server set",
            zone="asia/kolkata",
            language="fr",
            channel=channel_of(guild),
            minimum_account_days=3,
        )
    )
    assert "Asia/Kolkata" in told
    assert "Français" in told
    shown = said(await troupe.command(guild, "server show"))
    assert f"<#{channel_of(guild)}>" in shown
    assert "3 days" in shown

    gone = said(await troupe.command(guild, "server set", unset="time_zone"))
    assert "**Time zone**: none set" in gone
    assert "I know no time zone" in await troupe.refused(guild, "server set", zone="Berln")
    assert await troupe.typed(guild, "server set", "zone", "kolk") != {}
