"""What exists in the sandbox: plain records and their indices; no I/O, no wire shapes."""
