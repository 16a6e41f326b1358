"""What must stand beside certain headings of registers, wherever they are shown."""

from __future__ import annotations

from tryggve.domain.language import _
from tryggve.domain.retention import is_kept_source
from tryggve.reports.registers import Series

DRUGS = ("narkotikabrott", "narkotika")


def drug_note(*series: Series) -> str:
    """The sentence that belongs to drug offences; "" where none of the series is of them."""
    if not any(one.category in DRUGS and not is_kept_source(one.source) for one in series):
        return ""
    return _("The number of drug offences follows how much the police look for them.")


def added_note(source: str) -> str:
    """Why the numbers of a source are not to be added."""
    if is_kept_source(source):
        return _(
            "Sums per month and kind of reports that are deleted by decision. The sums of areas of several levels are "
            "of the same events and are not added."
        )
    return _("Headings may overlap and are not added.")
