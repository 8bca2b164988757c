"""Permissions in words: what Discord's client calls them, and what fails without each."""

from typing import Final

from bot.domain.channel import ChannelKind

# In the words of Discord's client; a forum has words of its own.
_NAMES: Final = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "embed_links": "Embed Links",
    "read_message_history": "Read Message History",
    "add_reactions": "Add Reactions",
    "create_public_threads": "Create Public Threads",
    "send_messages_in_threads": "Send Messages in Threads",
    "pin_messages": "Pin Messages",
    "manage_threads": "Manage Threads",
}
_NAMES_IN_FORUM: Final = {
    "send_messages": "Create Posts",
    "send_messages_in_threads": "Send Messages in Posts",
    "manage_threads": "Manage Posts",
}
_WITHOUT: Final = {
    "view_channel": "nothing can be posted, and no vote is heard",
    "send_messages": "sections cannot be posted",
    "embed_links": "sections and polls would be empty",
    "read_message_history": "votes cast while I was away cannot be read, nor polls set out",
    "add_reactions": "polls cannot be set out to vote on",
    "create_public_threads": "there is no thread to talk in; all polls go to the channel",
    "send_messages_in_threads": "nothing goes into the threads; all polls go to the channel",
    "pin_messages": "the current section is not pinned",
    "manage_threads": "the current section’s post is not pinned",
}


def name_of_right(name: str, kind: ChannelKind | None) -> str:
    """Give a permission as Discord's client calls it in such a channel."""
    if kind is ChannelKind.FORUM and name in _NAMES_IN_FORUM:
        return _NAMES_IN_FORUM[name]
    return _NAMES[name]


def without_right(name: str) -> str:
    """Say what fails without a permission."""
    return _WITHOUT[name]
