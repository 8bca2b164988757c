"""Commands whose wrong use is said in one plain sentence on stderr, without the usage above it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

BAD_INPUT = 2


class OneSentence(click.Command):
    """A command whose wrong use is said in one sentence, without the usage above it."""

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        """Read the arguments."""
        with _in_one_sentence():
            return super().make_context(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        with _in_one_sentence():
            return super().invoke(ctx)


@contextmanager
def _in_one_sentence() -> Iterator[None]:
    try:
        yield
    except click.UsageError as error:
        message = error.format_message()
        click.echo(message if message.endswith((".", "?")) else f"{message}.", err=True)
        raise click.exceptions.Exit(BAD_INPUT) from None
