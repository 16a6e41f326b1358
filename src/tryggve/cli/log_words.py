"""One event of the log as a line that a person can read; all of it stands in the JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from tryggve.cli.place import visible
from tryggve.cli.store_status import local_time
from tryggve.store.database.audit_words import action_words

LONGEST = 200
"""Characters of the details of an event."""

_FEW = 6


def shown_event(event: Mapping[str, Any], zone: ZoneInfo) -> str:
    """When (in the store's time zone), who, what, number of the batch, why, and the details in short, on one line."""
    batch = f" {event['batch_id']}" if event["batch_id"] else ""
    why = f" – {event['why']}" if event["why"] else ""
    at = local_time(event["at"], zone)
    line = f"{at}  {event['by']}  {action_words(event['action'])}{batch}{why}  {shown_details(event['details'])}"
    return visible(line).rstrip()


def shown_details(details: Mapping[str, Any]) -> str:
    """Names and values; of what is long or nested the size alone: `[12]` for a list, `{38}` for a table."""
    text = ", ".join(f"{name}={_short(value)}" for name, value in details.items())
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _short(value: Any) -> str:
    if isinstance(value, Mapping):
        if len(value) <= _FEW and all(map(_is_plain, value.values())):
            return "{" + ", ".join(f"{name}={one}" for name, one in value.items()) + "}"
        return f"{{{len(value)}}}"
    if isinstance(value, list):
        return str(value) if len(value) <= _FEW and all(map(_is_plain, value)) else f"[{len(value)}]"
    return str(value)


def _is_plain(value: Any) -> bool:
    return not isinstance(value, (Mapping, list))
