"""What the tests of words and widgets share: importing discord.py, which warns on some Pythons."""

import warnings

with warnings.catch_warnings():
    # Its voice support imports audioop, deprecated in Python 3.11 and 3.12; we have no voice.
    warnings.filterwarnings("ignore", message="'audioop' is deprecated")
    import discord  # noqa: F401
