"""What a municipality has chosen or stated: one row per name, read here and written by `actions.choices`."""

from __future__ import annotations

from typing import Any

from tryggve.web.core.models import Choice


def chosen(name: str, default: Any = None) -> Any:
    """The value of a choice of the municipality we are in."""
    found = Choice.objects.filter(name=name).values_list("value", flat=True).first()
    return default if found is None else found


def all_chosen(begins: str) -> dict[str, Choice]:
    """The choices whose name begins so, by name."""
    return {choice.name: choice for choice in Choice.objects.filter(name__startswith=begins)}
