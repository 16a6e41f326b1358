"""What must stand beside certain headings of registers, wherever they are shown."""

from __future__ import annotations

from tryggve.domain.language import _
from tryggve.reports.registers import Series

DRUGS = ("narkotikabrott", "narkotika")


def drug_note(*series: Series) -> str:
    """The sentence that belongs to drug offences; "" where none of the series is of them."""
    if not any(one.category in DRUGS for one in series):
        return ""
    return _("The number of drug offences follows how much the police look for them.")
