"""`python -m bot …`: a file for each command; `main.py` puts them together.

What only one command needs is imported within it, so that each starts quickly: an `outline` never
loads the gateway.
"""
