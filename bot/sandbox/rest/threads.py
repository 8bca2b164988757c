"""REST: threads and forum posts."""

from collections.abc import Callable

from bot.sandbox import permissions
from bot.sandbox.bodies import channels as bodies
from bot.sandbox.errors import NotEmulated, Reason, Refusal, invalid
from bot.sandbox.intents import GUILD_MEMBERS
from bot.sandbox.jsontypes import Json
from bot.sandbox.rest.call import NOTHING, Call, Endpoints, Reply, ok
from bot.sandbox.rest.messages import find, show
from bot.sandbox.rules import access, membership, messages, threads
from bot.sandbox.rules.drafts import Draft
from bot.sandbox.state.channels import FORUMS, Channel, ChannelType
from bot.sandbox.state.users import User
from bot.sandbox.wire.channels import render_thread, render_thread_member
from bot.sandbox.wire.guilds import render_member

ENDPOINTS = Endpoints()
_MEMBERS = "/channels/{channel_id}/thread-members"


@ENDPOINTS.on(
    "POST",
    "/channels/{channel_id}/messages/{message_id}/threads",
    body=bodies.THREAD_FROM_MESSAGE,
)
def open_from_message(call: Call) -> Reply:
    """Open the thread of a message."""
    channel, message = find(call)
    thread = threads.open_from_message(call.world, call.actor, channel, message, call.body)
    return Reply(201, render_thread(thread, call.actor.id))


@ENDPOINTS.on(
    "POST",
    "/channels/{channel_id}/threads",
    body=bodies.THREAD,
    query=("use_nested_fields",),
    files=True,
)
def open_thread(call: Call) -> Reply:
    """Open a thread without a message, or a forum post with its first one."""
    channel = access.get_channel(call.world, call.actor, call.id("channel_id"))
    if channel.type in FORUMS:
        return _open_post(call, channel)
    if "message" in call.body or "applied_tags" in call.body:
        raise NotEmulated("body field message or applied_tags outside a forum")
    thread = threads.open_alone(call.world, call.actor, channel, call.body)
    return Reply(201, render_thread(thread, call.actor.id))


def _open_post(call: Call, channel: Channel) -> Reply:
    if "message" not in call.body:
        raise invalid("message", "BASE_TYPE_REQUIRED", "This field is required")
    draft = Draft.from_body(call.body["message"], call.files)
    thread, message = messages.send_post(call.world, call.actor, channel, call.body, draft)
    shown = render_thread(thread, call.actor.id)
    return Reply(201, {**shown, "message": show(call, message)})


@ENDPOINTS.on("GET", "/guilds/{guild_id}/threads/active")
def list_active(call: Call) -> Reply:
    """List the open threads of a server that the bot sees."""
    guild = access.get_guild(call.world, call.actor, call.id("guild_id"))
    found = [each for each in guild.threads.values() if _is_open(each) and _sees(call, each)]
    return ok(_listing(call, found, has_more=False))


def _is_open(thread: Channel) -> bool:
    return thread.thread is not None and not thread.thread.archived


def _sees(call: Call, thread: Channel) -> bool:
    return access.has(call.world, call.actor, thread, permissions.VIEW_CHANNEL)


_ARCHIVED = "/channels/{channel_id}/threads/archived"


@ENDPOINTS.on("GET", _ARCHIVED + "/public", query=("limit", "before"))
def list_archived(call: Call) -> Reply:
    """List the archived public threads of a channel, the latest archived first."""
    return _list_archived(call, lambda each: each.type is not ChannelType.PRIVATE_THREAD)


@ENDPOINTS.on("GET", _ARCHIVED + "/private", query=("limit", "before"))
def list_archived_private(call: Call) -> Reply:
    """List the archived private threads of a channel, for moderators."""
    return _list_archived(
        call, lambda each: each.type is ChannelType.PRIVATE_THREAD, permissions.MANAGE_THREADS
    )


@ENDPOINTS.on(
    "GET",
    "/channels/{channel_id}/users/@me/threads/archived/private",
    query=("limit", "before"),
)
def list_joined_private(call: Call) -> Reply:
    """List the archived private threads that the bot is in, descending by id."""
    before = call.query_id("before")
    found = [
        each
        for each in _find_archived(call)
        if each.type is ChannelType.PRIVATE_THREAD
        and call.actor.id in access.state_of(each).members
        and (before is None or each.id < before)
    ]
    return _page(call, sorted(found, key=lambda each: each.id, reverse=True))


