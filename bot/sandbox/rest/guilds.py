"""REST: the bot itself, servers, members, roles, users."""

from collections import Counter

from bot.sandbox.errors import Reason, Refusal, invalid
from bot.sandbox.intents import GUILD_MEMBERS
from bot.sandbox.jsontypes import Json
from bot.sandbox.rest.call import NOTHING, Call, Endpoints, Reply, ok
from bot.sandbox.rules import access, guilds
from bot.sandbox.shapes import REQUIRED
from bot.sandbox.state.guilds import Guild
from bot.sandbox.wire.guilds import (
    render_emoji,
    render_guild,
    render_member,
    render_own_guild,
    render_role,
)
from bot.sandbox.wire.users import render_self, render_user

ENDPOINTS = Endpoints()
_GUILD = "/guilds/{guild_id}"


@ENDPOINTS.on("GET", "/users/@me")
def get_self(call: Call) -> Reply:
    """Tell the bot who it is."""
    return ok(render_self(call.actor))


@ENDPOINTS.on("GET", "/users/{user_id}")
def get_user(call: Call) -> Reply:
    """Look a user up."""
    user = call.world.users.get(call.id("user_id"))
    if user is None:
        raise Refusal(Reason.UNKNOWN_USER)
    return ok(render_user(user))


@ENDPOINTS.on("GET", "/oauth2/applications/@me")
def get_application(call: Call) -> Reply:
    """Describe the bot's application."""
    return ok(_render_application(call))


def _render_application(call: Call) -> Json:
    bot = call.actor
    return {
        "id": str(bot.id),
        "name": bot.name,
        "icon": None,
        "description": "",
        "type": None,
        "bot": render_user(bot),
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "flags": 0,
        "flags_new": "0",
        "hook": True,
        "is_monetized": False,
        "is_verified": False,
        "owner": render_user(bot),
        "team": None,
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
        "approximate_guild_count": sum(1 for _ in call.world.bot_guilds()),
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
        "explicit_content_filter": 0,
        "eligible_oauth2_scopes": ["bot", "applications.commands"],
        "max_participants": None,
        "integration_types_config": {"0": {}},
    }


@ENDPOINTS.on("GET", "/gateway", open=True)
def get_gateway(call: Call) -> Reply:
    """Tell where the gateway is."""
    return ok({"url": _gateway_url(call)})


@ENDPOINTS.on("GET", "/gateway/bot")
def get_gateway_bot(call: Call) -> Reply:
    """Tell where the gateway is, with how many shards to connect, and how often one may."""
    advice = call.advise()
    start_limit = {
        "total": advice.total,
        "remaining": advice.remaining,
        "reset_after": advice.reset_after,
        "max_concurrency": advice.concurrency,
    }
    shown: Json = {"url": _gateway_url(call), "shards": advice.shards}
    return ok({**shown, "session_start_limit": start_limit})


def _gateway_url(call: Call) -> str:
    return call.world.base_url.replace("http", "ws", 1) + "/gateway"


@ENDPOINTS.on("GET", "/users/@me/guilds", query=("limit", "before", "after", "with_counts"))
def list_guilds(call: Call) -> Reply:
    """List the servers the bot is in, ascending by id."""
    after = call.query_id("after") or 0
    before = call.query_id("before") or 1 << 63
    found = [each for each in call.world.bot_guilds() if after < each.id < before]
    found.sort(key=lambda guild: guild.id)
    limit = call.query_int("limit", 200, 1, 200)
    me = call.actor.id
    shown = [
        render_own_guild(each, each.members[me]) | _counts(call, each) for each in found[:limit]
    ]
    return ok(shown)


@ENDPOINTS.on("DELETE", "/users/@me/guilds/{guild_id}")
def leave_guild(call: Call) -> Reply:
    """Leave a server."""
    guild = access.get_guild(call.world, call.actor, call.id("guild_id"))
    guilds.kick_bot(call.world, guild)
    return NOTHING


@ENDPOINTS.on("GET", _GUILD, query=("with_counts",))
def get_guild(call: Call) -> Reply:
    """Look a server up."""
    guild = access.get_guild(call.world, call.actor, call.id("guild_id"))
    return ok(render_guild(guild) | _counts(call, guild))


def _counts(call: Call, guild: Guild) -> Json:
    """Tell how many members a server has, if that is asked for."""
    if call.query.get("with_counts") not in {"1", "true", "True"}:
        return {}
    count = len(guild.members)
    return {"approximate_member_count": count, "approximate_presence_count": count}


@ENDPOINTS.on("GET", _GUILD + "/roles")
def list_roles(call: Call) -> Reply:
    """List a server's roles."""
    guild = access.get_guild(call.world, call.actor, call.id("guild_id"))
    return ok([render_role(each) for each in guild.roles.values()])


@ENDPOINTS.on("GET", _GUILD + "/emojis")
def list_emojis(call: Call) -> Reply:
    """List a server's custom emoji."""
    guild = access.get_guild(call.world, call.actor, call.id("guild_id"))
    return ok([render_emoji(each) for each in guild.emojis.values()])


@ENDPOINTS.on("GET", _GUILD + "/emojis/{emoji_id}")
def get_emoji(call: Call) -> Reply:
    """Look a custom emoji up."""
    guild = access.get_guild(call.world, call.actor, call.id("guild_id"))
    found = guild.emojis.get(call.id("emoji_id"))
    if found is None:
        raise Refusal(Reason.NO_SUCH_EMOJI)
    return ok(render_emoji(found))


@ENDPOINTS.on("GET", _GUILD + "/roles/member-counts")
def count_members(call: Call) -> Reply:
    """Count the members of each role but that of everyone."""
    guild = access.get_guild(call.world, call.actor, call.id("guild_id"))
    counts = Counter(each for member in guild.members.values() for each in member.roles)
    return ok({str(each): counts[each] for each in guild.roles if each != guild.id})


@ENDPOINTS.on("GET", _GUILD + "/members/search", query=("query", "limit"))
def search_members(call: Call) -> Reply:
    """Find members by how their user name or nickname begins."""
    guild = access.get_guild(call.world, call.actor, call.id("guild_id"))
    wanted, limit = call.query.get("query", "").lower(), call.query_int("limit", 1, 1, 1000)
    if not wanted:
        raise invalid("query", *REQUIRED)
    found = [
        each
        for each in guild.members.values()
        if any((name or "").lower().startswith(wanted) for name in (each.user.name, each.nick))
    ]
    return ok([render_member(each) for each in found[:limit]])


@ENDPOINTS.on("GET", _GUILD + "/members/{user_id}")
def get_member(call: Call) -> Reply:
    """Look a member up."""
    guild = access.get_guild(call.world, call.actor, call.id("guild_id"))
    member = guild.members.get(call.id("user_id"))
    if member is None:
        known = call.id("user_id") in call.world.users
        raise Refusal(Reason.UNKNOWN_MEMBER if known else Reason.UNKNOWN_USER)
    return ok(render_member(member))


@ENDPOINTS.on("GET", _GUILD + "/members", query=("limit", "after"))
def list_members(call: Call) -> Reply:
    """List a server's members, ascending by id."""
    guild = access.get_guild(call.world, call.actor, call.id("guild_id"))
    call.require_intent(GUILD_MEMBERS)
    after = call.query_id("after") or 0
    limit = call.query_int("limit", 1, 1, 1000)
    found = sorted(each for each in guild.members if each > after)[:limit]
    return ok([render_member(guild.members[each]) for each in found])
