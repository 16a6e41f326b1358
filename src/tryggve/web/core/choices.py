"""What a municipality has chosen or stated: one row per name, read here and written by `actions.choices`."""

from __future__ import annotations

import json
from typing import Any

from tryggve.store.database import direct
from tryggve.web.core.models import Choice
from tryggve.web.core.municipal import here


def chosen(name: str, default: Any = None) -> Any:
    """The value of a choice of the municipality we are in."""
    row = direct.row(here().connection, "SELECT value FROM choice WHERE name = %s", [name])
    found = None if row is None else json.loads(row[0])
    return default if found is None else found


def all_chosen(begins: str) -> dict[str, Choice]:
    """The choices whose name begins so, by name."""
    return {choice.name: choice for choice in Choice.objects.filter(name__startswith=begins)}
