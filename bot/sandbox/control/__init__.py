"""The control API: pretend members, the books, and accidents; loopback, token, JSON."""
