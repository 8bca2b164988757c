"""discord.py reads every object and event the sandbox sends; no key it needs is missing."""

import asyncio
import json
from collections import defaultdict
from datetime import timedelta

import discord
import pytest

from bot.sandbox import File, Sandbox, permissions
from tests.sandbox.keys import (
    CHANNEL,
    EMOJI,
    FILE,
    GUILD,
    MEMBER,
    MESSAGE,
    POLL,
    ROLE,
    THREAD,
    USER,
    lacking,
    within,
)
from tests.sandbox.puppet import Puppet, Rest

WHERE = "channel_id message_id guild_id"
REACTION = f"user_id {WHERE} emoji.id emoji.name type burst"
INTERACTION = (
    "id application_id type token version attachment_size_limit data guild_id guild.id "
    "channel.id channel.type channel_id member.permissions locale guild_locale app_permissions "
    "entitlements authorizing_integration_owners context " + within("member", MEMBER)
)
EVENTS = {
    "READY": f"guilds[].id session_id resume_gateway_url shard application.flags application.id "
    f"{within('user', USER)}",
    "GUILD_CREATE": f"{GUILD} channels members threads {within('channels[]', CHANNEL)} "
    f"{within('members[]', MEMBER)} "
    f"{within('threads[]', THREAD)} threads[].member.join_timestamp threads[].member.flags "
    "voice_states member_count joined_at",
    "GUILD_DELETE": "id",
    "GUILD_UPDATE": GUILD,
    "GUILD_BAN_ADD": f"guild_id {within('user', USER)}",
    "GUILD_BAN_REMOVE": f"guild_id {within('user', USER)}",
    "GUILD_ROLE_CREATE": f"guild_id {within('role', ROLE)}",
    "GUILD_ROLE_UPDATE": f"guild_id {within('role', ROLE)}",
    "GUILD_ROLE_DELETE": "guild_id role_id",
    "GUILD_EMOJIS_UPDATE": f"guild_id {within('emojis[]', EMOJI)}",
    "GUILD_MEMBER_ADD": f"guild_id {MEMBER}",
    "GUILD_MEMBER_UPDATE": f"guild_id {MEMBER}",
    "GUILD_MEMBER_REMOVE": f"guild_id {within('user', USER)}",
    "CHANNEL_CREATE": "id type name position permission_overwrites guild_id",
    "CHANNEL_UPDATE": CHANNEL,
    "CHANNEL_DELETE": "id guild_id type",
    "CHANNEL_PINS_UPDATE": "channel_id guild_id last_pin_timestamp",
    "THREAD_CREATE": f"{THREAD} guild_id newly_created",
    "THREAD_UPDATE": f"{THREAD} guild_id",
    "THREAD_DELETE": "id type guild_id parent_id",
    "THREAD_MEMBERS_UPDATE": "id guild_id member_count",
    "MESSAGE_CREATE": f"{MESSAGE} guild_id member.roles {within('mentions[]', USER)} "
    f"{within('attachments[]', FILE)}",
    "MESSAGE_UPDATE": f"{MESSAGE} guild_id {within('reactions[].emoji', EMOJI)} reactions[].me "
    "reactions[].count",
    "MESSAGE_DELETE": "id channel_id guild_id",
    "MESSAGE_DELETE_BULK": "ids channel_id guild_id",
    "MESSAGE_REACTION_ADD": f"{REACTION} message_author_id {within('member', MEMBER)}",
    "MESSAGE_REACTION_REMOVE": REACTION,
    "MESSAGE_REACTION_REMOVE_ALL": WHERE,
    "MESSAGE_REACTION_REMOVE_EMOJI": f"{WHERE} emoji.id emoji.name",
    "MESSAGE_POLL_VOTE_ADD": f"user_id answer_id {WHERE}",
    "MESSAGE_POLL_VOTE_REMOVE": f"user_id answer_id {WHERE}",
    "INVITE_CREATE": "code channel_id guild_id max_age max_uses uses temporary created_at "
    + within("inviter", USER),
    "INVITE_DELETE": "code channel_id guild_id",
    "INTERACTION_CREATE": INTERACTION,
    "APPLICATION_COMMAND_PERMISSIONS_UPDATE": (
        "id application_id guild_id permissions[].id permissions[].type permissions[].permission"
    ),
}
# What discord.py calls them for its user, once it has read them.
READ_AS = {
    "GUILD_CREATE": "guild_join",
    "GUILD_DELETE": "guild_remove",
    "GUILD_UPDATE": "guild_update",
    "GUILD_BAN_ADD": "member_ban",
    "GUILD_BAN_REMOVE": "member_unban",
    "GUILD_ROLE_CREATE": "guild_role_create",
    "GUILD_ROLE_UPDATE": "guild_role_update",
    "GUILD_ROLE_DELETE": "guild_role_delete",
    "GUILD_EMOJIS_UPDATE": "guild_emojis_update",
    "GUILD_MEMBER_ADD": "member_join",
    "GUILD_MEMBER_UPDATE": "member_update",
    "GUILD_MEMBER_REMOVE": "raw_member_remove",
    "CHANNEL_CREATE": "guild_channel_create",
    "CHANNEL_UPDATE": "guild_channel_update",
    "CHANNEL_DELETE": "guild_channel_delete",
    "CHANNEL_PINS_UPDATE": "guild_channel_pins_update",
    "THREAD_CREATE": "thread_create",
    "THREAD_UPDATE": "raw_thread_update",
    "THREAD_DELETE": "raw_thread_delete",
    "THREAD_MEMBERS_UPDATE": "raw_thread_member_remove",
    "MESSAGE_CREATE": "message",
    "MESSAGE_UPDATE": "message_edit",
    "MESSAGE_DELETE": "raw_message_delete",
    "MESSAGE_DELETE_BULK": "raw_bulk_message_delete",
    "MESSAGE_REACTION_ADD": "reaction_add",
    "MESSAGE_REACTION_REMOVE": "reaction_remove",
    "MESSAGE_REACTION_REMOVE_ALL": "reaction_clear",
    "MESSAGE_REACTION_REMOVE_EMOJI": "reaction_clear_emoji",
    "MESSAGE_POLL_VOTE_ADD": "poll_vote_add",
    "MESSAGE_POLL_VOTE_REMOVE": "poll_vote_remove",
    "INVITE_CREATE": "invite_create",
    "INVITE_DELETE": "invite_delete",
    "INTERACTION_CREATE": "interaction",
    "APPLICATION_COMMAND_PERMISSIONS_UPDATE": "raw_app_command_permissions_update",
}


