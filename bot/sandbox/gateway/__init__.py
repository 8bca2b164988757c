"""Discord's gateway: sessions with their replay buffers, and the socket that serves them."""
