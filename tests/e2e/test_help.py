"""`/help` and the rights that are checked tell the same: for each role, command by command."""

import asyncio

import pytest

from tests.e2e.troupe import channel_of, said
from tests.patience import PATIENCE_SECONDS

# What somebody has besides being a member, and how the last line of their help begins.
ROLES = {
    "member": ([], "privacy show"),
    "moderator": (["manage_messages"], "Withdraw section"),
    "organizer": ([], "Show tally"),
    "admin": (["manage_guild"], "Show tally"),
}
TYPED = (
    *("article list", "discussion status", "discussion history", "discussion terms", "poll list"),
    "poll excluded",
    *("tally", "server show", "server set", "server setup", "server organizers", "doctor"),
    *("myvotes", "privacy show", "help"),
)
IN_MENUS = ("Withdraw section", "Show tally", "Close poll")
REFUSALS = ("You may not do this here", "the permission Manage Messages")


@pytest.mark.parametrize("role", ROLES)
async def test_it_lists_what_lets_one_on(role, troupe, guild, sandbox):
    """Shown every command by Discord, each role is refused just those that its help leaves out."""
    rights, last = ROLES[role]
    world, ada = sandbox.control.world, guild.members["ada"]
    role_id = await world.add_role(guild.id, "Role", rights)
    await world.set_member_roles(guild.id, ada, [role_id])
    if role == "organizer":
        await troupe.command(guild, "server organizers", role=role_id)
    for command in sandbox.world.commands[None].values():
        command.body["default_member_permissions"] = None
    message = await sandbox.control.members.send(ada, channel_of(guild), "Hello")

    told = await help_of(troupe, guild, ada, last)
    let_on = {words for words in TYPED if await lets_on(troupe, guild, ada, words, role_id)}
    for name in IN_MENUS:
        chosen = await sandbox.control.members.run_context_menu(
            ada, channel_of(guild), name, message_id=int(message["id"])
        )
        if not any(refusal in said(chosen) for refusal in REFUSALS):
            let_on.add(name)

    listed = {words for words in TYPED if f"</{words}:" in told}
    assert listed | {name for name in IN_MENUS if f"**{name}**, in a" in told} == let_on


async def lets_on(troupe, guild, member_id, words, role_id):
    """Say whether a command does anything but refuse a member for what they are."""
    options = {"role": role_id} if words == "server organizers" else {}
    answer = said(await troupe.command(guild, words, by=member_id, **options))
    return not any(refusal in answer for refusal in REFUSALS)


async def help_of(troupe, guild, member_id, last):
    """Give all that help says; what is long comes in several messages."""
    outcome = await troupe.command(guild, "help", by=member_id)
    async with asyncio.timeout(PATIENCE_SECONDS):
        while last not in said(outcome):
            await asyncio.sleep(0.01)
            outcome = await troupe.sandbox.control.members.get_outcome(outcome.interaction_id)
    return said(outcome)
