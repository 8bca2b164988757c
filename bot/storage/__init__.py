"""Rows to domain values and back; the only room that knows SQL."""
