"""What members ask of the bot: commands, buttons, selects, modals."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.sandbox.client.line import Line
from bot.sandbox.client.views import File, Outcome
from bot.sandbox.jsontypes import Json


class Invocations:
    """Begins interactions as a member, and waits for what the bot answers.

    A deferred answer, or update of a message, is waited for `seconds` at most.
    """

    def __init__(self, line: Line) -> None:
        self._line = line

    async def run_command(
        self,
        user_id: int,
        channel_id: int,
        command: str,
        options: Mapping[str, Any] | None = None,
        attachments: Mapping[str, File] | None = None,
        *,
        seconds: float = 15.0,
    ) -> Outcome:
        """Run a slash command by its full name, as "discussion start", and wait for the answer.

        Ids of members, channels and roles are given as they are; files in `attachments` by option
        name.
        """
        files = {name: each.as_json() for name, each in (attachments or {}).items()}
        return await self._begin(
            "/commands",
            user_id=user_id,
            channel_id=channel_id,
            command=command,
            options=dict(options or {}),
            attachments=files,
            seconds=seconds,
        )

    async def autocomplete(
        self,
        user_id: int,
        channel_id: int,
        command: str,
        *,
        focused: str,
        value: str = "",
        options: Mapping[str, Any] | None = None,
    ) -> list[Json] | None:
        """Type into an option; returns its choices, None if the bot did not answer in time."""
        answer = await self._line.call(
            "POST",
            "/autocomplete",
            user_id=user_id,
            channel_id=channel_id,
            command=command,
            focused=focused,
            value=value,
            options=dict(options or {}),
        )
        choices: list[Json] | None = answer["choices"]
        return choices

    async def get_outcome(self, interaction_id: int) -> Outcome:
        """Look again at what came of an interaction."""
        return Outcome.from_json(await self._line.call("GET", f"/interactions/{interaction_id}"))

    async def run_context_menu(
        self,
        user_id: int,
        channel_id: int,
        command: str,
        *,
        message_id: int | None = None,
        target_id: int | None = None,
        seconds: float = 15.0,
    ) -> Outcome:
        """Run a command from the context menu of a message, or of the user `target_id`."""
        return await self._begin(
            "/menus",
            user_id=user_id,
            channel_id=channel_id,
            command=command,
            message_id=message_id,
            target_id=target_id,
            seconds=seconds,
        )

    async def click(
        self,
        user_id: int,
        channel_id: int,
        message_id: int,
        custom_id: str,
        *,
        seconds: float = 15.0,
    ) -> Outcome:
        """Press a button of a message of the bot's."""
        return await self._begin(
            "/clicks",
            user_id=user_id,
            channel_id=channel_id,
            message_id=message_id,
            custom_id=custom_id,
            seconds=seconds,
        )

    async def choose(
        self,
        user_id: int,
        channel_id: int,
        message_id: int,
        custom_id: str,
        values: Sequence[str | int],
        *,
        seconds: float = 15.0,
    ) -> Outcome:
        """Choose from a select: its options' values, or ids of users, roles and channels."""
        return await self._begin(
            "/choices",
            user_id=user_id,
            channel_id=channel_id,
            message_id=message_id,
            custom_id=custom_id,
            values=[str(each) for each in values],
            seconds=seconds,
        )

    async def submit_modal(
        self,
        user_id: int,
        interaction_id: int,
        values: Mapping[str, Any] | None = None,
        files: Mapping[str, Sequence[File]] | None = None,
        *,
        seconds: float = 15.0,
    ) -> Outcome:
        """Submit the modal an interaction was answered with; fields are named by custom id.

        Text inputs take text; selects and checkbox groups a list; a radio group one value; a
        checkbox true or false; what is left out keeps its default.
        """
        uploads = {
            name: [each.as_json() for each in given] for name, given in (files or {}).items()
        }
        return await self._begin(
            f"/modals/{interaction_id}",
            user_id=user_id,
            values=dict(values or {}),
            files=uploads,
            seconds=seconds,
        )

    async def _begin(self, path: str, **fields: Any) -> Outcome:
        return Outcome.from_json(await self._line.call("POST", path, **fields))
