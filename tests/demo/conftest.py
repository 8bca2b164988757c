"""The demo's proof is tried on the same stage as the end-to-end tests."""

from tests.e2e.conftest import guild, logs, sandbox, troupe

__all__ = ["guild", "logs", "sandbox", "troupe"]
