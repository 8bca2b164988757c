"""Channels in commands: the option that takes one for a discussion, and their names in lists."""

import discord
from discord import app_commands

from bot.ui.choices import ChannelName


class _HeldIn(app_commands.Transformer):
    # By annotation discord.py would offer media channels along with forums.
    @property
    def type(self) -> discord.AppCommandOptionType:
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        return [discord.ChannelType.text, discord.ChannelType.news, discord.ChannelType.forum]

    async def transform(
        self, interaction: discord.Interaction, value: app_commands.AppCommandChannel, /
    ) -> app_commands.AppCommandChannel:
        del interaction
        return value


def channel_names(interaction: discord.Interaction) -> ChannelName:
    """Give what names the channels of an interaction's server, as far as the bot sees them."""

    def name_of(channel_id: int) -> str | None:
        channel = interaction.guild.get_channel(channel_id) if interaction.guild else None
        return channel.name if channel else None

    return name_of


DiscussionChannel = app_commands.Transform[app_commands.AppCommandChannel, _HeldIn]
