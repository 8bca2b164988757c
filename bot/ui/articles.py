"""A server's articles: the list, and the preview of what would be posted."""

from collections.abc import Sequence

import discord

from bot.domain.article import Article, QuestionSource
from bot.domain.ballot import Option, Place
from bot.domain.length import PromptLength
from bot.domain.library import ArticleSummary, KeptArticle
from bot.domain.poll import PlannedPoll, plan_polls
from bot.domain.preparation import PreparedSection
from bot.ui.bars import characters, others, polls, questions, sections
from bot.ui.excerpts import link_of, posted_size
from bot.ui.headings import unheaded
from bot.ui.markup import escape_within
from bot.ui.pages import paginate
from bot.ui.polls import PRESSING, asks_how_pressing, place_words, words_of
from bot.ui.speech import _, ngettext

_LONGEST_TITLE = 256
_LONGEST_QUESTION = 300
_LONGEST_LABEL = 60
_LONGEST_DROPPED = 200
_MOST_LISTED = 8
_MOST_CHANNEL_POLLS = 2


# ── the list ──────────────────────────────────────────────────────────────────────────────────


def list_embeds(summaries: Sequence[ArticleSummary]) -> tuple[discord.Embed, ...]:
    """List a server's articles."""
    title = _("Articles of this server")
    if not summaries:
        return paginate(
            [_("There is none yet. Add one with `/article add`: a file, an address, or pasted.")],
            title=title,
        )
    foot = _("-# See one with `/article preview`, discuss it with `/discussion start`.")
    return paginate(map(_summary, summaries), title=title, foot=foot)


def say_removed(title: str) -> str:
    """Confirm that an article is off the list."""
    return _(
        "Removed **{title}** from this server’s articles. Past discussions keep their "
        "tallies; to have it back, add the file again.",
        title=escape_within(title, _LONGEST_TITLE),
    )


def _summary(summary: ArticleSummary) -> str:
    return (
        f"**{escape_within(summary.title, _LONGEST_TITLE)}**\n"
        f"{sections(summary.sections)} · {questions(summary.questions)} · "
        f"{_('added {when}', when=discord.utils.format_dt(summary.added_at, 'D'))}"
    )


# ── the preview ───────────────────────────────────────────────────────────────────────────────


def say_added(kept: KeptArticle) -> str:
    """Confirm that an article was added and say what to do next."""
    title = escape_within(kept.article.title, _LONGEST_TITLE)
    said = [_("Added **{title}**. Nothing is posted yet.", title=title)]
    if kept.length is PromptLength.OPENING:
        said.append(
            _(
                "As it comes from a link, each section’s opening is posted with the link to "
                "the rest."
            )
        )
    said.append(
        _(
            "Read the preview below and say there how much of the text may be posted; then "
            "type `/discussion start` to choose channel, days and time."
        )
    )
    return " ".join(said)


def preview_embeds(kept: KeptArticle) -> tuple[discord.Embed, ...]:
    """Show section by section what would be posted, what would not, and what to look at."""
    article, series = kept.article, kept.preparation.series
    plans = [plan_polls(kept, section) for section in series]
    blocks = [_head(article, plans)]
    blocks += [
        _section(kept, section, number, plan)
        for number, (section, plan) in enumerate(zip(series, plans, strict=True), start=1)
    ]
    blocks += filter(
        None, [_skipped(kept), _offered(kept, plans), _dropped(kept), _hints(kept, plans)]
    )
    return paginate(blocks, title=article.title)


def _head(article: Article, plans: Sequence[Sequence[PlannedPoll]]) -> str:
    source = link_of(article.source)
    head = [sections(len(plans)), polls(sum(map(len, plans)))]
    if article.author:
        author = escape_within(article.author, _LONGEST_TITLE)
        head.insert(0, _("by {author}", author=author))
    if source:
        head.append(f"[{_('source')}]({source})")
    return " · ".join(head)