class Scribe(Puppet):
    """Writes down every frame it is sent, and every event it makes of them."""

    def __init__(self) -> None:
        intents = discord.Intents.all()
        intents.presences = False
        super().__init__(intents, enable_debug_events=True)
        self.frames: dict[str, list[dict]] = defaultdict(list)
        self.heard: dict[str, list[tuple]] = defaultdict(list)
        self.news = asyncio.Event()

    def dispatch(self, event, /, *args, **kwargs):
        """Note an event before it is told."""
        if event == "socket_raw_receive":
            frame = json.loads(args[0])
            self.frames[frame["t"]].append(frame["d"])
        self.heard[event].append(args)
        self.news.set()
        super().dispatch(event, *args, **kwargs)

    async def until(self, condition):
        """Wait until what was heard fulfils a condition."""
        async with asyncio.timeout(10):
            while not condition():
                self.news.clear()
                await self.news.wait()


@pytest.fixture
async def sandbox():
    """Run a sandbox in which members and words may be asked for."""
    async with Sandbox(seed=7, privileged=["members", "message_content"]) as running:
        yield running
        assert running.unrouted == []


@pytest.fixture
async def played(sandbox, connect, control, guild):
    """Let everything happen once while the scribe listens."""
    bits = permissions.ALL & ~permissions.ADMINISTRATOR
    await control.world.invite_bot(guild.id, bits)
    rest = Rest(sandbox)
    await rest.ok("PATCH", f"/guilds/{guild.id}/members/@me", {"nick": "Scribe"})
    async with connect(Scribe()) as scribe:
        await _govern(control, rest, guild)
        await _talk(control, rest, guild)
        await _ask(control, scribe, guild)
        await control.world.kick_bot(guild.id)
        await control.world.invite_bot(guild.id, bits)
        await scribe.until(lambda: scribe.heard["guild_join"])
        yield scribe


