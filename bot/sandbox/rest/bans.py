"""REST: bans."""

from datetime import timedelta
from typing import Final

from bot.sandbox.bodies import guilds as bodies
from bot.sandbox.errors import Reason, Refusal
from bot.sandbox.jsontypes import Json
from bot.sandbox.rest.call import NOTHING, Call, Endpoints, Reply, ok
from bot.sandbox.rules import access, bans
from bot.sandbox.state.guilds import Ban, Guild
from bot.sandbox.wire.users import render_user

ENDPOINTS = Endpoints()
_BANS = "/guilds/{guild_id}/bans"
_LONGEST: Final = 604_800
_DAY: Final = 86_400


def _guild(call: Call) -> Guild:
    return access.get_guild(call.world, call.actor, call.id("guild_id"))


def _render(ban: Ban) -> Json:
    return {"user": render_user(ban.user), "reason": ban.reason}


@ENDPOINTS.on("GET", _BANS, query=("limit", "before", "after"))
def list_bans(call: Call) -> Reply:
    """List bans, ascending by user id."""
    limit = call.query_int("limit", 1000, 1, 1000)
    before, after = call.query_id("before"), call.query_id("after")
    found = bans.list_all(_guild(call), call.actor, limit, before, after)
    return ok([_render(each) for each in found])


@ENDPOINTS.on("GET", _BANS + "/{user_id}")
def get_ban(call: Call) -> Reply:
    """Look a ban up."""
    return ok(_render(bans.find(_guild(call), call.actor, call.id("user_id"))))


# discord.py tells in the query how far back messages go; the body is where it is documented.
_HOW_FAR = ("delete_message_seconds", "delete_message_days")


@ENDPOINTS.on("PUT", _BANS + "/{user_id}", body=bodies.BAN, query=_HOW_FAR)
def ban(call: Call) -> Reply:
    """Ban somebody, and delete what they wrote lately."""
    guild = _guild(call)
    user = call.world.users.get(call.id("user_id"))
    if user is None:
        raise Refusal(Reason.UNKNOWN_USER)
    bans.ban(call.world, call.actor, guild, user, deleting_back=_span(call), reason=call.reason)
    return NOTHING


def _span(call: Call) -> timedelta:
    seconds = call.query_int("delete_message_seconds", 0, 0, _LONGEST)
    days = call.query_int("delete_message_days", 0, 0, _LONGEST // _DAY)
    seconds = call.body.get("delete_message_seconds") or seconds
    days = call.body.get("delete_message_days") or days
    return timedelta(seconds=seconds) if seconds else timedelta(days=days)


@ENDPOINTS.on("DELETE", _BANS + "/{user_id}")
def unban(call: Call) -> Reply:
    """Let somebody in again."""
    bans.unban(call.world, call.actor, _guild(call), call.id("user_id"))
    return NOTHING


@ENDPOINTS.on("POST", "/guilds/{guild_id}/bulk-ban", body=bodies.BULK_BAN)
def bulk_ban(call: Call) -> Reply:
    """Ban up to 200 users at once."""
    span = timedelta(seconds=call.body.get("delete_message_seconds") or 0)
    wanted = [int(each) for each in call.body["user_ids"]]
    banned, failed = bans.ban_several(call.world, call.actor, _guild(call), wanted, span)
    return ok({"banned_users": [*map(str, banned)], "failed_users": [*map(str, failed)]})
