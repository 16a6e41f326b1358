"""What is to go by a decision on retention, in words and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tryggve.domain.language import _
from tryggve.ingest.visible_text import printable

if TYPE_CHECKING:
    from tryggve.store.database.retention_plan import Amounts, Plan

_WIDTH = 16


def not_swept(vendor: str, command: str = "tryggve retention run") -> str:
    """What is said where `sweep` could not do all at once; `command` is what finishes it."""
    told = (
        _(
            "Somebody else is at work in the database: what was deleted may still lie in its tables. Run {command} "
            "again when nobody else uses it."
        )
        if vendor == "postgresql"
        else _(
            "Somebody else has the store open: what was deleted may still lie in its log file {file}. Run {command} "
            "again when nobody else uses it."
        )
    )
    return told.format(file="tryggve.sqlite3-wal", command=command)


def as_json(found: Plan) -> str:
    """The plan with plain names and ISO dates."""
    decision = found.decision
    answer = {
        "decision": {
            "reference": decision.reference,
            "decided_by": decision.decided_by,
            "decided_on": decision.decided_on.isoformat(),
            "text_months": decision.text_months,
            "facts_months": decision.facts_months,
        },
        "texts_before": found.texts_from.isoformat(),
        "facts_before": None if found.facts_from is None else found.facts_from.isoformat(),
        "months": [{"month": f"{month:%Y-%m}", **vars(amounts)} for month, amounts in found.months],
        "total": vars(found.total),
    }
    return json.dumps(answer, ensure_ascii=False, indent=2)


def in_words(found: Plan) -> str:
    """The plan, month by month."""
    return "\n".join(map(printable, _lines(found)))


def _lines(found: Plan) -> Iterator[str]:
    decision = found.decision
    yield _("Decision {reference}, {body} {day}").format(
        reference=decision.reference, body=decision.decided_by, day=decision.decided_on
    )
    yield _("Texts of reports before {day} go.").format(day=found.texts_from)
    if found.facts_from is None:
        yield _("The reports themselves are kept.")
    else:
        yield _("Reports before {day} go, and are kept as counts per month.").format(day=found.facts_from)
    if found.total.nothing:
        yield _("There is nothing to delete.")
        return
    yield ""
    headings = _("month"), _("texts"), _("earlier texts"), _("reports"), _("events"), _("versions")
    yield "".join(heading.rjust(_WIDTH) if i else heading.ljust(9) for i, heading in enumerate(headings))
    for month, amounts in found.months:
        yield _row(f"{month:%Y-%m}", amounts)
    yield _row(_("in all"), found.total)


def _row(name: str, amounts: Amounts) -> str:
    return name.ljust(9) + "".join(str(n).rjust(_WIDTH) for n in vars(amounts).values())
