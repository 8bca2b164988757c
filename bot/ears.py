"""Ears: what the gateway says is heard in its own words, before discord.py makes objects of it.

For each reaction discord.py would build a member, an event and a task; at ten thousand votes a
second that costs more than keeping them. So two of its parsers of gateway events are replaced. A
third is gone through: whatever a person does comes there, and is answered in that person's own
language. This is the one place that reaches behind discord.py's public interface.
"""

from collections.abc import Callable, Mapping
from typing import Any

import discord
import structlog

from bot.domain.ids import MemberId, MessageId
from bot.domain.language import language_of
from bot.services.intake import Intake
from bot.ui.speech import speaking

_ADDED, _REMOVED = "MESSAGE_REACTION_ADD", "MESSAGE_REACTION_REMOVE"
_ACTED = "INTERACTION_CREATE"

_Payload = Mapping[str, Any]

_log = structlog.get_logger()


def hear_votes(client: discord.Client, intake: Intake) -> None:
    """Hand reactions put and taken back to intake, and to nobody else.

    Raises `RuntimeError` where discord.py has come to parse them elsewhere.
    """

    def added(event: _Payload) -> None:
        message_id = MessageId(int(event["message_id"]))
        if not intake.hears(message_id):
            return
        member_id = MemberId(int(event["user_id"]))
        # Our own marks are told without a member where the server is not known yet.
        own = client.user is not None and member_id == client.user.id
        if not own and not _is_bot(event):
            intake.added(message_id, _name_of(event["emoji"]), member_id)

    def removed(event: _Payload) -> None:
        # Who takes back a mark that is not held changes nothing, so bots need no look-up here.
        message_id = MessageId(int(event["message_id"]))
        if intake.hears(message_id):
            intake.removed(message_id, _name_of(event["emoji"]), MemberId(int(event["user_id"])))

    parsers = _parsers(client, {_ADDED, _REMOVED})
    parsers |= {_ADDED: _safely(added), _REMOVED: _safely(removed)}


def hear_languages(client: discord.Client) -> None:
    """Have every command, press, form and autocompletion answered in its person's language.

    Each becomes a task or several, and a task speaks what was spoken where it was made. Raises
    `RuntimeError` where discord.py has come to parse interactions elsewhere.
    """
    parsers = _parsers(client, {_ACTED})
    parse = parsers[_ACTED]

    def acted(event: _Payload) -> None:
        with speaking(language_of(event.get("locale"))):
            parse(event)

    parsers[_ACTED] = acted


def _parsers(client: discord.Client, wanted: set[str]) -> dict[str, Callable[[Any], None]]:
    parsers: dict[str, Callable[[Any], None]] = client._connection.parsers  # noqa: SLF001
    if not parsers.keys() >= wanted:
        raise RuntimeError(f"discord.py {discord.__version__} parses {wanted} elsewhere")
    return parsers


def _safely(hear: Callable[[_Payload], None]) -> Callable[[_Payload], None]:
    """Keep the trouble of one event from breaking the gateway."""

    def hear_safely(event: _Payload) -> None:
        try:
            hear(event)
        except Exception:
            _log.exception("a vote could not be heard", event_name=hear.__name__)

    return hear_safely


def _is_bot(event: _Payload) -> bool:
    # The member is missing in reactions outside of servers.
    member = event.get("member")
    return bool(member and member["user"].get("bot"))


def _name_of(emoji: _Payload) -> str:
    """Give an emoji's name; of a server's own emoji with its id, since names may change."""
    return f"{emoji.get('name')}:{emoji['id']}" if emoji.get("id") else str(emoji.get("name"))
