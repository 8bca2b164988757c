"""An organizer at the editor: presses what is shown, by its words, and fills in forms."""

import asyncio
import re

from tests.e2e.troupe import Troupe, channel_of, is_ephemeral, text_of
from tests.patience import PATIENCE_SECONDS

MOST_PREVIEWED = 10
_MESSAGE = re.compile(r"Message (\d+) of (\d+)")
MOST_ROWS, MOST_IN_ROW, LONGEST_ID = 5, 5, 100


class Desk:
    """One person's message of the editor, as it stands."""

    def __init__(self, troupe: Troupe, guild, member_id: int) -> None:
        self.troupe, self.guild, self.member_id = troupe, guild, member_id
        self.message: dict = {}
        self.told: list[str] = []
        self.outcome = None

    async def open(self, article: str, words: str = "article edit") -> "Desk":
        """Open the editor with a command."""
        return await self.open_with(words, article=article)

    async def open_with(self, words: str, **options: object) -> "Desk":
        """Give a command that is answered with something to press, and wait for that."""
        outcome = await self.troupe.command(self.guild, words, by=self.member_id, **options)
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not (pressable := _with_components(outcome)):
                await asyncio.sleep(0.01)
                outcome = await self.troupe.sandbox.control.members.get_outcome(
                    outcome.interaction_id
                )
        self.message = pressable[-1]
        return self

    @property
    def text(self) -> str:
        """Give what the editor says."""
        return text_of(self.message)

    @property
    def items(self) -> list[dict]:
        """Give the buttons and selects that are shown."""
        rows = self.message["components"]
        assert len(rows) <= MOST_ROWS
        items = [item for row in rows for item in row["components"]]
        assert all(len(item["custom_id"]) <= LONGEST_ID for item in items)
        return items

    @property
    def labels(self) -> list[str]:
        """Give the words of the buttons that can be pressed."""
        return [
            item["label"] for item in self.items if "label" in item and not item.get("disabled")
        ]

    def options(self, placeholder: str) -> list[str]:
        """Give the words of a select's options."""
        return [one["label"] for one in self._select(placeholder)["options"]]

    def _select(self, placeholder: str) -> dict:
        found = [one for one in self.items if one.get("placeholder", "").startswith(placeholder)]
        assert len(found) == 1, placeholder
        return found[0]

    async def press(self, label: str) -> "Desk":
        """Press the button that begins with these words."""
        await self.answered(await self.click(label))
        return self

    async def choose(self, placeholder: str, label: str) -> "Desk":
        """Choose the option with these words from the select with those."""
        select = self._select(placeholder)
        value = next(one["value"] for one in select["options"] if label in one["label"])
        await self.answered(
            await self.troupe.sandbox.control.members.choose(
                self.member_id,
                channel_of(self.guild),
                int(self.message["id"]),
                select["custom_id"],
                [value],
            )
        )
        return self

    async def pick(self, placeholder: str, value: int) -> "Desk":
        """Pick a channel, role or member by id from the select with these words."""
        select = next(
            item for item in self.items if item.get("placeholder", "").startswith(placeholder)
        )
        await self.answered(
            await self.troupe.sandbox.control.members.choose(
                self.member_id,
                channel_of(self.guild),
                int(self.message["id"]),
                select["custom_id"],
                [value],
            )
        )
        return self

    async def fill_in(self, label: str, **values: str) -> "Desk":
        """Press a button that opens a form, and send the form filled in."""
        return await self.send(await self.open_form(label), **values)

    async def open_form(self, label: str):
        """Press a button that opens a form; give what was opened."""
        outcome = await self.click(label)
        assert outcome.outcome == "modal", outcome
        return outcome

    async def send(self, opened, **values: str) -> "Desk":
        """Send a form that is open."""
        await self.answered(
            await self.troupe.sandbox.control.members.submit_modal(
                self.member_id, opened.interaction_id, values
            )
        )
        return self

    async def click(self, label: str):
        """Press a button; give what came of it at first."""
        button = next(item for item in self.items if item.get("label", "").startswith(label))
        return await self.troupe.sandbox.control.members.click(
            self.member_id, channel_of(self.guild), int(self.message["id"]), button["custom_id"]
        )

    async def answered(self, outcome) -> None:
        """Wait until a message that is to be changed, as was acknowledged, is changed."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while outcome.outcome == "update" and self._is_to_come(outcome):
                await asyncio.sleep(0.01)
                outcome = await self.troupe.sandbox.control.members.get_outcome(
                    outcome.interaction_id
                )
        self._heard(outcome)

    def _is_to_come(self, outcome) -> bool:
        if (outcome.message or self.message)["content"].startswith("⏳"):
            return True
        return outcome.deferred and self._is_unchanged(outcome)

    def _is_unchanged(self, outcome) -> bool:
        before, after = self.message, outcome.message or self.message
        # Two changes at one instant of the clock have one timestamp.
        return not outcome.followups and before == after

    def _heard(self, outcome) -> None:
        self.outcome = outcome
        said = [outcome.message] if outcome.outcome == "message" else outcome.followups
        assert outcome.outcome in {"update", "message"}, outcome
        assert all(is_ephemeral(message) for message in said)
        self.told = [text_of(message) for message in said]
        if outcome.outcome == "update" and outcome.message:
            self.message = outcome.message

    async def hear_previewed(self) -> list[dict]:
        """Wait for the messages of a section as it would be posted, some at a time."""
        said = self.outcome.message["content"]
        first, of = map(int, _MESSAGE.search(said).groups())
        left = of - first + 1
        number = left if left <= MOST_PREVIEWED else MOST_PREVIEWED + 1
        async with asyncio.timeout(PATIENCE_SECONDS):
            while len(self.outcome.followups) + 1 < number:
                await asyncio.sleep(0.01)
                self.outcome = await self.troupe.sandbox.control.members.get_outcome(
                    self.outcome.interaction_id
                )
        self._heard(self.outcome)
        return [self.outcome.message, *self.outcome.followups]

    async def hear(self) -> str:
        """Wait for what is told besides the editor's own message."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            outcome = self.outcome
            while not outcome.followups:
                await asyncio.sleep(0.01)
                outcome = await self.troupe.sandbox.control.members.get_outcome(
                    outcome.interaction_id
                )
        self._heard(outcome)
        return "\n".join(self.told)


def _with_components(outcome) -> list[dict]:
    answers = (outcome.message, *outcome.followups)
    return [message for message in answers if message["components"]]


def fields_of(opened) -> dict[str, str]:
    """Give what a form is filled with when it opens."""
    parts = opened.modal["components"]
    inputs = [part.get("component") or part["components"][0] for part in parts]
    return {one["custom_id"]: one.get("value", "") for one in inputs}
