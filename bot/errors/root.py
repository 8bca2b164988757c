"""The root of the tree of errors and its great branches."""

from dataclasses import dataclass


@dataclass(eq=False)
class ColloquyError(Exception):
    """The root of everything Colloquy raises on purpose."""

    def __str__(self) -> str:
        """Show the data, for logs and tracebacks; people read `bot/ui/replies/`."""
        return repr(self)


class UserError(ColloquyError):
    """Somebody asked for something that cannot be; nothing was changed."""

    def __str__(self) -> str:
        """Show the numbers alone: what people wrote stands in no log."""
        numbers = (f"{name}={value}" for name, value in vars(self).items() if type(value) is int)
        return f"{type(self).__name__}({', '.join(numbers)})"


class InvalidInput(UserError):
    """What was given cannot be used as it is."""


class NotFound(UserError):
    """There is no such thing in this server."""


class Conflict(UserError):
    """It cannot be done in the present state of things."""


class SetupError(ColloquyError):
    """The server is not set up for what was asked."""
