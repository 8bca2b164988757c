"""Discord's REST API: one module of handlers per noun; `api` serves them."""
