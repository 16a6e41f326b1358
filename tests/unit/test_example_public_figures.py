"""The public figures: whole, consistent with one another, and equal to the published files cell by cell."""

from __future__ import annotations

import csv
import json
from dataclasses import fields
from pathlib import Path

import pytest

from tryggve.catalog import read_csv, read_toml
from tryggve.domain.language import use_language
from tryggve.example.public_figures import PublicFigures, places, public_figures

PLACE = "umea"
GRADES = {"källa", "kunskap", "val"}


@pytest.fixture(scope="module")
def figures() -> PublicFigures:
    return public_figures(PLACE)


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))


def test_places() -> None:
    assert places() == (PLACE,)
    for name in ("", "elsewhere", "../umea", "mappings"):
        with pytest.raises(KeyError):
            public_figures(name)


def test_the_municipality_is_the_one_of_the_register(figures: PublicFigures) -> None:
    names = {row["code"]: (row["name"], row["county_name"]) for row in read_csv("municipalities.csv")}
    assert names[figures.code] == (figures.municipality, figures.county)
    others = {
        (row.code, row.municipality) for row in (*figures.reported_offences_peers, *figures.reported_offences_quarters)
    }
    others |= {member for group in figures.peer_groups for member in group.members}
    assert {(code, names[code][0]) for code, _name in others} == others


def test_every_table_names_its_source(figures: PublicFigures) -> None:
    tables = {field.name for field in fields(figures) if isinstance(getattr(figures, field.name), tuple)}
    assert tables == set(figures.sources)
    for source in figures.sources.values():
        assert source.grade in GRADES
        for language in ("sv", "en"):
            with use_language(language):
                assert all((source.title, source.unit, source.source, source.period, source.licence, source.caveats))
        assert all(set(texts) == {"sv", "en"} for texts in source.texts.values())
    assert all(
        len(raw["caveats_sv"]) == len(raw["caveats_en"])
        for raw in read_toml(f"{PLACE}/sources.toml")["tables"].values()
    )
    assert {row.grade for row in (*figures.basics, *figures.population)} <= GRADES


def test_texts_follow_the_language(figures: PublicFigures) -> None:
    assert figures.sources["population"].title == "Folkmängd 31 december"
    assert figures.group_name("burglary") == "Inbrott (Brå, grupperat)"
    with use_language("en"):
        assert figures.sources["population"].title == "Population 31 December"
        assert figures.sources["population"].period == "2012–2023, some years"
        assert figures.group_name("burglary") == "Burglary (Brå, grouped)"
        assert figures.basics[0].label.startswith("RegSO (regional")
        assert figures.police_list[0].note.startswith("first list")


def test_sums_of_the_facts(figures: PublicFigures) -> None:
    population = {row.year: row for row in figures.population}
    basics = {figure.key: figure.value for figure in figures.basics}
    assert len(figures.regso) == basics["regso"] == 42
    assert (
        sum(area.population for area in figures.regso) == population[2023].population == basics["population"] == 133091
    )
    born_abroad = sum(area.population * area.born_abroad_percent / 100 for area in figures.regso)
    assert born_abroad == pytest.approx(basics["born_abroad"], abs=42 * 7)  # shares are rounded to a tenth of a percent
    assert population[2022].population - population[2021].population == 1238
    assert population[2023].population - population[2022].population == 856
    assert [year for year, row in population.items() if row.grade == "kunskap"] == [2019]
    by_type = {kind: [a.population for a in figures.regso if a.area_type == kind] for kind in range(1, 6)}
    assert {kind: (len(people), sum(people)) for kind, people in by_type.items()} == {
        1: (0, 0), 2: (3, 12775), 3: (8, 21424), 4: (22, 77526), 5: (9, 21366),
    }  # fmt: skip


def test_reported_offences_agree_with_one_another(figures: PublicFigures) -> None:
    years = {row.year: row for row in figures.reported_offences}
    assert list(years) == list(range(1996, 2026))
    for row in years.values():
        assert set(row.counts) == set(figures.groups)
        assert row.total_per_100k == pytest.approx(1e5 * row.counts["total"] / row.mean_population, abs=0.51)
        assert sum(row.counts.values()) != 2 * row.counts["total"]  # the groups do not add up to the total
    quarters = [row for row in figures.reported_offences_quarters if row.code == figures.code]
    for year in range(2015, 2026):
        assert sum(row.total or 0 for row in quarters if row.year == year) == years[year].counts["total"]
    gaps = {(row.year, row.quarter) for row in figures.reported_offences_quarters if row.total is None}
    assert gaps == {(2014, 3), (2014, 4)}
    assert len(figures.reported_offences_quarters) == 4 * 4 * 12
    population = {row.year: row.population for row in figures.population}
    for year in (2018, 2021, 2022, 2023):
        mean = (population[year] + population[year - 1]) / 2
        assert years[year].mean_population == pytest.approx(mean, abs=10)


def test_programme_and_peers(figures: PublicFigures) -> None:
    people = {area.code: area.population for area in figures.regso}
    sums: dict[str, int] = {}
    for area in figures.programme_districts:
        if area.whole:
            sums[area.district] = sums.get(area.district, 0) + people[area.regso_code]
    assert sums == {"Ersboda": 8057, "Mariehem": 8319, "Ålidhem": 6646, "Tomtebo": 5821}
    assert [(a.district, people[a.regso_code]) for a in figures.programme_districts if not a.whole] == [
        ("Tomtebo", 2495)
    ]
    assert len(figures.peer_groups) == 12
    assert all(len(group.members) == 7 for group in figures.peer_groups)
    assert (figures.peers().kind, figures.peers().year) == ("övergripande", 2025)
    assert {row.municipality for row in figures.reported_offences_peers} < {
        name for _code, name in figures.peers().members
    }


