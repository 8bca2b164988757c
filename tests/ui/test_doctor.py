"""What `/doctor` says of a channel."""

from bot.domain.channel import ChannelKind
from bot.domain.rights import Checkup, Purpose
from bot.ui.doctor import doctor_embeds


def test_a_role_that_cannot_be_pinged_has_a_way_on_in_discords_words():
    """The permission is called as Discord calls it, so that it is found there."""
    checkup = Checkup(
        channel_id=5, purpose=Purpose.DISCUSSION, kind=ChannelKind.TEXT, silent_role_id=8
    )

    said = "\n".join(embed.description for embed in doctor_embeds([checkup]))

    assert "<@&8> is gone or cannot be mentioned" in said
    assert "**Mention @everyone, @here, and All Roles**" in said
