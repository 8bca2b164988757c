"""Making and changing the channels of a server that are no threads."""

from collections.abc import Iterable, Sequence
from typing import Final

from bot.sandbox import permissions
from bot.sandbox.errors import NotEmulated, Reason, Refusal, invalid
from bot.sandbox.happenings import Change, ChannelChanged
from bot.sandbox.jsontypes import Json
from bot.sandbox.rules import access, emojis, governing, guilds
from bot.sandbox.state.channels import FORUMS, Channel, ChannelType, Overwrite, Tag
from bot.sandbox.state.guilds import Guild
from bot.sandbox.state.users import User
from bot.sandbox.state.world import World

# What a bot can make: no private channel, no thread, and no group.
_CREATABLE: Final = frozenset(
    {ChannelType.TEXT, ChannelType.VOICE, ChannelType.CATEGORY, ChannelType.ANNOUNCEMENT} | FORUMS
)
# Stages and directories.
_NOT_EMULATED: Final = frozenset({13, 14})
# Kinds whose names are written small and without spaces.
_PLAIN_NAMES: Final = frozenset({ChannelType.TEXT, ChannelType.ANNOUNCEMENT} | FORUMS)
_FOR_FORUMS: Final = frozenset(
    {"default_reaction_emoji", "default_sort_order", "default_forum_layout", "default_tag_setting"}
)
_FOR_VOICES: Final = frozenset({"bitrate", "user_limit", "rtc_region", "video_quality_mode"})
_EXTRAS: Final = {
    ChannelType.VOICE: _FOR_VOICES,
    ChannelType.FORUM: _FOR_FORUMS,
    ChannelType.MEDIA: _FOR_FORUMS,
}
# Kinds that can become each other.
_CONVERTIBLE: Final = frozenset({ChannelType.TEXT, ChannelType.ANNOUNCEMENT})
MOST_CHANNELS: Final = 500
MOST_IN_CATEGORY: Final = 50
LONGEST_TOPIC: Final = 1024
_FOR_THREADS: Final = frozenset({"archived", "locked", "invitable", "applied_tags"})


def create(world: World, actor: User, guild: Guild, body: Json) -> Channel:
    """Make a channel as the body says."""
    access.require_in_guild(guild, actor, permissions.MANAGE_CHANNELS)
    kind = _kind(body.get("type") or 0)
    given = {name: value for name, value in body.items() if value is not None and name != "type"}
    if len(guild.channels) >= MOST_CHANNELS:
        raise Refusal(Reason.TOO_MANY_CHANNELS)
    _check(world, guild, actor, kind, given)
    channel = guilds.draw_up(world, guild, body["name"], kind)
    _apply(world, channel, given)
    world.publish(ChannelChanged(channel, Change.CREATED))
    return channel


def _kind(wanted: int) -> ChannelType:
    if wanted in _NOT_EMULATED:
        raise NotEmulated(f"channel type {wanted}")
    if wanted not in _CREATABLE:
        words = f"Value must be one of {sorted(map(int, _CREATABLE | _NOT_EMULATED))}."
        raise invalid("type", "BASE_TYPE_CHOICES", words)
    return ChannelType(wanted)


def edit(world: World, actor: User, channel: Channel, body: Json) -> None:
    """Change a channel; overwrites ask for more than the rest."""
    access.require_in_server(channel)
    access.require(world, actor, channel, permissions.MANAGE_CHANNELS)
    if "permission_overwrites" in body:
        access.require(world, actor, channel, permissions.MANAGE_ROLES)
    if _FOR_THREADS & body.keys():
        raise invalid(min(_FOR_THREADS & body.keys()), "UNKNOWN_FIELD", "Only for threads.")
    kind = channel.type if body.get("type") is None else ChannelType(body["type"])
    if kind is not channel.type and not {kind, channel.type} <= _CONVERTIBLE:
        raise Refusal(Reason.WRONG_CHANNEL_TYPE)
    _check(world, world.guilds[channel.guild_id or 0], actor, kind, body, channel)
    channel.type = kind
    _apply(world, channel, body)
    world.publish(ChannelChanged(channel, Change.UPDATED))


