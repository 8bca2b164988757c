"""A server's articles: the list, and the preview of what would be posted."""

from collections.abc import Sequence

import discord

from bot.domain.article import Article, QuestionSource, Section
from bot.domain.ballot import Option, Place
from bot.domain.length import PromptLength
from bot.domain.library import ArticleSummary, KeptArticle
from bot.domain.poll import PlannedPoll, plan_polls
from bot.ui.bars import counted
from bot.ui.excerpts import link_of
from bot.ui.headings import OPENING
from bot.ui.markup import escape_within, render_parts
from bot.ui.pages import paginate
from bot.ui.polls import PRESSING, asks_how_pressing

_LONGEST_TITLE = 256
_LONGEST_QUESTION = 300
_LONGEST_LABEL = 60
_LONGEST_DROPPED = 200
_MOST_LISTED = 8
_MOST_CHANNEL_POLLS = 2

_PLACES = {Place.CHANNEL: "in the channel", Place.THREAD: "in the thread"}


# ── the list ──────────────────────────────────────────────────────────────────────────────────


def list_embeds(summaries: Sequence[ArticleSummary]) -> tuple[discord.Embed, ...]:
    """List a server's articles."""
    title = "Articles of this server"
    if not summaries:
        return paginate(
            ["There is none yet. Add one with `/article add`: a file, an address, or pasted."],
            title=title,
        )
    foot = "-# See one with `/article preview`, discuss it with `/discussion start`."
    return paginate(map(_summary, summaries), title=title, foot=foot)


def say_removed(title: str) -> str:
    """Confirm that an article is off the list."""
    return (
        f"Removed **{escape_within(title, _LONGEST_TITLE)}** from this server’s articles. "
        "Past discussions keep their tallies; to have it back, add the file again."
    )


def _summary(summary: ArticleSummary) -> str:
    return (
        f"**{escape_within(summary.title, _LONGEST_TITLE)}**\n"
        f"{counted(summary.sections, 'section')} · {counted(summary.questions, 'question')} · "
        f"added {discord.utils.format_dt(summary.added_at, 'D')}"
    )


# ── the preview ───────────────────────────────────────────────────────────────────────────────


def say_added(kept: KeptArticle) -> str:
    """Confirm that an article was added and say what to do next."""
    openings = (
        "As it comes from a link, each section’s opening is posted with the link to the rest. "
        if kept.length is PromptLength.OPENING
        else ""
    )
    return (
        f"Added **{escape_within(kept.article.title, _LONGEST_TITLE)}**. Nothing is posted yet. "
        f"{openings}Read the preview below and say there how much of the text may be posted; then "
        "type `/discussion start` to choose channel, days and time."
    )


def preview_embeds(kept: KeptArticle) -> tuple[discord.Embed, ...]:
    """Show section by section what would be posted, what would not, and what to look at."""
    article, series = kept.article, kept.preparation.series
    plans = [plan_polls(kept, section) for section in series]
    blocks = [_head(article, plans)]
    blocks += [
        _section(kept.compose(section), number, plan)
        for number, (section, plan) in enumerate(zip(series, plans, strict=True), start=1)
    ]
    blocks += filter(
        None, [_skipped(kept), _offered(kept, plans), _dropped(article), _hints(kept, plans)]
    )
    return paginate(blocks, title=article.title)


def _head(article: Article, plans: Sequence[Sequence[PlannedPoll]]) -> str:
    polls = counted(sum(map(len, plans)), "poll")
    author = f"by {escape_within(article.author, _LONGEST_TITLE)}" if article.author else None
    source = link_of(article.source)
    head = [author, f"{counted(len(plans), 'section')} · {polls}", source and f"[source]({source})"]
    return " · ".join(filter(None, head))


def _section(section: Section, number: int, plan: Sequence[PlannedPoll]) -> str:
    heading = escape_within(section.heading or "", _LONGEST_TITLE) or OPENING
    size = f"{len(section.text):,} characters"
    parts = len(render_parts(section))
    if parts > 1:
        size += f", in {parts} messages"
    lines = [f"**{number}. {heading}** · {size}"]
    lines += [_planned(poll) for poll in plan[:_MOST_LISTED]]
    if len(plan) > _MOST_LISTED:
        lines.append(f"…and {counted(len(plan) - _MOST_LISTED, 'more poll')}")
    return "\n".join(lines if plan else [*lines, "No question: a prompt without a poll."])


def _planned(poll: PlannedPoll) -> str:
    # Options beyond a handful are counted, so that a long list leaves the rest of the preview room.
    shown = [_option(option) for option in poll.options[:_MOST_LISTED]]
    if len(poll.options) > len(shown):
        shown.append(f"…and {len(poll.options) - len(shown)} more")
    asks = f"{PRESSING} " if asks_how_pressing(poll.options) else ""
    question = escape_within(poll.question, _LONGEST_QUESTION)
    return f"- {question} ({_PLACES[poll.place]})\n  {asks}{' · '.join(shown)}"


def _option(option: Option) -> str:
    return f"{option.emoji} {escape_within(option.label, _LONGEST_LABEL)}"


def _offered(kept: KeptArticle, plans: Sequence[Sequence[PlannedPoll]]) -> str | None:
    posted = {poll.question_id for plan in plans for poll in plan}
    others = [
        question.words
        for question in kept.preparation.questions
        if question.question_id not in posted and question.source is not QuestionSource.ORGANIZER
    ]
    return _listed("Also found, not posted:", others, _LONGEST_QUESTION)


def _skipped(kept: KeptArticle) -> str | None:
    headings = [
        section.heading or OPENING for section in kept.preparation.sections if section.skipped
    ]
    return _listed("Sections skipped:", headings, _LONGEST_DROPPED)


def _dropped(article: Article) -> str | None:
    return _listed("Left out of the series:", article.dropped, _LONGEST_DROPPED)


def _listed(head: str, texts: Sequence[str], limit: int) -> str | None:
    if not texts:
        return None
    lines = [f"- {escape_within(text, limit)}" for text in texts[:_MOST_LISTED]]
    if len(texts) > _MOST_LISTED:
        lines.append(f"…and {len(texts) - _MOST_LISTED} more")
    return "\n".join([f"**{head}**", *lines])


def _hints(kept: KeptArticle, plans: Sequence[Sequence[PlannedPoll]]) -> str | None:
    hints = []
    if all(section.heading is None for section in kept.preparation.sections):
        hints.append(
            "I found no headings. If the article has some, put each on a line of its own with "
            "an empty line around it, and add the file again."
        )
    if not any(plans):
        hints.append(
            "I found no open question, so there is nothing to vote on. To post the sections "
            "without polls, start it with `prompts_only: True`."
        )
    crowded = [
        place + 1 for place, plan in enumerate(plans) if _in_channel(plan) > _MOST_CHANNEL_POLLS
    ]
    if crowded:
        where = ", ".join(map(str, crowded[:_MOST_LISTED]))
        hints.append(f"More than two polls would stand in the channel at once: section {where}.")
    return "\n".join(["**To look at:**", *(f"- {hint}" for hint in hints)]) if hints else None


def _in_channel(plan: Sequence[PlannedPoll]) -> int:
    return sum(poll.place is Place.CHANNEL for poll in plan)
