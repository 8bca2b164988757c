"""Members press, choose, type and point; the bot answers in time, once, and in kind."""

import asyncio

import discord
import pytest

from bot.sandbox import ControlRefusal
from tests.sandbox.puppet import ROW, call, post_components

OPTIONS = [{"label": each, "value": each} for each in ("a", "b", "c")]


def _select(kind, custom_id, **more):
    return {"type": 1, "components": [{"type": kind, "custom_id": custom_id, **more}]}


SELECTS = [
    _select(3, "letters", options=OPTIONS, min_values=1, max_values=2),
    _select(5, "people", min_values=0),
    _select(6, "roles"),
    _select(7, "anybody"),
    _select(8, "places", channel_types=[0]),
]


class TestButtons:
    """Pressing."""

    async def test_message(self, puppet, click, control, guild):
        """An ephemeral answer is seen by the one who pressed, and by nobody else."""

        async def answer(interaction):
            assert interaction.message.components
            await interaction.response.send_message("yours", ephemeral=True)

        puppet.answers["go"] = answer
        outcome = await click()

        assert (outcome.outcome, outcome.content, outcome.ephemeral) == ("message", "yours", True)
        general = guild.channels["general"]
        seen = {
            name: [each["content"] for each in await control.members.read(member, general)]
            for name, member in guild.members.items()
            if name in {"ada", "ben"}
        }
        assert seen == {"ada": ["yours", "press"], "ben": ["press"]}
        with pytest.raises(ControlRefusal, match="50035"):
            await control.members.send(
                guild.members["ada"], general, "re", reply_to=int(outcome.message["id"])
            )

    async def test_update(self, puppet, click, control, guild):
        """Type 7 changes the message that was pressed."""
        puppet.answers["go"] = lambda each: each.response.edit_message(content="new", view=None)

        outcome = await click()

        (kept,) = await control.books.messages(guild.channels["general"])
        assert (outcome.outcome, outcome.content) == ("update", "new")
        assert (kept["content"], kept["components"]) == ("new", [])

    async def test_deferred_update(self, puppet, click):
        """Type 6 changes nothing yet; the original answer is the message that was pressed."""

        async def answer(interaction):
            await interaction.response.defer()
            await interaction.edit_original_response(content="later")

        puppet.answers["go"] = answer
        outcome = await click()
        assert (outcome.outcome, outcome.deferred) == ("update", True)

    async def test_no_answer(self, sandbox, click, puppet):
        """An answer after three seconds finds no interaction, and the member sees a failure."""
        pressing = asyncio.ensure_future(click())
        interaction = await puppet.next_interaction()
        real = sandbox.world.monotonic
        sandbox.world.monotonic = lambda: real() + 3.1

        with pytest.raises(discord.NotFound) as refused:
            await interaction.response.send_message("late")
        assert refused.value.code == 10062
        assert (await pressing).outcome == "timeout"

    async def test_double_answer(self, sandbox, click, puppet):
        """A second answer is refused with 40060."""
        puppet.answers["go"] = lambda each: each.response.send_message("one")
        await click()
        interaction = await puppet.next_interaction()

        url = f"{sandbox.api_url}/interactions/{interaction.id}/{interaction.token}/callback"
        status, body = await call(url, body={"type": 4, "data": {"content": "two"}})

        assert (status, body["code"]) == (400, 40060)

    async def test_token_lives_for_fifteen_minutes(self, sandbox, click, puppet):
        """After a quarter of an hour the token is an unknown webhook."""
        puppet.answers["go"] = lambda each: each.response.send_message("one")
        await click()
        interaction = await puppet.next_interaction()
        await interaction.followup.send("in time")

        real = sandbox.world.monotonic
        sandbox.world.monotonic = lambda: real() + 901
        with pytest.raises(discord.NotFound) as refused:
            await interaction.followup.send("too late")
        assert refused.value.code == 10015

    @pytest.mark.parametrize("ephemeral", [True, False])
    async def test_follow_up_of_a_defer_keeps_its_visibility(self, click, puppet, ephemeral):
        """The first follow-up fills the deferred answer, as visible as the defer was."""

        async def answer(interaction):
            await interaction.response.defer(ephemeral=ephemeral, thinking=True)
            await interaction.followup.send("done", ephemeral=not ephemeral)

        puppet.answers["go"] = answer
        outcome = await click()
        assert (outcome.content, outcome.ephemeral) == ("done", ephemeral)

    @pytest.mark.parametrize(
        ("custom_id", "words"),
        [("off", "disabled"), ("nothing", "no component"), ("go ", "no component")],
    )
    async def test_client_refuses(self, click, custom_id, words):
        """A disabled or absent button cannot be pressed."""
        with pytest.raises(ControlRefusal, match=words) as refused:
            await click(custom_id)
        assert (refused.value.status, refused.value.code) == (422, None)

    async def test_somebody_elses_ephemeral_message(self, puppet, control, guild, click):
        """What only ada sees only ada can press."""

        async def answer(interaction):
            view = discord.ui.View()
            view.add_item(discord.ui.Button(label="More", custom_id="more"))
            await interaction.response.send_message("yours", view=view, ephemeral=True)

        puppet.answers["go"] = answer
        puppet.answers["more"] = lambda each: each.response.edit_message(content="pressed")
        shown = int((await click()).message["id"])
        general = guild.channels["general"]

        with pytest.raises(ControlRefusal, match="does not see"):
            await control.members.click(guild.members["ben"], general, shown, "more")
        outcome = await control.members.click(guild.members["ada"], general, shown, "more")
        assert outcome.content == "pressed"

    async def test_nothing_to_press_on_members_messages(self, puppet, control, guild):
        """Members' own messages have no components."""
        ada, general = guild.members["ada"], guild.channels["general"]
        sent = await control.members.send(ada, general, "hello")
        with pytest.raises(ControlRefusal, match="nothing to press"):
            await control.members.click(ada, general, int(sent["id"]), "go")
        assert puppet.told.empty()


