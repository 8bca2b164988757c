"""The commands together; the one place where errors become exit codes."""

from typing import Any

import click

from bot.command_line.db import db
from bot.command_line.demo import demo
from bot.command_line.one_sentence import BAD_INPUT
from bot.command_line.outline import outline
from bot.command_line.run import run
from bot.command_line.sandbox import sandbox
from bot.command_line.schedule import schedule
from bot.command_line.status import status
from bot.errors import (
    ColloquyError,
    ConfigurationError,
    StorageError,
    Unavailable,
    UpkeepError,
)

_NOT_DONE = 1
_TRY_AGAIN = 75  # EX_TEMPFAIL of sysexits.h
_BAD_CONFIGURATION = 78  # EX_CONFIG
_COMMANDS = (run, outline, schedule, demo, sandbox, db, status)


class _CommandLine(click.Group):
    """The commands, with every error of ours said in one plain sentence on stderr."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the chosen command."""
        try:
            return super().invoke(ctx)
        except ColloquyError as error:
            from bot.ui.host_replies import explain_to_host
            from bot.ui.markup import unescaped
            from bot.ui.replies import explain

            match error:
                case UpkeepError():
                    said, code = explain_to_host(error), _NOT_DONE
                case Unavailable() | StorageError():
                    said, code = explain_to_host(error), _TRY_AGAIN
                case ConfigurationError():
                    said, code = explain_to_host(error), _BAD_CONFIGURATION
                case _:
                    said, code = unescaped(explain(error)), BAD_INPUT
            click.echo(said, err=True)
            ctx.exit(code)


@click.group(cls=_CommandLine, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Colloquy: read an article together on Discord."""


for _command in _COMMANDS:
    main.add_command(_command)
