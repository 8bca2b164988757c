"""The editor's buttons, selects and forms: whatever an organizer presses after `/article edit`.

Heard as plain interactions and read off their custom ids, so that they outlive a restart.
"""

import asyncio
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import discord
from discord.ext import commands

from bot.client import ColloquyBot, refuse
from bot.domain.editing import Split
from bot.domain.ids import GuildId, MemberId, QuestionId, SectionId
from bot.domain.language import Language
from bot.domain.length import PromptLength
from bot.domain.suggestion import Suggestion
from bot.errors import ArticleChangedMeanwhile, UserError
from bot.services.editing import Worktable
from bot.services.services import Services
from bot.ui.editor import show
from bot.ui.editor_desk import Shown, say_length
from bot.ui.editor_forms import FIRST, SECOND, edit_in, filled_in, form_for, give_back
from bot.ui.editor_keys import ASKING, FORMS, Key, Verb, edit_of, line_of
from bot.ui.editor_screens import HOME, Screen, screen_of
from bot.ui.panels import page_in, pressable_again
from bot.ui.previews import MOST_AT_ONCE, as_posted, further, nothing_further
from bot.ui.updates import say_proposed_anew, say_taking, say_text_put_back
from cogs.admission import Interaction, answered, own_emoji, require_organizer
from cogs.submissions import show_proposal

# Another text, or a hundred cuts: of a book this takes longer than Discord waits.
_LONG = frozenset({Verb.UNDO, Verb.REDO, Verb.CUT})


