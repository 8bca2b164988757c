"""The Publisher over discord.py; the only room that translates discord's errors."""
