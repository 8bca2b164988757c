"""The shapes of request bodies, noun by noun, with Discord's documented limits."""