def _list_archived(call: Call, fits: Callable[[Channel], bool], needed: int = 0) -> Reply:
    before = call.query_instant("before")
    found = [
        each
        for each in _find_archived(call, needed)
        if fits(each) and (before is None or access.state_of(each).changed_at < before)
    ]
    found.sort(key=lambda each: (access.state_of(each).changed_at, each.id), reverse=True)
    return _page(call, found)


def _find_archived(call: Call, needed: int = 0) -> list[Channel]:
    needed |= permissions.READ_MESSAGE_HISTORY
    channel = access.get_channel(call.world, call.actor, call.id("channel_id"), needed)
    if channel.guild_id is None or channel.thread:
        raise Refusal(Reason.WRONG_CHANNEL_TYPE)
    threads_there = call.world.guilds[channel.guild_id].threads.values()
    return [e for e in threads_there if access.state_of(e).archived and e.parent_id == channel.id]


def _page(call: Call, found: list[Channel]) -> Reply:
    limit = call.query_int("limit", 50, 2, 100)
    return ok(_listing(call, found[:limit], has_more=len(found) > limit))


def _listing(call: Call, found: list[Channel], *, has_more: bool) -> Json:
    me = call.actor.id
    return {
        "threads": [render_thread(each, me) for each in found],
        "members": [
            render_thread_member(each, me)
            for each in found
            if each.thread and me in each.thread.members
        ],
        "has_more": has_more,
    }


@ENDPOINTS.on("GET", _MEMBERS, query=("with_member", "limit", "after"))
def list_thread_members(call: Call) -> Reply:
    """List who is in a thread, ascending by id."""
    thread = _thread(call)
    call.require_intent(GUILD_MEMBERS)
    after, limit = call.query_id("after") or 0, call.query_int("limit", 100, 1, 100)
    members = thread.thread.members if thread.thread else {}
    found = sorted(each for each in members if each > after)[:limit]
    return ok([_show_member(call, thread, each) for each in found])


@ENDPOINTS.on("GET", _MEMBERS + "/{user_id}", query=("with_member",))
def get_thread_member(call: Call) -> Reply:
    """Look somebody up in a thread."""
    thread, user_id = _thread(call), call.id("user_id")
    if thread.thread is None or user_id not in thread.thread.members:
        raise Refusal(Reason.UNKNOWN_MEMBER)
    return ok(_show_member(call, thread, user_id))


def _show_member(call: Call, thread: Channel, user_id: int) -> Json:
    """Render who is in a thread, with their place in the server if that is asked for."""
    shown = render_thread_member(thread, user_id)
    if call.query.get("with_member") in {"1", "true", "True"}:
        guild = call.world.guilds[thread.guild_id or 0]
        shown["member"] = render_member(guild.members[user_id])
    return shown


@ENDPOINTS.on("PUT", _MEMBERS + "/{user_id}")
def add_thread_member(call: Call) -> Reply:
    """Add somebody to a thread."""
    membership.add(call.world, call.actor, _thread(call), _user(call))
    return NOTHING


@ENDPOINTS.on("DELETE", _MEMBERS + "/{user_id}")
def remove_thread_member(call: Call) -> Reply:
    """Take somebody out of a thread."""
    membership.remove(call.world, call.actor, _thread(call), _user(call))
    return NOTHING


def _thread(call: Call) -> Channel:
    channel = access.get_channel(call.world, call.actor, call.id("channel_id"))
    if channel.thread is None:
        raise Refusal(Reason.WRONG_CHANNEL_TYPE)
    return channel


def _user(call: Call) -> User:
    user = call.world.users.get(call.id("user_id"))
    if user is None:
        raise Refusal(Reason.UNKNOWN_USER)
    return user


@ENDPOINTS.on("PUT", "/channels/{channel_id}/thread-members/@me")
def join_thread(call: Call) -> Reply:
    """Join a thread."""
    thread = access.get_channel(call.world, call.actor, call.id("channel_id"))
    membership.join(call.world, call.actor, thread)
    return NOTHING


@ENDPOINTS.on("DELETE", "/channels/{channel_id}/thread-members/@me")
def leave_thread(call: Call) -> Reply:
    """Leave a thread."""
    thread = access.get_channel(call.world, call.actor, call.id("channel_id"))
    membership.leave(call.world, call.actor, thread)
    return NOTHING
