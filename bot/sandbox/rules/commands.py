"""Registering application commands, and finding one the way a member's client does."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.sandbox import assumptions, permissions
from bot.sandbox.bodies.commands import CHAT_INPUT, GROUP, SUBCOMMAND, refuse_wrong_commands
from bot.sandbox.errors import ClientRefusal, Reason, Refusal
from bot.sandbox.happenings import CommandsRegistered
from bot.sandbox.jsontypes import Json
from bot.sandbox.rules import access, allowing
from bot.sandbox.state.channels import Channel
from bot.sandbox.state.interactions import Command
from bot.sandbox.state.users import User
from bot.sandbox.state.world import World

_GUILD_INSTALL: Final = 0
_IN_GUILD: Final = 0
_IN_BOT_DM: Final = 1


def overwrite_commands(world: World, guild_id: int | None, bodies: list[Json]) -> list[Command]:
    """Replace all global commands, or all of one server; commands of the same name keep ids."""
    refuse_wrong_commands(bodies)
    present = {_key(each.body): each for each in world.commands.get(guild_id, {}).values()}
    _count_creates(world, guild_id, sum(1 for body in bodies if _key(body) not in present))
    registered = {}
    for body in bodies:
        known = present.get(_key(body))
        command_id = known.id if known else world.ids.draw()
        registered[command_id] = _register(world, guild_id, body, command_id)
    world.commands[guild_id] = registered
    world.publish(CommandsRegistered(guild_id))
    return list(registered.values())


def _count_creates(world: World, guild_id: int | None, new: int) -> None:
    """Refuse more than 200 new commands in a day; an unchanged list creates none."""
    since = world.clock.now() - timedelta(days=1)
    made = [each for each in world.commands_made.get(guild_id, []) if each > since]
    if len(made) + new > assumptions.COMMANDS_A_DAY:
        raise Refusal(Reason.TOO_MANY_COMMANDS)
    world.commands_made[guild_id] = made + [world.clock.now()] * new


def upsert_command(world: World, guild_id: int | None, body: Json) -> Command:
    """Register one command besides the others; one of the same name and type is replaced."""
    table = world.commands.get(guild_id, {})
    others = [each.body for each in table.values() if _key(each.body) != _key(body)]
    wanted = overwrite_commands(world, guild_id, [*map(_as_sent, others), body])
    return wanted[-1]


def get_command(world: World, guild_id: int | None, command_id: int) -> Command:
    """Look one registered command up."""
    found = world.commands.get(guild_id, {}).get(command_id)
    if found is None:
        raise Refusal(Reason.UNKNOWN_COMMAND)
    return found


def _key(body: Json) -> tuple[int, str]:
    return body.get("type") or CHAT_INPUT, body["name"]


def _as_sent(body: Json) -> Json:
    added = {"id", "application_id", "version", "guild_id"}
    return {name: value for name, value in body.items() if name not in added}


def _register(world: World, guild_id: int | None, body: Json, command_id: int) -> Command:
    needed = body.get("default_member_permissions")
    completed: Json = {
        **body,
        "description": body.get("description") or "",
        "options": [_without_nulls(each) for each in body.get("options") or []],
        "nsfw": body.get("nsfw") or False,
        "default_member_permissions": None if needed is None else str(needed),
        "type": body.get("type") or CHAT_INPUT,
        "integration_types": body.get("integration_types") or [0],
        "id": str(command_id),
        "application_id": str(world.bot.id),
        "version": str(world.ids.draw()),
    }
    if guild_id is not None:
        completed["guild_id"] = str(guild_id)
    return Command(command_id, guild_id, completed)


def _without_nulls(option: Json) -> Json:
    """Drop what is null of an option, and of those in it."""
    given = {name: value for name, value in option.items() if value is not None}
    if "options" in given:
        given["options"] = [_without_nulls(each) for each in given["options"]]
    return given


@dataclass(frozen=True, slots=True)
class Invocable:
    """A command as found by its full name: groups on the way, and the options of the last."""

    command: Command
    path: tuple[str, ...]
    options: list[Json]


def find_invocable(world: World, actor: User, channel: Channel, name: str) -> Invocable:
    """Find a slash command among those registered and shown to the actor here."""
    root, *rest = name.split()
    command = find_shown(world, actor, channel, root, CHAT_INPUT)
    options = command.body["options"] or []
    for part in rest:
        found = next((o for o in options if o["name"] == part), None)
        if found is None or found["type"] not in {SUBCOMMAND, GROUP}:
            raise ClientRefusal(f"There is no command /{name}.")
        options = found.get("options") or []
    if any(each["type"] in {SUBCOMMAND, GROUP} for each in options):
        raise ClientRefusal(f"/{name} is a group of commands.")
    return Invocable(command, tuple(rest), options)


def find_shown(world: World, actor: User, channel: Channel, name: str, kind: int) -> Command:
    """Find a command by name and type; a server's own one hides a global one."""
    command = find_named(world, channel.guild_id, name, kind)
    _require_shown(world, actor, channel, command)
    return command


def find_named(world: World, guild_id: int | None, name: str, kind: int | None = None) -> Command:
    """Find a command by name, of a type or of any, shown or not."""
    for scope in (guild_id, None):
        for command in world.commands.get(scope, {}).values():
            if command.body["name"] == name and kind in {None, command.body["type"]}:
                return command
    raise ClientRefusal(f"The bot has registered no command {name!r}.")


def _require_shown(world: World, actor: User, channel: Channel, command: Command) -> None:
    needed = permissions.VIEW_CHANNEL | permissions.USE_APPLICATION_COMMANDS
    if not access.has(world, actor, channel, needed):
        raise ClientRefusal(f"{actor.name} may not use commands in this channel.")
    if not _is_offered(world, channel, command):
        raise ClientRefusal(f"/{command.body['name']} is not offered in this channel.")
    if channel.thread and channel.thread.archived:
        raise ClientRefusal("The thread is archived: somebody must write in it first.")
    if channel.guild_id is None:
        return
    if world.bot.id not in world.guilds[channel.guild_id].members:
        raise ClientRefusal("The bot is not in this server.")
    guild = world.guilds[channel.guild_id]
    if not allowing.is_allowed(world, guild, guild.members[actor.id], channel, command):
        raise ClientRefusal(f"/{command.body['name']} is not shown to {actor.name}.")


def _is_offered(world: World, channel: Channel, command: Command) -> bool:
    """Tell whether a command is for such a place; in the sandbox bots are installed in servers."""
    body = command.body
    if _GUILD_INSTALL not in body["integration_types"]:
        return False
    if channel.guild_id is None:
        usual = [_IN_GUILD] if body.get("dm_permission") is False else [_IN_GUILD, _IN_BOT_DM]
        return _IN_BOT_DM in (body.get("contexts") or usual)
    if command.guild_id is None and _IN_GUILD not in (body.get("contexts") or [_IN_GUILD]):
        return False
    home = world.channels[channel.parent_id or 0] if channel.thread else channel
    return home.nsfw or not body["nsfw"]
