"""Kinds of arguments that several commands take."""

from pathlib import Path

import click

READABLE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)
WRITABLE = click.Path(dir_okay=False, writable=True, path_type=Path)
