"""What a draft makes of bad ground: no peers, one year, everything hidden, nothing at all, breaks, zeros, gaps."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from tests.municipal import made_up
from tests.municipal.rederive import differences
from tryggve.domain.figure import BOTH, Figure, FigureStatus
from tryggve.domain.language import use_language
from tryggve.reports.municipal.build import build
from tryggve.reports.municipal.comparing import compare, counted, limits, spread_of
from tryggve.reports.municipal.context import DraftRequest
from tryggve.reports.municipal.evidence import write_evidence
from tryggve.reports.municipal.matter import Lacking, Matter
from tryggve.reports.tree import Cell, Situation

SOME = ("invanare", "anmalda_totalt", "anmalda_sexualbrott", "utsatt_hot", "avstar_ga_ut", "bra_totalt", "arbetslosa")


def drafted(matter: Matter, tmp_path: Path) -> Situation:
    """The draft, every number of which could be had again."""
    with use_language("sv"):
        situation = build(matter, DraftRequest())
        assert differences(situation, write_evidence(matter, tmp_path)) == []
    return situation


def words(situation: Situation) -> str:
    """All that stands in its tables and texts."""
    cells = [cell.text for table in situation.tables() for row in table.rows for cell in row]
    return " ".join([*cells, *(str(block) for section in situation.sections for block in section.blocks)])


def row_of(situation: Situation, table: str, begins: str) -> tuple[Cell, ...]:
    found = next(one for one in situation.tables() if one.id == table)
    return next(row for row in found.rows if row[0].text.startswith(begins))


def without_numbers(one: Figure) -> Figure:
    return one._replace(value=None, margin=None, status=FigureStatus.SUPPRESSED, said="..")


def test_no_peers_is_said_and_nothing_stands_in_for_them(tmp_path: Path) -> None:
    situation = drafted(made_up.matter(made_up.every_figure(SOME), peers=()), tmp_path)
    assert "liknande kommuner finns inte till hands" in words(situation)
    assert row_of(situation, "others.alla", "Anmälda brott totalt")[1].text == "inga kända"


def test_one_year_has_no_past_and_no_spread_of_its_own(tmp_path: Path) -> None:
    matter = made_up.matter(made_up.every_figure(SOME, years=[2025]))
    situation = drafted(matter, tmp_path)
    assert not [table for table in situation.tables() if table.id.startswith("past.")]
    assert spread_of(matter, "anmalda_totalt", made_up.OWN) == 2.0


def test_everything_hidden_is_told_as_hidden_and_not_as_zero(tmp_path: Path) -> None:
    hidden = [without_numbers(one) for one in made_up.every_figure(SOME)]
    situation = drafted(made_up.matter(hidden), tmp_path)
    assert situation.findings == ()
    # The police's lists are typed in the catalog, and stand whatever the sources hide.
    assert [id for id, _one in situation.traced() if not id.startswith("lists.")] == []
    assert "inget tal för kommunen" in words(situation)
    assert any(n > 0 for _reason, n in situation.meta.left_out)


def test_nothing_at_all_makes_a_document_that_says_so(tmp_path: Path) -> None:
    lacking = (Lacking("Kolada", "Servern svarar inte.", "Försök igen.", "kolada-serier-01.json", ("anmalda_totalt",)),)
    situation = drafted(made_up.matter([], peers=(), lacking=lacking), tmp_path)
    told = words(situation)
    assert "kolada-serier-01.json" in told
    assert "Försök igen." in told
    assert "Inget är ifyllt" in told


def test_a_rate_without_a_population_has_no_interval_and_no_verdict(tmp_path: Path) -> None:
    figures = [one for one in made_up.every_figure(SOME) if one.indicator != "invanare"]
    situation = drafted(made_up.matter(figures), tmp_path)
    assert row_of(situation, "now.alla", "Anmälda brott totalt per")[5].text == "inget känt intervall"
    assert "folkmängden finns inte till hands" in row_of(situation, "others.alla", "Anmälda brott totalt per")[4].text
    assert not [one for one in situation.findings if "anmalda" in one.id]


def test_a_survey_without_a_margin_is_never_said_to_differ(tmp_path: Path) -> None:
    figures = [one._replace(margin=None) for one in made_up.every_figure(SOME)]
    situation = drafted(made_up.matter(figures), tmp_path)
    assert row_of(situation, "now.hot", "Utsatt för hot")[5].text == "inget känt intervall"
    assert row_of(situation, "others.hot", "Utsatt för hot")[5].text == ""
    assert not [one for one in situation.findings if "utsatt" in one.id]


def test_a_break_stops_the_comparison_with_its_reason() -> None:
    matter = made_up.matter(made_up.every_figure(SOME))
    then, now = (matter.at("anmalda_sexualbrott", made_up.OWN, year) for year in ("2017", "2019"))
    assert now is not None
    with use_language("sv"):
        found = compare(matter, now, then)
    assert found.result is None
    assert "Samtyckeslagen" in found.why


@pytest.mark.parametrize("n", [0, 4])
def test_few_offences_are_shown_with_their_interval_and_not_judged(n: int) -> None:
    rate = n / made_up.PEOPLE[made_up.OWN] * 100_000
    figures = [
        one._replace(value=rate) if (one.indicator, one.area) == ("anmalda_totalt", made_up.OWN) else one
        for one in made_up.every_figure(SOME)
    ]
    matter = made_up.matter(figures)
    own = matter.at("anmalda_totalt", made_up.OWN, "2012")
    assert own is not None
    behind, around = counted(matter, own), limits(matter, own)
    assert behind is not None
    assert around is not None
    assert behind.n == n
    assert around[0] <= rate < around[1]
    assert compare(matter, own, matter.at("anmalda_totalt", "00", "2012")).result is None


def test_a_gap_is_a_gap_and_a_preliminary_number_is_marked(tmp_path: Path) -> None:
    def changed(one: Figure) -> Figure:
        if (one.indicator, one.area, one.period, one.sex) == ("bra_totalt", made_up.OWN, "2014", BOTH):
            return one._replace(value=None, status=FigureStatus.MISSING)
        if (one.indicator, one.area, one.period) == ("bra_totalt", made_up.OWN, "2025"):
            return one._replace(status=FigureStatus.PRELIMINARY)
        return one

    situation = drafted(made_up.matter([changed(one) for one in made_up.every_figure(SOME)]), tmp_path)
    assert row_of(situation, "series.bra-totalt.table", "2014")[1].text == "saknas"
    assert row_of(situation, "series.bra-totalt.table", "2025")[1].text.endswith("(preliminärt)")
    picture = next(
        block for one in situation.sections for block in one.blocks if getattr(block, "id", "") == "series.bra-totalt"
    )
    assert "2014: en lucka, ingen nolla" in getattr(picture, "note", "")


def test_a_wrong_number_in_the_tree_is_found_by_the_files_beside_it(tmp_path: Path) -> None:
    matter = made_up.matter(made_up.every_figure(SOME))
    folder = write_evidence(matter, tmp_path)
    other = dataclasses.replace(
        matter, figures=tuple(one._replace(value=one.value and one.value + 1) for one in matter.figures), spreads={}
    )
    with use_language("sv"):
        assert differences(build(other, DraftRequest()), folder)
