"""What a dry run lets one choose before it begins: where polls go, until when, the index."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from bot.domain.channel import ChannelKind
from bot.domain.plan import Plan
from bot.domain.terms import WEEK, ClosesAfter, ClosesWithNext, Closing, Placement
from bot.ui.control_keys import Key, Verb
from bot.ui.panels import Choice, Item, button, select
from bot.ui.poll_terms import describe_closing
from bot.ui.speech import N_, _
from bot.ui.terms import PLACEMENTS

# By place, which is what a press carries.
_CLOSINGS: Final[Sequence[Closing]] = (
    ClosesAfter(timedelta(days=1)),
    ClosesAfter(timedelta(days=3)),
    ClosesAfter(WEEK),
    ClosesAfter(2 * WEEK),
    ClosesWithNext(),
)
_CHANGE: Final = N_(
    "-# Choose otherwise below. Once it is on, `/discussion set` with `polls`, `closing` or "
    "`index` does it, and shows what else can be set."
)


def terms_lines(plan: Plan) -> list[str]:
    """Say where polls go, when they close and whether there is an index, and how to change it."""
    terms, lines = plan.draft.terms, []
    if plan.polls:
        forum = plan.checkup.kind is ChannelKind.FORUM
        polls = _("all in the section’s post") if forum else _(PLACEMENTS[terms.placement])
        lines = [
            _("**Polls:** {polls}", polls=polls),
            f"**{_('Closing')}:** {describe_closing(terms.closing)}",
        ]
    index = _("one message that shows every section, kept up to date") if terms.index else _("off")
    return [*lines, _("**Index:** {index}", index=index), _(_CHANGE)]


def index_button(plan: Plan, page: int, row: int) -> Item:
    """Offer the index where it would be left out, and to leave it out where not."""
    if plan.draft.terms.index:
        return button(_("Without the index"), Key(Verb.INDEX_OFF, plan.draft.draft_id, page), row)
    return button(_("With the index"), Key(Verb.INDEX_ON, plan.draft.draft_id, page), row)


def term_selects(plan: Plan, page: int, row: int) -> Iterator[Item]:
    """Offer when polls close and, where there is a choice, where they go; a row for each."""
    draft = plan.draft
    if not plan.polls:
        return
    closings = [
        Choice(place, describe_closing(one), chosen=one == draft.terms.closing)
        for place, one in enumerate(_CLOSINGS)
    ]
    yield select(_("When polls close"), Key(Verb.CLOSING, draft.draft_id, page), row, closings)
    if plan.checkup.kind is not ChannelKind.FORUM:
        places = [
            Choice(one.value, _(words), chosen=one is draft.terms.placement)
            for one, words in PLACEMENTS.items()
        ]
        key = Key(Verb.PLACEMENT, draft.draft_id, page)
        yield select(_("Where polls go"), key, row + 1, places)


def chosen_terms(verb: Verb, data: Mapping[str, Any]) -> dict[str, Any]:
    """Give the terms that a press changes, by name."""
    (value,) = data.get("values", [""])
    match verb:
        case Verb.CLOSING:
            return {"closing": _CLOSINGS[int(value)]}
        case Verb.PLACEMENT:
            return {"placement": Placement(value)}
        case Verb.INDEX_ON | Verb.INDEX_OFF:
            return {"index": verb is Verb.INDEX_ON}
        case _:
            return {}
