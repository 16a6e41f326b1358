"""How sure a finding is: one rule for all, printed in the appendix."""

from __future__ import annotations

from tryggve.domain.language import _
from tryggve.reports.tree import Certainty

ENOUGH_COVERAGE = 0.8
SOME_COVERAGE = 0.6

_ORDER = (Certainty.LOW, Certainty.MODERATE, Certainty.HIGH)


def of_test(p_value: float, response: float | None, response_before: float | None) -> Certainty:
    """A difference: high below .001, moderate below .05, else low; never above what the coverage allows."""
    found = Certainty.HIGH if p_value < 0.001 else Certainty.MODERATE if p_value < 0.05 else Certainty.LOW
    worst = None if response is None or response_before is None else min(response, response_before)
    return least(found, of_coverage(worst))


def of_coverage(response: float | None) -> Certainty:
    """A number as such: as sure as the share of expected reports that came; low where nobody knows who should
    report.
    """
    if response is None:
        return Certainty.LOW
    if response >= ENOUGH_COVERAGE:
        return Certainty.HIGH
    return Certainty.MODERATE if response >= SOME_COVERAGE else Certainty.LOW


def least(*grades: Certainty) -> Certainty:
    """The lowest of some grades from low to high."""
    return min(grades, key=_ORDER.index)


def name(certainty: Certainty) -> str:
    """The grade in words."""
    return {
        Certainty.HIGH: _("high"),
        Certainty.MODERATE: _("moderate"),
        Certainty.LOW: _("low"),
        Certainty.UNKNOWN: _("unknown"),
    }[certainty]
