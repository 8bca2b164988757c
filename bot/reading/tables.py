"""The cells of a table ▶ its lines, drawn with upright strokes, as plain text has them."""

from collections.abc import Sequence

_WIDEST = 100  # characters of a line up to which columns are drawn one below another


def draw_table(rows: Sequence[Sequence[str]]) -> str:
    """Draw a table, a row to a line; narrow ones with their columns one below another."""
    filled = [row for row in rows if any(row)]
    width = max((len(row) for row in filled), default=0)
    columns = [
        max((len(row[column]) for row in filled if column < len(row)), default=0)
        for column in range(width)
    ]
    if sum(columns) + 3 * width > _WIDEST:
        columns = [0] * width
    lines = [
        " | ".join(cell.ljust(size) for cell, size in zip(row, columns, strict=False)).rstrip()
        for row in filled
    ]
    return "\n".join(lines)
