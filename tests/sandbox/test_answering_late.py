"""What an interaction was about is gone before the bot answers."""

import asyncio

import discord
import pytest

from tests.patience import PATIENCE_SECONDS


class TestGone:
    """What an interaction was about is gone before it is answered."""

    @pytest.mark.parametrize("what", ["channel", "server"])
    @pytest.mark.parametrize("acknowledged", [False, True])
    async def test_the_place(self, puppet, click, control, guild, what, acknowledged):
        """Without its channel nothing is answered any more, and nothing falls over."""
        codes, general, done = [], guild.channels["general"], asyncio.Event()

        async def answer(interaction):
            if acknowledged:
                await interaction.response.defer(thinking=True)
            if what == "channel":
                await control.members.delete_channel(guild.owner_id, general)
            else:
                await control.members.delete_guild(guild.owner_id, guild.id)
            for attempt in (
                interaction.response.send_message,
                interaction.followup.send,
                interaction.delete_original_response,
            ):
                try:
                    await attempt(
                        *("x",) if attempt != interaction.delete_original_response else ()
                    )
                except discord.HTTPException as refused:
                    codes.append(refused.code)
                except discord.InteractionResponded:
                    codes.append(None)
            done.set()

        puppet.answers["go"] = answer
        await click(seconds=0.2)
        await asyncio.wait_for(done.wait(), PATIENCE_SECONDS)
        assert codes == ([None, 10003, 10003] if acknowledged else [10003, 10015, 10015])

    async def test_the_message(self, puppet, click, control, guild, buttons):
        """A message that was deleted meanwhile is unknown when it is to be changed."""
        codes, general = [], guild.channels["general"]

        async def answer(interaction):
            await control.members.delete_message(guild.owner_id, general, buttons)
            try:
                await interaction.response.edit_message(content="new")
            except discord.NotFound as refused:
                codes.append(refused.code)
            await interaction.response.send_message("instead")

        puppet.answers["go"] = answer
        outcome = await click()
        assert (codes, outcome.content) == ([10008], "instead")
