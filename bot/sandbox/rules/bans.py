"""Bans: who may not come back, and what is deleted of what they wrote."""

from collections.abc import Sequence
from datetime import timedelta

from bot.sandbox import permissions
from bot.sandbox.errors import Reason, Refusal
from bot.sandbox.happenings import BanChanged
from bot.sandbox.rules import access, deleting, governing, guilds
from bot.sandbox.state.guilds import Ban, Guild
from bot.sandbox.state.users import User
from bot.sandbox.state.world import World


def find(guild: Guild, actor: User, user_id: int) -> Ban:
    """Look a ban up, as somebody who may ban."""
    access.require_in_guild(guild, actor, permissions.BAN_MEMBERS)
    if user_id not in guild.bans:
        raise Refusal(Reason.UNKNOWN_BAN)
    return guild.bans[user_id]


def list_all(
    guild: Guild, actor: User, limit: int, before: int | None, after: int | None
) -> list[Ban]:
    """List bans ascending by user id: up to an id where `before` is given, else from one on."""
    access.require_in_guild(guild, actor, permissions.BAN_MEMBERS)
    known = sorted(guild.bans)
    if before is not None:
        wanted = [each for each in known if each < before][-limit:]
    else:
        wanted = [each for each in known if each > (after or 0)][:limit]
    return [guild.bans[each] for each in wanted]


def ban(
    world: World,
    actor: User,
    guild: Guild,
    user: User,
    *,
    deleting_back: timedelta = timedelta(),
    reason: str | None = None,
) -> None:
    """Ban somebody, a member below oneself or anybody who is none; banned already is enough."""
    access.require_in_guild(guild, actor, permissions.BAN_MEMBERS)
    member = guild.members.get(user.id)
    if member is not None:
        governing.require_other(guild, actor, member)
    if user is world.bot and member is not None:
        guilds.kick_bot(world, guild)
    if user.id not in guild.bans:
        guild.bans[user.id] = Ban(user, reason)
        world.publish(BanChanged(guild, user, banned=True))
    if user.id in guild.members:
        guilds.remove_member(world, guild, user)
    if deleting_back:
        deleting.purge_author(world, guild, user, deleting_back)


def ban_several(
    world: World, actor: User, guild: Guild, user_ids: Sequence[int], deleting_back: timedelta
) -> tuple[list[int], list[int]]:
    """Ban whom one can; gives who was banned and who was not, and refuses if nobody was."""
    needed = permissions.BAN_MEMBERS | permissions.MANAGE_GUILD
    access.require_in_guild(guild, actor, needed)
    banned, failed = list[int](), list[int]()
    for user_id in user_ids:
        done = user_id in world.users and user_id not in guild.bans
        if done:
            try:
                ban(world, actor, guild, world.users[user_id], deleting_back=deleting_back)
            except Refusal:
                done = False
        (banned if done else failed).append(user_id)
    if not banned:
        raise Refusal(Reason.NOBODY_BANNED)
    return banned, failed


def unban(world: World, actor: User, guild: Guild, user_id: int) -> None:
    """Let somebody in again."""
    lifted = find(guild, actor, user_id)
    del guild.bans[user_id]
    world.publish(BanChanged(guild, lifted.user, banned=False))