def test_police_list(figures: PublicFigures) -> None:
    lists = {row.year: row for row in figures.police_list}
    assert list(lists) == [2015, 2017, 2019, 2021, 2023, 2025]
    assert {row.here for row in lists.values()} == {0}
    assert lists[2023].total == sum(
        filter(None, (lists[2023].vulnerable, lists[2023].risk, lists[2023].particularly_vulnerable))
    )
    assert (lists[2025].vulnerable, lists[2025].risk, lists[2025].particularly_vulnerable) == (46, None, 19)
    known = {"total", "vulnerable", "risk", "particularly_vulnerable"}
    assert all(set(row.to_be_checked) <= known for row in lists.values())
    assert lists[2015].to_be_checked == ("total", "vulnerable", "particularly_vulnerable")


@pytest.mark.shared
def test_years_equal_the_published_file(figures: PublicFigures, shared: Path) -> None:
    published = rows_of(shared / "bra" / "bra_anmalda_brott_ar.csv")
    own = {(figures.code, row.year, group): n for row in figures.reported_offences for group, n in row.counts.items()}
    own |= {(row.code, row.year, "total"): row.total for row in figures.reported_offences_peers}
    rates = {(figures.code, row.year): row.total_per_100k for row in figures.reported_offences}
    rates |= {(row.code, row.year): row.total_per_100k for row in figures.reported_offences_peers}
    mean = {row.year: row.mean_population for row in figures.reported_offences}
    seen = set()
    for row in published:
        key = (row["kommun_kod"], int(row["ar"]), row["grupp"])
        if row["kommun_kod"] == figures.code:
            assert int(row["implied_population"]) == mean[key[1]]
        elif row["grupp"] != "total":
            continue
        assert own[key] == int(row["antal"]), key
        if row["grupp"] == "total":
            assert rates[key[:2]] == int(row["per_100k"]), key
        seen.add(key)
    assert seen == set(own)


@pytest.mark.shared
def test_quarters_equal_the_published_file(figures: PublicFigures, shared: Path) -> None:
    published = {
        (row["kommun_kod"], row["kommun"], int(row["ar"]), int(row["kvartal"])): int(row["antal_total"])
        for row in rows_of(shared / "bra" / "bra_anmalda_brott_kvartal_vasterbotten.csv")
    }
    own = {(r.code, r.municipality, r.year, r.quarter): r.total for r in figures.reported_offences_quarters}
    assert {key: value for key, value in own.items() if value is not None} == published


@pytest.mark.shared
def test_areas_equal_the_published_file(figures: PublicFigures, shared: Path) -> None:
    rows = rows_of(shared / "scb" / "umea_regso_2020_2023.csv")
    published = {
        row["regso_kod"]: (
            row["region"].partition("(")[2].removesuffix(")"),
            int(row["befolkning"]),
            round(100 * int(row["utrikes_fodda"]) / int(row["befolkning"]), 1),
            int(row["omradestyp_2022"]),
        )
        for row in rows
        if row["ar"] == "2023"
    }
    assert {a.code: (a.name, a.population, a.born_abroad_percent, a.area_type) for a in figures.regso} == published
    totals = {year: sum(int(row["befolkning"]) for row in rows if row["ar"] == str(year)) for year in range(2020, 2024)}
    assert {row.year: row.population for row in figures.population if row.year in totals} == totals
    last = [row for row in rows if row["ar"] == "2023"]
    basics = {figure.key: figure.value for figure in figures.basics}
    tenures = {
        "rental": "hyresrätt",
        "cooperative": "bostadsrätt",
        "owner": "äganderätt",
        "tenure_unknown": "uppgift saknas",
    }
    for key, column in {**tenures, "born_abroad": "utrikes_fodda"}.items():
        assert basics[key] == sum(int(row[column]) for row in last), key
    link = rows_of(shared / "scb" / "koppling_deso2018_regso2020.csv")
    assert basics["deso_2018"] == sum(row["RegSOkod_2020"].startswith(figures.code) for row in link)
    features = json.loads((shared / "geo" / "umea_regso2025.geojson").read_text("utf-8"))["features"]
    assert {f["properties"]["regso_kod"]: f["properties"]["regso_namn"] for f in features} == {
        area.code: area.name for area in figures.regso
    }


@pytest.mark.shared
def test_groups_and_indicators_equal_the_published_files(figures: PublicFigures, shared: Path) -> None:
    published = {row["id"]: row for row in rows_of(shared / "kolada" / "liknande_kommuner_grupper.csv")}
    for group in figures.peer_groups:
        title, members = published[group.kolada_id]["title"], published[group.kolada_id]["members"].split("|")
        # One of the twelve titles has a comma more than the others.
        assert (
            title.replace("kommuner,", "kommuner")
            == f"Liknande kommuner {group.kind}, {figures.municipality}, {group.year}"
        )
        assert dict(group.members) == dict(zip(members[:7], members[7:], strict=True))
    titles = {row["id"]: row["title"] for row in rows_of(shared / "kolada" / "kpi_all_titles.csv")}
    for indicator in figures.indicators:
        assert indicator.id in titles
