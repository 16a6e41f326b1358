"""Driftstart as the invented municipality has filled it in: an example of what the answers look like."""

from __future__ import annotations

import datetime as dt

from tryggve.web.setup.actions_driftstart import fill_in
from tryggve.web.setup.driftstart import RETENTION, Field, items

_ANSWERS = {
    "controller": "Kommunstyrelsen i Exempelkommunen",
    "contact": "dataskydd@example.org",
    "function": "Dataskyddsombudet",
    "decided_by": "Kommunstyrelsen, § 12",
    "text_months": "24",
    "facts_months": "120",
    "public_where": "exempelkommunen.example/trygghet",
}


def fill_driftstart(*, by: str, at: dt.datetime) -> None:
    """Fill in all that is required."""
    for item in items():
        if item.id == RETENTION:  # recorded as a decision
            continue
        answers = {field.key: _answer(field) for field in item.fields if field.required}
        fill_in(item=item, answers=answers, by=by, at=at)


def _answer(field: Field) -> str:
    if field.kind == "choice":
        return field.choices[0][0]
    return "2025-01-15" if field.kind == "date" else _ANSWERS.get(field.key, "EX 2025-7")
