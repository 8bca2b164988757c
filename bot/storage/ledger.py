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
from typing import Any

_KEY_BYTES = 32
_HASH_BYTES = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """One member's erasure in one server, as the ledger has it."""

    erasure_id: str
    guild_id: int
    hash: str


class Ledger:
    """Reads and appends; the file is made with the first erasure and never written over."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._key: bytes | None = None

    def hash_member(self, guild_id: int, member_id: int) -> str:
        """Give what stands for a member of a server; empty while nobody was ever erased."""
        if self._key is None and not self.path.exists():
            return ""
        return self._hash(self._key or self._read_key(), guild_id, member_id)

    def add(self, guild_id: int, member_id: int) -> Erasure:
        """Append an erasure; it is on the disk when this returns. Raises `OSError`."""
        if self._key is None and not self.path.exists():
            self._begin()
        hash_ = self._hash(self._key or self._read_key(), guild_id, member_id)
        erasure = Erasure(erasure_id=secrets.token_hex(8), guild_id=guild_id, hash=hash_)
        line = {"erasure": erasure.erasure_id, "guild": str(guild_id), "member": hash_}
        # Whatever was left half-written by a power cut ends with this line's beginning.
        self._append(f"\n{json.dumps(line)}\n", os.O_APPEND)
        return erasure

    def erasures(self) -> tuple[Erasure, ...]:
        """Read every erasure, in order; lines left half-written by a power cut are passed over."""
        return tuple(
            Erasure(
                erasure_id=str(line["erasure"]),
                guild_id=int(line["guild"]),
                hash=str(line["member"]),
            )
            for line in self._lines()
            if "erasure" in line
        )

    def _begin(self) -> None:
        key = secrets.token_bytes(_KEY_BYTES)
        self._append(json.dumps({"key": key.hex()}) + "\n", os.O_CREAT | os.O_EXCL)
        self._key = key

    def _read_key(self) -> bytes:
        self._key = bytes.fromhex(next(str(line["key"]) for line in self._lines() if "key" in line))
        return self._key

    def _lines(self) -> list[dict[str, Any]]:
        if not self.path.exists():
            return []
        found = []
        for text in self.path.read_text(encoding="utf-8").splitlines():
            try:
                line = json.loads(text)
            except ValueError:
                continue
            if isinstance(line, dict):
                found.append(line)
        return found

    def _append(self, text: str, flags: int) -> None:
        descriptor = os.open(self.path, os.O_WRONLY | flags, 0o600)
        try:
            os.write(descriptor, text.encode())
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    @staticmethod
    def _hash(key: bytes, guild_id: int, member_id: int) -> str:
        words = f"{guild_id}:{member_id}".encode()
        return hashlib.blake2b(words, key=key, digest_size=_HASH_BYTES).hexdigest()