class TestSelects:
    """Choosing."""

    @pytest.fixture
    async def choose(self, sandbox, puppet, control, guild):
        """Let ada choose from one of five selects; answers with what the bot was told."""
        message = await post_components(sandbox, guild, SELECTS)

        async def answer(interaction):
            await interaction.response.defer()

        for each in SELECTS:
            puppet.answers[each["components"][0]["custom_id"]] = answer

        async def chosen(custom_id, values):
            ada, general = guild.members["ada"], guild.channels["general"]
            # The answer is put off and never comes: nothing is waited for.
            await control.members.choose(ada, general, message, custom_id, values, seconds=0)
            return (await puppet.next_interaction()).data

        return chosen

    async def test_string_select(self, choose):
        """Chosen options arrive by value, in the order chosen."""
        data = await choose("letters", ["c", "a"])
        assert (data["component_type"], data["values"]) == (3, ["c", "a"])

    async def test_entities_are_resolved(self, choose, guild, control):
        """Users, roles and channels arrive by id, with what they are beside them."""
        ben, books = guild.members["ben"], guild.channels["books"]
        role = await control.world.add_role(guild.id, "Team")

        people = await choose("people", [ben])
        roles = await choose("roles", [role])
        anybody = await choose("anybody", [role])
        places = await choose("places", [books])

        assert people["resolved"]["users"][str(ben)]["username"] == "ben"
        assert "roles" in people["resolved"]["members"][str(ben)]
        assert roles["resolved"]["roles"][str(role)]["name"] == "Team"
        assert list(anybody["resolved"]) == ["roles"]
        assert places["resolved"]["channels"][str(books)]["name"] == "books"

    async def test_none_where_none_are_needed(self, choose):
        """With min_values 0 nothing need be chosen."""
        assert (await choose("people", []))["values"] == []

    @pytest.mark.parametrize(
        ("custom_id", "values", "words"),
        [
            ("letters", [], "takes 1 to 2"),
            ("letters", ["a", "b", "c"], "takes 1 to 2"),
            ("letters", ["a", "a"], "once"),
            ("letters", ["d"], "not offer"),
            ("people", [1], "not offer"),
            ("people", ["ada"], "not offer"),
            ("people", [1, 2], "takes 0 to 1"),
            ("roles", [1], "not offer"),
            ("anybody", [1], "not offer"),
            ("places", [1], "not offer"),
        ],
    )
    async def test_client_refuses(self, choose, custom_id, values, words):
        """A wrong number of values, and values that are not offered, cannot be chosen."""
        with pytest.raises(ControlRefusal, match=words):
            await choose(custom_id, values)

    async def test_channels_of_another_kind(self, choose, guild, control):
        """A channel select offers only the kinds it names."""
        voice = await control.world.add_channel(guild.id, "talk", "voice")
        with pytest.raises(ControlRefusal, match="not offer"):
            await choose("places", [voice])

    async def test_a_select_is_no_button(self, sandbox, puppet, control, guild):
        """A select cannot be pressed, nor a button chosen from."""
        message = await post_components(sandbox, guild, [ROW, SELECTS[0]])
        ada, general = guild.members["ada"], guild.channels["general"]
        with pytest.raises(ControlRefusal, match="no button"):
            await control.members.click(ada, general, message, "letters")
        with pytest.raises(ControlRefusal, match="no select"):
            await control.members.choose(ada, general, message, "go", ["a"])
        assert puppet.told.empty()


