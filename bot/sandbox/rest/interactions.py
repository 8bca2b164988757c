"""REST: registering commands, answering interactions, follow-ups."""

from bot.sandbox.bodies import commands as command_bodies
from bot.sandbox.bodies import interactions as bodies
from bot.sandbox.errors import Reason, Refusal
from bot.sandbox.jsontypes import Json
from bot.sandbox.rest.call import NOTHING, Call, Endpoints, Reply, ok
from bot.sandbox.rules import allowing, commands, interactions
from bot.sandbox.shapes import anything
from bot.sandbox.state.messages import Message
from bot.sandbox.wire.interactions import render_callback, render_command_permissions
from bot.sandbox.wire.messages import render_for_bot

ENDPOINTS = Endpoints()
_GLOBAL = "/applications/{application_id}/commands"
_GUILD = "/applications/{application_id}/guilds/{guild_id}/commands"
_WEBHOOK = "/webhooks/{application_id}/{token}"
_ANSWER = _WEBHOOK + "/messages/{message_id}"


def _scope(call: Call) -> int | None:
    """Tell whose commands the path means, after checking that they are the bot's own."""
    if call.id("application_id") != call.actor.id:
        raise Refusal(Reason.UNKNOWN_APPLICATION)
    if "guild_id" not in call.variables:
        return None
    guild_id = call.id("guild_id")
    guild = call.world.guilds.get(guild_id)
    if guild is None or call.actor.id not in guild.members:
        raise Refusal(Reason.MISSING_ACCESS)
    return guild_id


def list_commands(call: Call) -> Reply:
    """List registered commands."""
    return ok([each.body for each in call.world.commands.get(_scope(call), {}).values()])


def overwrite_commands(call: Call) -> Reply:
    """Replace all commands."""
    found = commands.overwrite_commands(call.world, _scope(call), call.body)
    return ok([each.body for each in found])


def upsert_command(call: Call) -> Reply:
    """Register one command."""
    return Reply(201, commands.upsert_command(call.world, _scope(call), call.body).body)


def get_command(call: Call) -> Reply:
    """Look one command up."""
    return ok(commands.get_command(call.world, _scope(call), call.id("command_id")).body)


def delete_command(call: Call) -> Reply:
    """Unregister one command."""
    scope = _scope(call)
    found = commands.get_command(call.world, scope, call.id("command_id"))
    del call.world.commands[scope][found.id]
    return NOTHING


for _base in (_GLOBAL, _GUILD):
    ENDPOINTS.on("GET", _base, query=("with_localizations",))(list_commands)
    ENDPOINTS.on("PUT", _base, body=command_bodies.COMMANDS)(overwrite_commands)
    ENDPOINTS.on("POST", _base, body=command_bodies.COMMAND)(upsert_command)
    ENDPOINTS.on("GET", _base + "/{command_id}")(get_command)
    ENDPOINTS.on("DELETE", _base + "/{command_id}")(delete_command)


@ENDPOINTS.on("GET", _GUILD + "/permissions")
def list_permissions(call: Call) -> Reply:
    """List who may use which command in a server."""
    guild = call.world.guilds[_scope(call) or 0]
    known = allowing.targets(call.world, guild)
    known &= {each for each, entries in guild.command_permissions.items() if entries}
    return ok([render_command_permissions(call.world, guild, each) for each in sorted(known)])


@ENDPOINTS.on("GET", _GUILD + "/{command_id}/permissions")
def get_permissions(call: Call) -> Reply:
    """Tell who may use one command in a server."""
    guild = call.world.guilds[_scope(call) or 0]
    allowing.find_entries(call.world, guild, call.id("command_id"))
    return ok(render_command_permissions(call.world, guild, call.id("command_id")))


@ENDPOINTS.on("PUT", _GUILD + "/{command_id}/permissions", body=anything)
def set_permissions(call: Call) -> Reply:
    """Refuse: only people decide who may use commands."""
    _scope(call)
    raise Refusal(Reason.NOT_FOR_BOTS)


@ENDPOINTS.on(
    "POST",
    "/interactions/{interaction_id}/{token}/callback",
    body=bodies.CALLBACK,
    query=("with_response",),
    files=True,
    open=True,
)
def answer(call: Call) -> Reply:
    """Answer an interaction for the first time."""
    found = interactions.answer(
        call.world, call.id("interaction_id"), call.variables["token"], call.body, call.files
    )
    if call.query.get("with_response") not in {"1", "true", "True"}:
        return NOTHING
    return ok(render_callback(call.world, found))


@ENDPOINTS.on(
    "POST",
    _WEBHOOK,
    body=bodies.FOLLOWUP,
    query=("wait", "with_components", "thread_id"),
    files=True,
    open=True,
)
def follow_up(call: Call) -> Reply:
    """Send a follow-up."""
    found = interactions.by_token(call.world, call.id("application_id"), call.variables["token"])
    return ok(_show(call, interactions.follow_up(call.world, found, call.body, call.files)))


@ENDPOINTS.on("GET", _ANSWER, query=("thread_id",), open=True)
def get_answer(call: Call) -> Reply:
    """Read an answer."""
    found = interactions.by_token(call.world, call.id("application_id"), call.variables["token"])
    return ok(_show(call, interactions.get_answer(found, call.variables["message_id"])))


@ENDPOINTS.on(
    "PATCH",
    _ANSWER,
    body=bodies.FOLLOWUP,
    query=("with_components", "thread_id"),
    files=True,
    open=True,
)
def edit_answer(call: Call) -> Reply:
    """Change an answer."""
    found = interactions.by_token(call.world, call.id("application_id"), call.variables["token"])
    message = interactions.get_answer(found, call.variables["message_id"])
    return ok(
        _show(call, interactions.edit_answer(call.world, found, message, call.body, call.files))
    )


@ENDPOINTS.on("DELETE", _ANSWER, query=("thread_id",), open=True)
def delete_answer(call: Call) -> Reply:
    """Delete an answer."""
    found = interactions.by_token(call.world, call.id("application_id"), call.variables["token"])
    message = interactions.get_answer(found, call.variables["message_id"])
    interactions.delete_answer(call.world, found, message)
    return NOTHING


def _show(call: Call, message: Message) -> Json:
    return render_for_bot(call.world, message)
