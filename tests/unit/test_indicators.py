"""Indicators as data: each whole, each traceable to its source, none without a word on how it is misread."""

from __future__ import annotations

import csv
import datetime as dt
import itertools
from pathlib import Path
from typing import Any

import pytest

from tryggve.catalog import names_in, read_toml
from tryggve.domain.indicator import (
    Direction,
    Indicator,
    KoladaQuery,
    LabelQuery,
    Measures,
    Origin,
    TableQuery,
    indicators,
    read_theme,
)

# In Kolada's list of titles, and not in the metadata of the test material.
TITLES_ALONE = {"anmalda_personran", "lag_oro_sexuella_trakasserier", "lag_oro_natet", "avstar_ga_ut"}


def kolada() -> list[tuple[Indicator, KoladaQuery]]:
    return [(one, one.query) for one in indicators().values() if isinstance(one.query, KoladaQuery)]


def test_there_are_enough_and_every_kind_of_source() -> None:
    assert len(indicators()) >= 60
    assert {one.origin for one in indicators().values()} == set(Origin)
    assert {one.measures for one in indicators().values()} == set(Measures)


def test_none_is_asked_for_twice() -> None:
    queries = [repr(one.query) for one in indicators().values()]
    assert len(set(queries)) == len(queries)
    kpis = [kpi for _one, query in kolada() for kpi in (query.kpi, query.margin) if kpi]
    assert len(set(kpis)) == len(kpis)


def test_texts_are_swedish_sentences() -> None:
    for one in indicators().values():
        assert one.name[0].isupper(), one.id
        assert one.why["sv"].endswith((".", "!")), one.id
        for told in one.misread:
            assert told["sv"].endswith("."), (one.id, told)
        assert len({told["sv"] for told in one.misread}) == len(one.misread), one.id


def test_what_is_reported_or_looked_for_is_never_simply_worse() -> None:
    for name in ("anmalda_totalt", "anmalda_narkotikabrott", "anmald_kvinnofridskrankning", "bra_narkotika_vapen",
                 "vald_nara_relation_aktualiserade", "anmalt_vald_barn_inomhus"):  # fmt: skip
        assert indicators()[name].direction is Direction.UNCLEAR, name


def test_surveys_have_their_margins() -> None:
    for one, query in kolada():
        if one.theme in ("utsatthet_ntu", "otrygghet_ntu", "medborgarundersokningen"):
            assert query.margin, one.id


def test_small_areas_have_windows_that_do_not_overlap() -> None:
    for one in indicators().values():
        if isinstance(one.query, TableQuery) and one.query.codelists:
            windows = sorted((first, last) for _list, first, last in one.query.codelists.values())
            assert all(before[1] < after[0] for before, after in itertools.pairwise(windows)), one.id
            assert any(found.year == 2024 for found in one.breaks), one.id


def good() -> dict[str, Any]:
    return {
        "title": "Tema",
        "common": {"source": "kolada", "measures": "reported", "unit": "percent", "direction": "unclear",
                   "by_sex": False, "lag": 3, "author": "T", "reviewed": dt.date(2026, 11, 30), "misread": ["Alla."]},
        "indicator": [{"id": "a", "what": "A", "why": "B.", "query": {"kpi": "N07540"}, "misread": ["Egen."]}],
    }  # fmt: skip


