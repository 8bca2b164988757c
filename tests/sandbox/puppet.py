"""A client that answers interactions exactly as a test says, over REST as bare as it gets."""

import asyncio
import io
import json
from collections.abc import Awaitable, Callable

import aiohttp
import discord
import yarl

from tests.patience import PATIENCE_SECONDS

ROW = {
    "type": 1,
    "components": [
        {"type": 2, "style": 1, "custom_id": "go", "label": "Go"},
        {"type": 2, "style": 2, "custom_id": "off", "label": "Off", "disabled": True},
        {"type": 2, "style": 5, "url": "https://example.org", "label": "Read"},
    ],
}
Answer = Callable[[discord.Interaction], Awaitable[None]]


class Puppet(discord.Client):
    """Answers by name: a command's, or the custom id of a component or modal."""

    def __init__(self, intents: discord.Intents | None = None, **options) -> None:
        super().__init__(
            intents=intents or discord.Intents.default(), guild_ready_timeout=0.05, **options
        )
        self.answers: dict[str, Answer] = {}
        self.told: asyncio.Queue[discord.Interaction] = asyncio.Queue()

    async def register(self, *commands: dict) -> None:
        """Register global commands as they stand."""
        await self.http.bulk_upsert_global_commands(self.application_id, list(commands))

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Answer as told; an interaction without an answer stays unanswered."""
        self.told.put_nowait(interaction)
        name = interaction.data.get("custom_id") or interaction.data["name"]
        if answer := self.answers.get(name):
            await answer(interaction)

    async def next_interaction(self) -> discord.Interaction:
        """Wait for the next interaction, answered or not."""
        return await asyncio.wait_for(self.told.get(), PATIENCE_SECONDS)


class Rest:
    """Bare requests as the bot; answers are (status, Discord's code or 0, body)."""

    def __init__(self, sandbox) -> None:
        self._sandbox = sandbox

    async def __call__(
        self, method: str, path: str, body: object = None, **form: object
    ) -> tuple[int, int, object]:
        """Send a request; `form` holds files by field name, beside `body` as payload_json."""
        url = yarl.URL(self._sandbox.api_url + path, encoded=True)
        headers = {"Authorization": f"Bot {self._sandbox.bot_token}"}
        async with (
            aiohttp.ClientSession(headers=headers) as session,
            session.request(method, url, **_payload(body, form)) as answer,
        ):
            raw = await answer.read()
            shown = json.loads(raw) if raw else None
            failed = answer.status >= 400 and isinstance(shown, dict)
            return answer.status, shown.get("code", 0) if failed else 0, shown

    async def ok(self, method: str, path: str, body: object = None, **form: object) -> object:
        """Send a request that must succeed; gives its body."""
        status, _, shown = await self(method, path, body, **form)
        assert status < 300, shown
        return shown


def _payload(body: object, form: dict) -> dict:
    if not form:
        return {"json": body}
    data = aiohttp.FormData()
    data.add_field("payload_json", json.dumps(body or {}), content_type="application/json")
    for number, (filename, content) in enumerate(form["files"]):
        data.add_field(f"files[{number}]", io.BytesIO(content), filename=filename)
    return {"data": data}


async def call(
    url: str, method: str = "POST", body: object = None, token: str | None = None
) -> tuple[int, dict]:
    """Send one bare request; gives the status and the body, empty where there is none."""
    headers = {"Authorization": f"Bot {token}"} if token else {}
    async with (
        aiohttp.ClientSession(headers=headers) as session,
        session.request(method, url, json=body) as answer,
    ):
        raw = await answer.read()
        return answer.status, (await answer.json() if raw else {})


async def post_components(sandbox, guild, components):
    """Post components as the bot; gives the message's id."""
    url = f"{sandbox.api_url}/channels/{guild.channels['general']}/messages"
    body = {"content": "press", "components": components}
    status, sent = await call(url, body=body, token=sandbox.bot_token)
    assert status == 200
    return int(sent["id"])
