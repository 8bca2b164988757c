"""A local Discord: REST, gateway and pretend members on loopback; imports no other room."""
