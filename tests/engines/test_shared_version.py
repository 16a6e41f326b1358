"""The versions for other organisations: reports as facts, a planted report for each thing that none of them tells
(T-LAYERS, T-THREE, T-PLACES, T-PRIVATE).
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from typing import Any

import pytest

from tests.engines.tables import incidents, table
from tryggve.domain.area import Area, AreaRegister
from tryggve.domain.period import parse_period
from tryggve.reports.documents import rendered
from tryggve.reports.json_out import document
from tryggve.reports.labels import audience_name
from tryggve.reports.request import Material, Request
from tryggve.reports.sections import shared_list
from tryggve.reports.situation import build
from tryggve.reports.tree import Audience, Situation, Table
from tryggve.store.files import FileStore

PERIOD = parse_period("2025-W40")


def area(code: str) -> Area:
    """A square of two kilometres; B lies east of A."""
    x = 2000 * "AB".index(code)
    ring = [[x, 0], [x + 2000, 0], [x + 2000, 2000], [x, 2000], [x, 0]]
    return Area(code, f"{code}by", "district", geometry={"type": "Polygon", "coordinates": [ring]})


REGISTER = AreaRegister("Exempelkommunen", tuple(map(area, "AB")))
HEAD = "organisation | kind | category | time | x | y | place | @district | severity\n"
THREE = "".join(
    f"Bolag{i} | housing_company | klotter | 2025-09-30 2{i}:15 | 1000 | 1000 | point | A | 0\n" for i in range(3)
)
NEAR = "".join(
    f"Bolag0 | housing_company | klotter | 2025-08-0{i + 1} | {1010 + 90 * i} | 1040 | point | A | 0\n"
    for i in range(3)
)


def made(drawn: str, audience: Audience = Audience.SHARED, **more: Any) -> Situation:
    with FileStore.from_table(table(incidents(HEAD + drawn))) as store:
        material = Material(
            store, "Exempelkommunen", "EPSG:3006", "Europe/Stockholm", REGISTER, levels=("district",), **more
        )
        return build(material, Request(PERIOD, audience=audience, today=dt.date(2025, 10, 20)))


def listed(situation: Situation) -> list[list[str]]:
    tables = [one for one in situation.tables() if isinstance(one, Table) and one.id.startswith("list")]
    return [[cell.text for cell in row] for one in tables for row in one.rows]


def said(situation: Situation) -> str:
    """Everything that any format sets: texts, numbers, SQL and drawings."""
    figures = [block.svg for section in situation.sections for block in section.blocks if hasattr(block, "svg")]
    return json.dumps(document(situation), ensure_ascii=False) + "".join(figures)


def dots(situation: Situation) -> int:
    return said(situation).count("<circle")


def test_reports_are_facts_without_who_reported() -> None:
    found = made(THREE)
    assert listed(found) == [["30\u00a0september\u00a02025", "Klotter", "3", "Aby", "bostadsbolag"]]
    assert not any(f"Bolag{i}" in said(found) for i in range(3))
    assert "rows_sql" not in said(found)
    assert "20:15" not in said(found)


@pytest.mark.parametrize("audience", [Audience.SHARED, Audience.AREA])
@pytest.mark.parametrize("category", ["valdsbejakande", "sexualbrott", "vald_nara_relation"])
def test_kinds_for_few_readers_are_in_no_row_and_in_no_sum(audience: Audience, category: str) -> None:
    without = made(THREE, audience)
    planted = made(
        THREE + f"Bolag0 | housing_company | {category} | 2025-10-01 23:00 | 1000 | 1000 | point | B | 5\n", audience
    )
    assert listed(planted) == listed(without)
    assert said(planted).replace(planted.meta.fingerprint, "") == said(without).replace(without.meta.fingerprint, "")


def test_a_kind_is_named_only_where_three_of_it_reported_from_the_area_in_the_week() -> None:
    two = THREE.splitlines(keepends=True)[0] + THREE.splitlines(keepends=True)[1]
    assert listed(made(two)) == [["30\u00a0september\u00a02025", "Klotter", "2", "Aby", "–"]]
    elsewhere = two + "Bolag2 | housing_company | klotter | 2025-09-30 | - | - | area | B | 0\n"
    assert {row[-1] for row in listed(made(elsewhere))} == {"–"}
    earlier = two + "Bolag2 | housing_company | klotter | 2025-09-23 | - | - | area | A | 0\n"
    assert {row[-1] for row in listed(made(earlier))} == {"–"}


def test_who_is_alone_of_its_kind_is_not_known_as_what_is_left() -> None:
    alone = THREE + "Biblioteket | library | buller | 2025-10-01 | - | - | area | A | 0\n"
    assert {row[-1] for row in listed(made(alone))} == {"–"}
    company = alone + "".join(f"Torget{i} | guards | buller | 2025-10-01 | - | - | area | A | 0\n" for i in range(2))
    assert {row[-1] for row in listed(made(company))} == {"–", "bostadsbolag"}


@pytest.mark.parametrize("kind", ["school", "social_services", "home_care"])
def test_schools_social_services_and_care_have_no_hour_and_no_point(kind: str) -> None:
    fine = "".join(
        f"Bolag{i % 4} | housing_company | klotter | 2025-10-0{1 + i % 4} 21:00 | {1000 + 60 * (i % 5)} | 1000 | point "
        "| A | 0\n"
        for i in range(30)
    )
    planted = f"Skolan | {kind} | klotter | 2025-10-02 09:40 | 1120 | 1000 | point | A | 0\n"
    only = made(planted * 40 + NEAR)
    assert dots(only) == 0
    assert dots(made(fine + NEAR)) > 0
    profile = {cell.text for cell in hours(made(fine + NEAR + planted), "09–10")}
    assert profile == {"0,0"}
    assert {cell.text for cell in hours(made(fine + NEAR), "21–22")} > {"0,0"}


def hours(situation: Situation, label: str) -> Sequence[Any]:
    (profile,) = (one for one in situation.tables() if one.id.startswith("profile"))
    (row,) = (row for row in profile.rows if row[0].text == label)
    return row[1:]


def test_few_hours_make_no_profile() -> None:
    assert not [one for one in made(THREE).tables() if one.id.startswith("profile")]


def test_protected_places_and_lone_ones_are_drawn_nowhere() -> None:
    assert dots(made(THREE + NEAR)) == 1
    assert dots(made(THREE + NEAR, protected=((1000.0, 1000.0, 100.0),))) == 0
    assert dots(made(THREE)) == 0
    assert listed(made(THREE + NEAR, protected=((1000.0, 1000.0, 100.0),))) == listed(made(THREE + NEAR))


def test_dots_lie_on_a_grid_of_a_street_and_not_at_a_door() -> None:
    moved = THREE.replace("1000 | 1000", "1013 | 1021")
    drawn = [text.split("/>")[0] for text in said(made(THREE + NEAR)).split("<circle")[1:]]
    assert [text.split("/>")[0] for text in said(made(moved + NEAR)).split("<circle")[1:]] == drawn


def test_private_organisations_and_councils_get_areas_and_days() -> None:
    found = made(THREE + NEAR, Audience.AREA)
    assert listed(found) == [["30\u00a0september\u00a02025", "Aby", "3"]]
    assert dots(found) == 0
    assert not [one for one in found.tables() if one.id.startswith("profile")]
    assert "housing_company" not in said(found)


def test_what_is_too_long_to_list_is_told_in_sums(monkeypatch: pytest.MonkeyPatch) -> None:
    few = "".join(f"Bolag0 | housing_company | klotter | 2025-10-0{i} | - | - | area | B | 0\n" for i in range(1, 6))
    assert [len(row) for row in listed(made(THREE + few))] == [5] * 6
    monkeypatch.setattr(shared_list, "MOST_LISTED", 5)
    assert listed(made(THREE + few)) == [["Bby", "Klotter", "5"], ["Aby", "Klotter", "3"]]
    assert len(listed(made(THREE + few, Audience.AREA))) == 5


@pytest.mark.parametrize("audience", [Audience.SHARED, Audience.AREA])
def test_each_chapter_that_is_written_to_is_in_every_version_but_signals(audience: Audience) -> None:
    """What people conclude goes into every version, so its chapter must be there."""
    keys = [{section.key for section in made(THREE + NEAR, one).sections} for one in (Audience.INTERNAL, audience)]
    assert keys[0] - keys[1] <= {"signals"}


@pytest.mark.parametrize("audience", [Audience.SHARED, Audience.AREA])
def test_each_document_says_which_version_it_is(audience: Audience) -> None:
    found = made(THREE, audience)
    assert audience_name(audience) in rendered(found, "html").decode()
    assert audience_name(Audience.PUBLIC) not in rendered(found, "html").decode()
    assert json.loads(rendered(found, "json"))["meta"]["audience"] == audience.value
