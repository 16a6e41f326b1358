"""Who reported: silence is unknown, no organisation is pointed out, and no period is judged on half the reports."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest

from tests.unit.report_material import FIRST, LAST, material, steady_days, table_of
from tryggve.domain.calendar_days import day_number
from tryggve.domain.coverage import Cadence, Reporter
from tryggve.domain.language import _, use_language
from tryggve.domain.period import parse_period
from tryggve.reports import certainty
from tryggve.reports.comparison import compare
from tryggve.reports.context import Context
from tryggve.reports.named_kinds import named_kinds
from tryggve.reports.request import Material, Request
from tryggve.reports.sections.coverage import coverage_section
from tryggve.reports.situation import build
from tryggve.reports.tree import Audience, Bullets, Certainty, Paragraph, Table


def ground(kinds: Sequence[str], reporting: int | None = None, cadence: Cadence = Cadence.WEEKLY) -> Material:
    known = [Reporter(f"Organisation {i}", kind, (), FIRST, None, cadence) for i, kind in enumerate(kinds)]
    n = len(kinds) if reporting is None else reporting
    days = [day for day in range(FIRST, LAST + 1) for _one in range(n)]
    return material(table_of(days, organisations=[f"Organisation {i % n}" for i in range(len(days))]), known=known)


def kinds_table(kinds: Sequence[str], **changes: object) -> Table:
    ctx = Context(ground(kinds), Request(parse_period("2025-W40"), **changes))  # type: ignore[arg-type]
    section, _found = coverage_section(ctx)
    return next(b for b in section.blocks if isinstance(b, Table))


class TestKinds:
    """No row speaks of fewer than three organisations, unless there are no more."""

    def test_other_takes_in_the_smallest_kind_until_it_has_three(self) -> None:
        table = kinds_table(["school"] * 4 + ["police"] * 3 + ["guards"])
        assert [row[1].value for row in table.rows] == [4, 4]
        assert [row[0].text for row in table.rows] == ["skola", "Övriga organisationer"]

    def test_a_single_kind_with_a_lone_other_gives_totals_only(self) -> None:
        table = kinds_table(["school"] * 3 + ["police"])
        assert [(row[0].text, row[1].value) for row in table.rows] == [("Alla organisationer", 4)]

    def test_two_organisations_give_totals_only(self) -> None:
        assert [row[0].text for row in kinds_table(["school", "police"]).rows] == ["Alla organisationer"]

    @pytest.mark.parametrize(
        "sizes", [{}, {"a": 1}, {"a": 3}, {"a": 3, "b": 2}, {"a": 9, "b": 3, "c": 2}, {"a": 2, "b": 2}]
    )
    def test_every_kind_stands_once(self, sizes: dict[str, int]) -> None:
        named, other = named_kinds(sizes)
        assert sorted([*named, *other]) == sorted(sizes)
        assert all(sizes[kind] >= 3 for kind in named)
        assert not named or not other or sum(sizes[kind] for kind in other) >= 3

    def test_the_names_of_kinds_under_other_are_nowhere_in_the_public_version(self) -> None:
        table = kinds_table(["school"] * 4 + ["police"] * 2 + ["guards"], audience=Audience.PUBLIC)
        sql = " ".join(cell.trace.sql for row in table.rows for cell in row if cell.trace)
        assert "police" not in sql
        assert "guards" not in sql

    def test_an_organisation_on_two_rows_of_the_list_is_one(self) -> None:
        known = [
            Reporter("Organisation 0", "school", (("stadsdel", f"A{i}"),), FIRST, None, Cadence.WEEKLY)
            for i in range(3)
        ]
        ctx = Context(material(table_of(steady_days()), known=known), Request(parse_period("2025-W40")))
        section, _found = coverage_section(ctx)
        table = next(b for b in section.blocks if isinstance(b, Table))
        assert [(row[0].text, row[1].value) for row in table.rows] == [("Alla organisationer", 1)]


def test_the_silent_are_named_internally_only() -> None:
    material_ = ground(["school"] * 5, reporting=4)
    for audience, named in ((Audience.INTERNAL, True), (Audience.PUBLIC, False)):
        section, found = coverage_section(Context(material_, Request(parse_period("2025-W40"), audience=audience)))
        items = [item for b in section.blocks if isinstance(b, Bullets) for item in b.items]
        assert any("Organisation 4" in item for item in items) is named
        assert "Från 1 organisation saknas rapportering helt" in found[0].text


@pytest.mark.parametrize("cadence", [Cadence.FORTNIGHTLY, Cadence.MONTHLY])
@pytest.mark.parametrize("period", ["2025-W41", "2025-W42"])
def test_a_week_in_which_no_report_is_due_is_not_a_week_without_a_list(cadence: Cadence, period: str) -> None:
    ctx = Context(ground(["school"] * 4, cadence=cadence), Request(parse_period(period)))
    section, found = coverage_section(ctx)
    assert ctx.coverage_known("EST")
    assert not [f for f in found if f.key == "coverage.unknown"]
    text = " ".join(b.text for b in section.blocks if isinstance(b, Paragraph))
    assert "ingen förteckning" not in text


@pytest.mark.parametrize(
    ("first", "last", "said", "findings"),
    [
        ("2025-10-02", None, "No report is due yet: the first promise to report holds from {day}.", 0),
        ("2025-12-20", None, "Nobody had promised to report in this period.", 1),
        ("2024-01-01", "2024-12-31", "Nobody had promised to report in this period.", 1),
    ],
)
def test_a_promise_that_has_just_begun_is_no_missing_list(
    first: str, last: str | None, said: str, findings: int
) -> None:
    days = [None if one is None else day_number(dt.date.fromisoformat(one)) for one in (first, last)]
    assert days[0] is not None
    known = [Reporter("Skolan", "school", (), days[0], days[1], Cadence.MONTHLY)]
    request = Request(parse_period("2025-W40"), today=dt.date(2025, 10, 3))
    section, found = coverage_section(Context(material(table_of(steady_days()), known=known), request))
    text = " ".join(b.text for b in section.blocks if isinstance(b, Paragraph))
    assert _(said).format(day="2 oktober 2025") in text
    assert _("There is no list of who was expected to report.") not in text
    assert _("It is not known who was expected to report, so low numbers cannot be told from missing reports.") not in [
        one.text for one in found
    ]
    assert len(found) == findings


def test_with_less_than_half_of_the_reports_no_change_is_given() -> None:
    found = compare(Context(ground(["school"] * 5, reporting=2), Request(parse_period("2025-10"))), "EST")
    assert found.response == pytest.approx(0.4)
    assert found.total.change is None


@pytest.mark.parametrize(
    ("p", "response", "before", "grade"),
    [
        (0.0001, 0.9, 0.9, Certainty.HIGH),
        (0.0001, 0.9, 0.7, Certainty.MODERATE),
        (0.0001, 0.59, 0.9, Certainty.LOW),
        (0.0001, None, 0.9, Certainty.LOW),
        (0.01, 0.9, 0.9, Certainty.MODERATE),
        (0.2, 0.9, 0.9, Certainty.LOW),
    ],
)
def test_certainty_is_never_above_the_coverage(
    p: float, response: float | None, before: float | None, grade: Certainty
) -> None:
    assert certainty.of_test(p, response, before) is grade


@pytest.mark.parametrize("language", ["sv", "en"])
def test_one_expected_report_is_one(language: str) -> None:
    with use_language(language):
        _section, found = coverage_section(Context(ground(["school"]), Request(parse_period("2025-W40"))))
    assert ("1 av 1 väntad rapport kom in" if language == "sv" else "1 of 1 expected report came") in found[0].text


def test_no_finding_is_surer_than_the_reports_that_came() -> None:
    situation = build(ground(["school"] * 4, reporting=2), Request(parse_period("2025-10")))
    for finding in situation.findings:
        if not finding.key.startswith("coverage"):
            assert finding.certainty in (Certainty.LOW, Certainty.UNKNOWN), finding.id
