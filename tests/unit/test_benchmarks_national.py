"""The national run: an invented country made once, sums that agree with the stores, a page that says what differs."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.national.country import COUNTRIES, Country, every, places
from benchmarks.national.made import is_made, make
from benchmarks.national.measure import National, Took
from benchmarks.national.page import fit, national_page
from benchmarks.national.work import Look, Span, counts_in, signals_in
from benchmarks.national.yearly import yearly
from tests.architecture.tree import ROOT
from tryggve.store.files import open_facts

COUNTRY = replace(COUNTRIES["quick"], municipalities=3, per_year=4_000)


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("country")
    make(COUNTRY, folder)
    return folder


def test_the_country_is_as_uneven_as_real_ones() -> None:
    everywhere = places(Country())
    sizes = sorted(place.per_year for place in everywhere)
    assert len(everywhere) == len({place.code for place in everywhere}) == len({(p.east, p.north) for p in everywhere})
    assert 200 < sizes[0] < 500
    assert 80_000 < sizes[-1] < 110_000
    assert sum(sizes) == pytest.approx(1_500_000, abs=1)
    assert {5, 75} <= {place.areas for place in everywhere}
    assert (len(every(everywhere, 4)), len(every(everywhere, 2))) == (73, 145)
    assert set(every(everywhere, 4)) < set(every(everywhere, 2))


def test_what_is_made_is_not_made_again_unless_it_was_another(country: Path) -> None:
    everywhere = places(COUNTRY)
    assert all(is_made(country, place) for place in everywhere)
    first = {file: file.stat().st_mtime_ns for file in country.rglob("*.parquet")}
    make(COUNTRY, country)
    assert {file: file.stat().st_mtime_ns for file in country.rglob("*.parquet")} == first
    assert not is_made(country, replace(everywhere[0], seed=1))


def test_the_yearly_table_and_the_days_agree_with_the_stores(country: Path) -> None:
    rows = yearly(country)
    for place in places(COUNTRY):
        with open_facts(country / place.code) as store:
            counts = store.counts(("year", "category"))
            total = store.extent().incidents
        own = {(year, category): n for code, year, category, n in rows if code == place.code}
        assert own == counts
        span = Span(country, COUNTRY.last_day - COUNTRY.days + 1, COUNTRY.last_day)
        assert int(counts_in(span, place.code).sum()) == total


def test_without_a_calibration_a_municipality_says_so(country: Path) -> None:
    largest = min(places(COUNTRY), key=lambda place: place.rank)
    found = signals_in(Look(country, COUNTRY.last_day, {}), largest.code)
    assert found["municipality"] == largest.code
    assert found["why_uncalibrated"] == "none"
    assert all(one["expected_false_per_year"] is None for one in found["signals"])


def took(wall: float, sha: str = "a", workers: tuple[float, ...] = ()) -> Took:
    return Took(wall, wall, 100e6, workers, sha)


def measured(**changes: object) -> National:
    pairs = {step: (took(40.0 / step), took(25.0 / step, workers=(9e8, 2e8))) for step in (4, 2, 1)}
    found = National(
        country="full", rows={4: 25, 2: 50, 1: 100}, municipalities={4: 73, 2: 145, 1: 290}, stopped=3, calibrated=5,
        megabytes=1.0, table=took(2.0), scan=pairs[4], calibrate=pairs[4], signals=pairs,
        killed=took(30.0, workers=(1.0,)),
    )  # fmt: skip
    return replace(found, **changes)  # type: ignore[arg-type]


def test_the_page_says_how_it_grows_and_what_is_the_same() -> None:
    text, broken = national_page(measured())
    assert broken == []
    assert "| en dödad: skillnad | 5,00 s |" in text
    assert "per miljon händelser; den punkt som ligger längst ifrån avviker 0,00 %" in text
    assert text.count("| samma |") == 6


def test_other_bytes_and_a_slow_table_are_not_kept() -> None:
    text, broken = national_page(measured(killed=took(30.0, sha="b", workers=(1.0,)), table=took(11.0)))
    assert broken == ["tid", "signaler, en arbetsprocess dödad"]
    assert "**ett annat**: `b`" in text
    assert "**inte klarat**" in text


def test_a_straight_line_is_told_from_a_bent_one() -> None:
    assert fit([1, 2, 3], [3.0, 5.0, 7.0]) == pytest.approx((2.0, 1.0, 0.0), abs=1e-9)
    assert fit([1, 2, 3], [1.0, 4.0, 9.0])[2] > 0.05


@pytest.mark.slow
def test_a_quick_round_gives_the_same_bytes_everywhere(tmp_path: Path) -> None:
    pytest.importorskip("distributed", reason="the extra tryggve[cluster] is not installed")
    out = tmp_path / "page.md"
    command = [sys.executable, "-m", "benchmarks.national", "--quick", "--folder", str(tmp_path), "--out", str(out)]
    made = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    assert out.read_text(encoding="utf-8").count("| samma |") == 4