class Editor(commands.Cog):
    """An organizer at work on an article."""

    def __init__(self, services: Services) -> None:
        self._editing = services.editing
        self._correcting = services.correcting
        self._updating = services.updating
        self._setup = services.setup
        self._access = services.access

    @commands.Cog.listener()
    async def on_interaction(self, interaction: Interaction) -> None:
        """Hear a press or a form that is the editor's."""
        data: Mapping[str, Any] = interaction.data or {}
        key = Key.parse(str(data.get("custom_id", "")))
        if key is not None:
            async with answered(interaction):
                if interaction.type is discord.InteractionType.modal_submit:
                    await self._fill_in(interaction, key, filled_in(data))
                else:
                    await self._press(interaction, key, str((data.get("values") or [""])[0]))

    async def _press(self, interaction: Interaction, key: Key, chosen: str) -> None:
        guild_id = await require_organizer(interaction, self._access)
        if key.verb in FORMS:
            await self._open_form(interaction, guild_id, key)
            return
        if key.verb is Verb.LENGTH and chosen in set(PromptLength):
            length = PromptLength(chosen)
            await self._editing.set_length(guild_id, key.article_id, length)
            await interaction.response.send_message(say_length(length), ephemeral=True)
            return
        if key.verb is Verb.POSTED or (key.verb is Verb.EXACTLY and page_in(chosen) is None):
            await self._show_as_posted(interaction, guild_id, key, chosen)
            return
        if key.verb is Verb.TAKE:
            await self._take_text(interaction, guild_id, key)
            return
        if key.verb in _LONG:
            await _acknowledge(interaction)
        try:
            table = await self._do(guild_id, key, chosen, by=MemberId(interaction.user.id))
        except ArticleChangedMeanwhile as error:
            await self._show_anew(interaction, guild_id, key, error)
        else:
            await self._show(interaction, table, screen_of(key, chosen))
            if table.has_other_text and key.verb in {Verb.UNDO, Verb.REDO}:
                await interaction.followup.send(say_text_put_back(table.kept), ephemeral=True)

    async def _open_form(self, interaction: Interaction, guild_id: GuildId, key: Key) -> None:
        table = await self._editing.look(guild_id, key.article_id)
        suggested = ""
        if key.verb in ASKING:
            sign = -1 if key.verb is Verb.ASK_ADDED else 1
            number, place = sign * key.number(1), key.number(2)
            suggested = await self._editing.find_suggested(table, number, place)
        await interaction.response.send_modal(form_for(key, table.kept, suggested))

    async def _do(self, guild_id: GuildId, key: Key, chosen: str, *, by: MemberId) -> Worktable:
        article_id, seen = key.article_id, key.seen
        edit = edit_of(key, chosen) or line_of(key, chosen)
        if isinstance(edit, Split):
            return await self._editing.split(guild_id, article_id, edit, seen=seen, by=by)
        if edit is not None:
            return await self._editing.edit(guild_id, article_id, edit, seen=seen, by=by)
        match key.verb:
            case Verb.CORRECT:
                question_id = QuestionId(key.number())
                corrected = await self._correcting.correct(
                    guild_id, article_id, question_id, seen=seen
                )
                return corrected.table
            case Verb.UNDO:
                return await self._editing.undo(guild_id, article_id, seen=seen, by=by)
            case Verb.REDO:
                return await self._editing.redo(guild_id, article_id, seen=seen, by=by)
            case Verb.CUT:
                return await self._editing.cut_as_proposed(guild_id, article_id, seen=seen, by=by)
            case Verb.TWICE:
                question_id = QuestionId(key.number())
                return await self._editing.ask_twice(
                    guild_id, article_id, question_id, seen=seen, by=by
                )
        return await self._editing.look(guild_id, article_id)

    async def _take_text(self, interaction: Interaction, guild_id: GuildId, key: Key) -> None:
        """Take a proposed text; what becomes of a book takes longer than Discord waits."""
        await interaction.response.edit_message(content=say_taking(), view=None)
        try:
            shown, refusal = await self._taken(guild_id, key, by=MemberId(interaction.user.id))
        except Exception:
            # It may be tried again.
            view = pressable_again(interaction.message)
            await interaction.edit_original_response(content=None, view=view)
            raise
        await interaction.edit_original_response(content=None, embed=shown.embed, view=shown.view)
        if refusal is not None:
            await refuse(interaction, refusal, adding=[say_proposed_anew()])

    async def _taken(
        self, guild_id: GuildId, key: Key, *, by: MemberId
    ) -> tuple[Shown, ArticleChangedMeanwhile | None]:
        """Take a text; where somebody was quicker, give what it would change by now."""
        article_id, number = key.article_id, key.number()
        try:
            table = await self._updating.take(guild_id, article_id, number, seen=key.seen, by=by)
        except ArticleChangedMeanwhile as error:
            found = await self._updating.propose_again(guild_id, article_id, number)
            return show_proposal(found), error
        return await asyncio.to_thread(show, table.kept, table.usage, HOME), None

    async def _show_as_posted(
        self, interaction: Interaction, guild_id: GuildId, key: Key, chosen: str
    ) -> None:
        """Show a section's messages, one by one, as they would be posted; some at a time."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        table = await self._editing.look(guild_id, key.article_id)
        kept, on = table.kept, table.usage.discussions
        settings = await self._setup.get(guild_id)
        is_chosen = key.verb is Verb.EXACTLY
        section_id = (screen_of(key, chosen).section_id if is_chosen else None) or SectionId(
            0 if is_chosen else key.number()
        )
        first = 0 if is_chosen else key.number(1)
        language, now = settings.language or Language.ENGLISH, interaction.created_at
        # Of several discussions the newest. Off the loop: a section may be a whole book.
        shown = partial(as_posted, language=language, now=now, discussion=on[0] if on else None)
        messages = await asyncio.to_thread(lambda: tuple(shown(kept, section_id)))
        if first >= len(messages):
            await interaction.followup.send(nothing_further(), ephemeral=True)
        for said, embed in messages[first : first + MOST_AT_ONCE]:
            await interaction.followup.send(said, embed=embed, ephemeral=True)
        if len(messages) > first + MOST_AT_ONCE:
            said, view = further(kept, section_id, first + MOST_AT_ONCE, len(messages))
            await interaction.followup.send(said, view=view, ephemeral=True)

    async def _fill_in(
        self, interaction: Interaction, key: Key, written: Mapping[str, str]
    ) -> None:
        guild_id = await require_organizer(interaction, self._access)
        article_id, seen, by = key.article_id, key.seen, MemberId(interaction.user.id)
        words, number = written.get(FIRST, ""), key.number()
        try:
            edit = edit_in(key, written, own_emoji(interaction))
            if edit is not None:
                table = await self._editing.edit(guild_id, article_id, edit, seen=seen, by=by)
            elif key.verb is Verb.TITLE:
                table = await self._updating.retitle(
                    guild_id, article_id, words, written.get(SECOND, ""), seen=seen, by=by
                )
            elif key.verb is Verb.ADD or key.verb in ASKING:
                table = await self._editing.add_question(
                    guild_id, article_id, SectionId(number), words, seen=seen, by=by
                )
            else:
                table = await self._editing.reword(
                    guild_id, article_id, QuestionId(number), words, seen=seen, by=by
                )
        except ArticleChangedMeanwhile as error:
            await self._show_anew(interaction, guild_id, key, error, written)
        except UserError as error:
            await refuse(interaction, error, adding=give_back(written))
        else:
            await self._show(interaction, table, screen_of(key))

    async def _show_anew(
        self,
        interaction: Interaction,
        guild_id: GuildId,
        key: Key,
        error: ArticleChangedMeanwhile,
        written: Mapping[str, str] | None = None,
    ) -> None:
        """Say who was quicker, give back what was written, and show how things stand now."""
        table = await self._editing.look(guild_id, key.article_id)
        await self._show(interaction, table, screen_of(key))
        await refuse(interaction, error, adding=give_back(written or {}))

    async def _show(self, interaction: Interaction, table: Worktable, screen: Screen) -> None:
        suggestions: Sequence[Suggestion] = ()
        if screen.advice:
            # A book takes longer to be gone through than the three seconds that Discord waits.
            await _acknowledge(interaction)
            suggestions = await self._editing.advise(table)
        # Off the loop: of a section that is shown it is counted what is posted of it.
        shown = await asyncio.to_thread(show, table.kept, table.usage, screen, suggestions)
        if interaction.response.is_done():
            await interaction.edit_original_response(embed=shown.embed, view=shown.view)
        else:
            await interaction.response.edit_message(embed=shown.embed, view=shown.view)


async def _acknowledge(interaction: Interaction) -> None:
    """Tell Discord that the message will be changed, unless it was told."""
    if not interaction.response.is_done():
        await interaction.response.defer()


async def setup(client: ColloquyBot) -> None:
    """Add the listener; called by discord.py."""
    await client.add_cog(Editor(client.services))
