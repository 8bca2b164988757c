"""Making and changing the channels of a server that are no threads."""

from typing import Final

from bot.sandbox import permissions
from bot.sandbox.errors import Reason, Refusal, invalid
from bot.sandbox.happenings import Change, ChannelChanged
from bot.sandbox.jsontypes import Json
from bot.sandbox.rules import access, governing, guilds
from bot.sandbox.state.channels import FORUMS, Channel, ChannelType, Overwrite, Tag
from bot.sandbox.state.guilds import Guild
from bot.sandbox.state.users import User
from bot.sandbox.state.world import World

MOST_TAGS: Final = 20
_FOR_THREADS: Final = frozenset({"archived", "locked", "invitable", "applied_tags"})


def create(world: World, actor: User, guild: Guild, body: Json) -> Channel:
    """Make a channel as the body says."""
    access.require_in_guild(guild, actor, permissions.MANAGE_CHANNELS)
    try:
        kind = ChannelType(body.get("type") or 0)
    except ValueError:
        raise invalid("type", "BASE_TYPE_CHOICES", "Unknown kind of channel.") from None
    _refuse_unheld(guild, actor, body)
    channel = guilds.draw_up(world, guild, body["name"].strip(), kind)
    _apply(world, guild, channel, {name: v for name, v in body.items() if v is not None})
    world.publish(ChannelChanged(channel, Change.CREATED))
    return channel


def edit(world: World, actor: User, channel: Channel, body: Json) -> None:
    """Change a channel; overwrites ask for more than the rest."""
    if channel.guild_id is None:
        raise Refusal(Reason.WRONG_CHANNEL_TYPE)
    access.require(world, actor, channel, permissions.MANAGE_CHANNELS)
    guild = world.guilds[channel.guild_id]
    if "permission_overwrites" in body:
        access.require(world, actor, channel, permissions.MANAGE_ROLES)
        _refuse_unheld(guild, actor, body, channel)
    if _FOR_THREADS & body.keys():
        raise invalid(min(_FOR_THREADS & body.keys()), "UNKNOWN_FIELD", "Only for threads.")
    _apply(world, guild, channel, body)
    world.publish(ChannelChanged(channel, Change.UPDATED))


def _refuse_unheld(guild: Guild, actor: User, body: Json, channel: Channel | None = None) -> None:
    """Refuse overwrites that allow or deny what the actor may not, unless they stand already."""
    present = channel.overwrites.values() if channel else ()
    for each in map(_overwrite, body.get("permission_overwrites") or []):
        if each not in present:
            governing.refuse_unheld(guild, actor, each.allow | each.deny)


def _apply(world: World, guild: Guild, channel: Channel, body: Json) -> None:
    channel.name = (body.get("name") or channel.name).strip()
    channel.topic = body.get("topic", channel.topic)
    channel.position = body.get("position") or channel.position
    channel.slowmode = body.get("rate_limit_per_user", channel.slowmode) or 0
    channel.nsfw = bool(body.get("nsfw", channel.nsfw))
    channel.flags = body.get("flags", channel.flags)
    if "default_auto_archive_duration" in body:
        channel.default_archive_minutes = body["default_auto_archive_duration"]
    if "parent_id" in body:
        channel.parent_id = _category(guild, body["parent_id"])
    if "permission_overwrites" in body:
        found = [_overwrite(each) for each in body["permission_overwrites"] or []]
        channel.overwrites = {each.target_id: each for each in found}
    if "available_tags" in body:
        _retag(world, channel, body["available_tags"] or [])


def _category(guild: Guild, wanted: str | None) -> int | None:
    if wanted is None:
        return None
    found = guild.channels.get(int(wanted))
    if found is None or found.type is not ChannelType.CATEGORY:
        raise invalid("parent_id", "CHANNEL_PARENT_INVALID", "Category does not exist.")
    return found.id


def _overwrite(body: Json) -> Overwrite:
    allow, deny = int(body.get("allow") or 0), int(body.get("deny") or 0)
    return Overwrite(int(body["id"]), bool(int(body["type"])), allow, deny)


def _retag(world: World, channel: Channel, wanted: list[Json]) -> None:
    if channel.type not in FORUMS:
        raise Refusal(Reason.WRONG_CHANNEL_TYPE)
    known = {tag.id for tag in channel.tags}
    channel.tags = [
        Tag(
            int(each["id"]) if int(each.get("id") or 0) in known else world.ids.draw(),
            each["name"],
            each.get("moderated", False),
            each.get("emoji_name"),
        )
        for each in wanted
    ]


def set_overwrite(world: World, actor: User, channel: Channel, target: int, body: Json) -> None:
    """Allow and deny a role or member something; only what one may do oneself."""
    guild = _governed(world, actor, channel)
    known = guild.members if body["type"] else guild.roles
    if target not in known:
        raise Refusal(Reason.UNKNOWN_OVERWRITE)
    overwrite = _overwrite({"id": target, **body})
    governing.refuse_unheld(guild, actor, overwrite.allow | overwrite.deny)
    guilds.set_overwrite(world, channel, overwrite)


def delete_overwrite(world: World, actor: User, channel: Channel, target: int) -> None:
    """Let a role or member be as everywhere else."""
    guild = _governed(world, actor, channel)
    if target not in channel.overwrites:
        raise Refusal(Reason.UNKNOWN_OVERWRITE)
    guilds.set_overwrite(world, channel, Overwrite(target, target in guild.members))


def _governed(world: World, actor: User, channel: Channel) -> Guild:
    if channel.guild_id is None or channel.thread:
        raise Refusal(Reason.WRONG_CHANNEL_TYPE)
    access.require(world, actor, channel, permissions.MANAGE_ROLES)
    return world.guilds[channel.guild_id]
