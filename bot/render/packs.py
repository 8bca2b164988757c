"""A discussion pack ▶ the file it is kept in; `bot/reading/packs.py` reads it again."""

import json
from typing import Any, Final

from bot.domain.pack import Pack, PackedQuestion, PackedSchedule

FORMAT: Final = "colloquy-discussion-pack"
VERSION: Final = 1


def render_pack(pack: Pack) -> bytes:
    """Give a pack as JSON."""
    content = {
        "format": FORMAT,
        "version": VERSION,
        "article": {"address": pack.address, "hash": pack.words, "reading": pack.reading},
        "sections": [
            [
                {
                    "heading": one.heading,
                    "first_block": one.first,
                    "end_block": one.stop,
                    "skipped": one.skipped,
                }
                for one in section
            ]
            for section in pack.sections
        ],
        "left_out_blocks": sorted(pack.left_out),
        "questions": [_question(question) for question in pack.questions],
        "schedule": pack.schedule and _schedule(pack.schedule),
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def _question(question: PackedQuestion) -> dict[str, Any]:
    return {
        "found": question.found,
        "words": question.words,
        "kind": question.kind,
        "alternatives": list(question.alternatives),
        "options": None
        if question.options is None
        else [
            {"emoji": one.emoji, "label": one.label, "neutral": one.neutral}
            for one in question.options
        ],
        "passage": question.passage,
        "posted": question.posted,
    }


def _schedule(schedule: PackedSchedule) -> dict[str, Any]:
    quiet = schedule.quiet
    return {
        "days": schedule.days,
        "time": schedule.times,
        "zone": schedule.time_zone,
        "quiet": quiet and f"{quiet.begins:%H:%M}-{quiet.ends:%H:%M}",
        "missed": schedule.missed,
    }
