"""A crowd that votes: what the gateway tells of its servers and of each of its votes."""

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

BOT_ID = 1_000_000_000_000_000_001
# Whose id is so much more than this is the voter of that number.
FIRST_VOTER = 1_300_000_000_000_000_000
_EVERYBODY, _ROLES, _CHANNELS = 0, 15, 20
_NEVER_A_POLL = 1
_dump = json.JSONEncoder(separators=(",", ":")).encode


@dataclass(frozen=True, slots=True)
class OpenPoll:
    """Where a poll stands, and the emoji to choose from."""

    guild_id: int
    channel_id: int
    message_id: int
    emojis: Sequence[str]


def write_ready(gateway_url: str, guild_ids: Sequence[int]) -> dict[str, Any]:
    """Write what a session begins with."""
    return {
        "v": 10,
        "user": write_bot(),
        "guilds": [{"id": str(guild_id), "unavailable": True} for guild_id in guild_ids],
        "session_id": "votes",
        "resume_gateway_url": gateway_url,
        "shard": [0, 1],
        "application": {"id": str(BOT_ID), "flags": 0},
    }


def write_bot() -> dict[str, Any]:
    """Write the bot's own account."""
    return {
        "id": str(BOT_ID),
        "username": "colloquy",
        "discriminator": "0",
        "avatar": None,
        "bot": True,
    }


def write_guild(guild_id: int) -> dict[str, Any]:
    """Write a server of some roles and channels, each channel with an overwrite."""
    return {
        "id": str(guild_id),
        "name": "Readers",
        "owner_id": str(FIRST_VOTER),
        "roles": [_write_role(guild_id, number) for number in range(_ROLES + 1)],
        "channels": [_write_channel(guild_id, number) for number in range(1, _CHANNELS + 1)],
        "members": [_write_member(write_bot())],
        "threads": [],
        "emojis": [],
        "stickers": [],
        "features": [],
        "presences": [],
        "voice_states": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "member_count": 100_000,
        "large": True,
        "unavailable": False,
        "joined_at": "2026-01-01T00:00:00+00:00",
        "preferred_locale": "en-US",
        "verification_level": 0,
        "default_message_notifications": 0,
        "explicit_content_filter": 0,
        "mfa_level": 0,
        "nsfw_level": 0,
        "premium_tier": 0,
        "system_channel_flags": 0,
    }


def _write_role(guild_id: int, number: int) -> dict[str, Any]:
    return {
        "id": str(guild_id + 1_000 + number if number else guild_id),
        "name": f"role {number}",
        "permissions": "309237730368",
        "position": number,
        "color": 0,
        "hoist": False,
        "managed": False,
        "mentionable": False,
    }


def _write_channel(guild_id: int, number: int) -> dict[str, Any]:
    return {
        "id": str(guild_id + number),
        "type": 0,
        "name": f"channel {number}",
        "position": number,
        "permission_overwrites": [
            {"id": str(guild_id), "type": 0, "allow": "0", "deny": "2048"},
        ],
    }


def write_votes(polls: Sequence[OpenPoll], votes: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """Write votes of members of their own, over all polls, and one reaction taken back elsewhere.

    That last event says that the votes are over.
    """
    source = random.Random(1)
    for number in range(votes):
        poll = source.choice(polls)
        yield "MESSAGE_REACTION_ADD", _write_vote(poll, number, source.choice(poll.emojis))
    yield (
        "MESSAGE_REACTION_REMOVE",
        {
            "user_id": str(FIRST_VOTER),
            "channel_id": str(polls[0].channel_id),
            "guild_id": str(polls[0].guild_id),
            "message_id": str(_NEVER_A_POLL),
            "emoji": {"id": None, "name": "🔚"},
            "burst": False,
            "type": 0,
        },
    )


def _write_vote(poll: OpenPoll, number: int, emoji: str) -> dict[str, Any]:
    roles = [str(poll.guild_id + 1_001 + (number + role) % _ROLES) for role in range(4)]
    return {
        "user_id": str(FIRST_VOTER + number),
        "channel_id": str(poll.channel_id),
        "message_id": str(poll.message_id),
        "guild_id": str(poll.guild_id),
        "message_author_id": str(BOT_ID),
        "emoji": {"id": None, "name": emoji},
        "burst": False,
        "type": 0,
        "member": _write_member(_write_voter(number), *roles),
    }


def _write_voter(number: int) -> dict[str, Any]:
    return {
        "id": str(FIRST_VOTER + number),
        "username": f"reader{number}",
        "global_name": f"Reader {number}",
        "discriminator": "0",
        "avatar": f"{number:032x}",
        "avatar_decoration_data": None,
        "display_name_styles": None,
        "collectibles": None,
        "primary_guild": None,
        "clan": None,
        "public_flags": 0,
        "bot": False,
    }


def _write_member(user: dict[str, Any], *roles: str) -> dict[str, Any]:
    return {
        "user": user,
        "roles": list(roles),
        "nick": None,
        "avatar": None,
        "banner": None,
        "joined_at": "2026-01-01T00:00:00.000000+00:00",
        "premium_since": None,
        "communication_disabled_until": None,
        "pending": False,
        "deaf": False,
        "mute": False,
        "flags": 0,
    }


def write_frame(sequence: int, name: str, data: object) -> bytes:
    """Write a gateway event."""
    return _dump({"t": name, "s": sequence, "op": 0, "d": data}).encode()
