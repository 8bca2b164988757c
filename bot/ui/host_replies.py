"""Errors in words for the host, on stderr: one plain sentence each, and nowhere else."""

from bot import errors

ForHosts = errors.ConfigurationError | errors.UpkeepError | errors.Unavailable | errors.StorageError


def explain_to_host(error: ForHosts) -> str:
    """Say in one plain sentence why the bot cannot start, or do a thing, and what to do."""
    match error:
        case errors.Unavailable() | errors.StorageError():
            return _about_trouble(error)
        case errors.UpkeepError():
            return _about_upkeep(error)
        case errors.BadSetting(name, reason):
            return f"The setting {name} cannot be used ({reason}); see docs/settings.md."
        case errors.TokenMissing():
            return (
                "No bot token is set; put COLLOQUY_TOKEN=… into the environment or into a file "
                ".env (discord.com/developers/applications ▸ your application ▸ Bot shows it)."
            )
        case errors.TokenRefused():
            return (
                "Discord did not accept the bot token; make a new one (discord.com/developers/"
                "applications ▸ your application ▸ Bot ▸ Reset Token) and set COLLOQUY_TOKEN to it."
            )
        case _:
            return _about_database(error)


def _about_trouble(error: errors.Unavailable | errors.StorageError) -> str:
    match error:
        case errors.ApiUnreachable(url):
            return (
                f"Nobody answers at {url}; check the network connection and, if you set it, "
                "COLLOQUY_API_URL."
            )
        case errors.PortTaken(port, reason):
            return (
                f"Port {port} cannot be had for health ({reason}); stop what uses it, or set "
                "COLLOQUY_HEALTH_PORT to another."
            )
        case errors.DatabaseInUse(path):
            return (
                f"The database {path} is in use by another Colloquy; stop that one first, "
                "or name another file with COLLOQUY_DATABASE."
            )
        case errors.DatabaseBusy(path, reason):
            return (
                f"The database {path} cannot be opened just now ({reason}); see that its disk has "
                "room and that no other program holds the file, then start again."
            )
        case errors.DatabaseFailed(reason):
            return (
                f"The database failed ({reason}); see that its disk has room and that no other "
                "program holds the file, then start again."
            )
        case _:
            return f"That cannot be done just now ({type(error).__name__}); see docs/hosting.md."


def _about_upkeep(error: errors.UpkeepError) -> str:
    match error:
        case errors.DatabaseMissing(path):
            return (
                f"There is no database {path}; check the name, or set COLLOQUY_DATABASE to where "
                "it lies."
            )
        case errors.CopyMissing(path):
            return f"There is no copy {path}; check the name, and restore the newest you have."
        case errors.DatabaseDamaged(path, problem):
            return (
                f"The database {path} is damaged ({problem}); restore the newest sound copy "
                "(docs/hosting.md says how)."
            )
        case errors.FileInTheWay(path):
            return f"The file {path} exists already; name another, or move that one away."
        case errors.BackupFailed(path, reason):
            return (
                f"The copy {path} could not be written ({reason}); see that its folder exists, "
                "may be written to and has room."
            )
        case _:
            return f"That cannot be done ({type(error).__name__}); see docs/hosting.md."


def _about_database(error: errors.ConfigurationError) -> str:
    match error:
        case errors.DatabaseUnreadable(path, reason):
            return (
                f"The database {path} cannot be opened ({reason}); check the file and its "
                "permissions, or name another with COLLOQUY_DATABASE."
            )
        case errors.DatabaseTooNew(path, revision):
            return (
                f"The database {path} was written by a later version of Colloquy (revision "
                f"{revision}); install that version, or name another file with COLLOQUY_DATABASE."
            )
        case errors.LedgerUnreadable(path, reason):
            return (
                f"The ledger of erasures {path} cannot be read ({reason}); check its permissions, "
                "or put back the file that lay there (docs/hosting.md says what it is for)."
            )
        case errors.DatabaseTooOld(path):
            return (
                f"The database {path} was last used by an earlier version of Colloquy; start the "
                "bot once, which brings it up to date."
            )
        case _:
            return f"Colloquy cannot start as it is set up ({type(error).__name__}); see docs/."
