"""Permissions in words: what Discord's client calls them, and what fails without each."""

from typing import Final

from bot.domain.channel import ChannelKind
from bot.ui.speech import N_, _

# In the words of Discord's client; a forum has words of its own.
_NAMES: Final = {
    "view_channel": N_("View Channel"),
    "send_messages": N_("Send Messages"),
    "embed_links": N_("Embed Links"),
    "read_message_history": N_("Read Message History"),
    "add_reactions": N_("Add Reactions"),
    "create_public_threads": N_("Create Public Threads"),
    "send_messages_in_threads": N_("Send Messages in Threads"),
    "pin_messages": N_("Pin Messages"),
    "manage_threads": N_("Manage Threads"),
}
_NAMES_IN_FORUM: Final = {
    "send_messages": N_("Create Posts"),
    "send_messages_in_threads": N_("Send Messages in Posts"),
    "manage_threads": N_("Manage Posts"),
}
_WITHOUT: Final = {
    "view_channel": N_("nothing can be posted, and no vote is heard"),
    "send_messages": N_("sections cannot be posted"),
    "embed_links": N_("sections and polls would be empty"),
    "read_message_history": N_("votes cast while I was away cannot be read, nor polls set out"),
    "add_reactions": N_("polls cannot be set out to vote on"),
    "create_public_threads": N_("there is no thread to talk in; all polls go to the channel"),
    "send_messages_in_threads": N_("nothing goes into the threads; all polls go to the channel"),
    "pin_messages": N_("neither the index nor the current section is pinned"),
    "manage_threads": N_("neither the index nor the current section’s post is pinned"),
}


def name_of_right(name: str, kind: ChannelKind | None) -> str:
    """Give a permission as Discord's client calls it in such a channel."""
    if kind is ChannelKind.FORUM and name in _NAMES_IN_FORUM:
        return _(_NAMES_IN_FORUM[name])
    return _(_NAMES[name])


def without_right(name: str) -> str:
    """Say what fails without a permission."""
    return _(_WITHOUT[name])
