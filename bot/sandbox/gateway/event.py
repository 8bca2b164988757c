"""One gateway event, and how it is written: once for everybody who is told it."""

import json
from collections.abc import Hashable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from bot.sandbox import intents
from bot.sandbox.jsontypes import Json
from bot.sandbox.state.guilds import Member
from bot.sandbox.wire.guilds import render_member

_MEMBERS_KEPT: Final = 10_000
# No payload refers to itself, so nothing has to look for that.
dump: Final = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode


@dataclass(slots=True)
class Event:
    """One gateway event for the bot.

    `needs` are intents of which one suffices (0: always told). Where it differs, `blank` is the
    payload for sessions without the message-content intent, and `full` for those with the
    presences intent; `member` is written into it.
    """

    name: str
    data: Json
    guild_id: int | None
    needs: int = 0
    blank: Json | None = None
    full: Json | None = None
    member: Member | None = None
    _texts: dict[int, str] = field(default_factory=dict)

    def text(self, wanted: int) -> str:
        """Write the payload as JSON, once for each audience however many sessions it has."""
        data = self.data
        if self.blank is not None and not wanted & intents.MESSAGE_CONTENT:
            data = self.blank
        if self.full is not None and wanted & intents.GUILD_PRESENCES:
            data = self.full
        if id(data) not in self._texts:
            text = dump(data)
            if self.member is not None:
                text = f'{text[:-1]},"member":{_text_of(self.member)}}}'
            self._texts[id(data)] = text
        return self._texts[id(data)]


@lru_cache(maxsize=_MEMBERS_KEPT)
def _write_member(member: Member, _state: Hashable) -> str:
    return dump(render_member(member))


def _text_of(member: Member) -> str:
    """Write a member, whom many events carry, anew only when something about them changed."""
    state = (tuple(member.roles), member.nick, member.timed_out_until, member.user.name)
    return _write_member(member, state)
