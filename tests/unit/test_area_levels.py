"""A code of one vintage never meets the same code of another, and a level reads as people write it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from tests.unit.report_material import FIRST, material, register
from tryggve.domain.area import MUNICIPALITY, Area, AreaRegister, division_key, level_of, level_words
from tryggve.domain.area_carry import AreaCarry
from tryggve.domain.area_eras import Eras, KnownAreas
from tryggve.domain.coverage import Cadence, Reporter
from tryggve.domain.incident_table import IncidentTable
from tryggve.domain.language import use_language
from tryggve.domain.period import parse_period
from tryggve.ingest.area_codes import AreaCodes
from tryggve.ingest.count_areas import CountArea, resolve_area
from tryggve.ingest.place_anew import PlaceAnew
from tryggve.reports.context import Context
from tryggve.reports.request import Request
from tryggve.reports.traces import words
from tryggve.store.base import Selection

KEY = "regso@2025"
AREAS = AreaRegister(
    "Påhitt", (Area("all", "Påhitt", MUNICIPALITY), Area("R1", "Viken", KEY), Area("R2", "Näset", KEY))
)


def test_the_key_of_a_division() -> None:
    assert division_key("regso", "2025") == KEY
    assert division_key("stadsdel", "") == "stadsdel"
    assert division_key(MUNICIPALITY, "2025") == MUNICIPALITY
    assert level_of(KEY) == "regso"
    assert level_of("stadsdel") == level_words("stadsdel") == "stadsdel"
    assert level_words(KEY) == "regso 2025"


@pytest.mark.parametrize(("language", "told"), [("sv", "kommun"), ("en", "municipality")])
def test_the_municipality_is_named_in_the_language_of_the_reader(language: str, told: str) -> None:
    with use_language(language):
        assert level_words(MUNICIPALITY) == told


def test_a_selection_is_told_in_words() -> None:
    with use_language("en"):
        assert words(Selection(area=(KEY, "R1"))) == "area R1 (regso 2025)"
        assert words(Selection(area=("stadsdel", "A1"))) == "area A1 (stadsdel)"


@pytest.mark.parametrize(
    ("stated", "level"),
    [
        ("", KEY),
        ("RegSO", KEY),
        ("regso@2025", KEY),
        ("RegSO 2025", KEY),
        ("regso@2020", "regso@2020"),  # another division: left as the file says
        ("RegSO 2020", "regso 2020"),
        ("deso", "deso"),
    ],
)
def test_a_level_that_a_table_states(stated: str, level: str) -> None:
    found = resolve_area("R1", "", stated, AREAS, AreaCodes(AREAS))
    assert isinstance(found, CountArea)
    assert (found.level, found.code) == (level, "R1")


def known(areas: Sequence[Area], came: Mapping[str, int] = {KEY: 1}) -> KnownAreas:
    """Areas of which the division `KEY` is in use."""
    divisions = {key: tuple(area for area in areas if area.level == key) for key in (MUNICIPALITY, *came)}
    uses = tuple((batch, (key, MUNICIPALITY)) for key, batch in came.items())
    return KnownAreas(
        "Påhitt", "EPSG:3006", divisions, {MUNICIPALITY: 1, **came}, (MUNICIPALITY, KEY), Eras(uses), AreaCarry({})
    )


def test_numbers_for_a_division_out_of_use_stay_there() -> None:
    old = (*AREAS.areas, Area("R1", "Viken", "regso@2020"))
    before = known(old, came={"regso@2020": 1, KEY: 2})
    placer = PlaceAnew(before, before)
    assert placer.count_area(("regso@2020", "R1", "Viken"), batch=9) == ("regso@2020", "R1", "Viken")
    assert placer.count_area(("regso", "R1", "R1"), batch=9) == (KEY, "R1", "Viken")
    assert placer.count_area(("area", "näset", "näset"), batch=9) == (KEY, "R2", "Näset")
    assert placer.count_area(("area", "Okänt", "Okänt"), batch=9) == ("", "Okänt", "Okänt")
    assert placer.count_area(("", "", "Påhitt"), batch=9) == ("", "", "Påhitt")
    assert placer.agreement_area(("regso@2020", "R1"), batch=9) == ("regso@2020", "R1")
    assert placer.agreement_area(("area", "Näset"), batch=9) == (KEY, "R2")
    # What came while the older one was in use is read in that.
    assert placer.count_area(("area", "näset", "näset"), batch=1) == ("", "näset", "näset")
    assert placer.agreement_area(("area", "Okänt"), batch=9) == ("area", "Okänt")


def test_an_area_that_changed_its_name_takes_its_numbers_along() -> None:
    named = AreaRegister("Påhitt", tuple(replace(a, name="Stora Viken") if a.code == "R1" else a for a in AREAS.areas))
    placer = PlaceAnew(known(named.areas), known(AREAS.areas))
    assert placer.count_area((KEY, "R1", "Viken"), batch=9) == (KEY, "R1", "Stora Viken")
    assert placer.count_area((KEY, "R1", "as the file says"), batch=9) == (KEY, "R1", "as the file says")


@pytest.mark.parametrize(("level", "covered"), [("stadsdel", False), ("stadsdel@2020", False), ("stadsdel@2025", True)])
def test_a_promise_for_another_vintage_covers_nothing_of_this_one(level: str, covered: bool) -> None:
    areas = tuple(replace(area, level="stadsdel@2025") for area in register().areas)
    promise = Reporter("Organisation 1", "school", ((level, "A1"),), FIRST, None, next(iter(Cadence)))
    ground = material(IncidentTable.empty(), known=[promise])
    ground = replace(ground, register=replace(register(), areas=areas))
    period = parse_period("2025-10")
    assert period is not None
    ctx = Context(ground, Request(period, ("stadsdel@2025", "A1")))
    rows = [row for row in ctx.store.coverage(period.first_day, period.last_day) if row.areas == ((level, "A1"),)]
    assert [ctx.covers(row, "A1") for row in rows] == [covered]
    assert [row for row in ctx.coverage(period).rows if row.areas == ((level, "A1"),)] == (rows if covered else [])
