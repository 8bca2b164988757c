"""The bytes of what somebody attached to a command."""

import aiohttp
import discord

from bot.errors import AttachmentLost


async def read_attachment(file: discord.Attachment) -> bytes:
    """Get an attachment from Discord; raise `AttachmentLost` where Discord does not hand it out."""
    try:
        return await file.read()
    except (discord.HTTPException, aiohttp.ClientError, TimeoutError) as error:
        raise AttachmentLost(name=file.filename) from error
