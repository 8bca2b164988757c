"""Logs: structlog over the standard library, so that discord.py's lines look like ours.

Everything goes to stderr; stdout belongs to a command's answer. Lines bear ids of servers, posts
and polls; no message text, no member, no token.
"""

import logging
import sys
from typing import Literal

import structlog

Form = Literal["text", "json"]


def configure_logs(level: str, form: Form = "text", *, secret: str = "") -> None:
    """Send everything from `level` up to stderr, one line each, as text or as JSON objects.

    `secret` never appears in a line, whoever wrote it.
    """
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        _Discreet(
            secret,
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                *(_as_json() if form == "json" else _as_text()),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    # Its lines at these levels are of use to its own developers only.
    for name in ("discord", "alembic", "apscheduler", "aiosqlite", "sqlalchemy"):
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))


# In both forms without frames' variables, which may hold the token or an article's text.


def _as_text() -> list[structlog.typing.Processor]:
    return [
        structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
        )
    ]


def _as_json() -> list[structlog.typing.Processor]:
    return [
        structlog.processors.format_exc_info,
        structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
    ]


class _Discreet(structlog.stdlib.ProcessorFormatter):
    """Formats, and blots out a secret that somebody else's line may bear."""

    def __init__(self, secret: str, **formatting: object) -> None:
        super().__init__(**formatting)  # type: ignore[arg-type]
        self._secret = secret

    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        return line.replace(self._secret, "[token]") if self._secret else line