async def _govern(control, rest, guild):
    """Change roles, members, emojis and channels."""
    role = await control.world.add_role(guild.id, "team")
    await control.world.set_role(guild.id, role, ["send_messages"])
    zoe = await control.world.add_member(guild.id, "zoe")
    await control.world.set_member_roles(guild.id, zoe, [role])
    await control.members.ban(guild.owner_id, guild.id, zoe)
    await control.members.unban(guild.owner_id, guild.id, zoe)
    low = await rest.ok("POST", f"/guilds/{guild.id}/roles", {"name": "low"})
    await rest.ok("DELETE", f"/guilds/{guild.id}/roles/{low['id']}")
    await control.world.add_emoji(guild.id, "owl")
    await control.members.edit_guild(guild.owner_id, guild.id, name="Readers all")
    for kind in ("text", "voice", "category", "announcement", "forum", "media"):
        made = await control.world.add_channel(guild.id, kind, kind, tags=["a"])
        await control.world.set_overwrite(made, "everyone", deny=["send_messages"])
    code = await control.members.create_invite(guild.owner_id, made, max_uses=1)
    await control.members.accept_invite(zoe, code)
    await control.members.delete_channel(guild.owner_id, made)


async def _talk(control, rest, guild):
    """Write, edit, react, vote, pin, open threads, and delete."""
    ada, general = guild.members["ada"], guild.channels["general"]
    path = f"/channels/{general}/messages"
    words = {"content": f"<@{ada}> <@&{guild.id}>", "embeds": [{"title": "t"}]}
    sent = await rest.ok("POST", path, words, files=[("a.txt", b"a")])
    mine = int(sent["id"])
    await control.members.send(ada, general, "re", reply_to=mine)
    for emoji in ("✅", "❌", "🦉"):
        await control.members.react(ada, general, mine, emoji)
    await control.members.react(guild.members["ben"], general, mine, "✅", burst=True)
    await rest.ok("PATCH", f"{path}/{mine}", {"content": "edited"})
    await control.members.unreact(ada, general, mine, "✅")
    await control.members.clear_reactions(guild.owner_id, general, mine, "❌")
    await control.members.clear_reactions(guild.owner_id, general, mine)
    poll = int((await rest.ok("POST", path, {"poll": POLL}))["id"])
    await control.members.vote(ada, general, poll, [1])
    await control.members.vote(ada, general, poll, [2])
    await rest.ok("POST", f"/channels/{general}/polls/{poll}/expire")
    await control.members.pin(guild.owner_id, general, mine)
    kept = await rest.ok("POST", f"{path}/{mine}/threads", {"name": "talk"})
    await rest.ok("PUT", f"/channels/{kept['id']}/thread-members/{ada}")
    await rest.ok("DELETE", f"/channels/{kept['id']}/thread-members/{ada}")
    await rest.ok("PATCH", f"/channels/{kept['id']}", {"name": "renamed"})
    gone = await rest.ok("POST", f"/channels/{general}/threads", {"name": "x", "type": 11})
    await control.members.delete_channel(guild.owner_id, int(gone["id"]))
    doomed = [(await rest.ok("POST", path, {"content": "x"}))["id"] for _ in range(3)]
    await rest.ok("DELETE", f"{path}/{doomed[0]}")
    await rest.ok("POST", path + "/bulk-delete", {"messages": doomed[1:]})


