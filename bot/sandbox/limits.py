"""Rate limits: the headers every answer carries, so that a client paces itself as it would."""

import hashlib
from typing import Final, Literal

LimitMode = Literal["off"]
MODES: Final[tuple[LimitMode, ...]] = ("off",)
_HUGE: Final = 1_000_000


class Limiter:
    """Grants requests; with limits off every bucket is huge, but the headers are there.

    Without headers discord.py sends one request at a time per route and channel.
    """

    def __init__(self, mode: LimitMode) -> None:
        if mode not in MODES:
            raise ValueError(mode)
        self.mode = mode

    def headers(self, label: str, now: float) -> dict[str, str]:
        """Write the rate-limit headers of a successful answer; `now` is epoch seconds."""
        bucket = hashlib.sha256(label.encode()).hexdigest()[:32]
        return {
            "X-RateLimit-Limit": str(_HUGE),
            "X-RateLimit-Remaining": str(_HUGE - 1),
            "X-RateLimit-Reset": f"{now + 1:.3f}",
            "X-RateLimit-Reset-After": "1.000",
            "X-RateLimit-Bucket": bucket,
        }
