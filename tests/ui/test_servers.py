"""Settings are told with the step that Discord leaves to the admin."""

from bot.ui.servers import say_organizers, show_server


def test_shows_who_organizes():
    """With and without a role, and what members should know about votes."""
    assert "`/server organizers`" in show_server(None)
    assert "<@&5>" in show_server(5)
    assert "everybody sees who chose what" in show_server(None)


def test_names_the_step_that_remains():
    """Discord hides the commands from a role until they are allowed to it."""
    assert "Server Settings ▸ Integrations" in say_organizers(5)
    assert "only members with Manage Server" in say_organizers(None)