def arrange(world: World, actor: User, guild: Guild, wanted: Sequence[Json]) -> None:
    """Put channels at other places, perhaps in a category, perhaps with its overwrites."""
    access.require_in_guild(guild, actor, permissions.MANAGE_CHANNELS)
    for each in wanted:
        if int(each["id"]) not in guild.channels:
            raise Refusal(Reason.UNKNOWN_CHANNEL)
        channel = guild.channels[int(each["id"])]
        access.require(world, actor, channel, permissions.MANAGE_CHANNELS)
        if each.get("parent_id") is not None:
            _require_category(guild, int(each["parent_id"]), channel)
    for each in wanted:
        channel = guild.channels[int(each["id"])]
        before = (channel.position, channel.parent_id, channel.overwrites)
        _place(guild, channel, each)
        if before != (channel.position, channel.parent_id, channel.overwrites):
            world.publish(ChannelChanged(channel, Change.UPDATED))


def _place(guild: Guild, channel: Channel, body: Json) -> None:
    if body.get("position") is not None:
        channel.position = body["position"]
    if "parent_id" in body:
        channel.parent_id = None if body["parent_id"] is None else int(body["parent_id"])
    if body.get("lock_permissions") and channel.parent_id is not None:
        channel.overwrites = dict(guild.channels[channel.parent_id].overwrites)


def _check(
    world: World,
    guild: Guild,
    actor: User,
    kind: ChannelType,
    body: Json,
    channel: Channel | None = None,
) -> None:
    """Refuse what cannot be applied, before anything is."""
    if body.get("parent_id") is not None:
        _require_category(guild, int(body["parent_id"]), channel)
    if len(body.get("topic") or "") > LONGEST_TOPIC and kind not in FORUMS:
        words = f"Must be {LONGEST_TOPIC} or fewer in length."
        raise invalid("topic", "BASE_TYPE_MAX_LENGTH", words)
    if "available_tags" in body:
        _check_tags(world, guild, kind, body["available_tags"] or [])
    wanted = [_overwrite(each) for each in body.get("permission_overwrites") or []]
    _check_overwrites(guild, actor, wanted, channel)


def _require_category(guild: Guild, wanted: int, channel: Channel | None) -> None:
    found = guild.channels.get(wanted)
    if found is None or found.type is not ChannelType.CATEGORY:
        raise invalid("parent_id", "CHANNEL_PARENT_INVALID", "Category does not exist.")
    inside = [e for e in guild.channels.values() if e.parent_id == wanted and e is not channel]
    if len(inside) >= MOST_IN_CATEGORY:
        words = "Maximum number of channels in category reached (50)"
        raise invalid("parent_id", "CHANNEL_PARENT_MAX_CHANNELS", words)


def _check_tags(world: World, guild: Guild, kind: ChannelType, wanted: list[Json]) -> None:
    if kind not in FORUMS:
        raise Refusal(Reason.WRONG_CHANNEL_TYPE)
    if len({each["name"].strip() for each in wanted}) < len(wanted):
        raise Refusal(Reason.TAG_NAMES_REPEATED)
    for each in wanted:
        if each.get("emoji_id") and each.get("emoji_name"):
            words = "A tag has one emoji at most."
            raise invalid("available_tags", "FORUM_TAG_EMOJI_EXCLUSIVE", words)
        if each.get("emoji_id") and int(each["emoji_id"]) not in guild.emojis:
            raise Refusal(Reason.UNKNOWN_EMOJI)
        if each.get("emoji_name"):
            emojis.parse(world, each["emoji_name"])


