"""The nouns: frozen values and pure functions; no I/O, no clock, no Discord, no SQL."""