def test_what_is_common_comes_before_what_is_own() -> None:
    (one,) = read_theme("t", good())
    assert [told["sv"] for told in one.misread] == ["Alla.", "Egen."]
    assert one.query == KoladaQuery("N07540")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda data: data["indicator"][0].pop("why"), "why"),
        (lambda data: data["indicator"][0].update(extra=1), "extra"),
        (lambda data: data["indicator"][0].update(id="Ä b"), "small letters"),
        (lambda data: data["indicator"][0].update(query={"kpi": "7540"}), "five digits"),
        (lambda data: data["indicator"][0].update(query={"kpi": "N07540", "table": "x"}), "table"),
        (lambda data: data["indicator"][0].update(unit="öre"), "unit"),
        (lambda data: data["indicator"][0].update(what=" "), "empty"),
        (lambda data: data["indicator"][0].update(direction="up"), "up"),
        (lambda data: data["common"].pop("misread") and data["indicator"][0].pop("misread"), "misread"),
        (lambda data: data["common"].update(lag=-1), "months"),
        (lambda data: data["common"].update(reviewed="today"), "date"),
        (lambda data: data.update(more=[]), "more"),
        (lambda data: data.pop("title"), "title"),
        (lambda data: data["indicator"][0].update(source="scb", query={"table": "TAB1", "selection": {},
                                                                       "levels": ["regso"]}), "codelists"),
        (lambda data: data["indicator"][0].update(source="bra", query={"labels": []}), "labels"),
    ],
)  # fmt: skip
def test_a_bad_entry_is_refused_by_name(change: Any, words: str) -> None:
    data = good()
    change(data)
    with pytest.raises(ValueError, match=words) as caught:
        list(read_theme("t", data))
    assert "indicators/t.toml" in str(caught.value)


def test_themes_are_files() -> None:
    assert {one.theme for one in indicators().values()} == set(names_in("indicators"))
    assert all(read_toml(f"indicators/{theme}.toml")["indicator"] for theme in names_in("indicators"))


@pytest.mark.shared
def test_every_key_figure_stands_in_koladas_own_list(shared: Path) -> None:
    with (shared / "kolada" / "kpi_all_titles.csv").open(encoding="utf-8") as stream:
        titles = {row["id"]: row["title"] for row in csv.DictReader(stream)}
    for one, query in kolada():
        assert query.kpi in titles, one.id
        if query.margin:
            assert titles[query.margin].startswith("Osäkerhetstal"), one.id
            spoken = titles[query.kpi].split(" - ")[-1].split(",")[0].strip()
            # Two titles of margins are misspelt or shortened; the first words tell them.
            assert titles[query.margin].split(" - ")[-1].startswith(spoken[:25]), one.id


@pytest.mark.shared
def test_sex_lag_and_unit_agree_with_koladas_metadata(shared: Path) -> None:
    with (shared / "kolada" / "kpi_metadata_trygghet_social.csv").open(encoding="utf-8") as stream:
        about = {row["id"]: row for row in csv.DictReader(stream)}
    ends = {
        "per_100000": "antal/100 000 inv",
        "percent": "(%)",
        "persons": "antal",
        "per_10000": "10 000 vuxna invånare",
    }
    unknown = set()
    for one, query in kolada():
        row = about.get(query.kpi)
        if row is None:
            unknown.add(one.id)
            continue
        assert (query.level == "county") == (row["municipality_type"] == "L"), one.id
        assert one.by_sex == (row["is_divided_by_gender"] == "TRUE"), one.id
        published, year = dt.date.fromisoformat(row["publication_date"]), int(row["publ_period"])
        assert one.lag == max(0, 12 * (published.year - year - 1) + published.month), one.id
        if one.unit in ends:
            assert ends[one.unit] in row["title"], (one.id, row["title"])
    assert unknown == TITLES_ALONE


@pytest.mark.shared
def test_every_municipality_has_a_peer_group_under_its_name(shared: Path) -> None:
    from tryggve.ingest.figures.scope import PEER_KINDS, municipalities
    from tryggve.ingest.sources.kolada import peer_groups

    with (shared / "kolada" / "liknande_kommuner_grupper.csv").open(encoding="utf-8") as stream:
        rows = [{**row, "members": row["members"].split("|")[:7]} for row in csv.DictReader(stream)]
    for row in municipalities().values():
        about = [one for one in rows if row["name"] in one["title"]]
        kinds = {group.kind for group in peer_groups(about, row["name"], "Kolada")}
        assert set(PEER_KINDS) <= kinds, row["name"]


def test_labels_of_brå_are_told_apart_by_period() -> None:
    queries = [one.query for one in indicators().values() if isinstance(one.query, LabelQuery)]
    known = [(label.casefold(), query.unit) for query in queries for label in query.labels]
    assert len(set(known)) == len(known)
