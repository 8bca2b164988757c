"""Direct messages: opening their channel, and who takes none."""

from bot.sandbox.errors import Reason, Refusal
from bot.sandbox.state.channels import Channel, ChannelType
from bot.sandbox.state.users import User
from bot.sandbox.state.world import World


def open_channel(world: World, user: User) -> Channel:
    """Find or make the direct-message channel of the bot and a person."""
    if user.bot:
        raise Refusal(Reason.CANNOT_MESSAGE_BOT)
    for channel in world.channels.values():
        if channel.type is ChannelType.PRIVATE and user in channel.recipients:
            return channel
    made = Channel(world.ids.draw(), ChannelType.PRIVATE, "", recipients=[user, world.bot])
    world.channels[made.id] = made
    return made


def require_reachable(world: World, actor: User, channel: Channel) -> None:
    """Refuse writing to who takes no messages: of nobody's, of the bot's, or of a stranger's."""
    for other in channel.recipients:
        if other is actor:
            continue
        person = other if actor.bot else actor
        if not any(person.id in guild.members for guild in world.bot_guilds()):
            raise Refusal(Reason.NO_SHARED_SERVER)
        if actor.id in other.blocked or other.id in actor.blocked or other.closed:
            raise Refusal(Reason.CANNOT_MESSAGE_USER)
