"""Words and widgets: embeds, replies, autocomplete labels and Discord's limits."""
