"""A client that writes down whatever it is sent, and a play in which everything happens once."""

import asyncio
import json
from collections import defaultdict

import discord

from bot.sandbox import File, permissions
from tests.patience import PATIENCE_SECONDS
from tests.sandbox.keys import POLL
from tests.sandbox.puppet import Puppet, Rest

ALL = permissions.ALL & ~permissions.ADMINISTRATOR


class Scribe(Puppet):
    """Writes down every frame it is sent, and every event it makes of them."""

    def __init__(self) -> None:
        intents = discord.Intents.all()
        intents.presences = False
        super().__init__(intents, enable_debug_events=True)
        self.frames: dict[str, list[dict]] = defaultdict(list)
        # The same, as they came: event and data.
        self.story: list[tuple[str, dict]] = []
        self.heard: dict[str, list[tuple]] = defaultdict(list)
        self.news = asyncio.Event()

    def dispatch(self, event, /, *args, **kwargs):
        """Note an event before it is told."""
        if event == "socket_raw_receive":
            frame = json.loads(args[0])
            self.frames[frame["t"]].append(frame["d"])
            if frame["t"]:
                self.story.append((frame["t"], frame["d"]))
        self.heard[event].append(args)
        self.news.set()
        super().dispatch(event, *args, **kwargs)

    async def until(self, condition):
        """Wait until what was heard fulfils a condition."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not condition():
                self.news.clear()
                await self.news.wait()


async def play(sandbox, scribe, control, guild):
    """Let everything happen once while the scribe listens."""
    rest = Rest(sandbox)
    await _govern(control, rest, guild)
    await _talk(control, rest, guild)
    await _ask(control, scribe, guild)
    for away in (True, False):
        await control.world.set_outage(guild.id, unavailable=away)
    await control.world.kick_bot(guild.id)
    await control.world.invite_bot(guild.id, ALL)
    await scribe.until(lambda: scribe.heard["guild_join"])


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
    for method in ("DELETE", "PUT"):
        await rest.ok(method, f"/channels/{kept['id']}/thread-members/@me")
    for archived in (True, False):
        await rest.ok("PATCH", f"/channels/{kept['id']}", {"archived": archived})
    await control.world.set_overwrite(general, "bot", deny=["view_channel"])
    await control.world.set_overwrite(general, "bot", allow=["view_channel"])
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
