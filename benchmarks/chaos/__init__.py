"""Chaos: seeded plays in which the bot's process, its database, Discord and time all misbehave."""
