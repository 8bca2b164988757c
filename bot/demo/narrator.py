"""Tells the demo's story on the terminal: what was posted where, who voted, how far it is."""

import shutil
import sys
import textwrap
from datetime import datetime
from typing import TextIO

_BAR_WIDTH = 24


class Narrator:
    """Writes to a stream; a silent one (None) writes nothing."""

    def __init__(self, stream: TextIO | None = sys.stdout) -> None:
        self._stream = stream
        self._width = min(shutil.get_terminal_size((96, 24)).columns, 110)

    def say(self, text: str = "", *, indent: int = 0) -> None:
        """Write a paragraph, wrapped to the terminal; its own line breaks stay."""
        if self._stream is None:
            return
        margin = " " * indent
        for line in text.split("\n"):
            wrapped = textwrap.wrap(
                line,
                self._width,
                initial_indent=margin,
                subsequent_indent=margin + "  ",
                break_on_hyphens=False,
            )
            self._stream.write("\n".join(wrapped or [""]) + "\n")
        self._stream.flush()

    def show(self, text: str) -> None:
        """Write text as it stands, such as a table."""
        if self._stream is not None:
            self._stream.write(text + "\n")
            self._stream.flush()

    def date(self, instant: datetime) -> None:
        """Begin what happens at an instant."""
        self.say(f"\n{instant:%a %d %b %Y, %H:%M} UTC")

    def progress(self, done: int, of: int, what: str) -> None:
        """Write the progress line."""
        filled = round(_BAR_WIDTH * done / of) if of else _BAR_WIDTH
        bar = "█" * filled + "░" * (_BAR_WIDTH - filled)
        self.say(f"{bar} {done} of {of} {what}", indent=2)
