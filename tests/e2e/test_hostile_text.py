"""Article text is foreign text: posted word for word, inert, within limits, pinging nobody."""

from bot.domain.discussion import DiscussionState
from tests.e2e.troupe import (
    channel_of,
    is_prompt,
    is_silent,
    prompts,
    references,
    said,
    standing_everywhere,
    standing_in,
)

_LIMITS = {"title": 256, "description": 4096}
_MOST_IN_ALL = 6000


def _hostile(guild) -> str:
    ada, channel = guild.members["ada"], channel_of(guild)
    return f"""\
@everyone Read <@{ada}> **This** ||Now||

Hello @here and @everyone, <@{ada}>, <@!{ada}>, <@&{guild.id}>, <#{channel}> and </tally:1>.
Is @everyone ready, <@{ada}>, or is `nobody` *really* ready?

The Part of @everyone and <@{ada}>

[A link](https://evil.example/@everyone) and <t:1:R> and <:x:1> and ~~all~~ of __that__ stay words.
Will <@{ada}> answer @everyone?

# {"A Very Long Heading That Goes On " * 20}

> quoted @everyone

```
code ``` @here
```

-# small print, 1. not a list, - nor this, and @here again.

The Last Part, שלום לכולם

\u202etxet desrever\u202c and مرحبا بالعالم, with 👩\u200d👩\u200d👧\u200d👦 and 🇺🇳 and e\u0301.
Does it end here, @everyone?
"""


async def _check_inert(sandbox, guild) -> list[dict]:
    standing = await standing_everywhere(sandbox, guild)
    for message in standing:
        assert not message["mention_everyone"]
        assert message["mentions"] == []
        assert message["mention_roles"] == []
        assert len(message["content"]) <= 2000
        for embed in message["embeds"]:
            for field, limit in _LIMITS.items():
                assert len(embed.get(field, "").encode("utf-16-le")) // 2 <= limit
            everything = [
                embed.get("title", ""),
                embed.get("description", ""),
                embed["footer"]["text"],
                embed.get("author", {}).get("name", ""),
            ]
            assert sum(map(len, everything)) <= _MOST_IN_ALL
    return standing


async def test_hostile_text_is_posted_inert(troupe, guild, sandbox):
    """Mentions, markup and tricks of script stay words, in prompts, polls, results and replies."""
    world = sandbox.control.world
    await world.set_overwrite(channel_of(guild), "bot", allow=["mention_everyone"])
    added = await troupe.begin(guild, _hostile(guild), article="1")
    assert "**Started.**" in added.content
    ada = guild.members["ada"]
    while await troupe.jump() is not None:
        for poll in await troupe.polls(guild):
            if poll.closed_at is None:
                await troupe.react(poll, ada, 0)
                await troupe.until_tallied(poll, [1] + [0] * (len(poll.options) - 1))

    assert (await troupe.progress(guild)).discussion.state is DiscussionState.FINISHED
    standing = await _check_inert(sandbox, guild)
    lines = [each["content"] for each in standing if is_prompt(each) and each["content"]]
    assert lines
    assert not any("@everyone" in line or f"<@{ada}>" in line for line in lines)
    for reply in (
        await troupe.command(guild, "tally", discussion="1"),
        await troupe.command(guild, "myvotes", by=ada),
        await troupe.command(guild, "article preview", article="1"),
        await troupe.command(guild, "discussion status", discussion="1"),
    ):
        assert f"<@{ada}>" not in said(reply)
        assert "@everyone" not in said(reply)


async def test_a_section_of_twenty_thousand_words_continues_over_messages(troupe, guild, sandbox):
    """It comes in parts, in order, none lost; only the first notifies, and the polls come last."""
    words = [f"word{number:05}" for number in range(20_000)]
    paragraphs = [" ".join(words[at : at + 150]) + "." for at in range(0, len(words), 150)]
    text = "\n\n".join(["The Long Walk", *paragraphs, "Is this the end of it?"])
    await troupe.begin(guild, text)
    while len(await prompts(sandbox, guild)) == 0:
        await troupe.jump()

    progress = await troupe.progress(guild)
    seen: list[str] = []
    for number in range(1, len(progress.posts) + 1):
        parts = [
            each
            for each in await prompts(sandbox, guild)
            if each["embeds"][0]["author"]["name"].startswith(f"{number} of ")
        ]
        assert [is_silent(part) for part in parts] == [False] + [True] * (len(parts) - 1)
        for part in parts:
            seen += part["embeds"][0]["description"].replace(".", " ").split()
        if number < len(progress.posts):
            await troupe.jump()
    assert [word for word in seen if word.startswith("word")] == words
    await troupe.play_out()
    standing = await _check_inert(sandbox, guild)
    assert len(set(references(standing))) == len(standing)
    last = await standing_in(sandbox, channel_of(guild))
    assert "Is this the end of it?" in last[-1]["embeds"][0]["description"]
