"""The process's settings, read once from the environment or `.env` and passed down."""

import os
import re
from collections.abc import Iterable
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from dotenv import dotenv_values
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
)
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import BadSetting, TokenMissing

_PREFIX = "COLLOQUY_"
_ENV_FILE = ".env"
# Discord's ids: milliseconds since 2015 and 22 bits more, in 64 bits.
_SNOWFLAKE = re.compile("[1-9][0-9]{16,19}")


def is_loopback(host: str) -> bool:
    """Say whether a host name or address is this machine."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _check_api_url(url: str) -> str:
    not_an_address = "must be an address such as https://proxy.example/api/v10"
    try:
        parts = urlsplit(url)
        # Out of range, or no number: said here and not when the first request is made.
        parts.port  # noqa: B018 - reading it checks it
    except ValueError:
        # What the library says repeats the address, and with it a password.
        raise ValueError(not_an_address) from None
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError(not_an_address)
    if parts.username or parts.password or parts.query or parts.fragment:
        raise ValueError("must have no user name, password, query or fragment")
    if parts.scheme == "http" and not is_loopback(parts.hostname):
        raise ValueError(
            "plain http is for this machine only; anything else would send the token in the clear"
        )
    return url.rstrip("/")


def _read_ids(given: object) -> object:
    """Read ids parted by commas, as a variable of the environment has them."""
    if not isinstance(given, str):
        return given
    ids = [text.strip() for text in given.split(",") if text.strip()]
    # A list without an id would mean every server, which nobody means who writes one.
    if not ids or not all(_SNOWFLAKE.fullmatch(text) for text in ids):
        raise ValueError("must be server ids parted by commas, such as 123456789012345678")
    return frozenset(map(int, ids))


class Settings(BaseModel):
    """What a process is told; `docs/settings.md` explains each."""

    model_config = ConfigDict(frozen=True)

    token: SecretStr | None = None
    database: Path = Path("data/colloquy.db")
    guilds: Annotated[frozenset[int], NoDecode, BeforeValidator(_read_ids)] = frozenset()
    backups: int = Field(default=7, ge=0, le=1000)
    backup_folder: Path | None = None
    api_url: Annotated[str, AfterValidator(_check_api_url)] | None = None
    log: Literal["debug", "info", "warning", "error"] = "info"
    health_port: int | None = Field(default=None, ge=1, le=65_535)
    requests_per_second: float = Field(default=45.0, ge=1, le=50)
    log_format: Literal["text", "json"] = "text"
    guild_ready_seconds: float = Field(default=2.0, ge=0, le=60)

    @property
    def copies_in(self) -> Path:
        """Where the daily copies of the database go."""
        return self.backup_folder or self.database.parent / "backups"

    def require_token(self) -> str:
        """Give the bot token; raise `TokenMissing`."""
        token = self.token.get_secret_value().strip() if self.token else ""
        if not token:
            raise TokenMissing
        return token


class _Environment(Settings, BaseSettings):
    model_config = SettingsConfigDict(
        frozen=True,
        env_prefix=_PREFIX,
        env_file=_ENV_FILE,
        env_ignore_empty=True,
        extra="ignore",
        hide_input_in_errors=True,
    )


def unknown_settings() -> list[str]:
    """Name what stands in the environment or `.env` as a setting of ours and is none: a slip."""
    known = {f"{_PREFIX}{name.upper()}" for name in Settings.model_fields}
    given = {*_names(os.environ), *_names(dotenv_values(_ENV_FILE))}
    return sorted(given - known)


def _names(variables: Iterable[str]) -> Iterable[str]:
    # As for the library, big and small letters are the same.
    return (name.upper() for name in variables if name.upper().startswith(_PREFIX))


def load_settings() -> Settings:
    """Read the settings from the environment and `.env`; raise `BadSetting`."""
    try:
        return _Environment()
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        name = _PREFIX + ".".join(str(part) for part in first["loc"]).upper()
        # Not chained: the original shows what was given, and that may be a secret.
        raise BadSetting(name=name, reason=first["msg"].removeprefix("Value error, ")) from None
    except UnicodeDecodeError:
        raise BadSetting(name=_ENV_FILE, reason="the file must be UTF-8 text") from None
