"""The chapter of areas: every number had again, nothing joined by code alone, and what is not known is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.municipal import made_up, made_up_areas
from tests.municipal.rederive import differences
from tryggve.domain.language import _
from tryggve.reports.municipal.areas.spread import At, spread_at
from tryggve.reports.municipal.build import build
from tryggve.reports.municipal.comparing import compare
from tryggve.reports.municipal.context import Context, DraftRequest
from tryggve.reports.municipal.evidence import write_evidence
from tryggve.reports.municipal.matter import Matter
from tryggve.reports.municipal.sections.areas import areas_section
from tryggve.reports.tree import Audience, Paragraph, Section, Table


def chapter(matter: Matter, audience: Audience = Audience.INTERNAL) -> Section:
    return areas_section(Context(matter, DraftRequest(audience)))[0]


def table(section: Section, id: str) -> Table:
    return next(block for block in section.blocks if isinstance(block, Table) and block.id == id)


def texts(section: Section) -> str:
    """All that a reader reads of a chapter."""
    words = [section.title, section.lead]
    for block in section.blocks:
        if isinstance(block, Table):
            words += [block.title, block.note, *(cell.text for row in block.rows for cell in row)]
        else:
            words.append(str(block))
    return "\n".join(words)


def test_every_number_of_the_chapter_can_be_had_again(tmp_path: Path) -> None:
    matter = made_up_areas.matter()
    situation = build(matter, DraftRequest())
    assert differences(situation, write_evidence(matter, tmp_path)) == []
    numbers = [id for id, _one in situation.traced()]
    assert len(set(numbers)) == len(numbers)
    assert sum(id.startswith("areas.") for id in numbers) > 60
    assert {"finding.segregation.2480.2020.2019.2023", "contexts.5000.own.2025.2024"} <= set(numbers)
    assert sum(id.startswith("spread.") for id in numbers) == 3 * 6
    assert sum(id.startswith("beside.") for id in numbers) == 3 * 3


@pytest.mark.parametrize("outlines", [True, False])
def test_a_figure_of_another_division_is_carried_over_only_where_the_outline_is_the_same(outlines: bool) -> None:
    rows = table(chapter(made_up_areas.matter(outlines=outlines)), "areas.conditions").rows
    before = [row[4] for row in rows]
    carried = {number for number, cell in enumerate(before, 1) if cell.value is not None}
    same = set(range(1, made_up_areas.COUNT + 1)) - {made_up_areas.ANEW, made_up_areas.HIDDEN}
    assert carried == (same if outlines else set())
    # The code of the area that was drawn anew is the same in both divisions, and that is no ground for joining.
    assert before[made_up_areas.ANEW - 1].value is None


def test_no_change_is_told_across_a_change_of_division() -> None:
    _section, findings = areas_section(Context(made_up_areas.matter(), DraftRequest()))
    (finding,) = findings
    assert "2019" in finding.text
    assert "2023" in finding.text
    assert "2024" not in finding.text
    assert finding.value is not None
    assert finding.interval is not None
    assert 0 < finding.interval[0] < finding.value < finding.interval[1]
    rows = table(chapter(made_up_areas.matter()), "areas.spread").rows
    assert [row[0].text.isdigit() for row in rows] == [True] * 5 + [False, True]
    assert rows[5][-1].text  # and that row says why
    assert "7" in str(chapter(made_up_areas.matter()).blocks[2])  # so many of the eight kept their outline


def test_what_may_mislead_follows_from_the_figures() -> None:
    rows = table(chapter(made_up_areas.matter()), "areas.conditions").rows
    flagged = {number: row[-1].text for number, row in enumerate(rows, 1) if row[-1].text != "–"}
    assert set(flagged) == {made_up_areas.STUDENTS, made_up_areas.FEW, made_up_areas.UNLIKE}
    assert len(set(flagged.values())) == 3
    assert [row[0].text[-9:-1] for row in rows] == [f"2480R{n:03d}" for n in range(1, 9)]  # by code: no ranking


def test_an_area_without_a_figure_is_left_out_and_counted() -> None:
    hidden = spread_at(made_up_areas.matter(), At(made_up.OWN, "2020", "2022"))
    assert (len(hidden.codes), hidden.left_out) == (made_up_areas.COUNT - 1, 1)
    assert hidden.measured is not None
    for _name, one in hidden.measured.measures.items():
        assert one.interval.low <= one.value <= one.interval.high


def test_without_the_areas_of_others_nothing_is_said_of_high_or_low() -> None:
    section = chapter(made_up_areas.matter(peers=False))
    assert not any(isinstance(block, Table) and block.id == "areas.beside" for block in section.blocks)
    assert sum(isinstance(block, Paragraph) and block.strong for block in section.blocks) > sum(
        isinstance(block, Paragraph) and block.strong for block in chapter(made_up_areas.matter()).blocks
    )


def test_two_lists_of_the_police_are_never_a_change_and_bear_no_class() -> None:
    matter = made_up_areas.matter()
    now, then = (matter.at("utsatta_omraden", made_up.OWN, year) for year in ("2023", "2021"))
    assert now is not None
    assert compare(matter, now, then).result is None
    assert compare(matter, now, then).why == _("different lists")
    lists = table(chapter(matter), "areas.lists")
    here = {row[0].text: row[3].text for row in lists.rows}
    assert here["2023"] == "1: Exempelgården"
    assert here["2025"] == here["2021"] == "0"
    assert not any("utsatt område" in row[3].text.lower() for row in lists.rows)
    assert len(lists.columns) == 4  # no column of change


def test_a_public_version_names_no_area_that_the_police_have_not_named() -> None:
    assert "Område 1" in texts(chapter(made_up_areas.matter()))
    public = texts(chapter(made_up_areas.matter(), Audience.PUBLIC))
    assert "Område " not in public
    assert "2480R" not in public


def test_without_small_areas_it_is_said_and_nothing_breaks(tmp_path: Path) -> None:
    matter = made_up.matter(
        [one for one in made_up.every_figure(made_up_areas.AREA_INDICATORS) if one.level != "regso"]
    )
    section = chapter(matter)
    assert {block.id for block in section.blocks if isinstance(block, Table)} == {"areas.lists"}
    assert sum(isinstance(block, Paragraph) and block.strong for block in section.blocks) >= 3
    assert differences(build(matter, DraftRequest()), write_evidence(matter, tmp_path)) == []
