"""`/doctor` in words: every permission that is needed, whether it is there, and how to grant it."""

from collections.abc import Sequence
from typing import Final

import discord

from bot.domain.rights import Checkup, Finding, Purpose
from bot.ui.markup import escape_within
from bot.ui.pages import paginate
from bot.ui.rights import name_of_right, without_right
from bot.ui.speech import N_, _

_LONGEST_TITLE = 100
_HOW: Final = N_(
    "**How to grant it**: open the channel’s settings (Edit Channel ▸ Permissions ▸ "
    "Advanced), choose my role, and allow what is named above. What my role lacks "
    "everywhere is under Server Settings ▸ Roles. A discussion that waits for a "
    "permission goes on by itself once it is there."
)
_NOTHING: Final = N_(
    "No discussion is on and no channel is set, so there is nothing to examine. Set one "
    "with `/server setup`, or start with `/article add`."
)


def doctor_embeds(checkups: Sequence[Checkup]) -> tuple[discord.Embed, ...]:
    """Show what was found, channel by channel; the sum first."""
    if not checkups:
        return paginate([_(_NOTHING)], title=_("Nothing to examine"))
    ailing = [one for one in checkups if _ails(one)]
    grave = [one for one in ailing if one.kind is None or any(r.required for r in one.lacking)]
    if not ailing:
        title = _("All is well")
    elif not grave:
        title = _("All goes on; some of it could go better")
    else:
        title = _("Something is missing")
    foot = _(_HOW) if any(one.lacking for one in checkups) else ""
    return paginate([_block(one) for one in checkups], title=title, foot=foot)


def _ails(checkup: Checkup) -> bool:
    return checkup.kind is None or bool(checkup.lacking or checkup.silent_role_id)


def _block(checkup: Checkup) -> str:
    head = f"**<#{checkup.channel_id}>** – {_what_for(checkup)}"
    if checkup.kind is None:
        return f"{head}\n❌ " + (
            _(
                "I cannot see this channel: it was deleted, is of another kind, or I lack "
                "**View Channel** there."
            )
        )
    lines = [_line(checkup, one) for one in checkup.findings]
    if checkup.silent_role_id:
        lines.append(
            "⚠️ "
            + _(
                "<@&{silent_role_id}> is gone or cannot be mentioned: nobody is notified. "
                "Allow anyone to mention the role, or allow me **Mention @everyone, @here, "
                "and All Roles**.",
                silent_role_id=checkup.silent_role_id,
            )
        )
    return "\n".join([head, *lines])


def _what_for(checkup: Checkup) -> str:
    match checkup.purpose:
        case Purpose.DISCUSSION:
            return _(
                "“{title}” is discussed here",
                title=escape_within(checkup.title or "", _LONGEST_TITLE),
            )
        case Purpose.START:
            return _("new discussions start here")
        case Purpose.LOG:
            return _("I tell here what was done")


def _line(checkup: Checkup, finding: Finding) -> str:
    right = finding.right
    name = name_of_right(right.name, checkup.kind)
    if finding.granted:
        return f"✅ {name}"
    fails = without_right(right.name)
    if right.required:
        return "❌ " + _("**{name}** is missing: without it {fails}", name=name, fails=fails)
    return "⚠️ " + _(
        "**{name}** is missing, but not needed: without it {fails}", name=name, fails=fails
    )
