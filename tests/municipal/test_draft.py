"""The two-year draft as a tree: what it holds, what it lacks and says so, and every number had again."""

from __future__ import annotations

from pathlib import Path

from tests.municipal import made_up
from tests.municipal.rederive import differences
from tryggve.domain.crime_kind import LawPart, crime_kinds
from tryggve.domain.indicator import indicators
from tryggve.reports.municipal.build import build
from tryggve.reports.municipal.context import DraftRequest
from tryggve.reports.municipal.evidence import write_evidence
from tryggve.reports.municipal.matter import Matter
from tryggve.reports.tree import Situation


def drafted(matter: Matter, tmp_path: Path) -> tuple[Situation, list[str]]:
    """The draft, and what cannot be had again from the files beside it."""
    situation = build(matter, DraftRequest())
    return situation, differences(situation, write_evidence(matter, tmp_path))


def test_every_indicator_stands_in_one_part_and_every_number_can_be_had_again(tmp_path: Path) -> None:
    assert {id for kind in crime_kinds() for id in kind.indicators} == set(indicators())
    situation, wrong = drafted(made_up.matter(), tmp_path)
    assert wrong == []
    numbers = dict(situation.traced())
    assert len(numbers) > 1000
    assert len(numbers) == len(list(situation.traced())), "an id stands twice"
    keys = {section.key for section in situation.sections}
    assert {f"crime-{kind.id}" for kind in crime_kinds() if kind.law is LawPart.EXTENT} <= keys
    assert situation.findings
    assert all(finding.interval and finding.trace for finding in situation.findings)
