"""What every command begins and ends with: acknowledging, checking rights again, replying."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import discord
from discord import app_commands

from bot.client import ColloquyBot, refuse
from bot.domain.ids import ChannelId, GuildId
from bot.errors import GuildOnly, MayNotSetAside, NotModerator, NotOrganizer, ServerNotServed
from bot.services.access import Access
from bot.ui.history import say_untold

Interaction = discord.Interaction[ColloquyBot]

# Noted with an interaction once its person was let on.
_ORGANIZER = "organizer"


async def acknowledge(interaction: Interaction) -> GuildId:
    """Tell Discord within its three seconds that an answer, for one person only, will come."""
    await interaction.response.defer(ephemeral=True)
    return guild_of(interaction)


async def admit_organizer(interaction: Interaction, access: Access) -> GuildId:
    """Acknowledge, and let nobody on but organizers; raises `NotOrganizer`."""
    await acknowledge(interaction)
    guild_id = await require_organizer(interaction, access)
    interaction.extras[_ORGANIZER] = True
    return guild_id


async def require_organizer(interaction: Interaction, access: Access) -> GuildId:
    """Let nobody on but organizers, without acknowledging; raises `NotOrganizer`."""
    guild_id = guild_of(interaction)
    await access.require_organizer(
        guild_id,
        manages_guild=interaction.permissions.manage_guild,
        role_ids=_role_ids(interaction.user),
    )
    return guild_id


async def admit_moderator(interaction: Interaction) -> GuildId:
    """Acknowledge, and let nobody on but who may manage messages in this channel."""
    guild_id = await acknowledge(interaction)
    if not interaction.permissions.manage_messages:
        raise NotModerator
    return guild_id


async def admit_judge(
    interaction: Interaction, access: Access
) -> tuple[GuildId, frozenset[ChannelId] | None]:
    """Acknowledge, and let nobody on but who may set votes aside; as `find_judged` says, where."""
    guild_id = await acknowledge(interaction)
    judged = await find_judged(interaction, access)
    interaction.extras[_ORGANIZER] = judged is None
    return guild_id, judged


async def find_judged(interaction: Interaction, access: Access) -> frozenset[ChannelId] | None:
    """Give the channels on whose polls somebody may set votes aside; None is all, an organizer's.

    Moderators do it where they may manage messages; raises `MayNotSetAside` where that is nowhere.
    """
    try:
        await require_organizer(interaction, access)
    except NotOrganizer:
        moderated = _moderated(interaction.user)
        if not moderated:
            raise MayNotSetAside from None
        return moderated
    return None


def _moderated(user: discord.User | discord.Member) -> frozenset[ChannelId]:
    """Give the channels in which somebody may manage messages."""
    if not isinstance(user, discord.Member):
        return frozenset()
    every = user.guild.channels
    found = [one.id for one in every if one.permissions_for(user).manage_messages]
    return frozenset(map(ChannelId, found))


async def admit_manager(interaction: Interaction, access: Access) -> GuildId:
    """Acknowledge, and let nobody on but those who manage the server: no role is enough."""
    await acknowledge(interaction)
    return await require_manager(interaction, access)


async def require_manager(interaction: Interaction, access: Access) -> GuildId:
    """Let nobody on but those who manage the server, without acknowledging."""
    guild_id = guild_of(interaction)
    await access.require_organizer(
        guild_id, manages_guild=interaction.permissions.manage_guild, role_ids=()
    )
    return guild_id


async def _may_choose(interaction: Interaction) -> bool:
    await require_organizer(interaction, interaction.client.services.access)
    return True


# For autocomplete, which has no place for a refusal: whoever is refused is offered nothing.
organizers_choose = app_commands.check(_may_choose)


@asynccontextmanager
async def answered(interaction: Interaction) -> AsyncIterator[None]:
    """Say what went wrong with a press as with a command, which has the tree to say it."""
    try:
        yield
    except Exception as error:  # noqa: BLE001 - an edge, like the tree's own
        await refuse(interaction, error)


async def reply(
    interaction: Interaction,
    embeds: Sequence[discord.Embed] = (),
    *,
    content: str | None = None,
    view: discord.ui.View = discord.utils.MISSING,
) -> None:
    """Answer, to the person alone: the text with the first embed, each further one by itself.

    What can be pressed stands under the last.
    """
    last = max(len(embeds) - 1, 0)
    for place, embed in enumerate(embeds or [discord.utils.MISSING]):
        await interaction.followup.send(
            content if content and not place else discord.utils.MISSING,
            embed=embed,
            view=view if place == last else discord.utils.MISSING,
            ephemeral=True,
        )
    await _tell_untold(interaction)


async def _tell_untold(interaction: Interaction) -> None:
    """Tell an organizer what the bot had to stop and could tell nobody of."""
    if interaction.extras.get(_ORGANIZER):
        healing = interaction.client.services.healing
        untold = await healing.take_untold(guild_of(interaction))
        if untold:
            await interaction.followup.send(say_untold(untold), ephemeral=True)


def own_emoji(interaction: Interaction) -> dict[str, str]:
    """Give the server's own emoji by name, as reactions take them."""
    return {one.name: str(one) for one in interaction.guild.emojis} if interaction.guild else {}


def guild_of(interaction: Interaction) -> GuildId:
    """Give the server of a command, a press or a form; raises `GuildOnly` or `ServerNotServed`."""
    if interaction.guild_id is None:
        raise GuildOnly
    if not interaction.client.arrival.serves(interaction.guild_id):
        # Commands are refused before they begin; buttons and forms have no tree to do so.
        raise ServerNotServed
    return GuildId(interaction.guild_id)


def _role_ids(user: discord.User | discord.Member) -> list[int]:
    return [role.id for role in user.roles] if isinstance(user, discord.Member) else []
