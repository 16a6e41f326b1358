"""Claims that no data at hand can decide: what they mean in numbers, and nothing more."""

from __future__ import annotations

from tryggve.reports.claims.ground import Ground
from tryggve.reports.claims.record import Claim, Outcome, Verdict


def undecided(claim: Claim, ground: Ground) -> Outcome:
    """Cannot be judged, whatever was fetched; the claim's numbers say what it would mean."""
    return Outcome(Verdict.CANNOT_BE_JUDGED, "unknown")
