"""A local Discord: REST, gateway and pretend members on loopback; imports no other room.

async with Sandbox() as sandbox:
    guild = await sandbox.control.world.add_guild("Readers", members=["ada", "ben"])
    ...  # point a bot at sandbox.api_url and sandbox.gateway_url with sandbox.bot_token
"""

from bot.sandbox.alone import serve_alone
from bot.sandbox.client import ControlClient, ControlRefusal, File, GuildView, Held, Outcome
from bot.sandbox.errors import ConnectionDropped
from bot.sandbox.faults import BadFault, read_faults
from bot.sandbox.limits import read_factor
from bot.sandbox.server import PRIVILEGED, Sandbox

__all__ = [
    "PRIVILEGED",
    "BadFault",
    "ConnectionDropped",
    "ControlClient",
    "ControlRefusal",
    "File",
    "GuildView",
    "Held",
    "Outcome",
    "Sandbox",
    "read_factor",
    "read_faults",
    "serve_alone",
]
