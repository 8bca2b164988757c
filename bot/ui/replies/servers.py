"""Refusals that an admin can mend, and what Discord refused."""

from bot import errors
from bot.ui.replies.phrases import FALLBACK
from bot.ui.speech import _


def about_setup(error: errors.SetupError) -> str:
    """Word what an admin can mend."""
    match error:
        case errors.MissingPermission(channel_id, permissions):
            names = ", ".join(f"**{_(name)}**" for name in permissions)
            return _(
                "In <#{channel_id}> I lack {names}. Allow me that there (Edit Channel ▸ "
                "Permissions, or Server Settings ▸ Roles), then try again.",
                channel_id=channel_id,
                names=names,
            )
        case errors.ChannelUnseen(channel_id):
            return _(
                "I cannot see <#{channel_id}>: it was deleted, is of another kind, or I lack "
                "**View Channel** there. Allow me that, or choose another in `channel`; a "
                "discussion that is on moves there with `/discussion channel`.",
                channel_id=channel_id,
            )
        case errors.NotOrganizer():
            return _(
                "You may not do this here: it takes Manage Server or, for everything but "
                "`/server organizers` and `/server setup`, the server’s organizer role. "
                "Ask somebody who has one."
            )
        case errors.NotModerator():
            return _(
                "To withdraw a section you need the permission Manage Messages in this channel. "
                "Ask somebody who has it."
            )
        case errors.MayNotSetAside():
            return _(
                "You may not do this here: it takes Manage Messages in the poll’s channel, Manage "
                "Server, or the server’s organizer role. Ask somebody who has one."
            )
        case errors.OwnVotes():
            return _(
                "Those are your own votes: somebody else has them count again. Ask an organizer, "
                "or another moderator of that channel."
            )
        case errors.ServerNotServed():
            return _("Colloquy serves other servers only; whoever hosts it can add this one.")
        case errors.GuildOnly():
            return _("This works only in a server. Use it in a channel of the server concerned.")
        case _:
            return _(FALLBACK)


def about_delivery(error: errors.DeliveryError) -> str:
    """Word what Discord refused."""
    match error:
        case errors.AccessLost():
            return _(
                "Discord did not allow me that. Check that I may View Channel, Send "
                "Messages, Embed Links, Read Message History and Add Reactions there, "
                "then try again."
            )
        case errors.TargetGone():
            return _(
                "The channel or message is gone. See with `/discussion status` what goes "
                "on where, and choose another channel."
            )
        case errors.Temporary():
            return _("Discord does not answer as it should just now. Please try again in a minute.")
        case _:
            return _(
                "Discord refused that, and trying again will not help. See with "
                "`/discussion status` what is missing."
            )
