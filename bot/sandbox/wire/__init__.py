"""What goes over the wire: records in, Discord's JSON out, with every key a client needs."""
