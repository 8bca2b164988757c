"""The ledger of erasures: a file beside the database, so that a restored copy cannot undo them.

Its first line is a random key, every further one an erasure; members stand in it as keyed hashes.
The key is nowhere else: neither the database nor a copy of it says who was erased.
"""

import hashlib
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from bot.errors import LedgerUnreadable

_KEY_BYTES = 32
_HASH_BYTES = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """One member's erasure in one server, as the ledger has it."""

    erasure_id: str
    guild_id: int
    hash: str


class Ledger:
    """Reads and appends; the file is made with the first erasure and never written over.

    It has its name only once its key is on the disk. Reading raises `LedgerUnreadable`.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._key: bytes | None = None

    @classmethod
    def beside(cls, database: Path) -> Self:
        """Give the ledger that belongs to a database file."""
        return cls(database.with_name(f"{database.name}.erasures"))

    def hash_member(self, guild_id: int, member_id: int) -> str:
        """Give what stands for a member of a server; empty while nobody was ever erased."""
        key = self._key or self._read_key()
        return "" if key is None else self._hash(key, guild_id, member_id)

    def add(self, guild_id: int, member_id: int) -> Erasure:
        """Append an erasure; it is on the disk when this returns. Raises `OSError`, too."""
        hash_ = self._hash(self._key or self._read_key() or self._begin(), guild_id, member_id)
        erasure = Erasure(erasure_id=secrets.token_hex(8), guild_id=guild_id, hash=hash_)
        line = {"erasure": erasure.erasure_id, "guild": str(guild_id), "member": hash_}
        # Whatever was left half-written by a power cut ends with this line's beginning.
        _write(self.path, f"\n{json.dumps(line)}\n", os.O_APPEND)
        return erasure

    def erasures(self) -> tuple[Erasure, ...]:
        """Read every erasure, in order; lines left half-written by a power cut are passed over."""
        self._read_key()
        return tuple(
            Erasure(
                erasure_id=str(line["erasure"]),
                guild_id=int(line["guild"]),
                hash=str(line["member"]),
            )
            for line in self._lines()
            if "erasure" in line
        )

    def _begin(self) -> bytes:
        key = secrets.token_bytes(_KEY_BYTES)
        part = self.path.with_name(f".{self.path.name}.part")
        _write(part, json.dumps({"key": key.hex()}) + "\n", os.O_CREAT | os.O_TRUNC)
        part.replace(self.path)
        _sync_folder(self.path.parent)
        self._key = key
        return key

    def _read_key(self) -> bytes | None:
        """Give the key; None while there is no ledger, or one that nothing was written to."""
        lines = self._lines()
        try:
            self._key = next(
                (bytes.fromhex(str(line["key"])) for line in lines if "key" in line), None
            )
        except ValueError as error:
            raise LedgerUnreadable(path=self.path, reason="its key is damaged") from error
        if self._key is None and self.path.exists() and self.path.stat().st_size:
            raise LedgerUnreadable(path=self.path, reason="its key is missing")
        return self._key

    def _lines(self) -> list[dict[str, Any]]:
        try:
            texts = self.path.read_text(encoding="utf-8", errors="replace").splitlines()
        except FileNotFoundError:
            return []
        except OSError as error:
            raise LedgerUnreadable(path=self.path, reason=error.strerror or str(error)) from error
        found = []
        for text in texts:
            try:
                line = json.loads(text)
            except ValueError:
                continue
            if isinstance(line, dict):
                found.append(line)
        return found

    @staticmethod
    def _hash(key: bytes, guild_id: int, member_id: int) -> str:
        words = f"{guild_id}:{member_id}".encode()
        return hashlib.blake2b(words, key=key, digest_size=_HASH_BYTES).hexdigest()


def _write(path: Path, text: str, flags: int) -> None:
    descriptor = os.open(path, os.O_WRONLY | flags, 0o600)
    try:
        rest = text.encode()
        # A disk that is nearly full takes a part, and says so only at the next.
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
