"""Routes: which handler a method and path lead to, and what may be asked of it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar
from urllib.parse import unquote

H = TypeVar("H")


@dataclass(frozen=True, slots=True)
class Route(Generic[H]):
    """One entry of the table; `template` names the path's variables in braces."""

    method: str
    template: str
    handler: H
    parts: tuple[str, ...] = field(repr=False)

    @property
    def label(self) -> str:
        """Name the route in books and faults, as `POST /channels/{channel_id}/messages`."""
        return f"{self.method} {self.template}"


@dataclass(frozen=True, slots=True)
class Match(Generic[H]):
    """A route that was found, with the values of its variables, percent-decoded."""

    route: Route[H]
    variables: dict[str, str]


class RouteTable(Generic[H]):
    """Collects routes by decorators and finds them again; literal parts win over variables."""

    def __init__(self) -> None:
        self._routes: dict[tuple[str, int], list[Route[H]]] = {}

    def __iter__(self) -> Iterator[Route[H]]:
        return (route for bucket in self._routes.values() for route in bucket)

    def add(self, method: str, template: str, handler: H) -> None:
        """Enter a route; two of the same shape raise ValueError."""
        parts = tuple(template.strip("/").split("/"))
        bucket = self._routes.setdefault((method, len(parts)), [])
        if any(_shape(each.parts) == _shape(parts) for each in bucket):
            raise ValueError(template)
        bucket.append(Route(method, template, handler, parts))
        bucket.sort(key=lambda route: [part.startswith("{") for part in route.parts])

    def on(self, method: str, template: str) -> Callable[[H], H]:
        """Enter the decorated handler."""

        def register(handler: H) -> H:
            self.add(method, template, handler)
            return handler

        return register

    def find(self, method: str, raw_path: str) -> Match[H] | None:
        """Find the route of a path that is still percent-encoded."""
        parts = raw_path.strip("/").split("/")
        for route in self._routes.get((method, len(parts)), []):
            variables = _match(route.parts, parts)
            if variables is not None:
                return Match(route, variables)
        return None


def _shape(parts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple("{}" if part.startswith("{") else part for part in parts)


def _match(pattern: tuple[str, ...], parts: list[str]) -> dict[str, str] | None:
    variables = {}
    for expected, given in zip(pattern, parts, strict=True):
        if expected.startswith("{"):
            variables[expected[1:-1]] = unquote(given)
        elif expected != unquote(given):
            return None
    return variables
