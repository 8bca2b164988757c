"""Trespasses on articles, their texts and preparations, on drafts, and on settings."""

from dataclasses import replace

from bot.domain.guild import GuildSettings
from bot.domain.length import PromptLength
from bot.domain.library import Version
from bot.storage import articles, drafts, guilds, preparations, texts
from tests.builders import NOW, ORGANIZER, OTHER_GUILD, make_article, make_kept

ARTICLES = {
    "articles.add": lambda unit, _mine: articles.add(
        unit, guild_id=OTHER_GUILD, article=make_article(), added_by=ORGANIZER, at=NOW
    ),
    "articles.list_all": lambda unit, _mine: articles.list_all(unit, guild_id=OTHER_GUILD),
    "articles.list_labels": lambda unit, _mine: articles.list_labels(unit, guild_id=OTHER_GUILD),
    "articles.get": lambda unit, mine: articles.get(
        unit, guild_id=OTHER_GUILD, article_id=mine.article_id
    ),
    "articles.get_credit": lambda unit, mine: articles.get_credit(
        unit, guild_id=OTHER_GUILD, article_id=mine.article_id
    ),
    "articles.add_question": lambda unit, mine: articles.add_question(
        unit, guild_id=OTHER_GUILD, article_id=mine.article_id, words="Whose is this?"
    ),
    "articles.set_length": lambda unit, mine: articles.set_length(
        unit, guild_id=OTHER_GUILD, article_id=mine.article_id, length=PromptLength.OPENING
    ),
    "articles.is_listed": lambda unit, mine: articles.is_listed(
        unit, guild_id=OTHER_GUILD, article_id=mine.article_id
    ),
    "articles.remove": lambda unit, mine: articles.remove(
        unit, guild_id=OTHER_GUILD, article_id=mine.article_id, at=NOW
    ),
    "texts.propose": lambda unit, mine: texts.propose(
        unit,
        guild_id=OTHER_GUILD,
        article_id=mine.article_id,
        article=make_article(),
        number=7,
        at=NOW,
        question_ids=(),
    ),
    "texts.find": lambda unit, mine: texts.find(
        unit, guild_id=OTHER_GUILD, article_id=mine.article_id, number=1
    ),
    "texts.next_number": lambda unit, mine: texts.next_number(
        unit, guild_id=OTHER_GUILD, article_id=mine.article_id
    ),
    "texts.identify": lambda unit, mine: texts.identify(
        unit, guild_id=OTHER_GUILD, article_id=mine.article_id, number=1, question_ids=(1,)
    ),
    "texts.set_current": lambda unit, mine: texts.set_current(
        unit, guild_id=OTHER_GUILD, article_id=mine.article_id, article=make_article("Theirs")
    ),
    "preparations.add": lambda unit, mine: preparations.add(
        unit,
        guild_id=OTHER_GUILD,
        article_id=mine.article_id,
        preparation=make_kept().preparation,
        version=Version(number=2),
        at=NOW,
    ),
    "preparations.find": lambda unit, mine: preparations.find(
        unit, guild_id=OTHER_GUILD, article_id=mine.article_id
    ),
    "drafts.add": lambda unit, mine: drafts.add(unit, replace(mine.draft, guild_id=OTHER_GUILD)),
    "drafts.get": lambda unit, mine: drafts.get(
        unit, guild_id=OTHER_GUILD, draft_id=mine.draft.draft_id, now=NOW
    ),
    "drafts.update": lambda unit, mine: drafts.update(
        unit, replace(mine.draft, guild_id=OTHER_GUILD, seen=7)
    ),
    "drafts.remove": lambda unit, mine: drafts.remove(
        unit, guild_id=OTHER_GUILD, draft_id=mine.draft.draft_id
    ),
    "guilds.get_settings": lambda unit, _mine: guilds.get_settings(unit, guild_id=OTHER_GUILD),
    "guilds.set_settings": lambda unit, _mine: guilds.set_settings(
        unit, guild_id=OTHER_GUILD, settings=GuildSettings(time_zone="UTC")
    ),
    "guilds.get_organizer_role": lambda unit, _mine: guilds.get_organizer_role(
        unit, guild_id=OTHER_GUILD
    ),
    "guilds.set_organizer_role": lambda unit, _mine: guilds.set_organizer_role(
        unit, guild_id=OTHER_GUILD, role_id=5
    ),
    "guilds.purge": lambda unit, _mine: guilds.purge(unit, guild_id=OTHER_GUILD),
    "guilds.set_left_at": lambda unit, _mine: guilds.set_left_at(
        unit, guild_id=OTHER_GUILD, at=NOW
    ),
}
