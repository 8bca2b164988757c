"""Discord as far as services ask of it, over a world in memory; and a database that fails."""

from bot.domain.ballot import normalise_emoji
from bot.domain.channel import ChannelKind
from bot.domain.forum import Forum
from bot.domain.ping import Ping
from bot.domain.rights import rights_for
from bot.domain.terms import Terms
from bot.errors import AccessLost, TargetGone, Temporary, TooManyPins, WrongChannelKind
from bot.services.reactions import Counts, Page, Shown, Voters
from bot.storage.database import Database
from bot.ui.rights import name_of_right
from tests.fake_discord import BOT, FakeDiscord, Message


class FakePublisher(FakeDiscord):
    """The ports by which services act on Discord, one request at a time."""

    async def room(self):
        """Take as much as comes."""

    def crowded(self):
        """Have nobody wait."""
        return False

    def missing_permissions(self, guild_id, channel_id):
        """Name what the bot lacks in a channel."""
        if channel_id in self.voices:
            raise WrongChannelKind(channel_id=channel_id)
        if self.guilds.get(channel_id) != guild_id:
            return ("View Channel",)
        return self.lacking.get(channel_id, ())

    def granted(self, guild_id, channel_id):
        """Name the permissions the bot has: all but those it lacks."""
        assert self.guilds.get(channel_id) == guild_id
        lacking = set(self.lacking.get(channel_id, ()))
        every = {right.name for kind in ChannelKind for right in rights_for(kind, Terms(pins=True))}
        return frozenset(name for name in every if name_of_right(name, None) not in lacking)

    def kind_of(self, guild_id, channel_id):
        """Give the kind of a channel."""
        if self.guilds.get(channel_id) != guild_id:
            raise WrongChannelKind(channel_id=channel_id)
        return self.kinds.get(channel_id, ChannelKind.TEXT)

    def forum(self, guild_id, channel_id):
        """Give a forum's tags."""
        seen = self.guilds.get(channel_id) == guild_id
        if not seen or self.kind_of(guild_id, channel_id) is not ChannelKind.FORUM:
            return None
        return self.forums.get(channel_id, Forum((), wants_tag=False))

    def ping(self, guild_id, channel_id, role_id):
        """Say what mentioning a role would do."""
        del guild_id, channel_id
        return self.pings.get(role_id, Ping.NOTIFIES)

    async def send_prompt(self, prompt, *, since):
        """Send a part of a prompt; in a forum the first opens a post, which takes no nonce."""
        post = prompt.post
        reference = ("prompt", post.post_id, prompt.part)
        if prompt.part or post.channel_kind is not ChannelKind.FORUM:
            return await self._send(post.home_id, reference, prompt, since)

        if since is not None:
            found = await self._find_post(post.channel_id, reference)
            if found is not None:
                return found
        return await self._ask(
            f"post {post.post_id}",
            lambda: self._open_post(post.channel_id, reference, prompt, prompt.thread),
        )

    def _open_post(self, channel_id, reference, body, thread):
        self._require_channel(channel_id)
        self._last_id += 1
        self.threads[self._last_id] = channel_id
        self.opened[self._last_id] = thread
        message = Message(self._last_id, self._last_id, reference, body, self._clock.now())
        self.messages[message.message_id] = message
        self.everything_sent.append(message)
        return message.message_id

    async def _find_post(self, channel_id, reference):
        def effect():
            self._require_channel(channel_id)
            return next(
                (
                    message.message_id
                    for message in self.messages.values()
                    if self.threads.get(message.channel_id) == channel_id
                    and message.reference == reference
                ),
                None,
            )

        return await self._ask("find post", effect)

    async def open_thread(self, post, thread):
        """Open the thread under a prompt, or give the one that is there."""
        message_id = post.message_ids[0]

        def effect():
            self._require_message(message_id)
            self.threads[message_id] = post.channel_id
            self.opened[message_id] = thread
            return message_id

        return await self._ask(f"thread {post.post_id} {thread.name}", effect)

    async def send_poll(self, poll, *, channel_id, closes_at, since):
        """Send a poll."""
        return await self._send(channel_id, ("poll", poll.poll_id), (poll, closes_at), since)

    async def seed_poll(self, poll):
        """Put the bot's mark for each option."""
        for option in poll.options:

            def effect(emoji=option.emoji):
                self._require_message(poll.message_id).reactions.setdefault(emoji, set()).add(BOT)

            await self._ask(f"seed {poll.poll_id} {option.emoji}", effect)

    async def fetch_page(self, polls, urgency):
        """Read one page of a channel; a page holds `page_size` messages."""
        channel_id, first = polls[0].address

        def effect():
            self._require_channel(channel_id)
            if channel_id in self.without_history:
                return Page({}, None)
            ids = sorted(
                message_id
                for message_id, message in self.messages.items()
                if message.channel_id == channel_id and message_id >= first
            )
            page = ids[: self.page_size]
            return Page(
                {poll.poll_id: self._counts(poll) for poll in polls if poll.message_id in page},
                page[-1] if len(page) == self.page_size else None,
            )

        return await self._read(f"page {polls[0].poll_id}", urgency, effect)

    async def fetch_counts(self, poll, urgency):
        """Read one poll's message."""
        return await self._read(f"counts {poll.poll_id}", urgency, lambda: self._counts(poll))

    def _counts(self, poll):
        reactions = self._require_message(poll.message_id).reactions
        positions = {normalise_emoji(option.emoji): option.position for option in poll.options}
        shown = tuple(
            Shown(positions[normalise_emoji(emoji)], emoji, len(members - {BOT}), 0)
            for emoji, members in reactions.items()
            if members and normalise_emoji(emoji) in positions
        )
        seeds = [option for option in poll.options if BOT in reactions.get(option.emoji, ())]
        return Counts(shown, seeded=len(seeds) == len(poll.options))

    async def fetch_voters(self, poll, shown, urgency):
        """Read who holds a reaction."""
        if not shown.normal:
            return Voters(frozenset(), 0)

        def effect():
            reactions = self._require_message(poll.message_id).reactions
            listed = reactions.get(shown.emoji, set()) - {BOT}
            return Voters(frozenset(listed - self.other_bots), len(listed))

        voters = await self._read(f"voters {poll.poll_id} {shown.emoji}", urgency, effect)
        if self.while_reading is not None:
            await self.while_reading(poll)
        return voters

    async def _read(self, name, urgency, effect):
        self.urgencies.append(urgency)
        return await self._ask(name, effect)

    async def show_result(self, poll, tally):
        """Write a result into a poll's message."""

        def effect():
            self._require_message(poll.message_id).result = tally

        await self._ask(f"result {poll.poll_id}", effect)

    async def correct_poll(self, poll):
        """Write corrected words into a poll's message."""

        def effect():
            message = self._require_message(poll.message_id)
            message.correction, message.offered = poll.question, poll.options
            message.closes_at, message.result = poll.closes_at, None

        await self._ask(f"correct {poll.poll_id}", effect)

    async def unseed_poll(self, poll):
        """Take the bot's marks away."""
        for option in poll.options:

            def effect(emoji=option.emoji):
                self._require_message(poll.message_id).reactions.get(emoji, set()).discard(BOT)

            await self._ask(f"unseed {poll.poll_id} {option.emoji}", effect)

    async def send_results(self, post, results, *, channel_id, since):
        """Send a section's result message."""
        return await self._send(channel_id, ("results", post.post_id), results, since)

    async def send_reminder(self, post, polls, *, channel_id, since):
        """Send a section's reminder."""
        return await self._send(channel_id, ("reminder", post.post_id), tuple(polls), since)

    async def update_results(self, post, results, *, channel_id):
        """Write a section's results anew."""

        def effect():
            message = self._require_message(post.result_message_id)
            if message.channel_id != channel_id:
                raise TargetGone(reason="404 10008 Unknown Message")
            message.body = results

        await self._ask(f"update {post.post_id}", effect)

    async def tell(self, entry, channel_id, *, since):
        """Tell what was done in a log channel."""
        return await self._send(channel_id, ("history", entry.entry_id), entry, since)

    async def write_to(self, member_id, entry, *, since):
        """Tell what was done in a direct message; its channel has the member's id."""
        self.guilds.setdefault(member_id, 0)
        return await self._send(member_id, ("direct", entry.entry_id), entry, since)

    async def send_index(self, index, view, post, *, since):
        """Send an index; in a forum it is a post, which takes no nonce."""
        reference = ("index", index.discussion_id, index.number)
        if index.kind is not ChannelKind.FORUM:
            return await self._send(index.channel_id, reference, view, since)
        if since is not None:
            found = await self._find_post(index.channel_id, reference)
            if found is not None:
                return found
        name = f"index {index.discussion_id}.{index.number}"
        return await self._ask(
            name, lambda: self._open_post(index.channel_id, reference, view, post)
        )

    async def edit_index(self, index, view):
        """Have an index show how things stand."""

        def effect():
            self._require_message(index.message_id).body = view

        await self._ask(f"edit index {index.discussion_id}", effect)

    async def delete_index(self, index):
        """Take an index away, or find it gone."""
        await self._ask(
            f"delete index {index.discussion_id}",
            lambda: self.messages.pop(index.message_id, None),
        )

    async def pin_index(self, index):
        """Pin an index."""

        def effect():
            self._require_message(index.message_id)
            if index.message_id not in self.pins:
                self.pins.append(index.message_id)

        await self._ask(f"pin index {index.discussion_id}", effect)

    async def unpin_index(self, index):
        """Take the pin of an index away, or find it gone."""

        def effect():
            if index.message_id in self.pins:
                self.pins.remove(index.message_id)

        await self._ask(f"unpin index {index.discussion_id}", effect)

    async def pin(self, post):
        """Pin a prompt."""
        message_id = post.message_ids[0]

        def effect():
            self._require_message(message_id)
            if message_id not in self.pins:
                if len(self.pins) >= self.most_pins:
                    raise TooManyPins(reason="400 30003 Maximum number of pins reached")
                self.pins.append(message_id)

        await self._ask(f"pin {post.post_id}", effect)

    async def unpin(self, post):
        """Take a pin away, or find it gone."""
        message_id = post.message_ids[0]

        def effect():
            if message_id in self.pins:
                self.pins.remove(message_id)

        await self._ask(f"unpin {post.post_id}", effect)

    async def publish(self, post, part):
        """Publish a message; once does it."""
        message_id = post.message_ids[part]

        def effect():
            self._require_message(message_id)
            if message_id not in self.published:
                self.published.append(message_id)

        await self._ask(f"publish {post.post_id}.{part}", effect)

    async def keep_open(self, thread_id):
        """Open an archived thread again."""
        await self._ask(f"open {thread_id}", lambda: self.archived.discard(thread_id))

    async def delete_message(self, channel_id, message_id):
        """Delete a message, or find it gone."""
        del channel_id
        await self._ask(f"delete {message_id}", lambda: self.messages.pop(message_id, None))


def temporary():
    """Make the refusal that passes by itself."""
    return Temporary(reason="503 0 Service Unavailable")


def access_lost():
    """Make the refusal that an admin has to mend."""
    return AccessLost(reason="403 50013 Missing Permissions")


class FlakyDatabase(Database):
    """A database that fails when told to; all else is the real one."""

    def __init__(self, database, *errors):
        super().__init__(database._connections, database.path, database.key, database.ledger)
        self.errors = list(errors)

    def read(self):
        """Open a reading transaction, or fail."""
        self._fail()
        return super().read()

    def write(self):
        """Open a writing transaction, or fail."""
        self._fail()
        return super().write()

    async def write_at_once(self, work):
        """Write in one go, or fail."""
        self._fail()
        await super().write_at_once(work)

    def _fail(self):
        if self.errors:
            error = self.errors.pop(0)
            if error is not None:
                raise error
