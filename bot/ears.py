"""Ears: votes are heard in the gateway's own words, before discord.py makes objects of them.

For each reaction discord.py would build a member, an event and a task; at ten thousand votes a
second that costs more than keeping them. So two of its parsers of gateway events are replaced.
This is the one place that reaches behind its public interface.
"""

from collections.abc import Callable, Mapping
from typing import Any

import discord
import structlog

from bot.domain.ids import MemberId, MessageId
from bot.services.intake import Intake

_ADDED, _REMOVED = "MESSAGE_REACTION_ADD", "MESSAGE_REACTION_REMOVE"

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

    parsers: dict[str, Callable[[Any], None]] = client._connection.parsers  # noqa: SLF001
    if not parsers.keys() >= {_ADDED, _REMOVED}:
        raise RuntimeError(f"discord.py {discord.__version__} parses reactions elsewhere")
    parsers |= {_ADDED: _safely(added), _REMOVED: _safely(removed)}


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
