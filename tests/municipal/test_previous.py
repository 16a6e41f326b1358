"""What changed since the draft before: read out of its own lagesbild.json."""

from __future__ import annotations

from pathlib import Path

from tests.municipal import made_up
from tests.municipal.rederive import differences
from tryggve.domain.language import use_language
from tryggve.reports.json_out import document
from tryggve.reports.municipal.before import earlier_of
from tryggve.reports.municipal.build import build
from tryggve.reports.municipal.context import DraftRequest
from tryggve.reports.municipal.evidence import write_evidence

SOME = ("invanare", "anmalda_totalt", "utsatt_hot", "bra_totalt")


def test_newer_revised_new_and_gone(tmp_path: Path) -> None:
    with use_language("sv"):
        old = made_up.matter(made_up.every_figure(("invanare", "anmalda_totalt", "utsatt_hot"), range(2012, 2024)))
        earlier = earlier_of(document(build(old, DraftRequest())))
        revised = [
            one._replace(value=one.value + 7) if one.value and (one.indicator, one.period) == ("anmalda_totalt", "2020")
            and one.area == made_up.OWN else one
            for one in made_up.every_figure(("invanare", "anmalda_totalt", "bra_totalt"))
        ]  # fmt: skip
        matter = made_up.matter(revised)
        situation = build(matter, DraftRequest(previous=earlier))
        assert differences(situation, write_evidence(matter, tmp_path, earlier)) == []
    tables = {table.id: table for table in situation.tables()}
    newer = {row[0].text: [cell.text for cell in row] for row in tables["changed.newer"].rows}
    total = newer["Anmälda brott totalt per 100 000 invånare"]
    assert (total[1], total[3]) == ("2023", "2025")
    revisions = [[cell.text for cell in row] for row in tables["changed.revised"].rows]
    own = [row for row in revisions if f"({made_up.OWN})" in row[0] and row[1] == "2020"]
    assert len(own) == 1
    assert own[0][2] != own[0][3]
    changed = next(section for section in situation.sections if section.key == "changed")
    told = str(changed.blocks[-1])
    assert "Ny: Anmälda brott totalt, antal per år" in told
    assert "Finns inte längre: Utsatt för hot, andel" in told


def test_without_an_earlier_one_there_is_no_such_chapter() -> None:
    situation = build(made_up.matter(made_up.every_figure(SOME)), DraftRequest())
    assert "changed" not in {section.key for section in situation.sections}
