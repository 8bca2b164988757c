"""Draws a terminal's text as an SVG: `python -m bot demo --exit | python docs/recording.py`.

Keeps the beginning and the end, and says what it left out between them.
"""

import sys
import unicodedata
from html import escape
from pathlib import Path

_TARGET = Path(__file__).with_name("demo.svg")
_HEAD, _TAIL = 22, 26
_COLUMNS = 98
_CELL, _LINE, _MARGIN = 8.4, 19, 18


def main() -> None:
    """Read stdin, write `docs/demo.svg`."""
    lines = sys.stdin.read().rstrip().split("\n")
    left_out = len(lines) - _HEAD - _TAIL
    if left_out > 0:
        lines = [*lines[:_HEAD], "", f"    … {left_out} lines …", "", *lines[-_TAIL:]]
    lines = ["$ make demo", *lines]
    width, height = _COLUMNS * _CELL + 2 * _MARGIN, len(lines) * _LINE + 2 * _MARGIN
    rows = "\n".join(_row(number, line) for number, line in enumerate(lines))
    _TARGET.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height}" role="img" '
        'aria-label="The demo in a terminal; the same text stands in the README.">\n'
        '<rect width="100%" height="100%" rx="8" fill="#16181d"/>\n'
        '<g font-family="ui-monospace,Menlo,Consolas,DejaVu Sans Mono,monospace" font-size="14" '
        f'fill="#d6dae2" xml:space="preserve">\n{rows}\n</g>\n</svg>\n',
        encoding="utf-8",
    )


def _row(number: int, line: str) -> str:
    # Each run of narrow characters is placed by itself: emoji would push what follows aside.
    runs, column, start, run = [], 0, 0, ""
    for character in line:
        wide = unicodedata.east_asian_width(character) in "WF"
        if not run:
            start = column
        run += character
        column += 2 if wide else 0 if character == "\ufe0f" else 1
        if wide:
            runs.append((start, run))
            run = ""
    runs.append((start, run))
    y = _MARGIN + (number + 1) * _LINE - 5
    return "".join(
        f'<text x="{_MARGIN + at * _CELL:.1f}" y="{y}">{escape(text)}</text>'
        for at, text in runs
        if text.strip()
    )


if __name__ == "__main__":
    main()
