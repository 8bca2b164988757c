"""Values in, bytes or text for files and terminals out; knows no Discord."""
