"""Interactions on the wire: what the bot is told, and what its answer is answered with."""

from typing import Final

from bot.sandbox.jsontypes import Json
from bot.sandbox.state.guilds import Guild
from bot.sandbox.state.interactions import AnswerType, Interaction
from bot.sandbox.state.messages import EPHEMERAL, LOADING
from bot.sandbox.state.world import World
from bot.sandbox.wire.channels import render_partial_channel
from bot.sandbox.wire.guilds import render_member
from bot.sandbox.wire.messages import render_for_bot
from bot.sandbox.wire.users import render_user

LARGEST_ATTACHMENT: Final = 10 * 1024 * 1024
_SHOWS_MESSAGE: Final = frozenset(
    {AnswerType.MESSAGE, AnswerType.DEFERRED_MESSAGE, AnswerType.UPDATE}
)


def render_command_permissions(world: World, guild: Guild, target_id: int) -> Json:
    """Render who may use a command in a server, or all that say nothing of their own."""
    return {
        "id": str(target_id),
        "application_id": str(world.bot.id),
        "guild_id": str(guild.id),
        "permissions": [
            {"id": str(each.id), "type": each.type, "permission": each.allowed}
            for each in guild.command_permissions.get(target_id, [])
        ],
    }


def render_interaction(world: World, interaction: Interaction) -> Json:
    """Render INTERACTION_CREATE."""
    channel = interaction.channel
    shown: Json = {
        "id": str(interaction.id),
        "application_id": str(world.bot.id),
        "type": int(interaction.type),
        "token": interaction.token,
        "version": 1,
        "data": interaction.data,
        "channel_id": str(channel.id),
        "channel": render_partial_channel(world, channel, interaction.user.id),
        "locale": interaction.user.locale,
        "entitlements": [],
        "entitlement_sku_ids": [],
        "app_permissions": str(world.permissions_of(world.bot.id, channel)),
        "attachment_size_limit": LARGEST_ATTACHMENT,
        "authorizing_integration_owners": {"0": str(channel.guild_id or 0)},
        "context": 0 if channel.guild_id else 1,
    }
    if interaction.message is not None:
        shown["message"] = render_for_bot(world, interaction.message)
    if channel.guild_id is None:
        return {**shown, "user": render_user(interaction.user)}
    return shown | _render_place(world, interaction, channel.guild_id)


def _render_place(world: World, interaction: Interaction, guild_id: int) -> Json:
    guild = world.guilds[guild_id]
    member = guild.members[interaction.user.id]
    locale = guild.settings.get("preferred_locale", "en-US")
    bits = world.permissions_of(interaction.user.id, interaction.channel)
    return {
        "guild_id": str(guild_id),
        "guild": {"id": str(guild_id), "locale": locale, "features": ["COMMUNITY", "NEWS"]},
        "guild_locale": locale,
        "member": {**render_member(member), "permissions": str(bits)},
    }


def render_callback(world: World, interaction: Interaction) -> Json:
    """Render the answer to the bot's own answer."""
    answer = interaction.answer or AnswerType.MESSAGE
    about: Json = {"id": str(interaction.id), "type": int(interaction.type)}
    resource: Json = {"type": int(answer)}
    message = interaction.original
    if message is not None and answer in _SHOWS_MESSAGE:
        about |= {
            "response_message_id": str(message.id),
            "response_message_loading": bool(message.flags & LOADING),
            "response_message_ephemeral": bool(message.flags & EPHEMERAL),
        }
        resource["message"] = render_for_bot(world, message)
    return {"interaction": about, "resource": resource}
