"""Control: building the world, and changing it from outside."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot.sandbox import permissions
from bot.sandbox.bodies.commands import LOCALES
from bot.sandbox.control.ask import ROUTES, Ask, Desk, get_channel, get_guild, get_user
from bot.sandbox.errors import ClientRefusal
from bot.sandbox.happenings import Change, ChannelChanged
from bot.sandbox.jsontypes import Json
from bot.sandbox.rules import guilds
from bot.sandbox.snowflakes import is_id
from bot.sandbox.state.channels import Channel, ChannelType, Overwrite, Tag
from bot.sandbox.state.emojis import Emoji
from bot.sandbox.state.guilds import Guild
from bot.sandbox.state.users import USUAL_LOCALE, User

KINDS = {
    "text": ChannelType.TEXT,
    "voice": ChannelType.VOICE,
    "category": ChannelType.CATEGORY,
    "announcement": ChannelType.ANNOUNCEMENT,
    "forum": ChannelType.FORUM,
    "media": ChannelType.MEDIA,
}
_USUAL_AGE_DAYS = 400
# Discord is not older.
_MOST_DAYS = 3_600
CHANNEL = ("name", "kind", "parent_id", "tags", "flags", "read_only")
GUILD = ("name", "owner", "channels", "roles", "members", "bot", "bot_permissions")


@ROUTES.on("POST", "/users", "name", "days_old", "bot", "locale")
def add_user(desk: Desk, ask: Ask) -> Json:
    """Make an account; `days_old` is how long ago, which its id tells; `locale` its client's."""
    days = ask.integer("days_old", _USUAL_AGE_DAYS, least=0)
    if days > _MOST_DAYS:
        raise ClientRefusal(f"Nobody is older than {_MOST_DAYS} days.")
    age = timedelta(days=days)
    locale = ask.text("locale", USUAL_LOCALE)
    if locale not in LOCALES:
        raise ClientRefusal(f"A client's locale is one of {sorted(LOCALES)}.")
    user = _make_user(desk, ask.text("name"), age, bot=ask.flag("bot"))
    user.locale = locale
    return {"id": str(user.id), "name": user.name}


def _make_user(desk: Desk, name: str, age: timedelta, *, bot: bool = False) -> User:
    user = User(desk.world.ids.draw_aged(age), name, bot)
    desk.world.users[user.id] = user
    return user


@ROUTES.on("POST", "/guilds", *GUILD)
def add_guild(desk: Desk, ask: Ask) -> Json:
    """Make a server with channels, roles and members; the bot joins last, unless it is not to."""
    return render_state(desk, found(desk, ask))


def found(desk: Desk, ask: Ask) -> Guild:
    """Make the server that was asked for."""
    name, bits = ask.text("name"), _bot_permissions(desk, ask)
    plans = [_plan(ask, each) for each in ask.items("channels")]
    joins = ask.flag("bot", default=True)
    owner, *others = (
        _member_user(desk, each)
        for each in [ask.get("owner", f"{name} owner"), *ask.items("members")]
    )
    guild = guilds.found_guild(desk.world, name, owner)
    for plan in plans if ask.has("channels") else [_Plan("general")]:
        _add_channel(desk, guild, plan)
    for role in ask.texts("roles"):
        guilds.add_role(desk.world, guild, role, 0)
    for member in others:
        guilds.add_member(desk.world, guild, member)
    if joins:
        guilds.invite_bot(desk.world, guild, bits)
    return guild


def _bot_permissions(desk: Desk, ask: Ask) -> int:
    return ask.integer("bot_permissions", desk.default_bot_permissions)


def _member_user(desk: Desk, given: Any) -> User:
    """Find a user by id, or make one by name."""
    if is_id(given):
        return get_user(desk, int(given))
    if not isinstance(given, str):
        raise ClientRefusal("A member is a user's id, or a new user's name.")
    return _make_user(desk, given, timedelta(days=_USUAL_AGE_DAYS))


