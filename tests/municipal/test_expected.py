"""What one could expect of a municipality: told only where the model foresees others, and had again from the files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.municipal import made_up
from tests.municipal.rederive import differences
from tryggve.domain.figure import BOTH, WOMEN, Figure, FigureStatus
from tryggve.domain.indicator import indicators
from tryggve.domain.language import use_language
from tryggve.ingest.figures.scope import municipalities
from tryggve.reports.municipal.build import build
from tryggve.reports.municipal.context import Context, DraftRequest
from tryggve.reports.municipal.evidence import write_evidence
from tryggve.reports.municipal.matter import Matter
from tryggve.reports.municipal.sections.expected import expected_section
from tryggve.reports.tree import Section, Table

GIVEN, BLIND = "anmalda_totalt", "anmalda_personran"
"""One rate that follows low economic standard, and one that follows nothing."""


def invented() -> Iterator[Figure]:
    """Every municipality in one year, by a formula and a die: nothing here is a real figure."""
    rng = np.random.default_rng(7)
    for code in municipalities():
        people = float(round(10 ** rng.uniform(3.5, 5.3)))
        standard, workless = rng.uniform(5, 25), rng.uniform(3, 12)
        rate = 4000 * np.exp(0.05 * (standard - 15) + rng.normal(0, 0.1))
        rows = {
            ("invanare", BOTH): people, ("folkmangd", BOTH): people,
            ("folkmangd", WOMEN): round(people * rng.uniform(0.48, 0.51)),
            ("folkmangd_unga", BOTH): round(people * rng.uniform(0.08, 0.18)),
            ("lag_ekonomisk_standard", BOTH): round(standard, 1), ("arbetslosa", BOTH): round(workless, 1),
            (GIVEN, BOTH): round(rate, 1), (BLIND, BOTH): round(20 * np.exp(rng.normal(0, 0.3)), 1),
        }  # fmt: skip
        for (id, sex), value in rows.items():
            number = float(value)
            yield Figure(id, code, "municipality", "", "2024", sex, number, None, FigureStatus.VALUE, "", "tabell")


@pytest.fixture(scope="module")
def everybody() -> Matter:
    return made_up.matter(invented())


def section_of(matter: Matter) -> Section:
    with use_language("sv"):
        ((section, findings),) = expected_section(Context(matter, DraftRequest()))
    assert findings == [], "what is left over is never a finding"
    return section


def test_an_expected_level_is_told_where_the_model_foresees_others_and_only_there(
    everybody: Matter, tmp_path: Path
) -> None:
    section = section_of(everybody)
    tables = {block.id: block for block in section.blocks if isinstance(block, Table)}
    rows = {row[0].text.split(" (")[0]: row for row in tables["expected.rates"].rows}
    given, blind = (rows[indicators()[id].name] for id in (GIVEN, BLIND))
    value, check = given[2].value, given[5].value
    own, standard = (everybody.at(id, made_up.OWN, "2024") for id in (GIVEN, "lag_ekonomisk_standard"))
    assert own is not None
    assert standard is not None
    assert isinstance(value, float)
    assert value == pytest.approx(4000 * np.exp(0.05 * ((standard.value or 0) - 15)), rel=0.06)
    assert given[3].value == pytest.approx((own.value or 0) / value, rel=2e-3)
    assert isinstance(check, float)
    assert check > 70, "low standard was made to explain most of it"
    assert (blind[2].value, blind[2].trace, blind[3].text) == (None, None, "")
    weights = [float(row[3].value or 0) for row in tables["shrunken.rates"].rows]
    assert weights[0] > 95 > weights[1] > 0, "the rare offence leans more on the others"
    with use_language("sv"):
        whole = build(everybody, DraftRequest())
        assert differences(whole, write_evidence(everybody, tmp_path)) == []


def test_without_all_circumstances_it_says_what_to_fetch() -> None:
    some = made_up.matter(one for one in invented() if one.indicator != "folkmangd_unga")
    section = section_of(some)
    assert indicators()["folkmangd_unga"].name in str(section.blocks)
    assert indicators()["arbetslosa"].name not in str(section.blocks)
    assert [block.id for block in section.blocks if isinstance(block, Table)] == ["shrunken.rates"]
