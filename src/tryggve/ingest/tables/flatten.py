"""Turns a nested object into texts by column name."""

from __future__ import annotations

import json
from typing import Any

from tryggve.domain.language import _

LIST_MARK = "|"


class Unfit(Exception):  # noqa: N818 - not a fault of the program: an object that cannot become a row
    """An object that cannot become a row, with as much of the row as there is."""

    def __init__(self, what: str, how: str, row: dict[str, str] | None = None) -> None:
        super().__init__(what)
        self.reason = (what, how)
        self.row = row or {}


class Doubled(dict[str, Any]):
    """An object in which a name occurs twice, so that a value was lost."""


def flat(item: dict[str, Any], prefix: str = "") -> dict[str, str]:
    """`{"a": {"b": 1}}` -> `{"a.b": "1"}`; lists joined by "|"; `Unfit` where two values have the same name."""
    row: dict[str, str] = {}
    if isinstance(item, Doubled):
        raise _same_name()
    for key, value in item.items():
        inner = flat(value, f"{prefix}{key}.") if isinstance(value, dict) and value else {prefix + key: as_text(value)}
        if not row.keys().isdisjoint(inner):
            raise _same_name()
        row |= inner
    return row


def as_text(value: Any) -> str:
    """A value as a cell; numbers come here as the text they were written as."""
    if isinstance(value, str):
        return value
    if value is None or value == {}:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return LIST_MARK.join(map(as_text, value))
    return json.dumps(value, ensure_ascii=False)


def _same_name() -> Unfit:
    return Unfit(_("A name occurs twice in the object."), _("Give each value a name of its own."))