def render_state(desk: Desk, guild: Guild) -> Json:
    """Show a server with the ids of what is in it, by name."""
    bot_role = next((r.id for r in guild.roles.values() if r.bot_id == desk.world.bot.id), None)
    return {
        "id": str(guild.id),
        "name": guild.name,
        "owner_id": str(guild.owner_id),
        "bot_role_id": bot_role and str(bot_role),
        "channels": {each.name: str(each.id) for each in guild.channels.values()},
        "threads": {each.name: str(each.id) for each in guild.threads.values()},
        "members": {each.user.name: str(each.user.id) for each in guild.members.values()},
        "roles": {each.name: str(each.id) for each in guild.roles.values()},
        "unavailable": guild.unavailable,
    }


@ROUTES.on("GET", "/guilds/{guild_id}")
def get_state(desk: Desk, ask: Ask) -> Json:
    """Show a server."""
    return render_state(desk, get_guild(desk, ask))


@ROUTES.on("POST", "/guilds/{guild_id}/channels", *CHANNEL)
def add_channel(desk: Desk, ask: Ask) -> Json:
    """Make a channel, `read_only` for everyone if told so; forums may bring their tags."""
    given = {name: ask.get(name) for name in CHANNEL}
    channel = _add_channel(desk, get_guild(desk, ask), _plan(ask, given))
    return {
        "id": str(channel.id),
        "tags": {each.name: str(each.id) for each in channel.tags},
    }


@dataclass(frozen=True, slots=True)
class _Plan:
    """What a channel shall be."""

    name: str
    kind: ChannelType = ChannelType.TEXT
    parent_id: int | None = None
    tags: tuple[str, ...] = ()
    flags: int = 0
    read_only: bool = False


def _plan(ask: Ask, given: Any) -> _Plan:
    """Read what a channel shall be, a text channel where only its name is given."""
    if isinstance(given, str):
        return _Plan(given)
    read = ask.inner("channels", given, *CHANNEL)
    kind = read.text("kind", "text")
    if kind not in KINDS:
        raise ClientRefusal(f"A channel is one of {sorted(KINDS)}.")
    parent_id = read.integer("parent_id") if read.has("parent_id") else None
    tags, flags = tuple(read.texts("tags")), read.integer("flags", 0)
    return _Plan(read.text("name"), KINDS[kind], parent_id, tags, flags, read.flag("read_only"))


def _add_channel(desk: Desk, guild: Guild, plan: _Plan) -> Channel:
    if plan.parent_id is not None and plan.parent_id not in guild.channels:
        raise ClientRefusal("There is no such category.")
    tags = [Tag(desk.world.ids.draw(), name) for name in plan.tags]
    channel = guilds.draw_up(desk.world, guild, plan.name, plan.kind, plan.parent_id, tags)
    channel.flags = plan.flags
    if plan.read_only:
        channel.overwrites[guild.id] = Overwrite(
            guild.id, for_member=False, deny=permissions.SEND_MESSAGES
        )
    desk.world.publish(ChannelChanged(channel, Change.CREATED))
    return channel


@ROUTES.on("POST", "/guilds/{guild_id}/roles", "name", "permissions")
def add_role(desk: Desk, ask: Ask) -> Json:
    """Make a role."""
    guild = get_guild(desk, ask)
    role = guilds.add_role(desk.world, guild, ask.text("name"), ask.integer("permissions", 0))
    return {"id": str(role.id)}


@ROUTES.on("POST", "/guilds/{guild_id}/roles/{role_id}", "permissions")
def change_role(desk: Desk, ask: Ask) -> None:
    """Give a role other permissions; the server's id names the role of everyone."""
    guild = get_guild(desk, ask)
    role = guild.roles.get(ask.integer("role_id"))
    if role is None:
        raise ClientRefusal("There is no such role.")
    guilds.change_role(desk.world, guild, role, ask.integer("permissions"))


@ROUTES.on("POST", "/guilds/{guild_id}/emojis", "name", "animated")
def add_emoji(desk: Desk, ask: Ask) -> Json:
    """Give a server a custom emoji."""
    emoji = Emoji(ask.text("name"), desk.world.ids.draw(), ask.flag("animated"))
    guilds.add_emoji(desk.world, get_guild(desk, ask), emoji)
    return {"id": str(emoji.id), "name": emoji.name}


@ROUTES.on("DELETE", "/guilds/{guild_id}/emojis/{emoji_id}")
def remove_emoji(desk: Desk, ask: Ask) -> None:
    """Delete a custom emoji; reactions with it stay, nameless."""
    guilds.remove_emoji(desk.world, get_guild(desk, ask), ask.integer("emoji_id"))


