"""The real bot over a real socket against the sandbox."""