async def _ask(control, scribe, guild):
    """Begin an interaction of each kind."""
    ada, general = guild.members["ada"], guild.channels["general"]
    kinds = {3: "text", 6: ada, 7: general, 8: guild.id, 11: None}
    options = [
        {"name": f"o{kind}", "type": kind, "description": "x", "autocomplete": kind == 3}
        for kind in kinds
    ]
    await scribe.register(
        {"name": "go", "description": "x", "options": options},
        {"name": "Mark", "type": 3},
        {"name": "Who", "type": 2},
    )
    field = {"type": 18, "label": "x", "component": {"type": 4, "style": 1, "custom_id": "x"}}

    async def answer(interaction):
        if interaction.type is discord.InteractionType.autocomplete:
            await interaction.response.autocomplete([])
        elif interaction.type is discord.InteractionType.component:
            modal = {"custom_id": "form", "title": "x", "components": [field]}
            await scribe.http.request(
                discord.http.Route(
                    "POST", f"/interactions/{interaction.id}/{interaction.token}/callback"
                ),
                json={"type": 9, "data": modal},
            )
        else:
            view = discord.ui.View(timeout=None)
            view.add_item(discord.ui.Button(label="Go", custom_id="go"))
            await interaction.response.send_message("x", view=view)

    scribe.answers = dict.fromkeys(["go", "Mark", "Who", "form"], answer)
    act = control.members
    await act.allow_command(guild.owner_id, guild.id, "go", users={ada: True})
    await act.autocomplete(ada, general, "go", focused="o3", value="t")
    given = {f"o{kind}": value for kind, value in kinds.items() if value is not None}
    shown = await act.run_command(ada, general, "go", given, {"o11": File("a.txt", b"a")})
    message = int(shown.message["id"])
    await act.run_context_menu(ada, general, "Mark", message_id=message)
    await act.run_context_menu(ada, general, "Who", target_id=ada)
    opened = await act.click(ada, general, message, "go")
    await act.submit_modal(ada, opened.interaction_id, {"x": "y"})


async def test_events(played):
    """Every event has every key that discord.py needs, and was read and told as its own."""
    missing = {
        name: found
        for name, keys in EVENTS.items()
        if (found := lacking(played.frames[name] or [{}], keys))
    }
    assert missing == {}
    assert [name for name, told in READ_AS.items() if not played.heard[told]] == []
    unknown = played.frames.keys() - EVENTS.keys() - {None, "RESUMED", "GUILD_MEMBERS_CHUNK"}
    assert unknown == set()


async def test_messages(played):
    """Every message was read whole: no attribute is unset, and polls are polls."""
    messages = [args[0] for args in played.heard["message"]]
    for each in messages:
        assert isinstance(each.mentions, list)
        assert isinstance(each.role_mentions, list)
        assert isinstance(each.components, list)
        assert each.author.name
        assert each.created_at - each.author.joined_at < timedelta(days=1)
    assert {each.type.value for each in messages} >= {0, 6, 18, 19, 20, 21, 23, 46}
    (poll,) = [each.poll for each in messages if each.poll]
    assert [str(each.emoji) for each in poll.answers] == ["🦉", "None"]


async def test_interactions(played):
    """Every kind of interaction was read with its channel, member and message."""
    told = [args[0] for args in played.heard["interaction"]]
    kinds = [each.type.value for each in told]
    assert sorted(kinds) == [2, 2, 2, 3, 4, 5]
    for each in told:
        assert each.channel.name == "general"
        assert each.user.name == "ada"
        assert each.permissions.send_messages
        assert (each.message is not None) is (each.type.value in {3, 5})


async def test_cache(played, guild):
    """The server stands in discord.py's cache as it stands in the sandbox."""
    seen = played.get_guild(guild.id)
    assert seen.me.nick is None
    kinds = {each.type.name for each in seen.channels}
    assert kinds == {"text", "voice", "category", "news", "forum"}
    assert [each.name for each in seen.threads] == ["renamed"]
    assert [each.name for each in seen.emojis] == ["owl"]
    assert seen.get_role(guild.id).is_default()
