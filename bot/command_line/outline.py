"""`outline`: what the reader makes of an article."""

from pathlib import Path

import click

from bot.command_line.arguments import READABLE


@click.command()
@click.argument("file", type=READABLE)
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")
def outline(file: Path, *, as_json: bool) -> None:
    """Show what the reader makes of an article: sections, questions, quotes."""
    from bot.reading.reader import read_article
    from bot.render.outline import render_outline_json, render_outline_text

    article = read_article(file.read_bytes(), name=file.name)
    click.echo(render_outline_json(article) if as_json else render_outline_text(article))
