"""What is well and what is not: measured here, told over HTTP to whoever watches the bot.

Nothing here takes part in the bot's work. It answers from threads of its own, so that a loop that
stands still can be told of (decision 0008).
"""
