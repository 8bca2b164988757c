"""`python -m bot …`."""

from bot.command_line.main import main

if __name__ == "__main__":
    main()
