"""A municipality chooses or states something."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tryggve.store.database import audit
from tryggve.web.core.models import Choice
from tryggve.web.core.municipal import here


def choose(*, name: str, value: Any, by: str, at: dt.datetime, why: str = "") -> None:
    """Set a choice. The log keeps its name and not its value, which may be a text."""
    with here().writing():
        Choice.objects.update_or_create(name=name, defaults={"value": value, "by": by, "at": at})
        audit.record(here(), audit.Action.CHOICE, by=by, at=at, why=why, name=name)


def unchoose(*, name: str, by: str, at: dt.datetime) -> None:
    """Take a choice back."""
    with here().writing():
        if Choice.objects.filter(name=name).delete()[0]:
            audit.record(here(), audit.Action.CHOICE, by=by, at=at, name=name, done="taken back")
