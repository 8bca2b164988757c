"""The demo: the real bot plays a whole discussion on the sandbox.

Nobody else knows both; what is here belongs to neither.
"""
