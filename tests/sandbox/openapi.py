"""Looking on: every request the bot sends, and every answer, against Discord's own description.

A folder of tests joins by importing `conforms` into its conftest. Where the description is not
there nothing is looked at; `test_openapi.py` says so.
"""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jsonschema_rs
import pytest

from bot.sandbox import Sandbox
from bot.sandbox.exchanges import Exchange

DESCRIPTION = Path(__file__).parents[2].parent / "shared" / "discord" / "openapi.json"
_ROOT = "urn:discord"

# What may differ: a pattern over `METHOD /route request|answer where: what`, and why it may.
EXCEPTIONS = (
    (
        r" answer errors: ",
        "The description takes the codes of field errors for numbers; they are words.",
    ),
    (
        r"^POST /interactions/.* answer resource: .*\"type\":(5|6|8|9)\} is not valid",
        "The description knows resources of types 4 and 7; discord.py reads every one's type.",
    ),
    (
        r" answer 503: not described",
        "The description leaves out that Discord's servers fail at times, as in an outage.",
    ),
    (
        r"^POST /channels/\{channel_id\}/threads request \?use_nested_fields: not described",
        "discord.py says so when it opens a forum post; Discord takes it.",
    ),
    (
        r"^POST /channels/.* request message_reference: \{\"channel_id\":\d+,",
        "discord.py writes the ids of a reference as numbers; Discord takes both.",
    ),
    (
        r"^POST /channels/.* request (message/)?allowed_mentions: .*\"roles\":\[\d+\]",
        "discord.py writes the ids of roles to mention as numbers; Discord takes both.",
    ),
    (
        r"^POST /users/@me/channels request recipient_id: \d+ is not ",
        "discord.py writes the id of whom it writes to as a number; Discord takes both.",
    ),
    (
        r" request .*(allow|deny|permissions): \"\d+\" is not of types? ",
        "The description asks for permissions as numbers; they are text, as they outgrow 53 bits.",
    ),
    (
        r" request (data/)?attachments/\*/id: \d+ is not of type",
        "discord.py numbers the files it uploads; Discord takes the number for the id.",
    ),
    (
        r"^POST /webhooks/.* request : .*\"attachments\":\[\{\"filename\":\".*\",\"id\":\d+\}\]",
        "The same: of what a webhook sends it is said only that none of the forms fits.",
    ),
    (
        r"^PUT /guilds/\{guild_id\}/bans/.* request \?delete_message_seconds: not described",
        "discord.py says in the query how far back a ban deletes messages; Discord takes it there.",
    ),
    (
        r"^(PATCH|POST) /guilds/.* request (\w+_channel_id|user_ids/\*): \d+ is not ",
        "discord.py writes the ids of channels and of users to ban as numbers; Discord takes both.",
    ),
    (
        r"^(PATCH|POST) /guilds/.* request (permission_overwrites/)?\*/id: \d+ is not ",
        "The same of channels that are put in order, and of whom overwrites are for.",
    ),
)


def _shape(template: str) -> str:
    return re.sub(r"\{[^}]*\}", "{}", template)


def _pointer(*parts: str) -> str:
    escaped = (part.replace("~", "~0").replace("/", "~1") for part in parts)
    return "#/" + "/".join(quote(part, safe="~") for part in escaped)


class Description:
    """Discord's description of its REST API, as far as a bot's requests go."""

    def __init__(self, path: Path) -> None:
        self._described = json.loads(path.read_text("utf-8"))
        self._registry = jsonschema_rs.Registry([(_ROOT, self._described)])
        self._paths = {_shape(each): each for each in self._described["paths"]}
        self._validators: dict[str, Any] = {}

    def look_at(self, exchange: Exchange) -> Iterator[str]:
        """Yield what does not fit, each as `METHOD /route request|answer where: what`."""
        label = f"{exchange.method} {exchange.route}"
        path = self._paths.get(_shape(exchange.route))
        operation = self._described["paths"].get(path, {}).get(exchange.method.lower())
        if operation is None:
            yield f"{label} request: not described"
            return
        where = ["paths", path, exchange.method.lower()]
        if exchange.status < 400:
            for what in self._request(exchange, operation, where):
                yield f"{label} request {what}"
        for what in self._answer(exchange, operation, where):
            yield f"{label} answer {what}"

    def _request(
        self, exchange: Exchange, operation: Mapping[str, Any], where: list[str]
    ) -> Iterator[str]:
        known = {each["name"] for each in operation.get("parameters", []) if each["in"] == "query"}
        for name in exchange.query.keys() - known:
            yield f"?{name}: not described"
        if not exchange.body:
            return
        kind = "multipart/form-data" if exchange.multipart else "application/json"
        if kind not in operation.get("requestBody", {}).get("content", {}):
            yield f"{kind}: not described"
            return
        pointer = _pointer(*where, "requestBody", "content", kind, "schema")
        yield from self._errors(pointer, exchange.body)

    def _answer(
        self, exchange: Exchange, operation: Mapping[str, Any], where: list[str]
    ) -> Iterator[str]:
        described = operation["responses"]
        status = str(exchange.status)
        if status not in described:
            status = f"{status[0]}XX"
        if status not in described:
            yield f"{exchange.status}: not described"
            return
        place = [*where, "responses", status]
        if "$ref" in described[status]:
            place = described[status]["$ref"].removeprefix("#/").split("/")
            content = self._described["components"]["responses"][place[-1]].get("content", {})
        else:
            content = described[status].get("content", {})
        if "application/json" in content:
            pointer = _pointer(*place, "content", "application/json", "schema")
            yield from self._errors(pointer, exchange.answer)
        elif exchange.answer is not None:
            yield f"{exchange.status}: a body where none is described"

    def _errors(self, pointer: str, given: Any) -> Iterator[str]:
        if pointer not in self._validators:
            schema = {"$ref": _ROOT + pointer}
            self._validators[pointer] = jsonschema_rs.Draft202012Validator(
                schema, registry=self._registry
            )
        for error in self._validators[pointer].iter_errors(given):
            at = "/".join("*" if isinstance(part, int) else part for part in error.instance_path)
            yield f"{at}: {error.message}"


@cache
def description() -> Description:
    """Read the description, once for all tests."""
    return Description(DESCRIPTION)


class Onlooker:
    """Collects what does not fit and is no exception."""

    def __init__(self) -> None:
        self.problems: list[str] = []

    def __call__(self, exchange: Exchange) -> None:
        """Look at one exchange."""
        for problem in description().look_at(exchange):
            if not any(re.search(pattern, problem) for pattern, _ in EXCEPTIONS):
                self.problems.append(problem)


@pytest.fixture(autouse=True)
def conforms(monkeypatch):
    """Look on at whatever a test asks of a sandbox; what does not fit fails it."""
    if not DESCRIPTION.exists():
        yield
        return
    onlooker = Onlooker()
    monkeypatch.setattr(Sandbox, "observers", (onlooker,))
    yield
    if onlooker.problems:
        pytest.fail("\n".join(sorted(set(onlooker.problems))), pytrace=False)
