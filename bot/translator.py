"""Commands in each language the bot speaks, as Discord shows them: descriptions and choices.

Discord is told of them together with the commands; the names of commands and options stay English.
"""

from typing import Any

import discord
from discord import app_commands

from bot.domain.language import Language, language_of
from bot.ui.speech import _, speaking

_TRANSLATED = frozenset(
    {
        app_commands.TranslationContextLocation.command_description,
        app_commands.TranslationContextLocation.group_description,
        app_commands.TranslationContextLocation.parameter_description,
        app_commands.TranslationContextLocation.choice_name,
    }
)


class CommandTranslator(app_commands.Translator):
    """Asked by discord.py for every text of a command, in every locale of Discord's."""

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContext[Any, Any],
    ) -> str | None:
        """Give a description or a choice in the locale's language; None leaves it in English."""
        language = language_of(locale.value)
        if context.location not in _TRANSLATED or language is Language.ENGLISH:
            return None
        with speaking(language):
            said = _(string.message)
        return None if said == string.message else said
