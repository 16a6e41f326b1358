"""What the reader reads: whole sentences at every number, no overclaim, and every method named is described."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from tests.unit.report_material import LAST, material, reporters, steady_days, table_of, year_counts
from tryggve.domain.incident import LeftOut, LocationPrecision, TimePrecision
from tryggve.domain.incident_table import Coded, IncidentTable
from tryggve.domain.language import use_language
from tryggve.domain.period import parse_period
from tryggve.reports.methods import methods
from tryggve.reports.request import Material, Request
from tryggve.reports.situation import build
from tryggve.reports.tree import Audience, Bullets, Figure, Heading, Paragraph, Questions, Situation, Table

NEVER = ("larm", "utbrott", "tyst område", "hotspot", "outbreak", "alarm", "brottslig stadsdel", "epidemi")
PERIODS = ("2025", "2025-T2", "2025-10", "2025-W40", "2025-03-02..2025-05-17")


def texts(situation: Situation) -> Iterator[str]:
    """Every text of the document."""
    for finding in situation.findings:
        yield from (finding.text, finding.reference, finding.value_text, finding.interval_text)
        if finding.trace:
            yield finding.trace.filter
    for section in situation.sections:
        yield from (section.title, section.lead)
        for block in section.blocks:
            if isinstance(block, Paragraph | Heading):
                yield block.text
            elif isinstance(block, Bullets | Questions):
                yield from block.items
            elif isinstance(block, Figure):
                yield from (block.title, block.alt, block.note)
    for table in situation.tables():
        yield from (table.title, table.note, table.empty, *(column.title for column in table.columns))
        yield from (cell.text for row in table.rows for cell in row)


def grounds() -> Iterator[tuple[str, Material]]:
    """Materials that bring out the sentences, from nothing to more than a thousand a week."""
    week = parse_period("2025-W40").first_day
    base = steady_days()
    yield "none", material(IncidentTable.empty(), year_counts([None, 0, 1, 2]))
    yield "one", material(table_of([week]), known=reporters())
    yield "two", material(table_of([week, week + 1]))
    yield "steady", material(table_of(base), year_counts([40, 44, 39, 42, 41, 38, 43, 90]), reporters())
    extra = [week + i % 7 for i in range(1234)]
    burst = IncidentTable.concat([table_of(base), table_of(extra, categories=["inbrott_stold"] * 1234, seed=4)])
    yield "thousand", material(burst, year_counts([1, 100_000]), reporters())
    kept = [i for i, day in enumerate(base) if not week <= day < week + 7 or i % 9 == 0]
    yield "fewer", material(table_of([base[i] for i in kept]), known=reporters())
    vague = table_of(base, placed=LocationPrecision.MUNICIPALITY, timed=TimePrecision.DAY)
    yield "vague", material(vague, areas=False)
    rumours = replace(table_of([week] * 3), left_out=Coded.constant(LeftOut.RUMOUR.value, 3))
    yield "rumours", material(IncidentTable.concat([table_of(base), rumours]))
    ends = table_of([day for day in base if day < LAST - 150])
    yield "ended", material(ends, known=reporters())


@pytest.mark.parametrize(
    ("language", "audience", "periods"),
    [
        ("sv", Audience.INTERNAL, ("2025-W40", "2025")),
        ("sv", Audience.PUBLIC, ("2025-W40", "2025-10")),
        ("en", Audience.INTERNAL, ("2025-W40", "2025-10")),
        ("en", Audience.PUBLIC, ("2025-W40",)),
    ],
)
def test_no_text_is_broken_at_any_number(language: str, audience: Audience, periods: tuple[str, ...]) -> None:
    plural = r"(?<![\d.,\u00a0–-])1 (händelser|organisationer|rapporter|events|reports|organisations|rows|rader)\b"
    for name, ground in grounds():
        for period in periods:
            with use_language(language):
                situation = build(ground, Request(parse_period(period), audience=audience))
                for text in texts(situation):
                    where = f"{name} {period}: {text}"
                    assert not re.search(r"\b(nan|inf|None|NaN)\b|∞", text), where
                    assert not re.search(r"\{\w+\}", text), where
                    assert not re.search(plural, text), where
                    assert "  " not in text, where
                    assert not any(word in text.casefold() for word in NEVER), where
                for finding in situation.findings:
                    assert finding.text.endswith("."), finding.text
                    assert finding.reference
                named = {finding.method for finding in situation.findings}
                named |= {item.trace.method for _id, item in situation.traced() if item.trace}
                assert named <= {key for key, _title, _text in methods(signals=True)}


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_burst_says_how_many_and_against_what(language: str) -> None:
    ground = dict(grounds())["thousand"]
    with use_language(language):
        situation = build(ground, Request(parse_period("2025-W40")))
    finding = next(f for f in situation.findings if f.key == "level.unusual")
    assert ("1\u00a0234" if language == "sv" else "1,234") in finding.text
    assert finding.interval_text in finding.text


def test_a_change_says_what_it_is_per() -> None:
    """A range of days has no history of its own: what remains is the year before."""
    chosen = parse_period("2025-10-01..2025-10-31")
    extra = [chosen.first_day + i % 31 for i in range(90)]
    table = IncidentTable.concat([table_of(steady_days()), table_of(extra, categories=["klotter"] * 90, seed=4)])
    for known, words in ((reporters(), "per vecka som en organisation rapporterat"), ([], "per dag")):
        situation = build(material(table, known=known), Request(chosen))
        (finding,) = [f for f in situation.findings if f.id == "change.est.klotter"]
        assert words in finding.text


@pytest.mark.parametrize("period", ["2025-W40", "2025-10", "2025"])
def test_no_small_number_of_events_is_anywhere_in_the_public_version(period: str) -> None:
    """Three rare kinds, three rare severities, a few vague places, a few intervals, three rumours."""
    rng = np.random.default_rng(8)
    chosen = parse_period(period)
    days = steady_days(per_week=40)
    rare = [chosen.first_day + i % chosen.days for i in range(6)]
    table = table_of(days)
    few = table_of(rare, categories=["inbrott_stold", "alkohol", "alkohol", "hot_vald", "hot_vald", "hot_vald"], seed=5)
    few = replace(
        few,
        severity=np.full(6, 5, np.int8),
        location_precision=np.array([4, 4, 5, 1, 1, 1], np.int8),
        time_precision=np.array([2, 2, 1, 1, 1, 1], np.int8),
    )
    rumours = replace(table_of(rare[:3]), left_out=Coded.constant(LeftOut.RUMOUR.value, 3))
    plain = replace(table, severity=rng.integers(1, 5, len(table)).astype(np.int8))
    ground = material(IncidentTable.concat([plain, few, rumours]), known=reporters())
    situation = build(ground, Request(chosen, audience=Audience.PUBLIC))
    for table_ in situation.tables():
        if table_.id.startswith("coverage"):
            continue
        for row in table_.rows:
            for cell in row:
                assert not (isinstance(cell.value, int) and 0 < cell.value < 5), (table_.id, row[0].text, cell.text)
    for text in texts(situation):
        for n in re.findall(r": (\d+) (?:av|händelse)|: (\d+)\.", text):
            assert not any(0 < int(part) < 5 for part in n if part), text
    for number_id, item in situation.traced():
        assert item.trace is not None
        found = re.findall(r"(?:compare_counts|share)\((\d+), (\d+)", item.trace.call)
        assert not [n for pair in found for n in pair if 0 < int(n) < 5], number_id
    assert not dict(situation.meta.left_out)


def test_the_public_version_has_no_hours_and_no_places() -> None:
    ground = material(table_of(steady_days()), known=reporters())
    situation = build(ground, Request(parse_period("2025"), audience=Audience.PUBLIC))
    tables: list[Table] = list(situation.tables())
    assert not [t.id for t in tables if t.id.split(".")[0] in ("profile", "areas", "squares", "list", "harm")]
    assert {f.kind.value for f in situation.findings} <= {"level", "change", "trend", "coverage"}


@pytest.mark.parametrize("period", PERIODS)
def test_nothing_is_claimed_where_nothing_could_be_tested(period: str) -> None:
    """A source with no past: no finding may speak of more or less than before."""
    first = parse_period(period).first_day
    ground = material(table_of([first + i % 7 for i in range(60)]))
    situation = build(ground, Request(parse_period(period)))
    assert not [f for f in situation.findings if f.key in ("level.unusual", "change.year_before", "trend.per_year")]
