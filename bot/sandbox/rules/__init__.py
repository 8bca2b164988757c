"""What may be done and what it does: permissions and Discord's refusals, then the change.

Each function takes the world and the user who acts; it changes state and publishes what happened.
"""
