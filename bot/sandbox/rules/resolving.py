"""The things an interaction names by id, rendered beside its data as Discord does."""

from collections.abc import Collection

from bot.sandbox.jsontypes import Json
from bot.sandbox.rules.files import Upload, store
from bot.sandbox.state.channels import Channel
from bot.sandbox.state.messages import Message
from bot.sandbox.state.users import User
from bot.sandbox.state.world import World
from bot.sandbox.wire.channels import render_partial_channel
from bot.sandbox.wire.guilds import render_partial_member, render_role
from bot.sandbox.wire.messages import render_attachment, render_for_bot
from bot.sandbox.wire.users import render_user


class Resolver:
    """Collects what is named in one interaction; `resolved` is what goes on the wire.

    Each method tells whether the thing exists where the interaction takes place, and the actor
    sees it.
    """

    def __init__(self, world: World, actor: User, channel: Channel) -> None:
        self._world = world
        self._actor = actor
        self._channel = channel
        self._guild = world.guilds.get(channel.guild_id or 0)
        self.resolved: Json = {}

    def user(self, user_id: int) -> bool:
        """Name a user, with the membership where there is one."""
        if user_id not in self._world.users:
            return False
        self._note("users", user_id, render_user(self._world.users[user_id]))
        if self._guild and (member := self._guild.members.get(user_id)):
            self._note("members", user_id, render_partial_member(self._guild, member))
        return True

    def role(self, role_id: int) -> bool:
        """Name a role."""
        if self._guild is None or role_id not in self._guild.roles:
            return False
        self._note("roles", role_id, render_role(self._guild.roles[role_id]))
        return True

    def channel(self, channel_id: int, kinds: Collection[int] | None = None) -> bool:
        """Name a channel or thread, of one of the kinds if any are given."""
        if self._guild is None:
            return False
        found = self._guild.channels.get(channel_id) or self._guild.threads.get(channel_id)
        if found is None or (kinds and found.type not in kinds):
            return False
        if not self._world.sees(self._actor.id, found):
            return False
        shown = render_partial_channel(self._world, found, self._actor.id)
        bits = self._world.permissions_of(self._world.bot.id, found)
        self._note("channels", channel_id, {**shown, "app_permissions": str(bits)})
        return True

    def message(self, message: Message) -> None:
        """Name a message; its words are shown whatever the bot's intents are."""
        shown = render_for_bot(self._world, message, pointed_at=True)
        self._note("messages", message.id, shown)

    def file(self, upload: Upload) -> str:
        """Keep a file and name it; gives its id."""
        stored = store(self._world, self._channel, upload)
        self._note("attachments", stored.id, render_attachment(self._world, stored))
        return str(stored.id)

    def _note(self, kind: str, entity_id: int, shown: Json) -> None:
        self.resolved.setdefault(kind, {})[str(entity_id)] = shown