@ROUTES.on("POST", "/guilds/{guild_id}/members", "user", "roles")
def add_member(desk: Desk, ask: Ask) -> Json:
    """Let somebody join: a known user by id, or a new one by name."""
    guild = get_guild(desk, ask)
    roles, user = _role_ids(guild, ask), _member_user(desk, ask.get("user"))
    if user.id in guild.members:
        raise ClientRefusal(f"{user.name} is a member already.")
    guilds.add_member(desk.world, guild, user, roles)
    return {"id": str(user.id), "name": user.name}


@ROUTES.on("POST", "/guilds/{guild_id}/members/{user_id}", "roles")
def change_member(desk: Desk, ask: Ask) -> None:
    """Give a member other roles."""
    guild = get_guild(desk, ask)
    member = guild.members.get(ask.integer("user_id"))
    if member is None:
        raise ClientRefusal("There is no such member.")
    guilds.change_member(desk.world, guild, member, _role_ids(guild, ask))


def _role_ids(guild: Guild, ask: Ask) -> list[int]:
    wanted = ask.integers("roles")
    if not guild.roles.keys() >= set(wanted):
        raise ClientRefusal("There is no such role.")
    return wanted


@ROUTES.on("DELETE", "/guilds/{guild_id}/members/{user_id}")
def remove_member(desk: Desk, ask: Ask) -> None:
    """Let somebody leave."""
    guild, user = get_guild(desk, ask), get_user(desk, ask.integer("user_id"))
    if user.id not in guild.members or user is desk.world.bot:
        raise ClientRefusal("Only members that are not the bot leave this way.")
    guilds.remove_member(desk.world, guild, user)


@ROUTES.on("POST", "/guilds/{guild_id}/bot", "bot_permissions")
def invite_bot(desk: Desk, ask: Ask) -> Json:
    """Invite the bot, or change what its role permits if it is there."""
    guild = get_guild(desk, ask)
    bits = _bot_permissions(desk, ask)
    if desk.world.bot.id not in guild.members:
        guilds.invite_bot(desk.world, guild, bits)
        return render_state(desk, guild)
    for role in guild.roles.values():
        if role.bot_id == desk.world.bot.id:
            guilds.change_role(desk.world, guild, role, bits)
    return render_state(desk, guild)


@ROUTES.on("DELETE", "/guilds/{guild_id}/bot")
def kick_bot(desk: Desk, ask: Ask) -> None:
    """Throw the bot out."""
    guilds.kick_bot(desk.world, get_guild(desk, ask))


@ROUTES.on("POST", "/guilds/{guild_id}/outage", "unavailable")
def set_outage(desk: Desk, ask: Ask) -> None:
    """Begin or end an outage."""
    guilds.set_outage(desk.world, get_guild(desk, ask), unavailable=ask.flag("unavailable"))


@ROUTES.on("POST", "/channels/{channel_id}/overwrites", "target", "allow", "deny")
def set_overwrite(desk: Desk, ask: Ask) -> None:
    """Allow and deny a role, a member, `bot` or `everyone` something in a channel."""
    channel = get_channel(desk, ask)
    guild = desk.world.guilds.get(channel.guild_id or 0)
    if guild is None or channel.thread:
        raise ClientRefusal("Only channels of a server have overwrites.")
    target = ask.get("target")
    names = {"bot": desk.world.bot.id, "everyone": guild.id}
    named = isinstance(target, str) and target in names
    target_id = names[target] if named else ask.integer("target")
    if target_id not in guild.roles and target_id not in guild.members:
        raise ClientRefusal("There is no such role or member.")
    allow, deny = ask.integer("allow", 0), ask.integer("deny", 0)
    overwrite = Overwrite(target_id, target_id not in guild.roles, allow, deny)
    guilds.set_overwrite(desk.world, channel, overwrite)


@ROUTES.on("GET", "/channels/{channel_id}/permissions", "user_id")
def get_permissions(desk: Desk, ask: Ask) -> Json:
    """Show what somebody may do in a channel."""
    channel = get_channel(desk, ask)
    bits = desk.world.permissions_of(ask.integer("user_id", desk.world.bot.id), channel)
    return {"permissions": str(bits), "names": permissions.names_of(bits)}
