"""Trespasses on posts."""

from bot.domain.post import Pin
from bot.storage import posts
from tests.builders import NOW, OTHER_GUILD
from tests.storage.trespasses.taken import taken

POSTS = {
    "posts.find_by_channel": lambda unit, mine: posts.find_by_channel(
        unit, guild_id=OTHER_GUILD, channel_id=mine.channel_id
    ),
    "posts.record_skipped": lambda unit, mine: posts.record_skipped(
        unit, post=taken(mine.posts[1])
    ),
    "posts.record_planned": lambda unit, mine: posts.record_planned(
        unit, post=taken(mine.posts[1])
    ),
    "posts.count_series": lambda unit, mine: posts.count_series(
        unit, guild_id=OTHER_GUILD, discussion_id=mine.discussion_id
    ),
    "posts.get": lambda unit, mine: posts.get(unit, guild_id=OTHER_GUILD, post_id=mine.post_ids[0]),
    "posts.list_series": lambda unit, mine: posts.list_series(
        unit, guild_id=OTHER_GUILD, discussion_id=mine.discussion_id
    ),
    "posts.find_by_message": lambda unit, mine: posts.find_by_message(
        unit, guild_id=OTHER_GUILD, message_ids=mine.posts[0].message_ids
    ),
    "posts.record_part": lambda unit, mine: posts.record_part(
        unit, post=taken(mine.posts[0]), part=1, message_id=5
    ),
    "posts.record_posted": lambda unit, mine: posts.record_posted(
        unit, post=taken(mine.posts[1]), at=NOW
    ),
    "posts.record_thread": lambda unit, mine: posts.record_thread(
        unit, post=taken(mine.posts[0]), thread_id=5
    ),
    "posts.record_completed": lambda unit, mine: posts.record_completed(
        unit, post=taken(mine.posts[0]), at=NOW
    ),
    "posts.record_concluded": lambda unit, mine: posts.record_concluded(
        unit, post=taken(mine.posts[0]), message_id=5, at=NOW
    ),
    "posts.reopen": lambda unit, mine: posts.reopen(unit, post=taken(mine.posts[0])),
    "posts.attend": lambda unit, mine: posts.attend(unit, post=taken(mine.posts[0]), at=NOW),
    "posts.rest": lambda unit, mine: posts.rest(unit, post=taken(mine.posts[0]), until=NOW),
    "posts.record_retry": lambda unit, mine: posts.record_retry(
        unit, post=taken(mine.posts[0]), attend_at=NOW, reason="none"
    ),
    "posts.record_failed": lambda unit, mine: posts.record_failed(
        unit, post=taken(mine.posts[0]), reason="none"
    ),
    "posts.record_withdrawn": lambda unit, mine: posts.record_withdrawn(
        unit, post=taken(mine.posts[0]), at=NOW
    ),
    "posts.record_taken_down": lambda unit, mine: posts.record_taken_down(
        unit, post=taken(mine.posts[0]), at=NOW
    ),
    "posts.find_by_results": lambda unit, mine: posts.find_by_results(
        unit, guild_id=OTHER_GUILD, message_id=mine.guild_id + 4000
    ),
    "posts.halt": lambda unit, mine: posts.halt(
        unit, guild_id=OTHER_GUILD, discussion_id=mine.discussion_id
    ),
    "posts.skip_planned": lambda unit, mine: posts.skip_planned(
        unit, guild_id=OTHER_GUILD, discussion_id=mine.discussion_id
    ),
    "posts.attend_open": lambda unit, mine: posts.attend_open(
        unit, guild_id=OTHER_GUILD, discussion_id=mine.discussion_id, at=NOW
    ),
    "posts.record_pin": lambda unit, mine: posts.record_pin(
        unit, post=taken(mine.posts[0]), pin=Pin.PINNED
    ),
    "posts.record_published": lambda unit, mine: posts.record_published(
        unit, post=taken(mine.posts[0]), published=7
    ),
    "posts.record_archived": lambda unit, mine: posts.record_archived(
        unit, post=taken(mine.posts[0]), archived=True
    ),
    "posts.note_archived": lambda unit, mine: posts.note_archived(
        unit,
        guild_id=OTHER_GUILD,
        thread_ids=[one.thread_id for one in mine.posts if one.thread_id],
        at=NOW,
    ),
    "posts.find_newest": lambda unit, mine: posts.find_newest(
        unit, guild_id=OTHER_GUILD, discussion_id=mine.discussion_id
    ),
    "posts.list_pinned": lambda unit, mine: posts.list_pinned(
        unit, guild_id=OTHER_GUILD, discussion_id=mine.discussion_id
    ),
    "posts.attend_pins": lambda unit, mine: posts.attend_pins(
        unit, guild_id=OTHER_GUILD, discussion_id=mine.discussion_id, at=NOW
    ),
    "posts.record_reminded": lambda unit, mine: posts.record_reminded(
        unit, post=taken(mine.posts[0]), at=NOW
    ),
    "posts.revive": lambda unit, mine: posts.revive(
        unit, guild_id=OTHER_GUILD, discussion_id=mine.discussion_id, at=NOW
    ),
}