def _section(
    kept: KeptArticle, section: PreparedSection, number: int, plan: Sequence[PlannedPoll]
) -> str:
    heading = escape_within(section.heading or "", _LONGEST_TITLE) or unheaded(number)
    posted = posted_size(kept, section, kept.length)
    size = characters(posted.characters)
    if posted.messages > 1:
        size = _("{size}, in {parts} messages", size=size, parts=posted.messages)
    lines = [f"**{number}. {heading}** · {size}"]
    lines += [_planned(poll) for poll in plan[:_MOST_LISTED]]
    if len(plan) > _MOST_LISTED:
        left_out = len(plan) - _MOST_LISTED
        lines.append(ngettext("…and {count} more poll", "…and {count} more polls", left_out))
    return "\n".join(lines if plan else [*lines, _("No question: a prompt without a poll.")])


def _planned(poll: PlannedPoll) -> str:
    # Options beyond a handful are counted, so that a long list leaves the rest of the preview room.
    shown = [_option(option) for option in poll.options[:_MOST_LISTED]]
    if len(poll.options) > len(shown):
        shown.append(others(len(poll.options) - len(shown)))
    asks = f"{_(PRESSING)} " if asks_how_pressing(poll.options) else ""
    question = escape_within(poll.question, _LONGEST_QUESTION)
    return f"- {question} ({place_words(poll.place)})\n  {asks}{' · '.join(shown)}"


def _option(option: Option) -> str:
    return f"{option.emoji} {escape_within(words_of(option), _LONGEST_LABEL)}"


def _offered(kept: KeptArticle, plans: Sequence[Sequence[PlannedPoll]]) -> str | None:
    posted = {poll.question_id for plan in plans for poll in plan}
    found = [
        question.words
        for question in kept.preparation.questions
        if question.question_id not in posted and question.source is not QuestionSource.ORGANIZER
    ]
    return _listed(_("Also found, not posted:"), found, _LONGEST_QUESTION)


def _skipped(kept: KeptArticle) -> str | None:
    headings = [
        section.heading or unheaded(number)
        for number, section in enumerate(kept.preparation.sections, start=1)
        if section.skipped
    ]
    return _listed(_("Sections skipped:"), headings, _LONGEST_DROPPED)


def _dropped(kept: KeptArticle) -> str | None:
    lines = list(kept.still_dropped.values())
    return _listed(_("Left out of the series:"), lines, _LONGEST_DROPPED)


def _listed(head: str, texts: Sequence[str], limit: int) -> str | None:
    if not texts:
        return None
    lines = [f"- {escape_within(text, limit)}" for text in texts[:_MOST_LISTED]]
    if len(texts) > _MOST_LISTED:
        lines.append(others(len(texts) - _MOST_LISTED))
    return "\n".join([f"**{head}**", *lines])


def _hints(kept: KeptArticle, plans: Sequence[Sequence[PlannedPoll]]) -> str | None:
    hints = []
    if all(section.heading is None for section in kept.preparation.sections):
        hints.append(
            _(
                "I found no headings. If the article has some, put each on a line of its own "
                "with an empty line around it, and add the file again."
            )
        )
    if not any(plans):
        hints.append(
            _(
                "I found no open question, so there is nothing to vote on. To post the "
                "sections without polls, start it with `prompts_only: True`."
            )
        )
    crowded = [
        place + 1 for place, plan in enumerate(plans) if _in_channel(plan) > _MOST_CHANNEL_POLLS
    ]
    if crowded:
        where = ", ".join(map(str, crowded[:_MOST_LISTED]))
        hints.append(
            _(
                "More than two polls would stand in the channel at once: section {where}.",
                where=where,
            )
        )
    return "\n".join([_("**To look at:**"), *(f"- {hint}" for hint in hints)]) if hints else None


def _in_channel(plan: Sequence[PlannedPoll]) -> int:
    return sum(poll.place is Place.CHANNEL for poll in plan)
