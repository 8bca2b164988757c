"""Settings are told with the step that Discord leaves to the admin."""

import discord
import pytest

from bot.domain.guild import GuildSettings
from bot.domain.language import Language
from bot.ui.server_setup import SETTING, Key, Step, Verb, step_content, step_view
from bot.ui.servers import say_organizers, say_set, show_server

ALL_SET = GuildSettings(
    organizer_role_id=5,
    time_zone="Europe/Berlin",
    channel_id=6,
    log_channel_id=7,
    language=Language.GERMAN,
    minimum_account_days=3,
)


def test_shows_what_holds_where_nothing_is_set():
    """A server that has set nothing reads what holds instead, and how to change it."""
    shown = show_server(GuildSettings())

    assert "**Time zone**: none set; each discussion names its own" in shown
    assert "**Organizers**: members with Manage Server\n" in shown
    assert "`/server set`" in shown
    assert "everybody sees who chose what" in shown


def test_shows_all_that_is_set():
    """Channels and role are named as Discord names them, the language by itself."""
    shown = show_server(ALL_SET)

    for named in ("<#6>", "<#7>", "<@&5>", "`/doctor`", "Europe/Berlin", "Deutsch", "3 days"):
        assert named in shown
    assert say_set(ALL_SET).startswith("**Saved.**")


def test_names_the_step_that_remains():
    """Discord hides the commands from a role until they are allowed to it."""
    assert "Server Settings ▸ Integrations" in say_organizers(5)
    assert "only members with Manage Server" in say_organizers(None)


class TestSetup:
    """The steps of the setup."""

    def test_one_decision_a_step(self):
        """Going on from the first step, each setting is asked for once, and then it is done."""
        step, asked = Step.ZONE, []
        while step is not Step.DONE:
            asked.append(SETTING[step])
            step = step.following

        assert sorted(asked) == sorted(set(SETTING.values()))
        assert Step.DONE.following is Step.DONE
        assert Step.ZONE.preceding is Step.ZONE

    @pytest.mark.parametrize("settings", [GuildSettings(), ALL_SET])
    @pytest.mark.parametrize("step", Step)
    async def test_every_step_can_be_shown(self, step, settings):
        """Each has its controls, all of which say in their ids what they do."""
        view = step_view(step, settings)
        keys = [Key.parse(item.custom_id) for item in view.children]

        assert all(keys)
        assert len({str(key) for key in keys}) == len(keys)
        assert len(step_content(step, settings)) < 2000
        assert view.to_components()

    async def test_what_is_set_can_be_unset(self):
        """A set setting can be unset; one that is not has nothing to unset."""

        def verbs(settings):
            shown = step_view(Step.CHANNEL, settings).children
            return {Key.parse(item.custom_id).verb for item in shown}

        assert Verb.UNSET in verbs(ALL_SET)
        assert Verb.UNSET not in verbs(GuildSettings())

    async def test_channels_that_cannot_be_read_are_not_offered(self):
        """Only channels in which a discussion can be held are offered."""
        (control, *_) = step_view(Step.CHANNEL, GuildSettings()).children

        assert isinstance(control, discord.ui.ChannelSelect)
        assert discord.ChannelType.voice not in control.channel_types

    @pytest.mark.parametrize("custom_id", ["", "edit:1:2", "setup:1:zone", "setup:1:x:go"])
    def test_strangers(self, custom_id):
        """What is not the setup's is nobody's here."""
        assert Key.parse(custom_id) is None
