"""Members fill in modals; their fields, limits and endings."""

import asyncio

import discord
import pytest

from bot.sandbox import ControlRefusal, File
from tests.sandbox.puppet import ROW, call

OPTIONS = [{"label": each, "value": each} for each in ("a", "b", "c")]


def _label(custom_id, kind, **more):
    return {
        "type": 18,
        "label": custom_id,
        "component": {"type": kind, "custom_id": custom_id, **more},
    }


def _modal(*components, **more):
    return {"custom_id": "form", "title": "Form", "components": list(components), **more}


NAME = _label("name", 4, style=1, min_length=2, max_length=5)
NOTE = _label("note", 4, style=2, required=False, value="as it was")
LETTERS = _label("letters", 3, options=OPTIONS, max_values=2)
ONE = _label("one", 21, options=OPTIONS)
SOME = _label("some", 22, options=OPTIONS, min_values=1, max_values=2)
YES = _label("yes", 23, default=True)
FILES = _label("files", 19, max_values=2, file_types=[".txt"])
WHO = _label("who", 5, required=False)


class TestModals:
    """Filling in."""

    @pytest.fixture
    def fill(self, sandbox, puppet, control, guild, click):
        """Open a modal with a button, fill it in, and give what the bot was told."""
        puppet.answers["form"] = lambda each: each.response.send_message("thanks")

        async def filled(components, values=None, files=None, member="ada"):
            async def opens(interaction):
                path = f"/interactions/{interaction.id}/{interaction.token}/callback"
                body = {"type": 9, "data": _modal(*components)}
                assert (await call(sandbox.api_url + path, body=body))[0] == 204

            puppet.answers["go"] = opens
            opened = await click()
            assert opened.outcome == "modal"
            await puppet.next_interaction()
            outcome = await control.members.submit_modal(
                guild.members[member], opened.interaction_id, values, files
            )
            told = await puppet.next_interaction()
            assert told.type is discord.InteractionType.modal_submit
            assert told.message.id == opened.message["id"] if opened.message else True
            return told.data, outcome

        return filled

    async def test_every_kind_of_field(self, fill, guild):
        """All that was filled in arrives by custom id, with files and users resolved."""
        ben = guild.members["ben"]
        data, outcome = await fill(
            [NAME, LETTERS, ONE, SOME, FILES],
            {"name": "Emma", "letters": ["a", "b"], "one": "c", "some": ["b"]},
            {"files": [File("a.txt", b"owl")]},
        )
        fields = {each["component"]["custom_id"]: each["component"] for each in data["components"]}
        (file,) = fields["files"]["values"]
        assert fields["name"]["value"] == "Emma"
        assert fields["letters"]["values"] == ["a", "b"]
        assert fields["one"]["value"] == "c"
        assert fields["some"]["values"] == ["b"]
        assert data["resolved"]["attachments"][file]["filename"] == "a.txt"
        assert outcome.content == "thanks"

        data, _ = await fill([NOTE, YES, WHO, {"type": 10, "content": "?"}], {"who": [ben]})
        note, yes, who, text = data["components"]
        assert note["component"]["value"] == "as it was"
        assert yes["component"]["value"] is True
        assert who["component"]["values"] == [str(ben)]
        assert text == {"type": 10, "id": text["id"]}

    async def test_classic_text_input(self, fill):
        """A text input in an action row carries its own label."""
        row = {
            "type": 1,
            "components": [{"type": 4, "custom_id": "name", "style": 1, "label": "Name"}],
        }
        data, _ = await fill([row], {"name": "x"})
        assert data["components"][0]["components"][0]["value"] == "x"

    @pytest.mark.parametrize(
        ("field", "values", "files", "words"),
        [
            (NAME, {}, None, "2 to 5"),
            (NAME, {"name": ""}, None, "2 to 5"),
            (NAME, {"name": "x"}, None, "2 to 5"),
            (NAME, {"name": "x" * 6}, None, "2 to 5"),
            (NAME, {"name": 5}, None, "is text"),
            (NAME, {"name": "Emma", "age": "5"}, None, "no field"),
            (NAME, {"name": "Emma"}, {"more": [File("a.txt", b"")]}, "no field"),
            (LETTERS, {}, None, "1 to 2"),
            (LETTERS, {"letters": ["a", "b", "c"]}, None, "1 to 2"),
            (LETTERS, {"letters": ["z"]}, None, "not offer"),
            (ONE, {}, None, "takes one"),
            (ONE, {"one": ["a", "b"]}, None, "takes one"),
            (ONE, {"one": "z"}, None, "offers"),
            (SOME, {}, None, "1 to 2"),
            (SOME, {"some": ["a", "b", "c"]}, None, "1 to 2"),
            (SOME, {"some": ["z"]}, None, "offers"),
            (YES, {"yes": "yes"}, None, "true or false"),
            (FILES, {}, None, "1 to 2"),
            (FILES, {}, {"files": [File("a.txt", b"")] * 3}, "1 to 2"),
            (FILES, {}, {"files": [File("a.png", b"")]}, "files ending"),
        ],
    )
    async def test_client_refuses(self, fill, field, values, files, words):
        """Empty required fields, wrong lengths and values never reach the bot."""
        with pytest.raises(ControlRefusal, match=words):
            await fill([field], values, files)

    async def test_somebody_elses(self, fill):
        """Only the one who opened a modal can submit it."""
        with pytest.raises(ControlRefusal, match="Somebody else"):
            await fill([NOTE], member="ben")

    async def test_closes_once_answered(self, fill, control, guild):
        """A modal that was answered is closed."""
        _, outcome = await fill([NOTE])
        first = (await control.books.interactions())[0]
        assert outcome.outcome == "message"
        with pytest.raises(ControlRefusal, match="No modal"):
            await control.members.submit_modal(guild.members["ada"], int(first["id"]))

    @pytest.mark.parametrize(
        ("data", "field"),
        [
            (_modal(), "components"),
            (_modal(*[NOTE] * 6), "components"),
            (_modal(NAME, NAME), "components"),
            (_modal(NAME, title="x" * 46), "title"),
            (_modal(NAME, title=""), "title"),
            (_modal(NAME, custom_id="x" * 101), "custom_id"),
            (_modal(ROW), "components"),
            (_modal(_label("x" * 46, 4, style=1)), "components"),
            (_modal({**NAME, "description": "x" * 101}), "components"),
            (_modal(_label("a", 4, style=3)), "components"),
            (_modal(_label("a", 4, style=1, min_length=4001)), "components"),
            (_modal(_label("a", 4, style=1, min_length=5, max_length=4)), "components"),
            (_modal(_label("a", 4, style=1, placeholder="x" * 101)), "components"),
            (_modal(_label("a", 2, style=1)), "components"),
            (_modal(_label("a", 21, options=OPTIONS[:1])), "components"),
            (_modal(_label("a", 22, options=OPTIONS * 4)), "components"),
            (_modal(_label("a", 19, max_values=11)), "components"),
            (_modal(_label("a", 3, options=[])), "components"),
            (_modal(_label("a", 3, options=OPTIONS, disabled=True)), "components"),
            (_modal(_label("a", 5, disabled=True)), "components"),
            (_modal({**NAME, "id": 3}, {**NOTE, "id": 3}), "components"),
            (_modal(_label("a", 3, options=OPTIONS, min_values=2, max_values=1)), "components"),
            ({"custom_id": "form", "title": "Form"}, "components"),
        ],
    )
    async def test_invalid(self, sandbox, puppet, click, data, field):
        """Title, custom ids, fields and their bounds are checked, and the interaction lives on."""
        pressing = asyncio.ensure_future(click())
        interaction = await puppet.next_interaction()
        path = f"/interactions/{interaction.id}/{interaction.token}/callback"

        status, body = await call(sandbox.api_url + path, body={"type": 9, "data": data})

        assert (status, body["code"]) == (400, 50035)
        assert field in body["errors"]
        await interaction.response.send_message("sorry")
        assert (await pressing).content == "sorry"

    async def test_no_modal_after_a_modal(self, sandbox, puppet, control, guild):
        """A submitted modal cannot be answered with another, nor with an update of nothing."""
        await puppet.register({"name": "open", "description": "Open"})
        puppet.answers["open"] = lambda each: each.response.send_modal(_OneField())
        ada, general = guild.members["ada"], guild.channels["general"]
        opened = await control.members.run_command(ada, general, "open")
        submitting = asyncio.ensure_future(
            control.members.submit_modal(ada, opened.interaction_id, {"name": "x"})
        )
        await puppet.next_interaction()
        told = await puppet.next_interaction()
        url = f"{sandbox.api_url}/interactions/{told.id}/{told.token}/callback"

        for kind in (6, 7, 8, 9):
            status, body = await call(url, body={"type": kind, "data": {}})
            assert (status, body["code"]) == (400, 50035)
        await call(url, body={"type": 4, "data": {"content": "fine"}})
        outcome = await submitting
        metadata = outcome.message["interaction_metadata"]
        assert metadata["triggering_interaction_metadata"]["name"] == "open"


class _OneField(discord.ui.Modal, title="Form"):
    """A modal as discord.py makes it."""

    name = discord.ui.TextInput(label="Name", custom_id="name")
