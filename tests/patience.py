"""How long tests wait for what must come: far longer than it takes, to end only what hangs."""

PATIENCE_SECONDS = 120.0
