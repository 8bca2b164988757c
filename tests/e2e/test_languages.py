"""Each person is answered in their own client's language, whatever the server speaks in public."""

import asyncio

import pytest

from tests.e2e.desk import Desk
from tests.e2e.troupe import ARTICLE, article, channel_of, said, standing_in

TITLE = ARTICLE.splitlines()[0]


async def join(sandbox, guild, locale):
    """Let an organizer join whose client speaks a language."""
    world = sandbox.control.world
    person = await world.add_user(f"speaker of {locale}", locale=locale)
    role = await world.add_role(guild.id, locale, ["manage_guild"])
    return await world.add_member(guild.id, person, [role])


@pytest.mark.parametrize(
    ("locale", "begins"),
    [
        ("de", "Dieser Server hat keinen Artikel „Nothing“"),
        ("pt-BR", "Este servidor não tem nenhum artigo “Nothing”"),
        ("es-419", "Este servidor no tiene ningún artículo «Nothing»"),
        ("fr", "Ce serveur n’a pas d’article « Nothing »"),
        ("it", "Questo server non ha un articolo «Nothing»"),
        ("ja", "This server has no article “Nothing”"),
    ],
)
async def test_refused_in_their_language(troupe, guild, sandbox, locale, begins):
    """A refusal is in the reader's language; in English where there is no catalogue for it."""
    person = await join(sandbox, guild, locale)

    assert (
        await troupe.refused(guild, "article preview", by=person, article="Nothing")
    ).startswith(begins)


async def test_at_the_same_time(troupe, guild, sandbox):
    """Two who ask at once, in one channel, each get their own language."""
    german, english = [await join(sandbox, guild, locale) for locale in ("de", "en-GB")]

    async def ask(person):
        return said(await troupe.command(guild, "article preview", by=person, article="Nothing"))

    answers = await asyncio.gather(*[ask(one) for one in (german, english) * 5])

    assert all(answer.startswith("Dieser Server") for answer in answers[::2])
    assert all(answer.startswith("This server") for answer in answers[1::2])


async def test_presses_and_forms(troupe, guild, sandbox):
    """What is refused to a press or a form is refused in the language of who pressed."""
    german = await join(sandbox, guild, "de")
    desk = await Desk(troupe, guild, german).open_with("server setup")
    assert "Schritt 1 von 5" in desk.text
    await desk.fill_in("Nach Stadt suchen", typed="Nirgendwo")

    assert "Ich kenne keine Zeitzone „Nirgendwo“" in "".join(desk.told)


async def test_public_words_stay_the_servers(troupe, guild, sandbox):
    """A German organizer's command makes the bot speak in public as before: in the server's."""
    german = await join(sandbox, guild, "de")
    await troupe.command(guild, "server set", language="fr")
    await troupe.command(guild, "article add", by=german, file=article())
    await troupe.start(
        guild,
        by=german,
        article=TITLE,
        channel=channel_of(guild),
        days="mon",
        time="09:00",
        zone="UTC",
    )
    await troupe.jump()

    standing = await sandbox.control.books.messages(channel_of(guild))
    shown = [one["embeds"][0].get("author", {}).get("name") for one in standing if one["embeds"]]
    assert "1 sur 3" in shown
    assert not any(name and "von" in name for name in shown)


async def test_help_and_descriptions(troupe, guild, sandbox):
    """Commands are described in the reader's language: by `/help`, and by Discord's own list."""
    german = await join(sandbox, guild, "de")
    told = said(await troupe.command(guild, "help", by=german))
    registered = await sandbox.control.books.commands("article")
    (article_command,) = [one for one in registered if one["name"] == "article"]
    (added,) = [one for one in article_command["options"] if one["name"] == "add"]

    assert "Was auf diesem Server" not in told  # a group's own description is no command's
    assert "– Sieh, was du hier tun kannst" in told
    assert article_command["description_localizations"]["de"] == "Die Artikel dieses Servers"
    assert added["description_localizations"]["es-419"].startswith("Añade un artículo")
    assert "ja" not in added["description_localizations"]
    assert not added.get("name_localizations")
    (file,) = [one for one in added["options"] if one["name"] == "file"]
    assert file["description_localizations"]["fr"].startswith("L’article en texte brut")


async def test_a_discussion_in_a_language_of_its_own(troupe, guild, sandbox):
    """Chosen before it begins or in its middle: what is said from then on is in that language."""
    await troupe.command(guild, "server set", language="de")
    await troupe.begin(guild, language="français")
    await troupe.jump()
    changed = await troupe.command(
        guild, "discussion set language", discussion=TITLE, language="it"
    )
    assert "Italiano" in said(changed)
    await troupe.jump()
    await troupe.command(guild, "discussion set language", discussion=TITLE)
    await troupe.jump()

    assert [one["embeds"][0]["author"]["name"] for one in await headed_in(sandbox, guild)] == [
        "Übersicht",
        "1 sur 3",
        "2 di 3",
        "3 von 3",
    ]


async def test_a_language_that_is_not_spoken(troupe, guild):
    """It is refused with those that are, before anything is begun."""
    await troupe.begin(guild)
    refusal = await troupe.refused(
        guild, "discussion set language", discussion=TITLE, language="Klingon"
    )

    assert "Klingon" in refusal
    assert "Português" in refusal


async def headed_in(sandbox, guild):
    """Give the index and the prompts: the messages that have a heading."""
    standing = await standing_in(sandbox, channel_of(guild))
    return [one for one in standing if "author" in one["embeds"][0]]
