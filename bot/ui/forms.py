"""What somebody wrote into a form, as Discord sends it."""

from collections.abc import Mapping
from typing import Any


def written_in(data: Mapping[str, Any]) -> dict[str, str]:
    """Give what was written, by field, as it was written."""
    written: dict[str, str] = {}
    for part in data.get("components", ()):
        for one in [
            *part.get("components", ()),
            *([part["component"]] if "component" in part else ()),
        ]:
            written[one.get("custom_id", "")] = str(one.get("value") or "")
    return written