class TestContextMenus:
    """Pointing at a message or a member."""

    @pytest.fixture
    async def echo(self, puppet):
        """Register a command for each menu; both say what they were pointed at."""
        await puppet.register({"name": "Mark", "type": 3}, {"name": "Who is this", "type": 2})

        async def answer(interaction):
            await interaction.response.send_message(str(interaction.data["target_id"]))

        puppet.answers = {"Mark": answer, "Who is this": answer}

    @pytest.mark.usefixtures("echo")
    async def test_message_menu(self, puppet, control, guild):
        """The message is shown to the bot with its words, whatever its intents."""
        ada, general = guild.members["ada"], guild.channels["general"]
        sent = await control.members.send(guild.members["ben"], general, "secret")

        outcome = await control.members.run_context_menu(
            ada, general, "Mark", message_id=int(sent["id"])
        )

        data = (await puppet.next_interaction()).data
        assert outcome.content == sent["id"]
        assert outcome.message["type"] == 23
        assert data["resolved"]["messages"][sent["id"]]["content"] == "secret"

    @pytest.mark.usefixtures("echo")
    async def test_user_menu(self, puppet, control, guild):
        """The user is shown with the membership."""
        ada, ben = guild.members["ada"], guild.members["ben"]
        outcome = await control.members.run_context_menu(
            ada, guild.channels["general"], "Who is this", target_id=ben
        )
        resolved = (await puppet.next_interaction()).data["resolved"]
        assert outcome.content == str(ben)
        assert resolved["users"][str(ben)]["username"] == "ben"
        assert str(ben) in resolved["members"]

    @pytest.mark.usefixtures("echo")
    @pytest.mark.parametrize("name", ["Mark", "Burn"])
    async def test_client_refuses(self, control, guild, name):
        """A menu offers only what was registered for it."""
        ada = guild.members["ada"]
        with pytest.raises(ControlRefusal, match="no command"):
            await control.members.run_context_menu(
                ada, guild.channels["general"], name, target_id=ada
            )


class TestAutocomplete:
    """Choices while typing."""

    @pytest.mark.parametrize(
        ("kind", "choices"),
        [
            (3, [{"name": str(n), "value": str(n)} for n in range(26)]),
            (3, [{"name": "", "value": "x"}]),
            (3, [{"name": "x" * 101, "value": "x"}]),
            (3, [{"name": "x", "value": "x" * 101}]),
            (3, [{"name": "x", "value": 5}]),
            (3, [{"name": "x"}]),
            (4, [{"name": "x", "value": "5"}]),
            (4, [{"name": "x", "value": 5.5}]),
            (10, [{"name": "x", "value": "5"}]),
        ],
    )
    async def test_invalid(self, sandbox, puppet, control, guild, kind, choices):
        """At most 25 choices, each with a name, and a value of the option's type."""
        option = {"type": kind, "name": "what", "description": "?", "autocomplete": True}
        await puppet.register({"name": "find", "description": "Find", "options": [option]})
        typing = asyncio.ensure_future(
            control.members.autocomplete(
                guild.members["ada"], guild.channels["general"], "find", focused="what", value="e"
            )
        )
        told = await puppet.next_interaction()
        url = f"{sandbox.api_url}/interactions/{told.id}/{told.token}/callback"

        status, body = await call(url, body={"type": 8, "data": {"choices": choices}})

        assert (status, body["code"]) == (400, 50035)
        await call(url, body={"type": 8, "data": {"choices": []}})
        assert await typing == []
