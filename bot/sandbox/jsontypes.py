"""What JSON is called in this room."""

from typing import Any

Json = dict[str, Any]
