"""The option by which a command takes a channel that a discussion can be held in."""

import discord
from discord import app_commands


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


DiscussionChannel = app_commands.Transform[app_commands.AppCommandChannel, _HeldIn]
