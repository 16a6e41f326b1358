"""The draft of a real municipality from real tables beside the project: every number had again, gaps kept."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.municipal.rederive import differences
from tryggve.domain.indicator import indicators
from tryggve.domain.language import use_language
from tryggve.ingest.figures.pieces import FolderSupply
from tryggve.ingest.figures.plan import plan_of
from tryggve.ingest.figures.run import run
from tryggve.ingest.figures.scope import scope_of
from tryggve.reports.municipal.build import build
from tryggve.reports.municipal.context import DraftRequest
from tryggve.reports.municipal.evidence import write_evidence
from tryggve.reports.municipal.matter import read_matter


@pytest.mark.shared
def test_thirty_years_of_reported_offences_lead_back_to_their_rows(shared: Path, tmp_path: Path) -> None:
    hand, folder = tmp_path / "egna", tmp_path / "siffror"
    hand.mkdir()
    shutil.copy(shared / "bra" / "bra_anmalda_brott_ar.csv", hand / "bra-ar.csv")
    shutil.copy(shared / "bra" / "bra_anmalda_brott_kvartal_vasterbotten.csv", hand / "bra-kvartal.csv")
    scope, wanted = scope_of("2480", 2026), indicators()
    run(plan_of(scope, wanted), FolderSupply(hand), folder, scope=scope, wanted=wanted, tell=lambda _said: None)
    matter = read_matter(folder)
    with use_language("sv"):
        situation = build(matter, DraftRequest())
        assert differences(situation, write_evidence(matter, tmp_path)) == []
    numbers = {id: one.text for id, one in situation.traced()}
    # Published by Brå: 10 647 offences in 1996, 12 411 in 2025 (the catalog's own table of Umeå says the same).
    assert numbers["series.bra-totalt.2480.1996"] == "10\u00a0647"
    assert numbers["series.bra-totalt.2480.2025"] == "12\u00a0411"
    quarters = next(table for table in situation.tables() if table.id == "series.bra-totalt-kvartal.table")
    told = {row[0].text: row[1].text for row in quarters.rows}
    assert (told["2014K3"], told["2014K4"]) == ("inget tal", "inget tal")
    # What the file lacks is told, with the name of the file that would have it.
    assert any(one.file == "kolada-serier-01.json" for one in matter.lacking)
    assert not any(finding.kind == "change" and "_totalt" in finding.id for finding in situation.findings)
