"""Inviting people: who may, how long it lasts, and who comes."""

from typing import Final

from bot.sandbox import permissions
from bot.sandbox.errors import Reason, Refusal
from bot.sandbox.happenings import InviteChanged
from bot.sandbox.jsontypes import Json
from bot.sandbox.rules import access, guilds
from bot.sandbox.state.channels import Channel
from bot.sandbox.state.guilds import Guild
from bot.sandbox.state.invites import Invite
from bot.sandbox.state.users import User
from bot.sandbox.state.world import World

USUAL_AGE: Final = 86_400
_CODE_LENGTH: Final = 10


def create(world: World, actor: User, channel: Channel, body: Json) -> Invite:
    """Make an invite; where it need not be unique, one of the same kind is given again."""
    access.require(world, actor, channel, permissions.CREATE_INSTANT_INVITE)
    if channel.guild_id is None or channel.thread:
        raise Refusal(Reason.WRONG_CHANNEL_TYPE)
    age, most = body.get("max_age"), body.get("max_uses") or 0
    age, temporary = USUAL_AGE if age is None else age, bool(body.get("temporary"))
    if not body.get("unique"):
        for each in list_all(world, channel.guild_id):
            kind = (each.inviter, each.channel, each.max_age, each.max_uses, each.temporary)
            if kind == (actor, channel, age, most, temporary):
                return each
    code = world.ids.draw_token(_CODE_LENGTH)
    invite = Invite(code, channel, actor, world.clock.now(), age, most, temporary)
    world.invites[code] = invite
    world.publish(InviteChanged(invite, created=True))
    return invite


def find(world: World, code: str) -> Invite:
    """Find an invite that still holds."""
    invite = world.invites.get(code)
    if invite is None or not _holds(world, invite):
        raise Refusal(Reason.UNKNOWN_INVITE)
    return invite


def _holds(world: World, invite: Invite) -> bool:
    end = invite.expires_at
    return invite.channel.id in world.channels and (end is None or world.clock.now() < end)


def list_all(world: World, guild_id: int, channel: Channel | None = None) -> list[Invite]:
    """List the invites of a server, or of one channel, that still hold."""
    return [
        each
        for each in world.invites.values()
        if each.channel.guild_id == guild_id
        and channel in {None, each.channel}
        and _holds(world, each)
    ]


def revoke(world: World, actor: User, invite: Invite) -> None:
    """Take an invite back: who manages its channel may, or the server."""
    guild = guild_of(world, invite)
    if not access.has(world, actor, invite.channel, permissions.MANAGE_CHANNELS):
        access.require_in_guild(guild, actor, permissions.MANAGE_GUILD)
    _forget(world, invite)


def _forget(world: World, invite: Invite) -> None:
    del world.invites[invite.code]
    world.publish(InviteChanged(invite, created=False))


def accept(world: World, actor: User, invite: Invite) -> Guild:
    """Join by an invite; the last use it allows ends it."""
    guild = guild_of(world, invite)
    if actor.id in guild.members:
        return guild
    guilds.add_member(world, guild, actor)
    invite.uses += 1
    if invite.uses == invite.max_uses:
        _forget(world, invite)
    return guild


def guild_of(world: World, invite: Invite) -> Guild:
    """Give the server an invite leads to."""
    return world.guilds[invite.channel.guild_id or 0]
