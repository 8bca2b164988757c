"""Bytes in, an `Article` out: the first step of the stream; knows no Discord and no storage."""