def _check_overwrites(
    guild: Guild, actor: User, wanted: Iterable[Overwrite], channel: Channel | None = None
) -> None:
    """Refuse overwrites for nobody, and of what the actor may not; those that stand may stay."""
    present = channel.overwrites if channel else {}
    own = present.get(actor.id)
    governs = own is not None and bool(own.allow & permissions.MANAGE_ROLES)
    for each in wanted:
        if present.get(each.target_id) == each:
            continue
        if each.target_id not in (guild.members if each.for_member else guild.roles):
            raise Refusal(Reason.UNKNOWN_OVERWRITE)
        if not governs:
            governing.refuse_unheld(guild, actor, each.allow | each.deny, in_channel=True)


def _apply(world: World, channel: Channel, body: Json) -> None:
    channel.name = _write_name(channel.type, body.get("name") or channel.name)
    channel.topic = body.get("topic", channel.topic)
    channel.position = channel.position if body.get("position") is None else body["position"]
    channel.slowmode = body.get("rate_limit_per_user", channel.slowmode) or 0
    if "default_thread_rate_limit_per_user" in body:
        channel.thread_slowmode = body["default_thread_rate_limit_per_user"] or 0
    for name in _EXTRAS.get(channel.type, frozenset()) & body.keys():
        channel.extras[name] = body[name]
    channel.nsfw = bool(body.get("nsfw", channel.nsfw))
    channel.flags = channel.flags if body.get("flags") is None else body["flags"]
    if "default_auto_archive_duration" in body:
        channel.default_archive_minutes = body["default_auto_archive_duration"]
    if "parent_id" in body:
        channel.parent_id = None if body["parent_id"] is None else int(body["parent_id"])
    if "permission_overwrites" in body:
        found = [_overwrite(each) for each in body["permission_overwrites"] or []]
        channel.overwrites = {each.target_id: each for each in found}
    if "available_tags" in body:
        _retag(world, channel, body["available_tags"] or [])


def _write_name(kind: ChannelType, wanted: str) -> str:
    """Write a name as channels of the kind bear it."""
    name = wanted.strip()
    return "-".join(name.lower().split()) if kind in _PLAIN_NAMES else name


def _overwrite(body: Json) -> Overwrite:
    allow, deny = int(body.get("allow") or 0), int(body.get("deny") or 0)
    return Overwrite(int(body["id"]), bool(int(body.get("type") or 0)), allow, deny)


def _retag(world: World, channel: Channel, wanted: list[Json]) -> None:
    known = {tag.id for tag in channel.tags}
    channel.tags = [
        Tag(
            int(each["id"]) if int(each.get("id") or 0) in known else world.ids.draw(),
            each["name"].strip(),
            each.get("moderated") or False,
            each.get("emoji_name"),
            int(each["emoji_id"]) if each.get("emoji_id") else None,
        )
        for each in wanted
    ]


def set_overwrite(world: World, actor: User, channel: Channel, target: int, body: Json) -> None:
    """Allow and deny a role or member something; only what one may do oneself."""
    guild = _governed(world, actor, channel)
    overwrite = _overwrite({**body, "id": target})
    _check_overwrites(guild, actor, [overwrite], channel)
    guilds.set_overwrite(world, channel, overwrite)


def delete_overwrite(world: World, actor: User, channel: Channel, target: int) -> None:
    """Let a role or member be as everywhere else."""
    guild = _governed(world, actor, channel)
    if target not in channel.overwrites:
        raise Refusal(Reason.UNKNOWN_OVERWRITE)
    guilds.set_overwrite(world, channel, Overwrite(target, target in guild.members))


def _governed(world: World, actor: User, channel: Channel) -> Guild:
    access.require_in_server(channel)
    if channel.thread:
        raise Refusal(Reason.WRONG_CHANNEL_TYPE)
    access.require(world, actor, channel, permissions.MANAGE_ROLES)
    return world.guilds[channel.guild_id or 0]
